"""Every read of this room: one's own exhibits, what is open to everybody, and packages."""

from typing import BinaryIO

from django.db.models import QuerySet

from yuzhi.engines.toolbox import Toolbox
from yuzhi.records.accounts.permissions import Viewer, may
from yuzhi.records.accounts.things import Thing
from yuzhi.records.datasets.covering import sample
from yuzhi.records.evidence import exhibits
from yuzhi.records.evidence.exhibits import Giver, Kept, Sees
from yuzhi.records.evidence.models import Deposit
from yuzhi.records.evidence.packages import package_of

MOODS = {"received": "soon", "sealed": "soon", "anchored": "ontime", "witnessed": "ontime", "stamped": "done"}


def thing_of(row: Deposit) -> Thing:
    """The exhibit as permissions know it: it belongs to who gave it, and to the firm for which."""
    return Thing("exhibit", "", (row.party_key,) if row.party_key else (), row.owner_key.removeprefix("account/"))


def own_thing(viewer: Viewer | None) -> Thing:
    """An exhibit that the viewer is about to give."""
    return Thing("exhibit", owner=str(getattr(viewer, "key", "")))


def owned_by(viewer: Viewer | None) -> Sees:
    """Who sees only what is the own."""
    return lambda row: may(viewer, "read", thing_of(row)).allowed


def seen_by(viewer: Viewer | None) -> Sees:
    """Who sees what is the own, and what its giver has opened to everybody."""
    return lambda row: row.published_at is not None or may(viewer, "read", thing_of(row)).allowed


def giver(viewer: Viewer) -> Giver:
    """The viewer as the giver of exhibits."""
    return Giver(getattr(viewer, "actor_key"), getattr(viewer, "party_key"))  # noqa: B009


def own(viewer: Viewer) -> QuerySet[Deposit]:
    """The viewer's and his firm's exhibits, the newest first."""
    return exhibits.deposits(giver(viewer))


def told(rows: list[Deposit], tools: Toolbox) -> list[tuple[Deposit, str]]:
    """Rows with how far each has come; the log is looked at once."""
    reached = exhibits.progress(tools)
    return [(row, reached.state(row.leaf.number)) for row in rows]


def knowledge() -> QuerySet[Deposit]:
    """Entries of traditional knowledge; of each only digest, number and day are for others."""
    return exhibits.entries_of_knowledge()


def opened(digest: str, viewer: Viewer | None, tools: Toolbox) -> Kept:
    """The exhibit, for who may see it.

    Raises: NotFound.
    """
    return exhibits.exhibit_named(tools, digest, seen_by(viewer))


def package(kept: Kept, viewer: Viewer | None, tools: Toolbox) -> BinaryIO:
    """The package of the exhibit. Only its giver costs the authority a time-stamp, visitors none."""
    return package_of(tools, kept, made_up=sample(), stamped=owned_by(viewer)(kept.row))
