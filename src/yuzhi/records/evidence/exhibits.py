"""Exhibits in the evidence log: received with one leaf, found by whoever may see them, and followed on their way.

The files and the record lie in the archive; the leaf names the record by its digest, and a row says whose it is.
"""

import hashlib
import io
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from django.db import transaction
from django.db.models import Q, QuerySet

from yuzhi.engines.capture.receiving import archive_entries, is_archive
from yuzhi.engines.exhibits.exhibit import LARGEST, Exhibit, Held, Measured, Receipt, checked, sealed, too_large
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import BadValue, NotFound
from yuzhi.records.evidence.actions import witness
from yuzhi.records.evidence.leaves import SALT_BYTES, instant
from yuzhi.records.evidence.models import Deposit, Leaf

RECEIVED = "exhibit.received"
STATES: Mapping[str, str] = {
    "received": "已收下", "sealed": "已编号", "anchored": "已进入日志", "witnessed": "已见证", "stamped": "已盖时间戳",
}
"""How far an exhibit has come; each state includes those before it."""
HIDDEN = frozenset({"knowledge"})
"""Kinds whose giver no leaf and no record names, and of which others learn digest and day only."""
SERIES = frozenset({"draft"})
"""Kinds that come in versions of one work."""

Sees = Callable[[Deposit], bool]
"""Whether whoever asks may see an exhibit."""


def everything(row: Deposit) -> bool:
    """Whoever sits at the server sees all exhibits."""
    return True


@dataclass(frozen=True, slots=True)
class Giver:
    """Who gives an exhibit, and for which firm."""

    key: str
    party: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """An exhibit in the archive, its row and leaf, and how far it has come."""

    exhibit: Exhibit
    row: Deposit
    state: str

    @property
    def leaf(self) -> Leaf:
        """The leaf of its receipt."""
        return cast(Leaf, self.row.leaf)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the log has come: up to which number all leaves are in it, witnessed and stamped."""

    size: int
    witnessed: int
    stamped: int

    def state(self, number: int | None) -> str:
        """How far the leaf of that number has come."""
        if number is None:
            return "received"
        reached = (("stamped", self.stamped), ("witnessed", self.witnessed), ("anchored", self.size))
        return next((name for name, up_to in reached if number <= up_to), "sealed")


def progress(tools: Toolbox) -> Progress:
    """How far the log has come, read once for a whole list."""
    city = tools.log
    return Progress(city.size(), city.witnessed_size(), max(city.stamped(), default=0))


@dataclass(frozen=True, slots=True)
class Told:
    """What a giver says of files: name, kind, the record of custody, the steps; and the version before this one."""

    title: str
    kind: str = "file"
    custody: Mapping[str, str] = field(default_factory=dict)
    steps: Sequence[str] = ()
    after: Deposit | None = None


def receive(tools: Toolbox, files: Sequence[Held], told: Told, *, by: Giver, made_up: bool) -> Leaf:
    """The leaf of an exhibit whose files and record are in the archive: hashed while they came, sealed by one act.

    A giver who must not be known is named by a commitment that only he can open.
    Raises: BadValue for what is no exhibit or no field of the record of custody; BadArchive for a web archive that is broken.
    """
    at, after = tools.now(), told.after
    checked([one.name for one in files], title=told.title, kind=told.kind)
    if after is not None and (told.kind not in SERIES or after.kind != told.kind):
        raise BadValue("只有作品过程稿可以接在前一稿后面，没有接收。")
    custody = tools.custody().recorded(told.custody)
    measured = _taken_in(tools, [_whole(one) if is_archive(one.name) else one for one in files])
    secret = secrets.token_hex(32) if told.kind in HIDDEN else ""
    actor = committed(secret, by.key) if secret else by.key
    exhibit = sealed(
        [one.described(number) for number, one in enumerate(measured, 1)],
        Receipt(instant(at), actor, secrets.token_bytes(SALT_BYTES), made_up, after.key if after else ""),
        title=told.title, kind=told.kind, custody=custody, steps=told.steps,
    )
    digest, _ = tools.archive.put_stream(io.BytesIO(exhibit.written))
    with transaction.atomic():
        leaf = witness(RECEIVED, exhibit.key, by=actor, facts={"record": digest, "kind": told.kind, "files": len(files)}, at=at)
        Deposit.objects.create(
            leaf=leaf, digest=digest, owner_key=by.key, party_key="" if secret else by.party, kind=told.kind, title=told.title.strip(),
            files=len(files), size=sum(one.size for one in measured), received_at=at, series=after.series if after else digest,
            version=after.version + 1 if after else 1, giver_secret=secret, made_up=made_up,
        )
    return leaf


def _whole(one: Held) -> Held:
    """The web archive, once it was read to its end; a broken one keeps the whole exhibit out, before anything is stored."""
    content = one.stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise too_large(len(content))
    archive_entries(one.name, content)
    return Held(one.name, content)


def _taken_in(tools: Toolbox, files: Sequence[Held]) -> list[Measured]:
    left, measured = LARGEST, list[Measured]()
    for one in files:
        arriving = Measured(one, left)
        tools.archive.put_stream(cast(BinaryIO, arriving))
        left -= arriving.size
        measured.append(arriving)
    return measured


def committed(secret: str, owner_key: str) -> str:
    """The actor of a leaf that hides its giver; whoever has the secret can show who it was, and nobody else."""
    return f"giver/{hashlib.sha256(f'{secret}:{owner_key}'.encode()).hexdigest()}"


def deposits(giver: Giver | None = None) -> QuerySet[Deposit]:
    """Rows of exhibits with their leaves, the newest first: all of them, or those of one giver and of the giver's firm."""
    found = Deposit.objects.select_related("leaf").order_by("-leaf")
    if giver is None:
        return found
    return found.filter(Q(owner_key=giver.key) | (Q(party_key=giver.party) if giver.party else Q()))


def entries_of_knowledge() -> QuerySet[Deposit]:
    """Traditional knowledge in the log, the newest first; others may learn digest, number and day of each, and no more."""
    return Deposit.objects.select_related("leaf").filter(kind__in=HIDDEN, leaf__number__isnull=False).order_by("-leaf")


def versions(row: Deposit) -> QuerySet[Deposit]:
    """All versions of the work, the first one first."""
    return Deposit.objects.select_related("leaf").filter(series=row.series).order_by("version")


def deposit_named(name: str, sees: Sees) -> Deposit:
    """The row of the exhibit by the number of its leaf, or by the first digits of its record's digest, at least eight.

    Raises: NotFound, also where there is one that whoever asks may not see: that it exists is nobody's business either.
    """
    written, found = name.strip().removeprefix("exhibit/").lower(), Deposit.objects.select_related("leaf")
    if written.isascii() and written.isdigit() and len(written) < 8:
        rows = list(found.filter(leaf__number=int(written)))
    else:
        rows = list(found.filter(digest__startswith=written)[:2]) if len(written) >= 8 else []
    if len(rows) != 1 or not sees(rows[0]):
        raise NotFound(f"没有证物“{name.strip()[:80]}”，或者不是给您看的。请写它的存证序号，或编号的前八位以上。")
    return rows[0]


def exhibit_named(tools: Toolbox, name: str, sees: Sees) -> Kept:
    """The exhibit itself, by the same names.

    Raises: NotFound.
    """
    return opened(tools, deposit_named(name, sees))


def opened(tools: Toolbox, row: Deposit) -> Kept:
    """The exhibit of a row."""
    exhibit = Exhibit(tools.archive.path(row.digest).read_bytes())
    return Kept(exhibit, row, progress(tools).state(row.leaf.number))


def published(tools: Toolbox) -> Kept:
    """The newest exhibit of published figures that is in the log, for anybody to take.

    Raises: NotFound.
    """
    found = deposits().filter(kind="dataset", owner_key__startswith="operator/", leaf__number__lte=tools.log.size()).first()
    if found is None:
        raise NotFound("还没有公布的指标进入存证日志。请管理员运行 yuzhi evidence publish。")
    return opened(tools, found)

