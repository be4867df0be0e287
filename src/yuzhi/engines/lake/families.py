"""The families of a patent, found in the lake by the numbers that its members name, as known on any day."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yuzhi.engines.lake.merge import Merged, merged
from yuzhi.engines.lake.snapshot import Snapshot
from yuzhi.kernel.families import Member, application_key, extended_families, simple_families

MOST = 300
"""Members that are looked for; some extended families have thousands."""
_ROUNDS = 12
_NAMED = ("office", "priorities", "pct_application", "parent", "family")
_NUMBER = "#"
_TOLD = "translate(concat_ws(' ', array_to_string(priorities, ' '), pct_application, parent), '-/.,', '')"


@dataclass(frozen=True, slots=True)
class Relative:
    """A member of a family: what tells it apart; `shared` are the priorities that it has, as keys."""

    key: str
    office: str
    publication: str
    filed_on: date | None
    granted_on: date | None
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Families:
    """The simple family of a patent and the extended one around it, itself among both, in the order of their keys.

    `numbered` says that a data base's number of the family was used; `cut` that the extended one is larger than shown.
    """

    simple: tuple[Relative, ...]
    extended: tuple[Relative, ...]
    numbered: bool
    cut: bool


def families(snapshot: Snapshot, key: str, ranks: Mapping[str, int], on: date | None = None) -> Families:
    """The families of the patent as the snapshot knows them; with `on`, of the applications filed by that day."""
    tied, cut = _tied(snapshot, key)
    found = merged(snapshot, "patents", sorted(tied), ranks)
    members = {one: _member(told) for one, told in found.items()}
    kept = {one: member for one, member in members.items() if on is None or member.filed_on is None or member.filed_on <= on}
    if key not in kept:
        return Families((), (), numbered=False, cut=False)
    wide, close = extended_families(kept.values()), simple_families(kept.values())
    extended = tuple(_relative(found[one], kept[one]) for one in sorted(kept) if wide[one] == wide[key])
    simple = tuple(one for one in extended if close[one.key] == close[key])
    return Families(simple, extended, any(kept[one.key].family for one in simple), cut)


def _tied(snapshot: Snapshot, key: str) -> tuple[set[str], bool]:
    """Keys of all that any version of any statement ties to the patent, and whether there are more; what holds no more is left out later."""
    members: dict[str, Member] = {}
    wanted, asked = {key}, set[str]()
    for _ in range(_ROUNDS):
        if not (new := wanted - asked):
            break
        asked |= new
        for member in _candidates(snapshot, sorted(new)):
            known = members.get(member.key)
            members[member.key] = member if known is None else _both(known, member)
        ties = extended_families(members.values())
        inside = [member for one, member in members.items() if key in members and ties[one] == ties[key]]
        wanted = {name for member in inside for name in (*member.named, *((_NUMBER + member.family,) if member.family else ()))}
        if len(inside) > MOST:
            return {key, *sorted(member.key for member in inside)[:MOST]}, True
    return {member.key for member in members.values()}, False


def _both(one: Member, other: Member) -> Member:
    """What two statements of one application name together."""
    ties = (*one.priorities, *other.priorities, one.international, one.parent)
    return Member(one.key, tuple(filter(None, ties)), other.international, other.parent, other.family or one.family)


def _member(told: Merged) -> Member:
    return _made(told.key, {name: told.get(name) for name in _NAMED}, told.get("filed_on"))


def _made(key: str, row: Mapping[str, Any], filed_on: date | None = None) -> Member:
    """The application as a family sees it; a bare number of a parent is one of its own office."""
    parent = str(row["parent"] or "")
    return Member(
        key, tuple(dict.fromkeys(filter(None, map(application_key, row["priorities"] or ())))),
        application_key(row["pct_application"] or ""),
        application_key(parent if parent[:2].isalpha() else f"{row['office'] or 'CN'}{parent}") if parent else "",
        row["family"] or "", filed_on,
    )


def _relative(told: Merged, member: Member) -> Relative:
    return Relative(
        told.key, told.get("office") or "", told.get("publication") or told.get("number") or "", told.get("filed_on"),
        told.get("granted_on"), member.priorities,
    )


def _candidates(snapshot: Snapshot, wanted: Sequence[str]) -> list[Member]:
    """What may belong to the applications and families of those names, as any statement says; too many rather than too few."""
    names = [one for one in wanted if not one.startswith(_NUMBER)]
    numbers = [one.removeprefix(_NUMBER) for one in wanted if one.startswith(_NUMBER)]
    cores = "|".join(sorted({core for name in names if (core := _core(name))}))
    sql = (
        f"select key, {', '.join(_NAMED)} from {snapshot.versions('patents')} where key in (select unnest($names::varchar[])) "
        "or family in (select unnest($numbers::varchar[])) "
        f"or ((priorities is not null or pct_application is not null or parent is not null) and regexp_matches({_TOLD}, $cores)) "
        "order by key, source, record, load, seq"
    )
    with snapshot.connection() as connection:
        told = connection.execute(sql, {"names": names, "numbers": numbers, "cores": cores or "^$never"}).fetchall()
    return [_made(row[0], dict(zip(_NAMED, row[1:], strict=True))) for row in told]


def _core(name: str) -> str:
    """What every spelling of the number has in common: the digits at its end."""
    digits = re.sub(r"[^0-9]+$", "", name.rpartition("/")[2])
    found = re.search(r"[0-9]+$", digits)
    office = name[:2]
    if found is None:
        return ""
    return found[0][-6:].lstrip("0") if office in ("ep", "wo") else found[0]

