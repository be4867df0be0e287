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
