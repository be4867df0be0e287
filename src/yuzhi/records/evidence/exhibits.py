"""Exhibits in the evidence log: received with one leaf, followed on their way, and given out as packages.

The files and the record lie in the archive; the leaf names the record by its digest, so no table of its own is needed.
"""

import io
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from yuzhi.engines.capture.receiving import archive_entries, is_archive
from yuzhi.engines.exhibits.exhibit import Exhibit, Held, Receipt, sealed
from yuzhi.engines.exhibits.package import Proofs, packaged
from yuzhi.engines.toolbox import Toolbox
from yuzhi.engines.translog.stamping import stamp_again
from yuzhi.kernel.errors import NotFound
from yuzhi.records.evidence.actions import witness
from yuzhi.records.evidence.leaves import SALT_BYTES, instant
from yuzhi.records.evidence.log import SKEW
from yuzhi.records.evidence.models import Leaf
from yuzhi.records.evidence.queries import body_of

RECEIVED = "exhibit.received"
STATES: Mapping[str, str] = {
    "received": "已收下", "sealed": "已编号", "anchored": "已进入日志", "witnessed": "已见证", "stamped": "已盖时间戳",
}
"""How far an exhibit has come; each state includes those before it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An exhibit in the archive, its leaf, and how far it has come."""

    exhibit: Exhibit
    leaf: Leaf
    state: str


def receive(
    tools: Toolbox, files: Sequence[Held], *, title: str, kind: str, by: str, made_up: bool,
    custody: Mapping[str, str] | None = None, steps: Sequence[str] = (),
) -> Leaf:
    """The leaf of an exhibit whose files and record are in the archive: hashed at receipt, sealed by one act.

    Raises: BadValue for what is no exhibit or no field of the record of custody; BadArchive for a web archive that is broken.
    """
    at = tools.now()
    for one in files:
        if is_archive(one.name):
            archive_entries(one.name, one.content)
    exhibit = sealed(
        files, Receipt(instant(at), by, secrets.token_bytes(SALT_BYTES), made_up), title=title, kind=kind,
        custody=tools.custody().recorded(custody or {}), steps=steps,
    )
    for one in files:
        tools.archive.put_stream(io.BytesIO(one.content))
    digest, _ = tools.archive.put_stream(io.BytesIO(exhibit.written))
    with transaction.atomic():
        return witness(RECEIVED, exhibit.key, by=by, facts={"record": digest, "kind": kind, "files": len(files)}, at=at)


def exhibits(tools: Toolbox, by: str | None = None) -> list[Kept]:
    """Exhibits, the newest first: all of them, or those that one actor gave."""
    found = Leaf.objects.filter(act=RECEIVED, **({"actor_key": by} if by else {})).order_by("-id")
    return [_kept(tools, leaf) for leaf in found]


def exhibit_named(tools: Toolbox, name: str) -> Kept:
    """The exhibit by the number of its leaf, or by the first digits of its record's digest, at least eight.

    Raises: NotFound.
    """
    written, found = name.strip().removeprefix("exhibit/"), Leaf.objects.filter(act=RECEIVED)
    if written.isascii() and written.isdigit() and len(written) < 8:
        leaves = list(found.filter(number=int(written)))
    else:
        leaves = list(found.filter(object_key__startswith=f"exhibit/{written.lower()}")[:2]) if len(written) >= 8 else []
    if len(leaves) != 1:
        raise NotFound(f"没有证物“{name.strip()[:80]}”。请写它的存证序号，或编号的前八位以上（yuzhi evidence list）。")
    return _kept(tools, leaves[0])


def published(tools: Toolbox) -> Kept:
    """The newest exhibit of published figures that is in the log, for anybody to take.

    Raises: NotFound.
    """
    leaves = Leaf.objects.filter(act=RECEIVED, actor_key__startswith="operator/", number__isnull=False).order_by("-id")
    kept = (_kept(tools, leaf) for leaf in leaves)
    found = next((one for one in kept if one.exhibit.said["kind"] == "dataset" and one.state != "sealed"), None)
    if found is None:
        raise NotFound("还没有公布的指标进入存证日志。请管理员运行 yuzhi evidence publish。")
    return found


def package_of(tools: Toolbox, kept: Kept, *, made_up: bool, stamped: bool = True) -> bytes:
    """The package of an exhibit with all proofs that there are by now; its list of digests gets a time-stamp where that is wanted.

    Raises: Refused where an authority is known and does not stamp.
    """
    city, place = tools.log, (kept.leaf.number or 0) - 1
    stamps, proof = list[bytes](), None
    if kept.state == "stamped":
        found, stamps = city.stamped_proof(place, body_of(kept.leaf))
        proof = found.written
    elif kept.state in ("anchored", "witnessed"):
        proof = city.proof(place, body_of(kept.leaf)).written
    given = city.authority(tools.now(), made_up=made_up) if proof and stamped else None
    return packaged(
        kept.exhibit, {one["path"]: tools.archive.path(one["sha256"]).read_bytes() for one in kept.exhibit.said["files"]},
        Proofs(
            proof, stamps, city.written_policy().encode() if city.begun else None,
            city.authority_roots(made_up=made_up),
        ),
        stamp=(lambda thing: stamp_again(thing, [], *given, now=tools.now() + SKEW)) if given else None,
    )


def _kept(tools: Toolbox, leaf: Leaf) -> Kept:
    return Kept(Exhibit(tools.archive.path(leaf.object_key.removeprefix("exhibit/")).read_bytes()), leaf, _state(tools, leaf))


def _state(tools: Toolbox, leaf: Leaf) -> str:
    if leaf.number is None:
        return "received"
    city, number = tools.log, leaf.number
    if any(size >= number for size in city.stamped()):
        return "stamped"
    if city.witnessed_size() >= number:
        return "witnessed"
    return "anchored" if city.size() >= number else "sealed"
