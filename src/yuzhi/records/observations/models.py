"""Computed values of indicators, one row per edition, indicator, day and area; and closing values of plans, for ever."""

from django.db import models

from yuzhi.records.datasets.models import Edition
from yuzhi.records.evidence.models import Kept


class Observation(models.Model):
    """A value that its edition, method and day fully determine; missing is never zero: `reason` says why."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="observations")
    indicator = models.CharField(max_length=80)
    method = models.PositiveSmallIntegerField()
    as_of = models.DateField()
    area = models.CharField(max_length=6)
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    reason = models.TextField(blank=True)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "indicator", "method", "as_of", "area"), name="one_value_per_question"
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator}@{self.as_of} {self.area}"


class Freezing(Kept):
    """An official act: the closing figures of a plan period, which later data do not move.

    `document` is the SHA-256 of the document in the archive that says all of it; `leaf` the hash of the act's leaf. A
    mistake is corrected by a further freezing with a reason (`number` 2, 3 …); the earlier ones stay readable.
    """

    plan = models.CharField("规划期", max_length=80)
    number = models.PositiveSmallIntegerField("第几次")
    as_of = models.DateField("末日")
    edition = models.PositiveIntegerField("数据版本")
    document = models.CharField("文件摘要", max_length=64)
    leaf = models.CharField("叶哈希", max_length=64)
    reason = models.TextField("理由", blank=True)
    actor_key = models.CharField("经办人", max_length=200)
    made_at = models.DateTimeField("时间")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="one_freezing_per_number"),
            models.CheckConstraint(condition=models.Q(number=1) | ~models.Q(reason=""), name="a_further_freezing_has_a_reason"),
        )
        verbose_name = "规划期冻结"

    def __str__(self) -> str:
        return f"{self.plan} {self.number}"


class FrozenObservation(Kept):
    """One closing figure; `records` is the SHA-256 of its indicator's list in the archive, "" for a ratio."""

    freezing = models.ForeignKey(Freezing, on_delete=models.PROTECT, related_name="figures")
    indicator = models.CharField(max_length=80)
    method = models.PositiveSmallIntegerField()
    as_of = models.DateField()
    area = models.CharField(max_length=6, blank=True)
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    reason = models.TextField(blank=True)
    withheld = models.TextField(blank=True)
    many = models.PositiveIntegerField()
    records = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("freezing", "indicator", "as_of", "area"), name="one_frozen_value_per_question"),
        )
        verbose_name = "冻结的数"

    def __str__(self) -> str:
        return f"{self.indicator}@{self.as_of} {self.area}"
