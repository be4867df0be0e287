"""Tables of the outbox: where an owner can be reached, what was said, and every attempt to say it."""

from typing import ClassVar

from django.db import models

CHANNELS: dict[str, str] = {
    "app": "站内", "email": "电子邮件", "sms": "短信", "wechat": "微信公众号", "letter": "信函", "call": "电话",
}
"""Channel → its name for people. Letters and calls are made by people: the platform prints and records them."""


class Contact(models.Model):
    """One way to reach a party; personal data, seen plain only by whoever may.

    `source` says from whom it is known. Without consent only addresses of a public register are used. A contact that
    turned out dead is kept with the reason and used no more.
    """

    SOURCES: ClassVar[dict[str, str]] = {
        "owner": "权利人自己填写", "register": "来源所载", "officer": "工作人员核实", "sample": "示例（编造）",
    }

    party_key = models.CharField("权利人", max_length=60, db_index=True)
    channel = models.CharField("渠道", max_length=8, choices=[(k, v) for k, v in CHANNELS.items() if k != "app"])
    address = models.CharField("地址或号码", max_length=300)
    source = models.CharField("来源", max_length=10, choices=list(SOURCES.items()))
    consented_at = models.DateTimeField("同意的时间", null=True)
    added_by = models.CharField("添加人", max_length=150)
    added_at = models.DateTimeField("添加时间")
    dead_at = models.DateTimeField("失效时间", null=True)
    dead_reason = models.CharField("失效原因", max_length=300, blank=True)
    made_up = models.BooleanField("示例数据", default=False)

    class Meta:
        """The same address of a party stands once for each channel."""

        constraints = (
            models.UniqueConstraint(fields=("party_key", "channel", "address"), name="one_contact_per_address"),
        )
        verbose_name = "联系方式"

    def __str__(self) -> str:
        return f"{self.party_key} {self.channel}"


class Message(models.Model):
    """What a party is told at once. `key` follows from what it says to whom, so that nothing is queued twice."""

    STATES: ClassVar[dict[str, str]] = {
        "waiting": "待送达", "delivered": "已送达", "failed": "未能送达", "answered": "已答复",
        "escalated": "已转县（市、区）", "recalled": "已撤回",
    }
    ENDS: ClassVar[tuple[str, ...]] = ("delivered", "failed", "answered", "escalated", "recalled")

    key = models.CharField("编号", max_length=64, unique=True)
    party_key = models.CharField("权利人", max_length=60, db_index=True)
    county = models.CharField("县（市、区）", max_length=6, blank=True)
    title = models.CharField("标题", max_length=200)
    body = models.TextField("正文")
    short = models.CharField("短文", max_length=300)
    data_day = models.DateField("数据日期", null=True)
    until = models.DateField("最迟", null=True)
    made_up = models.BooleanField("示例数据", default=False)
    state = models.CharField("状态", max_length=12, default="waiting", choices=list(STATES.items()))
    state_reason = models.CharField("说明", max_length=300, blank=True)
    state_at = models.DateTimeField("状态的时间")
    created_at = models.DateTimeField("产生的时间")
    next_at = models.DateTimeField("下次发送", null=True)

    class Meta:
        """Asked for by when the next attempt is due."""

        indexes = (models.Index(fields=("state", "next_at"), name="message_by_next"),)
        verbose_name = "通知"

    def __str__(self) -> str:
        return f"{self.title} {self.state}"


class Told(models.Model):
    """One thing that a message speaks of, at one stage; the same content of a stage is told to a party once."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="told")
    party_key = models.CharField("权利人", max_length=60)
    object_key = models.CharField("对象", max_length=120)
    matter = models.CharField("事项", max_length=32)
    ordinal = models.PositiveSmallIntegerField("年度", default=0)
    step = models.CharField("阶段", max_length=12)
    digest = models.CharField("内容摘要", max_length=64)
    days = models.CharField("所述的日期", max_length=40, blank=True)

    class Meta:
        """Once for each party, thing, stage and content."""

        constraints = (
            models.UniqueConstraint(
                fields=("party_key", "object_key", "matter", "ordinal", "step", "digest"), name="told_once"
            ),
        )
        indexes = (models.Index(fields=("object_key", "matter", "ordinal"), name="told_by_object"),)
        verbose_name = "所述事项"

    def __str__(self) -> str:
        return f"{self.object_key} {self.matter} {self.step}"


class Attempt(models.Model):
    """One attempt to deliver a message: written as begun before anything is sent, so that a crash in between is known.

    An attempt that a dead process left as begun becomes `unknown`: it may have been delivered. The next one to the
    same address carries the same key, and says in `maybe_again` that it may come a second time.
    """

    STATES: ClassVar[dict[str, str]] = {
        "begun": "发送中", "accepted": "对方已接收", "retry": "暂时失败", "refused": "被拒绝", "unknown": "不知是否发出",
    }

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField("第几次")
    channel = models.CharField("渠道", max_length=8, choices=list(CHANNELS.items()))
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True)
    state = models.CharField("状态", max_length=10, default="begun", choices=list(STATES.items()))
    maybe_again = models.BooleanField("可能重复", default=False)
    begun_at = models.DateTimeField("开始")
    ended_at = models.DateTimeField("结束", null=True)
    said = models.CharField("对方的答复", max_length=300, blank=True)
    reference = models.CharField("对方的编号", max_length=100, blank=True)

    class Meta:
        """Attempts of a message are numbered: two workers cannot both begin the same one."""

        constraints = (models.UniqueConstraint(fields=("message", "number"), name="one_attempt_per_number"),)
        ordering = ("message_id", "number")
        verbose_name = "发送记录"

    def __str__(self) -> str:
        return f"{self.message_id}#{self.number} {self.channel} {self.state}"
