"""Packages of exhibits, as they are given out: content, record, papers, and all proofs that there are by now."""

import tempfile
from contextlib import suppress
from typing import BinaryIO, cast

from yuzhi.engines.exhibits.package import Proofs, packaged
from yuzhi.engines.exhibits.papers import Standing, papers
from yuzhi.engines.exhibits.seals import Seal, demo_seal, kept_seal
from yuzhi.engines.toolbox import Toolbox
from yuzhi.engines.translog.checkpoints import read_checkpoint
from yuzhi.engines.translog.errors import BadProof
from yuzhi.engines.translog.proof_files import LeafProof
from yuzhi.engines.translog.stamping import checked_chain, stamp_again
from yuzhi.engines.translog.stamps import Stamp, Trust
from yuzhi.records.evidence.exhibits import Kept
from yuzhi.records.evidence.log import SKEW, witnesses_of
from yuzhi.records.evidence.queries import body_of


def package_of(tools: Toolbox, kept: Kept, *, made_up: bool, stamped: bool = True) -> BinaryIO:
    """The package of an exhibit, in a file that is gone when it is closed.

    Its list of digests, and the seals of its papers, get time-stamps where that is wanted.
    Raises: Refused where an authority is known and does not stamp.
    """
    city, place = tools.log, (kept.leaf.number or 0) - 1
    found, stamps = None, list[bytes]()
    if kept.state == "stamped":
        found, stamps = city.stamped_proof(place, body_of(kept.leaf))
    elif kept.state in ("anchored", "witnessed"):
        found = city.proof(place, body_of(kept.leaf))
    given = city.authority(tools.now(), made_up=made_up) if found and stamped else None
    stamp = (lambda thing: stamp_again(thing, [], *given, now=tools.now() + SKEW)) if given else None
    out = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - whoever asked closes it
    packaged(
        out, kept.exhibit, {one["path"]: tools.archive.path(one["sha256"]) for one in kept.exhibit.said["files"]},
        Proofs(
            found.written if found else None, stamps, city.written_policy().encode() if city.begun else None,
            city.authority_roots(made_up=made_up),
        ),
        papers=papers(kept.exhibit, _standing(tools, kept, found, stamps, made_up=made_up), tools.now(), _seal(tools, made_up=made_up), stamp),
        stamp=stamp,
    )
    return out


def _seal(tools: Toolbox, *, made_up: bool) -> Seal | None:
    """The seal under papers: the operator's; the demonstration's own only where all is made up anyway."""
    return kept_seal(tools.log.secret) or (demo_seal(tools.home / "demo_authority", tools.now()) if made_up else None)


def _standing(tools: Toolbox, kept: Kept, found: LeafProof | None, stamps: list[bytes], *, made_up: bool) -> Standing:
    """What the certificate says of the log, by the same proof that lies in the package."""
    if found is None:
        return Standing(kept.leaf.number)
    checkpoint, roots = read_checkpoint(found.note.text), tools.log.authority_roots(made_up=made_up)
    told = list[Stamp]()
    if stamps and roots:
        with suppress(BadProof):      # a stamp that holds no longer is not told as one; the verifier says why
            told = checked_chain(found.note.written, stamps, Trust.read(roots), now=tools.now() + SKEW)
    return Standing(
        kept.leaf.number, checkpoint.origin, checkpoint.size, checkpoint.root.hex(), witnesses_of(tools, found.note),
        [(one.authority, one.at) for one in told], kept.leaf.hash_hex,
    )
