"""How far a target is: a word and a reason, from the share reached and the time that has passed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _

Mood = Literal["done", "ontime", "soon", "overdue", "ended", "unknown"]

LIGHT_WORDS = ("无法判断", "规划期尚未开始", "已达成", "期末已达成", "期末未达成", "进度正常", "略慢", "明显落后")
"""Every word that a light can have: pages show them in the reader's language."""

NEARLY = Decimal("0.9")


@dataclass(frozen=True, slots=True)
class Light:
    """The mood (colour and icon), the word, and the sentence that says why."""

    mood: Mood
    word: str
    reason: str


def judged_on(on: date, by: date) -> date:
    """The day whose figure decides: the day that is asked for while the plan runs, and its last day ever after.

    >>> judged_on(date(2026, 3, 1), date(2025, 12, 31)).isoformat()
    '2025-12-31'
    """
    return min(on, by)


def light(share: Decimal | None, on: date, by: date, *, began: date, upper_bound: bool = False) -> Light:
    """The light of a target on a day while its plan runs; on its last day and after it, what became of it.

    `share` is the part of the target that is reached on the day `judged_on` says; of an upper bound it is the most that
    can have been reached, which settles only that a target was missed. `began` is the first day of the plan's period.

    >>> light(Decimal("0.5"), date(2023, 7, 2), date(2025, 12, 31), began=date(2021, 1, 1)).word
    '进度正常'
    """
    if share is None or (upper_bound and share >= 1):
        most = _("估算的上限为目标的 %(share)s，实际的数不会更大；以国家和省公布的数为准。")
        return Light("unknown", "无法判断", most % {"share": f"{share:.1%}"} if share else _("没有可以比较的数。"))
    if on < began:
        return Light("unknown", "规划期尚未开始", _("规划期自 %(began)s 起；此前的日子不作判断。") % {"began": began})
    ended = on >= by
    if share >= 1:
        return Light("done", "期末已达成" if ended else "已达成", _("已达到目标的 %(share)s。") % {"share": f"{share:.1%}"})
    if ended:
        return Light("ended", "期末未达成", _("到期末 %(by)s 达到目标的 %(share)s。") % {"by": by, "share": f"{share:.1%}"})
    return _under_way(share, on, by, began)


def _under_way(share: Decimal, on: date, by: date, began: date) -> Light:
    passed = min(Decimal(1), Decimal((on - began).days + 1) / Decimal((by - began).days + 1))
    said = _("时间过去 %(passed)s，达到目标的 %(share)s（按匀速推进比较）。") % {"passed": f"{passed:.0%}", "share": f"{share:.1%}"}
    if share >= passed:
        return Light("ontime", "进度正常", said)
    if share >= passed * NEARLY:
        return Light("soon", "略慢", said)
    return Light("overdue", "明显落后", said)
