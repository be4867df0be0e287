"""What a message to an owner says: what, until when, how much, what if not, how to answer, as of which day, from whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yuzhi.engines.messaging import Channels
from yuzhi.rooms.dues.rules import Item

_KINDS = {"annual_fee": "专利", "renewal": "商标"}
_LOST = {
    "annual_fee": "专利：过了最后一天，专利权自应缴日起终止",
    "renewal": "商标：过了最后一天仍未续展，注册商标将被注销",
}


@dataclass(frozen=True, slots=True)
class Words:
    """A message in its long form and in the short one for telephones."""

    title: str
    body: str
    short: str


def worded(
    name: str, items: Sequence[Item], on: date, data_day: date | None, channels: Channels, *,
    changed: bool = False, made_up: bool = False,
) -> Words:
    """The message about these payments, the earliest first."""
    first = items[0]
    title = f"{'（内容有变）' if changed else ''}{_title(items, on)}"
    where = f"登录 {channels.address} " if channels.address else "登录榆知平台"
    known = f"数据截至 {data_day}，此后的缴费平台还不知道" if data_day else "平台还没有缴费数据"
    sample = "【示例数据，内容系编造】" if made_up else ""
    body = "\n".join((
        f"{sample}{name}：", "",
        *( ["此前通知的日期或数额有变，请以这一份为准。", ""] if changed else []),
        *(f"{number}. {line(one, on)}" for number, one in enumerate(items, 1)), "",
        "不缴会怎样：" + "；".join(_LOST[one] for one in _LOST if any(item.matter == one for item in items)) + "。",
        "怎样缴费：专利年费向国家知识产权局缴纳，商标续展向商标局办理。本平台不收任何费用；请勿向个人账户转账。",
        f"怎样答复：已经缴费、不再维持、已经转让，或由代理机构办理的，请{where}在“管期限”中答复（可附缴费凭证），"
        "或告诉所在县（市、区）市场监管局。答复以后不再提醒。", "",
        f"{known}。", f"{channels.sender}，{on}{sample}",
    ))
    short = f"{sample}{title}；{_short(first, on)}。已办的请{where}答复。{known}。{channels.sender}"
    return Words(title, body, short)


def _title(items: Sequence[Item], on: date) -> str:
    late = [one for one in items if one.due_on < on]
    until = min((one.last_on for one in late), default=None)
    if len(items) == 1:
        first = items[0]
        when = f"已过应缴日，最迟 {until}" if late else f"{first.due_on} 到期"
        return f"“{_cut(first.title)}”的{first.name}，{when}"
    when = f"{len(late)} 件已过应缴日，最早一件最迟 {until}" if late else f"最早 {min(one.due_on for one in items)} 到期"
    return f"{len(items)} 件知识产权的费用，{when}"


def line(item: Item, on: date) -> str:
    """One payment in a sentence."""
    opens = f"{item.opens_on} 起可以办理，" if item.opens_on and item.opens_on > on else ""
    reduction = f"；可请求减缴的，请在 {item.reduction_by} 前提出" if item.reduction_by else ""
    return (
        f"{_KINDS[item.matter]} {item.number}“{item.title}”：{item.name}。{opens}应缴日 {item.due_on}，最迟 {item.last_on}；"
        f"{cost(item)}{reduction}。"
    )


def cost(item: Item) -> str:
    """What a payment costs today, in words."""
    if item.total is None:
        return "数额请以登记机关的通知为准"
    late = f"（其中滞纳金或迟延费 {item.surcharge}）" if item.surcharge and item.surcharge.yuan else ""
    return f"今天缴纳 {item.total}{late}，未计减缴"


def _short(item: Item, on: date) -> str:
    return f"{item.number} {cost(item)}，最迟 {item.last_on}"


def _cut(title: str, most: int = 24) -> str:
    return title if len(title) <= most else f"{title[: most - 1]}…"
