"""Packages of exhibits, as they are given out: content, record, and all proofs that there are by now."""

import tempfile
from typing import BinaryIO, cast

from yuzhi.engines.exhibits.package import Proofs, packaged
from yuzhi.engines.toolbox import Toolbox
from yuzhi.engines.translog.stamping import stamp_again
from yuzhi.records.evidence.exhibits import Kept
from yuzhi.records.evidence.log import SKEW
from yuzhi.records.evidence.queries import body_of


def package_of(tools: Toolbox, kept: Kept, *, made_up: bool, stamped: bool = True) -> BinaryIO:
    """The package of an exhibit, in a file that is gone when it is closed; its list of digests gets a time-stamp where that is wanted.

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
    out = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - whoever asked closes it
    packaged(
        out, kept.exhibit, {one["path"]: tools.archive.path(one["sha256"]) for one in kept.exhibit.said["files"]},
        Proofs(
            proof, stamps, city.written_policy().encode() if city.begun else None,
            city.authority_roots(made_up=made_up),
        ),
        stamp=(lambda thing: stamp_again(thing, [], *given, now=tools.now() + SKEW)) if given else None,
    )
    return out
