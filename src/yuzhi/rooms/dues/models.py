"""Tables of the room of dues: what owners answered, and what county desks have to do."""

from typing import ClassVar

from django.db import models

from yuzhi.records.messages.models import Message
from yuzhi.rooms.dues.rules import ANSWERS


class Answer(models.Model):
    """What an owner said about a payment of a right. It stops warnings; it never changes the state that a source states.

    `ordinal` is the payment's; `voucher` the digest of a file in the archive.
    """

    right_key = models.CharField("权利", max_length=120, db_index=True)
    matter = models.CharField("事项", max_length=32)
    ordinal = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("答复", max_length=12, choices=list(ANSWERS.items()))
    note = models.CharField("说明", max_length=300, blank=True)
    voucher = models.CharField("凭证", max_length=64, blank=True)
    voucher_name = models.CharField("凭证文件名", max_length=200, blank=True)
    said_by = models.CharField("答复人", max_length=150)
    said_at = models.DateTimeField("答复时间")
    on_behalf = models.BooleanField("由工作人员代录", default=False)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawn_by = models.CharField("撤回人", max_length=150, blank=True)

    class Meta:
        """At most one answer stands for a payment."""

        constraints = (
            models.UniqueConstraint(
                fields=("right_key", "matter", "ordinal"), condition=models.Q(withdrawn_at=None), name="one_standing_answer"
            ),
        )
        ordering = ("-id",)
        verbose_name = "答复"

    def __str__(self) -> str:
        return f"{self.right_key} {self.kind}"


class Task(models.Model):
    """What the desk of a county has to do because a message did not reach an owner, or the last days have come."""

    OUTCOMES: ClassVar[dict[str, str]] = {
        "called": "电话已告知",
        "letter": "信件已寄出",
        "visited": "上门已告知",
        "unreachable": "仍联系不上",
        "answered": "权利人已答复",
        "replaced": "内容有变，另有新的一件",
        "over": "期限已过",
    }

    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="task")
    party_key = models.CharField("权利人", max_length=60, db_index=True)
    county = models.CharField("县（市、区）", max_length=6, db_index=True)
    why = models.CharField("原因", max_length=300)
    until = models.DateField("最迟", db_index=True)
    opened_at = models.DateTimeField("派给的时间")
    outcome = models.CharField("结果", max_length=12, blank=True, choices=list(OUTCOMES.items()))
    note = models.CharField("记录", max_length=300, blank=True)
    closed_by = models.CharField("办理人", max_length=150, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True)

    class Meta:
        """Asked for by county among those that are open."""

        indexes = (models.Index(fields=("county", "closed_at", "until"), name="task_by_county"),)
        ordering = ("until", "id")
        verbose_name = "县（市、区）待办"

    def __str__(self) -> str:
        return f"{self.county} {self.party_key} {self.until}"
