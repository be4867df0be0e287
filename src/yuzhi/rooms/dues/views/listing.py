"""The list of what lies ahead, one payment of it, and its answer."""

from dataclasses import dataclass
from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import YuzhiError
from yuzhi.kernel.limits import MATTERS
from yuzhi.records.accounts.permissions import may, require, scope_of
from yuzhi.records.accounts.seeing import note_download
from yuzhi.records.accounts.things import Thing
from yuzhi.records.clocks.queries import chain
from yuzhi.records.rights.models import Holding
from yuzhi.rooms.dues import actions, queries
from yuzhi.rooms.dues.actions.answering import Said
from yuzhi.rooms.dues.forms import AnswerForm
from yuzhi.rooms.dues.models import Answer
from yuzhi.rooms.dues.queries import Due
from yuzhi.rooms.dues.rules import ANSWERS, STEPS, forecast, minutes, step

SIZE, USUAL, SIX = 25, 90, 6
WITHIN = ((30, "30 天内"), (90, "90 天内"), (180, "半年内"), (400, "一年多内"))


@dataclass(frozen=True, slots=True)
class Row:
    """A payment as the list shows it."""

    due: Due
    mood: str
    word: str
    forecast: str
    unrolled: bool = False
    """Whether holidays of that year, not published yet, may still move the last day."""

    @property
    def step(self) -> str:
        """The stage that it has reached, in words."""
        return STEPS.get(self.word, "")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What lies ahead of the own party's rights, or of those of the officer's county; for others what is done here."""
    if scope_of(request.user, "read", "due") == "none":
        return render(request, "dues/public.html", {"may_sign_in": not request.user.is_authenticated})
    reach, on = queries.reach_of(request.user), request.tools.today()
    within, why = _within(request.GET.get("within", ""))
    listed = Paginator(queries.lasts(on, within, reach), SIZE)
    page = listed.get_page(request.GET.get("page"))
    tasks = list(queries.tasks(queries.reach_of(request.user, "close_task"))) if _is_desk(request) else []
    first = tasks[:SIX]
    return render(request, "dues/home.html", {
        "why": why, "whole": queries.lasts(on, reach=reach).count(), "first": len(first),
        "rows": [row(due, request.tools) for due in queries.dues(page.object_list, on, request.tools)], "page": page,
        "size": SIZE, "total": listed.count, "within": within, "choices": _choices(within), "data_day": queries.data_day(), "on": on,
        "late": queries.lasts(on, 0, reach).filter(trigger_on__lt=on).count(), "is_desk": _is_desk(request),
        "tasks": len(tasks), "minutes": sum(minutes(one.message.told.count()) for one in first),
        "unread": queries.messages_of(reach.party).filter(state="waiting").count() if reach.party else 0,
        "is_owner": bool(reach.party), "feed": queries.feed_token(request.user) if reach.party else "",
    })


@login_required
@require_safe
def item(request: HttpRequest, key: str, matter: str, ordinal: int) -> HttpResponse:
    """One payment: its days with the law behind them, its cost today, what was said to whom, and the answer."""
    return shown(request, key, matter, ordinal)


@login_required
@require_http_methods(["POST"])
def answer(request: HttpRequest, key: str, matter: str, ordinal: int) -> HttpResponse:
    """The answer is on record, with its voucher in the archive; or the form again with what is missing."""
    thing = _thing(key)
    require(request.user, "answer", thing)
    form = AnswerForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.answer(
                key, matter, ordinal, _said(form, request.tools), by=request.user.actor_key, tools=request.tools,
                on_behalf=request.user.is_staff_of_city,
            )
        except YuzhiError as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("已记下答复，这一笔不再提醒。登记的法律状态以来源为准，不因答复改变。"))
            return redirect("dues:item", key, matter, ordinal)
    return shown(request, key, matter, ordinal, form)


@login_required
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """The answer is taken back, and warnings begin again."""
    made = get_object_or_404(Answer, pk=number)
    require(request.user, "answer", _thing(made.right_key))
    actions.withdraw(made, by=request.user.actor_key, tools=request.tools)
    messages.success(request, _("已撤回答复，到期前会照常提醒。"))
    return redirect("dues:item", made.right_key, made.matter, made.ordinal)


@login_required
@require_safe
def voucher(request: HttpRequest, number: int) -> FileResponse:
    """The voucher as it was handed in; always as a download, and in the access log."""
    made = get_object_or_404(Answer.objects.exclude(voucher=""), pk=number)
    require(request.user, "answer", _thing(made.right_key))
    kept = request.tools.archive.path(made.voucher)
    note_download(request.user, f"answer/{made.pk}", at=request.tools.now(), purpose=made.voucher_name)
    name = Path(made.voucher_name).name
    return FileResponse(kept.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream")


def shown(
    request: HttpRequest, key: str, matter: str, ordinal: int, form: AnswerForm | None = None
) -> HttpResponse:
    """The page of a payment, with the form as it was filled in where an answer was refused."""
    thing, on = _thing(key), request.tools.today()
    require(request.user, "read", thing)
    last = queries.last_of(key, matter, ordinal)
    found = queries.dues([last], on, request.tools) if last else []
    if not found:
        raise Http404
    due, allowed = found[0], may(request.user, "answer", thing).allowed
    days = queries.days_of(key, matter, ordinal)
    return render(request, "dues/item.html", {
        "row": row(due, request.tools), "due": due, "days": [(MATTERS[one.matter], one, chain(one)) for one in days],
        "form": form or (AnswerForm() if allowed and due.answer is None and last.state == "open" else None),
        "may_answer": allowed, "told": queries.told_of(key, matter, ordinal), "data_day": queries.data_day(), "on": on,
        "answer_word": ANSWERS[due.answer.kind] if due.answer else "",
    }, status=422 if form else 200)


def row(due: Due, tools: Toolbox) -> Row:
    """The payment with its mood: answered, late, soon or far."""
    on, unrolled = tools.today(), due.item.last_on > tools.calendar.last
    reached = step(due.item, on)
    if due.answer is not None:
        return Row(due, "done", reached, forecast(due.item, due.answer.kind), unrolled)
    late = on > due.item.due_on
    return Row(due, "overdue" if late or reached == "final" else "soon" if reached else "ontime", reached, "", unrolled)


def _within(text: str) -> tuple[int, str]:
    """How many days ahead are asked for, and what is wrong with the question."""
    if not text:
        return USUAL, ""
    if text.isascii() and text.isdecimal() and 1 <= int(text) <= queries.HORIZON:
        return int(text), ""
    return USUAL, _("“%(text)s”不是 1 至 %(most)s 的天数，已按 %(usual)s 天列出。") % {"text": text[:20], "most": queries.HORIZON, "usual": USUAL}


def _choices(within: int) -> list[tuple[int, str]]:
    own = [] if within in dict(WITHIN) else [(within, _("%(n)s 天内") % {"n": within})]
    return sorted([*((days, _(word)) for days, word in WITHIN), *own])


def _is_desk(request: HttpRequest) -> bool:
    return scope_of(request.user, "close_task", "due") != "none"


def _thing(key: str) -> Thing:
    right = queries.right_of(key)
    holders = Holding.objects.filter(right=right).values_list("party_id", flat=True)
    return Thing("due", right.county, tuple(holders))


def _said(form: AnswerForm, tools: Toolbox) -> Said:
    given, sent = form.cleaned_data, form.cleaned_data["voucher"]
    digest = ""
    if sent is not None:
        digest, _size = tools.archive.put(Path(sent.temporary_file_path()))
    return Said(given["kind"], given["note"], digest, sent.name if sent is not None else "")
