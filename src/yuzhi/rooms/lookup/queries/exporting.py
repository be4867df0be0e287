"""Rights as documents of WIPO ST.96, with what the asker may see and nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yuzhi.engines.formats.faces import FACES
from yuzhi.engines.formats.st96_writing import Written, indication, mark, patent
from yuzhi.engines.lake import Snapshot
from yuzhi.engines.lake.merge import Merged
from yuzhi.engines.lake.merge import merged as merged_rights
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import NotFound
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.permissions import Viewer, require
from yuzhi.records.accounts.seeing import Seen, seen_by
from yuzhi.records.accounts.things import Thing
from yuzhi.records.datasets import editions
from yuzhi.records.rights.finding import table_of
from yuzhi.records.rights.models import Right
from yuzhi.rooms.lookup.queries.telling import natural_holder

KINDS = ("patents", "trademarks", "indications")
"""The kinds of rights that ST.96 has documents for, of those that the lake keeps."""
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Document:
    """One right as a document."""

    key: str
    kind: str
    written: Written

    @property
    def name(self) -> str:
        """The name of its file: the key with `-` between its parts."""
        return f"{self.key.replace('/', '-')}.xml"


def document(key: str, asker: Viewer | Operator | None, tools: Toolbox) -> Document:
    """The document of one right.

    Raises: NotFound for a key without current statements or of a kind that the standard has no document for;
    NotPermitted where the asker may not export it.
    """
    kind = table_of(key)
    if kind not in KINDS:
        raise NotFound(f"“{key}”不能导出为 ST.96：本平台只导出专利、商标和地理标志。")
    found = next(documents([key], kind, asker, tools), None)
    if found is None:
        raise NotFound(f"没有找到“{key}”。可能号码有误、尚未收录，或来源已撤回；用名称或其他号码再查一次。")
    return found


def documents(keys: Sequence[str], kind: str, asker: Viewer | Operator | None, tools: Toolbox) -> Iterator[Document]:
    """The documents of rights of one kind; keys without current statements are left out."""
    snapshot = editions.snapshot(tools.lake, editions.current())
    for start in range(0, len(keys), _BATCH):
        part = list(keys[start : start + _BATCH])
        found = merged_rights(snapshot, kind, part, tools.ranks)
        beside = _beside(snapshot, kind, list(found))
        for key, one in sorted(found.items()):
            seen = _seen(one, kind, asker, tools)
            yield Document(key, kind, written(one, seen, beside.get(key, ()), tools))


def keys_of(kind: str, counties: Sequence[str], tools: Toolbox) -> list[str]:
    """The keys of a kind: of the city's rights in the counties, or of everything in the lake where none is named."""
    if counties:
        return list(Right.objects.filter(kind=kind, county__in=counties).order_by("key").values_list("key", flat=True))
    snapshot = editions.snapshot(tools.lake, editions.current())
    return [row["key"] for row in snapshot.rows(f"select distinct key from {snapshot.current(kind)} order by key", [])]


def left_of(one: Merged, seen: Seen, snapshot: Snapshot, tools: Toolbox) -> tuple[str, ...]:
    """What the document of a right would leave out, in sentences; () for a kind without documents."""
    if one.table.name not in KINDS:
        return ()
    return written(one, seen, _beside(snapshot, one.table.name, [one.key]).get(one.key, ()), tools).left


def written(one: Merged, seen: Seen, beside: Sequence[tuple[str, Mapping[str, Any]]], tools: Toolbox) -> Written:
    """The document of a right from what the asker sees of it, with its texts, events and users beside it."""
    values = {name: seen.row.get(name) for name in one.fields}
    more = {table: [row for name, row in beside if name == table] for table in {name for name, _ in beside}}
    if one.table.name == "patents":
        return patent(values, _texts(values, more.get("patent_texts", ())), made_up=one.made_up, hidden=seen.masked,
                      events=more.get("patent_events", ()))
    if one.table.name == "trademarks":
        return mark(values, key=one.key, made_up=one.made_up, hidden=seen.masked)
    on = tools.today()
    users = [
        {**row, "ended": row["ended_on"] is not None and row["ended_on"] <= on}
        for row in {row["key"]: row for row in more.get("indication_users", ())}.values()
    ]
    return indication(values, users, area=_area(str(one.get("county") or ""), tools), made_up=one.made_up,
                      hidden=seen.masked)


def _seen(one: Merged, kind: str, asker: Viewer | Operator | None, tools: Toolbox) -> Seen:
    values = {name: told.value for name, told in one.fields.items()}
    row = {"key": one.key, **values}
    if isinstance(asker, Operator):
        return Seen(row, ())
    require(asker, "export", Thing.of_row(kind, row))
    areas = {area.code: area.zh for area in tools.areas.counties}
    return seen_by(asker, kind, [row], at=tools.now(), purpose=f"导出 {one.key} 的 ST.96 文件", areas=areas,
                   natural=natural_holder(FACES[kind], values))[0]


def _beside(snapshot: Snapshot, kind: str, keys: list[str]) -> dict[str, list[tuple[str, Mapping[str, Any]]]]:
    """Key → (table, statement) of the texts and events of patents and of the users of indications."""
    found: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for table in ("patent_texts", "patent_events") if kind == "patents" else ():
        for row in snapshot.statements(table, keys):
            found.setdefault(row["key"], []).append((table, row))
    for key in keys if kind == "indications" else ():
        rows = snapshot.rows(
            f'select key, "user", ended_on from {snapshot.current("indication_users")} where starts_with(key, ?) '
            "order by key, known_from",
            [f"{key[:2]}/giu/{key.rpartition('/')[2]}/"])
        found[key] = [("indication_users", row) for row in rows]
    return found


def _texts(values: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Claims and description: of the publication that the bibliography shows, else of another one."""
    shown = values.get("publication")
    ordered = sorted(rows, key=lambda row: (row["publication"] != shown, str(row["publication"]), str(row["source"])))
    return {
        field: next((row[field] for row in ordered if row[field]), "") for field in ("claims", "description")
    }


def _area(county: str, tools: Toolbox) -> str:
    """The full name of a county of the city, "" for a place that is none."""
    areas = tools.areas
    city = "".join(area.zh for area in areas.areas if area.code == areas.city.parent) + areas.city.zh
    if county == areas.city.code:
        return city
    return next((f"{city}{area.zh}" for area in areas.counties if area.code == county), "")
