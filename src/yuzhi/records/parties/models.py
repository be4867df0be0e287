"""Companies, bodies and people who hold or use rights in the city."""

from django.db import models


class Party(models.Model):
    """One holder or user of rights.

    `key` is `uscc/<18>` where the credit code is known, else a UUID derived from name and place, never reused
    for another name. Names are stored as received; `sort_key` sorts them by pinyin.
    """

    key = models.CharField(max_length=60, primary_key=True)
    name = models.CharField(max_length=300, db_index=True)
    sort_key = models.CharField(max_length=300, db_index=True)
    code = models.CharField(max_length=18, blank=True, db_index=True)
    person = models.BooleanField(default=False)
    county = models.CharField(max_length=6, blank=True, db_index=True)
    address = models.CharField(max_length=500, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    representative = models.CharField(max_length=100, blank=True)
    industry = models.CharField(max_length=200, blank=True)
    size = models.CharField(max_length=40, blank=True)
    made_up = models.BooleanField(default=False)
    right_count = models.PositiveIntegerField(default=0, db_index=True)

    class Meta:
        ordering = ("sort_key", "key")

    def __str__(self) -> str:
        return self.name


class Identity(models.Model):
    """An officer's decision whether two parties are one; reversible, and a merge is told to the lake.

    `right` is merged into `left`. Parties are named by key, since a party known by name only may be taken over by its company;
    names and counties stay as they were when the decision was made. `score`, `features` and `objections` are the lead it rested on.
    """

    class Verdict(models.TextChoices):
        """The three answers."""

        SAME = "same", "同一"
        DIFFERENT = "different", "不同"
        LATER = "later", "暂缓"

    left = models.CharField(max_length=60, db_index=True)
    right = models.CharField(max_length=60, db_index=True)
    left_name = models.CharField(max_length=300)
    right_name = models.CharField(max_length=300)
    left_code = models.CharField(max_length=18, blank=True)
    right_code = models.CharField(max_length=18, blank=True)
    right_county = models.CharField(max_length=6, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    score = models.FloatField()
    features = models.JSONField(default=dict)
    objections = models.JSONField(default=list)
    weights = models.CharField(max_length=20)
    reason = models.TextField()
    actor = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    reversed_by = models.CharField(max_length=150, blank=True)
    reversed_at = models.DateTimeField(null=True)
    reverse_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("left", "right"), condition=models.Q(reversed_at=None), name="one_standing_decision"),
            models.UniqueConstraint(
                fields=("right",), condition=models.Q(reversed_at=None, verdict="same"), name="merged_into_one_only"
            ),
        )

    def __str__(self) -> str:
        return f"{self.right_name} → {self.left_name}: {self.verdict}"


class Comparison(models.Model):
    """The parties of one edition compared with each other by one set of weights: the newest one is the review queue's."""

    edition = models.PositiveIntegerField()
    weights = models.CharField(max_length=20)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("edition", "weights"), name="one_comparison_per_edition"),)

    def __str__(self) -> str:
        return f"{self.edition} {self.weights}"


class Likeness(models.Model):
    """Two parties that may be one, with the score and its reasons; what officers decided of it stands in Identity."""

    comparison = models.ForeignKey(Comparison, on_delete=models.CASCADE, related_name="pairs")
    place = models.PositiveIntegerField()
    left = models.CharField(max_length=60)
    right = models.CharField(max_length=60)
    score = models.FloatField()
    band = models.CharField(max_length=10)
    features = models.JSONField(default=dict)
    objections = models.JSONField(default=list)
    supports = models.JSONField(default=list)
    relation = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=("comparison", "left", "right"), name="one_likeness_per_pair"),)

    def __str__(self) -> str:
        return f"{self.left} {self.right} {self.score}"
