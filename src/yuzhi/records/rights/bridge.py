"""Lake → `records.rights`: the city's own rights, merged, placed and with their state on a day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from yuzhi.engines.formats.faces import FACES, Face, holders
from yuzhi.engines.lake.merge import Merged, merged
from yuzhi.engines.lake.snapshot import Snapshot
from yuzhi.engines.text import sort_key
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.chinese import fold
from yuzhi.kernel.standing import Standing
from yuzhi.records.parties.models import Party
from yuzhi.records.parties.naming import looks_like_a_person, party_key
from yuzhi.records.rights.models import Holding, Right

_BATCH = 4000


@dataclass(frozen=True, slots=True)
class Known:
    """One right with everything that the lake knows of it: merged fields, events and standing."""

    kind: str
    merged: Merged
    events: Sequence[Mapping[str, Any]]
    standing: Standing

    @property
    def key(self) -> str:
        """The right's key."""
        return self.merged.key

    @property
    def face(self) -> Face:
        """Which fields play which part for this kind."""
        return FACES[self.kind]

    @property
    def values(self) -> dict[str, Any]:
        """The merged values by field name."""
        return {name: told.value for name, told in self.merged.fields.items()}


def known(snapshot: Snapshot, kind: str, keys: Sequence[str], tools: Toolbox, on: date) -> list[Known]:
    """What the lake knows of the keys of one kind, with their standing on a day; keys it lacks are left out."""
    found = merged(snapshot, kind, keys, tools.ranks)
    events: dict[str, list[dict[str, Any]]] = {}
    if kind == "patents":
        for event in snapshot.statements("patent_events", keys):
            events.setdefault(event["key"], []).append(event)
    return [
        Known(kind, one, events.get(key, ()), tools.standing(kind, one.get, events.get(key, ()), on))
        for key, one in sorted(found.items())
    ]


Wrote = Mapping[str, Iterable[str]]
"""Load name → the tables that the load wrote."""


def touched(
    snapshot: Snapshot, wrote: Wrote, tools: Toolbox, on: date, *, in_city: bool = False
) -> Iterator[list[Known]]:
    """Batches of the rights that the loads say anything about, events and corrections included.

    With `in_city` only those that some source places in the city, and those that stood among the city's rights.
    """
    for kind in FACES:
        about = {kind, "corrections", *(("patent_events",) if kind == "patents" else ())}
        names = [load for load, tables in wrote.items() if about & set(tables)]
        keys = _touched_keys(snapshot, kind, sorted(about), names, in_city) if names else []
        for start in range(0, len(keys), _BATCH):
            yield known(snapshot, kind, keys[start : start + _BATCH], tools, on)


def vanished(snapshot: Snapshot, wrote: Wrote) -> list[str]:
    """Keys of rights that the loads withdrew and of which no source says anything any more."""
    gone: list[str] = []
    for kind in FACES:
        names = [load for load, tables in wrote.items() if kind in set(tables)]
        if names:
            sql = (
                f"select distinct key from {snapshot.versions(kind)} where withdrawn and load in (select unnest(?)) "
                f"and key not in (select key from {snapshot.current(kind)})"
            )
            gone += [row["key"] for row in snapshot.rows(sql, [names])]
    return sorted(gone)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A right of the city ready to be written, with its holders; light enough to keep a whole load of them."""

    right: Right
    holders: tuple[Party, ...]


def prepared(batch: Sequence[Known], on: date) -> tuple[list[Prepared], list[str]]:
    """The city's rights of a batch, and the keys of those that lie outside it."""
    ours = [Prepared(_right(one, on), tuple(_holders(one))) for one in batch if one.merged.get("county")]
    return ours, [one.key for one in batch if not one.merged.get("county")]


def settle(ours: Sequence[Prepared], left: Sequence[str]) -> int:
    """The number of the city's rights written; rights that left the city are taken out."""
    drop(left)
    columns = [field.name for field in Right._meta.concrete_fields if field.name != "key"]
    for start in range(0, len(ours), _BATCH):
        part = ours[start : start + _BATCH]
        Right.objects.bulk_create(
            [one.right for one in part], 1000, update_conflicts=True, unique_fields=["key"], update_fields=columns
        )
        _settle_holdings(part)
    return len(ours)


def drop(keys: Sequence[str]) -> int:
    """The number of rights taken out, because every source withdrew them or they left the city.

    A right with corrections keeps its row, since an act points at it, and is marked as ended in the register.
    """
    kept = Right.objects.filter(key__in=keys, county_corrections__isnull=False)
    ended = kept.distinct().values_list("key", flat=True)
    Right.objects.filter(key__in=list(ended)).update(state="withdrawn", county="")
    return Right.objects.filter(key__in=keys, county_corrections__isnull=True).delete()[0]


def settle_companies(snapshot: Snapshot, loads: Iterable[str]) -> int:
    """The number of parties written from the companies that the loads speak of.

    A party known so far by name only, whose name is exactly one company's, is taken over by that company.
    """
    sql = (
        f"select * replace (known_from::varchar as known_from) from {snapshot.current('companies')} "
        "where load in (select unnest(?))"
    )
    rows = snapshot.rows(sql, [list(loads)])
    parties = {
        row["key"]: Party(
            key=row["key"], name=row["name"], sort_key=sort_key(row["name"])[:300], code=row["code"] or "",
            county=row["county"] or "", address=row["address"] or "", phone=row["phone"] or "",
            representative=row["representative"] or "", industry=row["industry"] or "", size=row["size"] or "",
            made_up=row["made_up"],
        )
        for row in rows
    }
    columns = [field.name for field in Party._meta.concrete_fields if field.name not in ("key", "right_count")]
    Party.objects.bulk_create(
        parties.values(), 1000, update_conflicts=True, unique_fields=["key"], update_fields=columns
    )
    _take_over(parties.values())
    return len(parties)


def recount() -> None:
    """Sets the number of rights on every party; called once after a load's batches."""
    counted = Holding.objects.filter(party=OuterRef("pk")).order_by().values("party").annotate(n=Count("pk")).values("n")
    Party.objects.update(right_count=Coalesce(Subquery(counted), 0))


def _touched_keys(snapshot: Snapshot, kind: str, about: list[str], loads: list[str], in_city: bool) -> list[str]:
    parts = " union ".join(
        f"select key from {snapshot.versions(table)} where load in (select unnest($loads))" for table in about
    )
    sql = (
        f"select key, bool_or(coalesce(county, '') <> '') as placed from {snapshot.current(kind)} "
        f"where key in ({parts}) group by key order by key"
    )
    with snapshot.connection() as connection:
        found = connection.execute(sql, {"loads": loads}).fetchall()
    if not in_city:
        return [key for key, _ in found]
    stood = set(Right.objects.filter(kind=kind).values_list("key", flat=True)) if found else set()
    return [key for key, placed in found if placed or key in stood]


def _right(one: Known, on: date) -> Right:
    face, get, standing = one.face, one.merged.get, one.standing
    return Right(
        key=one.key, kind=one.kind, subkind=str(get(face.subkind) or "")[:20], number=str(get(face.number) or ""),
        title=get(face.title) or "（来源未载名称）", county=get("county"), county_reason=(get("county_reason") or "")[:300],
        holders=[name for name, _ in holders(face, one.values)], begun_on=standing.begun_on,
        granted_on=standing.granted_on, ends_on=standing.ends_on, state=standing.state, state_on=on,
        made_up=one.merged.made_up,
    )


def _settle_holdings(ours: Sequence[Prepared]) -> None:
    wanted: list[tuple[str, int, str]] = []
    parties: dict[str, Party] = {}
    companies = _companies_by_name({party.name for one in ours for party in one.holders if not party.code})
    for one in ours:
        for position, party in enumerate(one.holders):
            key = party.key
            if not party.code and not party.person:
                key = companies.get(fold(party.name), key)
            if key == party.key:
                parties.setdefault(key, party)
            wanted.append((one.right.key, position, key))
    Party.objects.bulk_create(parties.values(), 1000, ignore_conflicts=True)
    Holding.objects.filter(right_id__in=[one.right.key for one in ours]).delete()
    Holding.objects.bulk_create(
        (Holding(right_id=right, position=position, party_id=party) for right, position, party in wanted), 1000
    )


def _holders(one: Known) -> Iterator[Party]:
    kind = one.merged.get(one.face.holder_kind) if one.face.holder_kind else None
    address = one.merged.get(one.face.address) or "" if one.face.address else ""
    county = one.merged.get("county") or ""
    for name, code in holders(one.face, one.values):
        person = not code and (kind == "person" or (kind is None and looks_like_a_person(name)))
        yield Party(
            key=party_key(name, code, address if person else county), name=name, sort_key=sort_key(name)[:300],
            code=code, person=person, county=county, address=address[:500], made_up=one.merged.made_up,
        )


def _companies_by_name(names: set[str]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    listed = sorted(names)
    for start in range(0, len(listed), 500):
        for key, name in Party.objects.filter(name__in=listed[start : start + 500]).exclude(code="").values_list(
            "key", "name"
        ):
            found.setdefault(fold(name), []).append(key)
    return {name: keys[0] for name, keys in found.items() if len(keys) == 1}


def _take_over(companies: Iterable[Party]) -> None:
    """Holdings of a party known by name only go to the one company of that name, where there is exactly one."""
    names = sorted({company.name for company in companies})
    for start in range(0, len(names), 500):
        part = names[start : start + 500]
        single = _companies_by_name(set(part))
        for party in Party.objects.filter(name__in=part, code="", person=False):
            if owner := single.get(fold(party.name)):
                Holding.objects.filter(party=party).update(party_id=owner)
                party.delete()
