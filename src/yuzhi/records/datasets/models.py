"""Loads, their files, the editions they published, the rows they could not read, and sources that officers mapped."""

from django.db import models


class Edition(models.Model):
    """One published state of the lake: readers open an edition, never "latest".

    `tables` maps a table name to {"version": int, "files": [file names]}; it is written in the transaction that
    finishes a load, and never changed.
    """

    number = models.PositiveIntegerField(primary_key=True)
    published_at = models.DateTimeField()
    tables = models.JSONField()

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"E{self.number:06d}"


class Load(models.Model):
    """One reading of files of one source, queued first and published whole or not at all."""

    class State(models.TextChoices):
        """Where a load stands; `queued` and `running` are taken up again after a crash."""

        QUEUED = "queued", "排队中"
        RUNNING = "running", "读取中"
        PUBLISHED = "published", "已发布"
        UNCHANGED = "unchanged", "无变化"
        REFUSED = "refused", "已拒收"

    class Phase(models.TextChoices):
        """What the writer is doing with a load; an edition is out before the search shows it."""

        READING = "reading", "读取中"
        PUBLISHING = "publishing", "发布中"
        INDEXING = "indexing", "建索引中"

    source = models.CharField(max_length=80, db_index=True)
    reader_version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED, db_index=True)
    phase = models.CharField(max_length=12, choices=Phase.choices, blank=True, default="")
    requested_by = models.CharField(max_length=150)
    requested_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    reread = models.BooleanField(default=False)
    made_up = models.BooleanField(default=False)
    edition = models.ForeignKey(Edition, null=True, on_delete=models.PROTECT, related_name="loads")
    message = models.TextField(blank=True)
    bytes_total = models.BigIntegerField(default=0)
    bytes_done = models.BigIntegerField(default=0)
    records_read = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    quarantined = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    tables = models.JSONField(default=dict)
    tables_read = models.JSONField(default=dict)
    covered_to = models.DateField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name that lake rows carry; sorts in the order of loads.

        >>> Load(id=12).name
        'L0000012'
        """
        return f"L{self.id:07d}"

    @property
    def in_hand(self) -> bool:
        """Whether the writer works on it: reads it, publishes it, or makes it found."""
        return self.state == self.State.RUNNING or self.phase == self.Phase.INDEXING

    @property
    def doing(self) -> str:
        """Its state in a word, or what is being done with it."""
        return str(self.get_phase_display() if self.in_hand and self.phase else self.get_state_display())


class LoadFile(models.Model):
    """One file of a load: the bytes lie in the archive under their digest."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=400)
    digest = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    state = models.CharField(max_length=12, choices=Load.State.choices, default=Load.State.QUEUED)
    message = models.TextField(blank=True)
    records = models.PositiveIntegerField(default=0)
    quarantined = models.PositiveIntegerField(default=0)
    skipped = models.JSONField(default=list)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Repair(models.Model):
    """A text that an officer entered in place of one that could not be read; kept as reviewed data.

    With a `digest` it holds for one cell of one file; without, for every file of the source with that text.
    Withdrawn, it stays on record and holds for nothing.
    """

    source = models.CharField(max_length=80, db_index=True)
    digest = models.CharField(max_length=64, blank=True)
    place = models.CharField(max_length=400, blank=True)
    column = models.CharField(max_length=200)
    before = models.TextField(blank=True)
    after = models.TextField()
    reason = models.TextField()
    actor = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=150, blank=True, default="")
    withdraw_reason = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"{self.column}: {self.before} → {self.after}"

    @property
    def everywhere(self) -> bool:
        """Whether it holds for every file of the source."""
        return not self.digest


class IgnoredColumn(models.Model):
    """A column that an officer named as ignored for a source."""

    source = models.CharField(max_length=80)
    column = models.CharField(max_length=200)
    reason = models.TextField()
    actor = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("source", "column"), name="ignored_column_once"),)

    def __str__(self) -> str:
        return f"{self.source}: {self.column}"


class Quarantined(models.Model):
    """A row that could not be read: never lost, repaired or set aside by a person."""

    class State(models.TextChoices):
        """What became of the row."""

        OPEN = "open", "待处理"
        REPAIRED = "repaired", "已修复"
        DISMISSED = "dismissed", "已搁置"

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="quarantine")
    source = models.CharField(max_length=80, db_index=True)
    file_name = models.CharField(max_length=400)
    digest = models.CharField(max_length=64, db_index=True)
    place = models.CharField(max_length=400)
    column = models.CharField(max_length=200)
    value = models.TextField(blank=True)
    reason = models.TextField()
    row = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN, db_index=True)
    repair = models.ForeignKey(Repair, null=True, on_delete=models.PROTECT)
    county = models.CharField(max_length=6, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("digest", "source", "place", "column"), name="quarantined_once"),
        )

    def __str__(self) -> str:
        return f"{self.file_name}!{self.place} {self.column}"

    @property
    def whole(self) -> bool:
        """Whether the whole row is at fault, so that no text in one of its cells could mend it."""
        return self.column in ("", "/")


class Heartbeat(models.Model):
    """When the background worker was last heard of: one row, which the worker writes again every few seconds."""

    WORKER = "worker"

    name = models.CharField(max_length=20, primary_key=True, default=WORKER)
    process = models.PositiveIntegerField()
    began_at = models.DateTimeField()
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.beat_at:%Y-%m-%d %H:%M:%S}"


class MappedSource(models.Model):
    """A source that an officer declared by mapping a spreadsheet's columns; retired, it recognises nothing any more."""

    name = models.CharField(max_length=80, unique=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.CharField(max_length=150, blank=True, default="")
    retire_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class MappingVersion(models.Model):
    """One version of a mapping, in the plain words of `yuzhi.engines.reading.mapping`; never changed."""

    source = models.ForeignKey(MappedSource, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    told = models.JSONField()
    reason = models.TextField(blank=True, default="")
    actor = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("source", "number")
        constraints = (models.UniqueConstraint(fields=("source", "number"), name="mapping_version_once"),)

    def __str__(self) -> str:
        return f"{self.source} v{self.number}"
