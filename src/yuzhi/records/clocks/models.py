"""Legal days as stored facts. They stand beside every flow and know none, so no change of a flow can move or drop one."""

from typing import ClassVar

from django.db import models

from yuzhi.kernel.limits import MATTERS
from yuzhi.records.evidence.models import Kept

STATES: dict[str, str] = {
    "open": "未到期",
    "met": "已办理",
    "missed": "已错过",
    "passed": "日期已过，结果不明",
    "superseded": "不再适用",
}
"""What became of a legal day. `passed`: the day went by and no source has said yet what was done."""


class Clock(Kept):
    """One legal day of one thing, as it was computed at an instant; added only, never changed.

    What is newly known enters as a further row that names the one it takes the place of: at most one row does, so the
    rows of a thing's matter are a chain, and its last row is what holds. `object_key` is the thing's key without a
    foreign key: a day outlives the row of the register that it was computed from.
    """

    STATES: ClassVar[dict[str, str]] = STATES

    object_key = models.CharField("对象", max_length=120)
    matter = models.CharField("事项", max_length=32, choices=list(MATTERS.items()))
    ordinal = models.PositiveSmallIntegerField("年度", default=0)
    rule = models.CharField("规则", max_length=80)
    rule_since = models.DateField("规则的版本（自何日起）")
    instrument = models.CharField("依据的文件", max_length=80)
    article = models.CharField("条号", max_length=40)
    confidence = models.CharField("可信度", max_length=10)
    event = models.CharField("起算事件", max_length=40)
    trigger_on = models.DateField("起算日")
    nominal_on = models.DateField("名义届满日")
    last_on = models.DateField("最后一天", db_index=True)
    state = models.CharField("状态", max_length=12, choices=list(STATES.items()))
    reason = models.CharField("原因", max_length=300)
    computed_at = models.DateTimeField("算出的时间")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="successor", verbose_name="取代"
    )

    class Meta:
        """Asked for by thing, and by day among those that hold."""

        indexes = (
            models.Index(fields=("object_key", "matter", "ordinal"), name="clock_by_object"),
            models.Index(fields=("state", "matter", "trigger_on"), name="clock_by_day"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("object_key", "matter", "ordinal"), condition=models.Q(supersedes=None), name="one_first_clock"
            ),
        )
        verbose_name = "法定期限"

    def __str__(self) -> str:
        return f"{self.object_key} {self.matter} {self.ordinal or ''} {self.last_on} {self.state}"


class Round(models.Model):
    """One round over all rights or all holders for a day and an edition; `cursor` is how far it has come."""

    KINDS: ClassVar[dict[str, str]] = {"clocks": "核对期限", "warnings": "产生通知"}

    kind = models.CharField("事项", max_length=10, default="clocks", choices=list(KINDS.items()))
    day = models.DateField("日期")
    edition = models.PositiveIntegerField("数据版本", default=0)
    cursor = models.CharField("已到", max_length=120, blank=True)
    done_at = models.DateTimeField("完成时间", null=True)
    opened = models.PositiveIntegerField("新记", default=0)
    replaced = models.PositiveIntegerField("改记", default=0)

    class Meta:
        """One round of a kind for a day and an edition."""

        constraints = (models.UniqueConstraint(fields=("kind", "day", "edition"), name="one_round_per_day_and_edition"),)
        verbose_name = "期限核对"

    def __str__(self) -> str:
        return f"{self.day} {self.cursor}"
