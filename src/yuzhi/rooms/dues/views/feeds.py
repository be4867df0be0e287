"""What an owner takes along: a calendar that a telephone subscribes to, and a spreadsheet."""

import io
from datetime import timedelta
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from yuzhi.engines.formats.calendars import Event, calendar_text
from yuzhi.kernel.unplaced import word_of
from yuzhi.records.accounts.permissions import require
from yuzhi.records.accounts.things import Thing
from yuzhi.records.datasets.shapes import MOST
from yuzhi.rooms.dues import queries
from yuzhi.rooms.dues.actions.wording import cost
from yuzhi.rooms.dues.queries import Reach
from yuzhi.rooms.dues.rules import ANSWERS

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TITLES = (
    "种类", "号码", "名称", "权利人", "县（市、区）", "事项", "应缴日", "最迟",
    "今天缴纳合计（元，未计减缴）", "其中滞纳金（元）", "请求减缴最后一天", "答复", "数据截至", "示例数据", "说明",
)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address, which ends when the account is closed or its password changes."""
    user = queries.user_of_feed(token)
    if user is None:
        raise Http404
    require(user, "read", Thing("due", "", (user.party_key,)))
    on, known = request.tools.today(), queries.data_day()
    events = []
    for due in queries.dues(queries.lasts(on, reach=Reach(party=user.party_key))[:MOST], on, request.tools):
        if due.answer is not None:
            continue
        address = request.build_absolute_uri(reverse("dues:item", args=due.item.place))
        words = f"{cost(due.item)}。数据截至 {known}，此后的缴费平台还不知道。"
        if due.item.due_on >= on:
            events.append(Event(f"{due.item.place}-due", due.item.due_on, f"应缴：{due.item.title} {due.item.name}", words, address, timedelta(days=30)))
        events.append(Event(f"{due.item.place}-last", due.item.last_on, f"最后一天：{due.item.title} {due.item.name}", words, address, timedelta(days=20)))
    text = calendar_text("榆知：知识产权期限", events, request.tools.now())
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


@login_required
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """What lies ahead within 400 days, as a spreadsheet, at most a thousand rows."""
    reach, on, known = queries.reach_of(request.user, "export"), request.tools.today(), queries.data_day()
    book = Workbook()
    page = book.active
    page.title = "到期清单"
    page.append(_TITLES)
    for due in queries.dues(queries.lasts(on, reach=reach)[:MOST], on, request.tools):
        item, right = due.item, due.right
        page.append([
            {"patents": "专利", "trademarks": "商标"}[right.kind], item.number, item.title, "；".join(right.holders),
            word_of(right.county, request.tools.areas), item.name, item.due_on, item.last_on,
            item.total.yuan if item.total else None, item.surcharge.yuan if item.surcharge else None, item.reduction_by,
            ANSWERS[due.answer.kind] if due.answer else "", known, "示例数据" if right.made_up else "",
            f"{item.last_on.year} 年的放假安排未公布，最迟一天可能顺延" if item.last_on > request.tools.calendar.last else "",
        ])
        for cell in page[page.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"      # a title that begins with = is no formula
    page.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    response = HttpResponse(written.getvalue(), content_type=_SHEET)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'到期清单-{on}')}.xlsx"
    return response
