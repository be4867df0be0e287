"""When an owner is told of a payment that keeps a right, and what an answer means; pure functions of days.

The days of telling are this platform's choice, not law: the law's days come with the payment.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from yuzhi.kernel.money import Money
from yuzhi.kernel.periods import add_months

ANSWERS: dict[str, str] = {
    "paid": "已缴费",
    "given_up": "不再维持",
    "transferred": "已转让",
    "agency": "由代理机构办理",
}
"""What an owner may answer: the left side is stored, the right side is shown."""

STEPS: dict[str, str] = {
    "opens": "可以开始办理",
    "reduction": "减缴请求快到最后一天",
    "quarter": "还有三个月",
    "month": "还有一个月",
    "week": "还有一周",
    "due": "到期日",
    "free": "免滞纳金的最后几天",
    "late1": "已过应缴日，开始加收",
    "late2": "加收增加",
    "late3": "加收增加",
    "late4": "加收增加",
    "late5": "加收增加",
    "final": "只剩最后几天",
}
"""A stage of telling: stored, and shown as the reason of a message."""

PRESSING = frozenset({"week", "due", "free", "late1", "late2", "late3", "late4", "late5", "final"})
"""From these stages on the desk of the county is told of an owner whom no message reached; before, there is time."""

FINAL = timedelta(days=20)
"""So long before the last day the county desk is told as well, whatever was delivered."""
_REDUCTION_AHEAD = timedelta(days=15)
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Item:
    """One payment that keeps one right, as it stands on a day: `due_on` nominal, `last_on` the last day of all.

    `total` is what is paid on that day, `surcharge` the part of it that comes of being late; None where the law's
    numbers for it are not known here. `again` counts the answers that were taken back: the owner is told anew then.
    """

    right_key: str
    title: str
    number: str
    matter: str
    ordinal: int
    opens_on: date | None
    due_on: date
    reduction_by: date | None
    last_on: date
    amount: Money | None
    surcharge: Money | None
    total: Money | None
    again: int = 0

    @property
    def name(self) -> str:
        """The payment as people say it; a mark is renewed class by class."""
        if self.matter == "annual_fee":
            return f"第 {self.ordinal} 年度年费"
        _, _, nice = self.right_key.rpartition("/")
        return f"商标续展（第 {int(nice)} 类）" if nice.isdecimal() and len(nice) < 3 else "商标续展"

    @property
    def place(self) -> tuple[str, str, int]:
        """Which payment of which right this is, whatever its days."""
        return (self.right_key, self.matter, self.ordinal)

    @property
    def days(self) -> str:
        """The two days of the payment, to tell whether they moved."""
        return f"{self.due_on}/{self.last_on}"

    @property
    def digest(self) -> str:
        """What a message about it says, as a digest: another day or another amount is another content."""
        said = (*self.place, self.due_on, self.last_on, self.amount and self.amount.text, self.surcharge and self.surcharge.text, self.again)
        return hashlib.sha256("|".join(map(str, said)).encode()).hexdigest()


def step(item: Item, on: date) -> str:
    """The stage that a payment has reached on a day, "" before the first."""
    reached = [name for name, day in steps(item) if day <= on]
    return reached[-1] if reached else ""


def steps(item: Item) -> tuple[tuple[str, date], ...]:
    """The days on which an owner is told, in order; a stage that another one overtakes on the same day is left out."""
    found: dict[date, str] = {}
    for name, day in sorted(_stages(item), key=lambda stage: stage[1]):
        found[day] = name
    return tuple((name, day) for day, name in sorted(found.items()))


def _stages(item: Item) -> Iterator[tuple[str, date]]:
    due = item.due_on
    if item.opens_on is not None:
        yield "opens", item.opens_on
        yield "quarter", due - timedelta(days=90)
    if item.reduction_by is not None:
        yield "reduction", item.reduction_by - _REDUCTION_AHEAD
    yield "month", due - timedelta(days=30)
    yield "week", due - _WEEK
    yield "due", due
    for name, day in _late(item):
        if day < item.last_on - FINAL:
            yield name, day
    yield "final", item.last_on - FINAL


def _late(item: Item) -> Iterator[tuple[str, date]]:
    """The days on which being late begins to cost, or costs more: a fee by the month, a renewal once."""
    if item.matter == "renewal":
        yield "late1", item.due_on + _DAY
        yield "late3", add_months(item.due_on, 3)
        return
    yield "free", add_months(item.due_on, 1) - _WEEK
    for month in range(1, 6):
        yield f"late{month}", add_months(item.due_on, month) + _DAY


def forecast(item: Item, answer: str) -> str:
    """What is expected of the right after an answer, in a sentence; "" without one. The official state is another thing."""
    return {
        "paid": f"预计缴费到账后继续有效；在{'国家知识产权局' if item.matter == 'annual_fee' else '商标局'}的数据说明之前，登记的状态不变。",
        "given_up": f"预计自 {item.due_on} 起终止；在来源载明之前，登记的状态不变。",
        "transferred": "预计由受让人办理；变更登记之前，登记的权利人不变。",
        "agency": "预计由代理机构按期缴费；缴费结果以来源为准。",
    }.get(answer, "")


def covers(answer: str, ordinal: int, item: Item) -> bool:
    """Whether an answer stops warnings of a payment: paid is for the one payment, all others for the right from then on."""
    return ordinal == item.ordinal if answer == "paid" else ordinal <= item.ordinal


def minutes(payments: int) -> int:
    """How long reaching an owner by telephone takes, as planned: three minutes, and one for each five payments."""
    return 3 + payments // 5


_PAPERS = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"II*\0", b"MM\0*")
"""How files begin that show a paper: PDF, JPEG, PNG, GIF, BMP, TIFF."""


def is_paper(head: bytes) -> bool:
    """Whether a file that begins so is a picture or a PDF, whatever it is called.

    >>> is_paper(b"%PDF-1.7\\n"), is_paper(b"RIFF....WEBPVP8 "), is_paper(b"not a pdf")
    (True, True, False)
    """
    return head.startswith(_PAPERS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or head[4:8] == b"ftyp"
