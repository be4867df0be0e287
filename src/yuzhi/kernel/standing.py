"""Where a right stands on a day: its state, the days that made it so, and why."""

from dataclasses import dataclass
from datetime import date

STATES: dict[str, str] = {
    "unfiled": "尚未申请",
    "pending": "审查中",
    "valid": "有效",
    "grace": "宽展期",
    "lapsed": "未缴年费终止",
    "expired": "期满",
    "abandoned": "已放弃",
    "invalidated": "已宣告无效",
    "ended": "已失效",
    "refused": "已驳回",
    "withdrawn": "已撤回",
    "unknown": "来源未载明",
}
"""The closed list of states: the left side is stored, the right side is shown."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a right on a day.

    `granted_on` is the day the right began, `ends_on` the day on which it ends or ended at the latest, None
    where the sources do not say. `reason` is one Chinese sentence with the facts that decide.
    """

    state: str
    reason: str
    begun_on: date | None = None
    granted_on: date | None = None
    ends_on: date | None = None
