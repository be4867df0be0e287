"""Pages of a plan period: its closing figures, freezing them, what is behind them, and whether they still match."""


from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yuzhi.engines.indicators.declared import Plan
from yuzhi.kernel.errors import BadValue, NotFound, YuzhiError
from yuzhi.records.accounts.permissions import may, require
from yuzhi.records.accounts.things import Thing
from yuzhi.records.observations.figures import Figures
from yuzhi.records.observations.freezing import Closed, closed, freezings, verified, worst
from yuzhi.records.observations.models import FrozenObservation
from yuzhi.rooms.scoreboard import actions, queries
from yuzhi.rooms.scoreboard.forms import FreezeForm
from yuzhi.rooms.scoreboard.queries import closing
from yuzhi.rooms.scoreboard.rules import refusal
from yuzhi.rooms.scoreboard.views import SIZE, area_names, as_csv, asked_of, english

SHOWN_CHANGES = 20


@require_safe
def plan(request: HttpRequest, name: str) -> HttpResponse:
    """A plan's closing figures in one area: the frozen ones beside a recount."""
    found, period, kept = _found(request, name)
    asked = asked_of(request)
    made = freezings(period.name)
    return render(request, "scoreboard/plan.html", {
        "plan": period, "asked": asked, "areas": request.tools.areas, "today": request.tools.today(), "made": made,
        "kept": kept, "lines": closing.lines(found, period, kept, asked.area), "edition": found.edition,
        "officer": may(request.user, "freeze_plan", Thing("figure")), "ended": request.tools.today() > period.last,
        "whole": may(request.user, "read", Thing("deal")).allowed,
    })


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: HttpRequest, name: str) -> HttpResponse:
    """What will be frozen and what is missing; then the act, or the page says why not."""
    require(request.user, "freeze_plan", Thing("figure"))
    found, period, kept = _found(request, name)
    edition = found.edition.number if found.edition else None
    form = FreezeForm(request.POST or None, initial={"edition": edition})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.freeze(period, given["reason"], by=request.user, tools=request.tools, seen=given["edition"])
        except YuzhiError as refused:
            messages.error(request, refused.sentence)
        else:
            said = _("已更正“%(plan)s”冻结的数，并留下存证；原来的仍可查看。") if made.number > 1 else _("已冻结“%(plan)s”的期末数，并留下存证。")
            messages.success(request, said % {"plan": made.plan})
            return redirect("scoreboard:plan", name=period.name)
    areas = request.tools.areas
    lines = closing.lines(found, period, kept, areas.city.code)
    counties = [(area, closing.lines(found, period, kept, area.code)) for area in areas.counties]
    times = len(freezings(period.name))
    return render(request, "scoreboard/freeze.html", {
        "plan": period, "form": form, "lines": lines, "missing": [one for one in lines if one.recount.value is None],
        "edition": found.edition, "kept": kept, "areas": areas, "correction": bool(times),
        "counties": [(area, listed, sum(one.recount.value is None for one in listed)) for area, listed in counties],
        "refused": refusal(period, request.tools.today(), times, "…", edition),
    })


@require_safe
def verify(request: HttpRequest, name: str) -> HttpResponse:
    """Whether leaf, document, database and records of the frozen figures still match."""
    found, period, kept = _found(request, name)
    if kept is None:
        raise NotFound(f"“{period.name}”还没有冻结，没有可以核对的。")
    labels = {"leaf": _("存证叶"), "document": _("冻结文件"), "rows": _("数据库里的数")}
    labels |= {f"{one.name}@{on}": one.en if english() else one.zh for one in found.runner.declared.indicators for on in {key[1] for key in kept.rows}}
    told = verified(kept.freezing, request.tools)
    return render(request, "scoreboard/verify.html", {
        "plan": period, "freezing": kept.freezing, "findings": [(labels.get(one.what, one.what), one) for one in told], "worst": worst(told),
    })


@require_safe
def records(request: HttpRequest, name: str, indicator: str) -> HttpResponse:
    """The records behind a frozen figure, as they were, and how today's differ."""
    found, period, kept = _found(request, name)
    row = _row(request, period, kept, indicator)
    asked, declared = asked_of(request), found.runner.declared.indicator(indicator)
    listed = Paginator(closing.records(found, row), SIZE)
    page = listed.get_page(request.GET.get("page"))
    rows = queries.told(found, declared, page.object_list, request.user)
    change = closing.change(found, row, closing.records(found, row))
    return render(request, "scoreboard/frozen_records.html", {
        "plan": period, "kept": kept, "asked": asked, "indicator": declared, "row": row, "page": page, "size": SIZE,
        "figure": kept.at(declared, row.as_of, row.area) if kept else None, "total": listed.count, "rows": rows,
        "hidden": len(page.object_list) - len(rows), "areas": area_names(request), "change": change,
        "changes": [
            (word, len(part), queries.told(found, declared, part[:SHOWN_CHANGES], request.user))
            for word, part in ((_("新增"), change.added), (_("不再计入"), change.removed), (_("数值不同"), change.changed)) if part
        ],
    })


@require_safe
def records_csv(request: HttpRequest, name: str, indicator: str) -> HttpResponse:
    """All records behind a frozen figure as CSV."""
    found, period, kept = _found(request, name)
    row = _row(request, period, kept, indicator)
    names, declared = area_names(request), found.runner.declared.indicator(indicator)
    rows = (
        (one.key, one.name, "；".join(names.get(area, area) for area in one.areas), one.value, row.as_of)
        for one in queries.told(found, declared, closing.records(found, row), request.user)
    )
    return as_csv(f"{indicator}-frozen", ["key", _("名称"), _("县（市、区）"), _("计入的数"), _("截止")], rows)


@require_safe
def plan_csv(request: HttpRequest, name: str) -> HttpResponse:
    """Every frozen figure of a plan, the city and its counties, as CSV."""
    found, period, kept = _found(request, name)
    if kept is None:
        raise NotFound(f"“{period.name}”还没有冻结，没有可以下载的。")
    names = area_names(request)
    rows = (
        (one.indicator.zh, one.indicator.name, names[area], area, one.frozen.value, one.indicator.measure.zh, one.frozen.reason,
         one.recount.value, one.on, kept.freezing.edition, kept.freezing.document, kept.freezing.leaf)
        for area in found.runner.areas for one in closing.lines(found, period, kept, area) if one.frozen
    )
    header = [
        _("指标"), _("名称"), _("地区"), _("代码"), _("冻结的数"), _("单位"), _("缺值原因"), _("按最新数据重算"), _("截止"), _("数据版本"),
        "SHA-256", _("叶哈希"),
    ]
    return as_csv("frozen", header, rows)


@require_safe
def document(request: HttpRequest, name: str) -> HttpResponse:
    """The frozen document itself, byte by byte: for those who may read every deal, since it holds each county's sums."""
    require(request.user, "read", Thing("deal"))
    _figures, period, kept = _found(request, name)
    if kept is None:
        raise NotFound(f"“{period.name}”还没有冻结，没有可以下载的。")
    response = HttpResponse(
        request.tools.archive.path(kept.freezing.document).read_bytes(), content_type="application/json; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="yuzhi-frozen-{kept.freezing.as_of}-{kept.freezing.number}.json"'
    return response


def _found(request: HttpRequest, name: str) -> tuple[Figures, Plan, Closed | None]:
    """The figures as the viewer may see them, the plan, and its frozen figures by the number in the address.

    Raises: NotFound for a plan or a number that there is not; BadValue for a number that is none.
    """
    require(request.user, "read", Thing("figure"))
    found = queries.city_figures(request.tools, request.user)
    period = found.runner.declared.plan(name)
    written = request.GET.get("number", "")
    if written and not (written.isascii() and written.isdigit() and len(written) < 5):
        raise BadValue(f"第“{written[:20]}”次冻结不是序号。应为 1、2、3……")
    return found, period, closed(period, request.user, int(written) if written else None)


def _row(request: HttpRequest, period: Plan, kept: Closed | None, indicator: str) -> FrozenObservation:
    if kept is None:
        raise NotFound(f"“{period.name}”还没有冻结。请从规划期的页面进入。")
    row = next((one for (name, _on, area), one in kept.rows.items() if (name, area) == (indicator, asked_of(request).area)), None)
    if row is None or not row.records:
        raise NotFound(f"“{period.name}”没有冻结指标 {indicator} 在这一地区的记录。比值请看它的分子和分母。")
    return row
