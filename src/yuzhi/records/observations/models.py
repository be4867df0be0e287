"""Computed values of indicators, one row per edition, indicator, day and area."""

from django.db import models

from yuzhi.records.datasets.models import Edition


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
