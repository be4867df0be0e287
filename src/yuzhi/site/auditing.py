"""The pages of the audit administrator: who did what when, found by day, person, act and object, and taken along as CSV.

Entries of the access log and leaves of official acts stand in one list. Addresses are given to `urls.py` as `AUDIT_URLS`.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import CharField, F, GenericIPAddressField, Q, QuerySet, Value
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yuzhi.engines.formats.csvs import csv_lines
from yuzhi.records.accounts.auditing import verify_audit
from yuzhi.records.accounts.models import AccessLog, AuditDay, User
from yuzhi.records.accounts.permissions import require
from yuzhi.records.accounts.queries import names_of
from yuzhi.records.accounts.seeing import note_audit
from yuzhi.records.accounts.things import Thing
from yuzhi.records.evidence.acts import ACTS
from yuzhi.records.evidence.models import Leaf

SIZE = 100
MOST = 100_000
"""How many entries one file holds at most; more are taken day by day."""
SHANGHAI = ZoneInfo("Asia/Shanghai")
WORDS = {**AccessLog.DEEDS, **{act: names["zh"] for act, names in ACTS.items()}}
_COLUMNS = ("at", "actor_key", "act", "object_key", "purpose", "ip")


class AuditForm(forms.Form):
    """What is looked for; every field may be left empty."""

    since = forms.DateField(label=gettext_lazy("从"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=gettext_lazy("到"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    person = forms.CharField(label=gettext_lazy("谁"), required=False, max_length=80, help_text=gettext_lazy("用户名、姓名或编号"))
    act = forms.ChoiceField(label=gettext_lazy("行为"), required=False, choices=[("", gettext_lazy("全部")), *WORDS.items()])
    thing = forms.CharField(label=gettext_lazy("对象"), required=False, max_length=200, help_text=gettext_lazy("以此开头的编号"))


@never_cache
@login_required
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """The entries that fit, the newest first; looking is an entry itself."""
    require(request.user, "read_audit", Thing("audit"))
    form = AuditForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    listed = Paginator(entries(asked), SIZE)
    page = listed.get_page(request.GET.get("page"))
    rows = list(_told(page.object_list))
    note_audit(request.user, "audit_read", _said(asked), at=request.tools.now())
    return render(request, "registration/audit.html", {
        "form": form if form.is_bound else AuditForm(), "rows": rows, "page": page, "total": listed.count, "size": SIZE,
        "sealed": AuditDay.objects.order_by("-day").first(), "query": request.GET.urlencode(),
    }, status=200 if form.is_valid() or not form.is_bound else 422)


@never_cache
@login_required
@require_safe
def audit_csv(request: HttpRequest) -> HttpResponse:
    """The same entries as CSV, the oldest first; taking them along is an entry itself."""
    require(request.user, "export", Thing("audit"))
    form = AuditForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = list(entries(asked).order_by("at", "serial")[:MOST])
    note_audit(request.user, "audit_exported", _said(asked), at=request.tools.now())
    header = ["时间（UTC）", "谁", "编号", "行为", "对象", "目的", "来源地址"]
    rows = ((row["at"].astimezone(UTC).isoformat(), row["name"], row["actor_key"], row["word"], row["object_key"], row["purpose"], row["ip"] or "")
            for row in _told(found))
    response = StreamingHttpResponse(csv_lines(header, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="yuzhi-audit.csv"'
    return response


@never_cache
@login_required
@require_safe
def audit_check(request: HttpRequest) -> HttpResponse:
    """Whether the audit is as it was sealed; the first fault is named."""
    require(request.user, "read_audit", Thing("audit"))
    return render(request, "registration/audit_check.html", {"found": verify_audit()})


def entries(asked: dict[str, Any]) -> QuerySet[Any]:
    """Rows of the access log and of official acts that fit, the newest first."""
    parts = (
        _narrowed(AccessLog.objects.annotate(act=F("deed")), asked).values(*_COLUMNS, serial=F("id")),
        _narrowed(Leaf.objects.annotate(
            purpose=Value("", CharField(max_length=200)), ip=Value(None, GenericIPAddressField(null=True)),
        ), asked).values(*_COLUMNS, serial=F("id")),
    )
    return parts[0].union(parts[1], all=True).order_by("-at", "-serial")


def _narrowed(rows: QuerySet[Any], asked: dict[str, Any]) -> QuerySet[Any]:
    if since := asked.get("since"):
        rows = rows.filter(at__gte=_midnight(since))
    if until := asked.get("until"):
        rows = rows.filter(at__lt=_midnight(until) + timedelta(days=1))
    if person := asked.get("person"):
        known = User.objects.filter(Q(username=person) | Q(display_name__contains=person))
        rows = rows.filter(Q(actor_key__in=[one.actor_key for one in known[:200]]) | Q(actor_key=person))
    if act := asked.get("act"):
        rows = rows.filter(act=act)
    if thing := asked.get("thing"):
        rows = rows.filter(object_key__startswith=thing)
    return rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def _told(found: Any) -> Iterator[dict[str, Any]]:
    rows = list(found)
    names = names_of(row["actor_key"] for row in rows if row["actor_key"])
    for row in rows:
        yield {**row, "name": names.get(row["actor_key"], ""), "word": WORDS.get(row["act"], row["act"])}


def _said(asked: dict[str, Any]) -> str:
    """What was looked for, in words for the audit's own entry."""
    words = (f"{name}={value}" for name, value in asked.items() if value)
    return "，".join(words)[:200] or "全部"


AUDIT_URLS = [
    path("audit/", audit, name="audit"),
    path("audit/entries.csv", audit_csv, name="audit_csv"),
    path("audit/check/", audit_check, name="audit_check"),
]
