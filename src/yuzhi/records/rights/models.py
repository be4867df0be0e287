"""The bridge from the lake to the city's own work: one row per right that has its place in the city."""

from django.db import models

from yuzhi.records.parties.models import Party


class Right(models.Model):
    """One right of the city, merged from what the sources say; every value opens to its origin in the lake.

    `county` is a county's code, or the city's own where the address names no county. `state` holds on `state_on`.
    """

    key = models.CharField(max_length=120, primary_key=True)
    kind = models.CharField(max_length=20, db_index=True)
    subkind = models.CharField(max_length=20, blank=True)
    number = models.CharField(max_length=80)
    title = models.TextField()
    county = models.CharField(max_length=6, db_index=True)
    county_reason = models.CharField(max_length=300, blank=True)
    holders = models.JSONField(default=list)
    begun_on = models.DateField(null=True)
    granted_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    state = models.CharField(max_length=20, db_index=True)
    state_on = models.DateField(db_index=True)
    made_up = models.BooleanField(default=False)
    parties = models.ManyToManyField(Party, through="Holding", related_name="rights")

    class Meta:
        ordering = ("key",)
        indexes = (models.Index(fields=("county", "kind", "state"), name="right_county_kind_state"),)

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class Holding(models.Model):
    """A party's place among the holders of a right, first holder first."""

    right = models.ForeignKey(Right, on_delete=models.CASCADE, related_name="holdings")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="holdings")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("right_id", "position")
        constraints = (models.UniqueConstraint(fields=("right", "position"), name="one_holder_per_position"),)

    def __str__(self) -> str:
        return f"{self.right_id}[{self.position}]"


class CountyCorrection(models.Model):
    """An officer's correction of a right's county; reversible, and told to the lake as a source of its own."""

    right = models.ForeignKey(Right, on_delete=models.PROTECT, related_name="county_corrections")
    before = models.CharField(max_length=6)
    after = models.CharField(max_length=6)
    reason = models.TextField()
    actor = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    reversed_by = models.CharField(max_length=150, blank=True)
    reversed_at = models.DateTimeField(null=True)
    reverse_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.right_id}: {self.before} → {self.after}"
