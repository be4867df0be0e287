"""Which parties officers hold to be one: standing merges, followed to their end."""

from collections import defaultdict
from collections.abc import Mapping

from yuzhi.records.parties.models import Identity


def standing_merges() -> list[Identity]:
    """The merges that stand, oldest first."""
    return list(Identity.objects.filter(reversed_at=None, verdict=Identity.Verdict.SAME).order_by("id"))


def heads() -> dict[str, str]:
    """Key of a merged party → key of the party that it is now counted as."""
    into = dict(Identity.objects.filter(reversed_at=None, verdict=Identity.Verdict.SAME).values_list("right", "left"))
    return {key: end(key, into) for key in into}


def end(key: str, into: Mapping[str, str]) -> str:
    """Where the merges lead from a key; a ring, which no action makes, ends at the key itself."""
    at, seen = key, {key}
    while at in into and into[at] not in seen:
        at = into[at]
        seen.add(at)
    return at


def members_of(key: str) -> tuple[str, ...]:
    """The keys of all parties that are counted as one with this one, the head first."""
    merged = heads()
    head = merged.get(key, key)
    listed: dict[str, list[str]] = defaultdict(list)
    for member, its_head in merged.items():
        listed[its_head].append(member)
    return (head, *sorted(listed[head]))
