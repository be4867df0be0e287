"""Stamps on one thing, one after the other: each new one covers the thing and all stamps before, before they age.

Source: the idea of RFC 4998 (evidence records): a chain of time-stamps outlives the algorithms of each.
"""

from collections.abc import Sequence
from datetime import datetime

from yuzhi.engines.translog.authorities import Authority
from yuzhi.engines.translog.errors import BadProof
from yuzhi.engines.translog.stamps import Stamp, Trust, checked, request


def covered(thing: bytes, tokens: Sequence[bytes]) -> bytes:
    """What the next stamp is put on: the thing, and every stamp before, each behind its length in four bytes."""
    return thing + b"".join(len(token).to_bytes(4, "big") + token for token in tokens)


def stamp_again(thing: bytes, tokens: Sequence[bytes], authority: Authority, trust: Trust, *, now: datetime) -> bytes:
    """One more stamp on the thing and its stamps; a second and later one rests on the longer digest.

    Raises: BadProof where the answer does not hold, Refused where there is none.
    """
    message = covered(thing, tokens)
    asked = request(message, strong=bool(tokens))
    token = authority.stamped(asked.as_bytes())
    checked(token, message, trust, now=now, asked=asked)
    return token


def checked_chain(thing: bytes, tokens: Sequence[bytes], trust: Trust, *, now: datetime) -> list[Stamp]:
    """All stamps of a chain: each held when the next was given, the last holds now.

    Raises: BadProof with the number of the stamp that fails.
    """
    found: list[Stamp] = []
    at = now
    for number in reversed(range(len(tokens))):
        try:
            stamp = checked(tokens[number], covered(thing, tokens[:number]), trust, now=at)
        except BadProof as fault:
            raise BadProof(f"第 {number + 1} 个{fault.sentence}") from fault
        if stamp.at > at:
            raise BadProof(f"第 {number + 1} 个时间戳的时间 {stamp.at:%Y-%m-%d %H:%M:%S} 晚于其后的时间。")
        found.append(stamp)
        at = stamp.at
    return found[::-1]
