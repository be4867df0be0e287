"""From an edition in the database to a snapshot of the lake."""

from datetime import datetime

from yuzhi.engines.lake import Lake, Snapshot, TableFiles
from yuzhi.records.datasets.models import Edition


def current() -> Edition | None:
    """The newest published edition, None before the first load."""
    return Edition.objects.order_by("-number").first()


def tables_of(edition: Edition | None) -> dict[str, TableFiles]:
    """Table name → files of an edition; nothing before the first one."""
    return {} if edition is None else {name: TableFiles.from_json(held) for name, held in edition.tables.items()}


def snapshot(lake: Lake, edition: Edition | None, known_on: datetime | None = None) -> Snapshot:
    """The lake as that edition published it, seen now or with the knowledge of an earlier instant."""
    return Snapshot(lake.folder, tables_of(edition), known_on)


def newest(lake: Lake) -> Snapshot:
    """The lake as last published."""
    return snapshot(lake, current())
