"""One record of the lake as its page tells it: facts with origins, life line, standing, texts and versions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from yuzhi.engines.formats.faces import FACES, Face, holders
from yuzhi.engines.formats.tables import CHOICES, Table
from yuzhi.engines.lake import Snapshot
from yuzhi.engines.lake.families import Families, families
from yuzhi.engines.lake.merge import Merged
from yuzhi.engines.lake.merge import merged as merged_rights
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import NotFound
from yuzhi.kernel.standing import Spell, Standing
from yuzhi.records.accounts.permissions import Viewer, require
from yuzhi.records.accounts.seeing import seen_by
from yuzhi.records.accounts.things import Thing
from yuzhi.records.datasets import editions
from yuzhi.records.rights.finding import table_of
from yuzhi.records.rights.models import CountyCorrection, Holding, Right
from yuzhi.rooms.lookup.queries.exporting import KINDS, left_of
from yuzhi.rooms.lookup.queries.telling import Fact, OriginMark, Teller, label_of, natural_holder, teller
from yuzhi.rooms.lookup.queries.users import SymbolUser, users_of

APART = {"title", "name", "abstract", "first_claim", "title_en", "state_text", "county", "county_reason"}
"""Fields that the page shows in places of their own."""

ENDS = {"fee_lapsed", "expired", "abandoned", "invalidated", "refused", "withdrawn", "deemed_withdrawn"}
SAME_DAY = {"granted": "granted_on", "published": "published_on"}
"""Events that say again what a field says: shown once where the days agree."""

DAYS_THAT_END = {"ended_on", "expires_on", "cancelled_on", "revoked_on", "valid_to", "term_to", "ends_on"}


@dataclass(frozen=True, slots=True)
class Moment:
    """A day in the life of a record; `mood` is end, future or blank."""

    on: date | None
    word: str
    detail: str
    mood: str
    origin: OriginMark | None


@dataclass(frozen=True, slots=True)
class Version:
    """What one load said about a record, and which fields it changed from the same source's version before."""

    known_from: str
    load: str
    source: str
    record: str
    withdrawn: bool
    changes: tuple[tuple[str, str, str], ...]
    first: bool


@dataclass(frozen=True, slots=True)
class FullText:
    """Claims and description of one publication."""

    publication: str
    claims: str
    description: str
    origin: OriginMark


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Everything that the page of a record shows."""

    key: str
    table: Table
    face: Face | None
    merged: Merged
    title: str
    number: str
    county: str
    facts: Mapping[str, Fact]
    parties: tuple[tuple[str, str, str], ...]
    life: tuple[Moment, ...]
    standing: Standing | None
    texts: tuple[FullText, ...]
    versions: tuple[Version, ...]
    right: Right | None
    corrections: tuple[CountyCorrection, ...]
    users: tuple[SymbolUser, ...] = ()
    exported: bool = False
    unexported: tuple[str, ...] = ()
    spells: tuple[Spell, ...] = ()
    families: Families | None = None
    sealed: bool = False

    @property
    def rest(self) -> list[Fact]:
        """The facts that have no place of their own, in the table's order."""
        shown = {self.face.title, self.face.holders} if self.face else set()
        return [fact for name, fact in self.facts.items() if name not in APART | shown]

    @property
    def made_up(self) -> bool:
        """Whether any source of it is made up."""
        return self.merged.made_up


def record(key: str, viewer: Viewer | None, tools: Toolbox, known_on: datetime | None = None) -> RecordPage:
    """The page of a record, as this viewer may see it, with the knowledge of `known_on` where given.

    Raises: NotFound for a key without current statements, NotPermitted where the kind is not public.
    """
    table = table_of(key)
    snapshot = editions.snapshot(tools.lake, editions.current(), known_on)
    merged = merged_rights(snapshot, table, [key], tools.ranks).get(key) if table else None
    if merged is None:
        raise NotFound(f"没有找到“{key}”。可能号码有误、尚未收录，或来源已撤回；用名称或其他号码再查一次。")
    values = {name: told.value for name, told in merged.fields.items()}
    row = {"key": key, **values}
    require(viewer, "read", Thing.of_row(table, row))
    names = {area.code: area.zh for area in tools.areas.counties}
    face, on = FACES.get(table), tools.today()
    seen = seen_by(
        viewer, table, [row], at=tools.now(), purpose=f"查看 {key} 的页面", areas=names, natural=natural_holder(face, values)
    )[0]
    tell = teller(tools, merged.statements)
    events = snapshot.statements("patent_events", [key]) if table == "patents" else []
    right = Right.objects.filter(key=key).first() if face else None
    county = (right.county if right else None) or str(values.get("county") or "")
    return RecordPage(
        key, merged.table, face, merged, _title(merged, face, seen.row), _number(merged, face),
        tell.county(county) if county or face else "",
        {
            name: tell.fact(merged.table.field(name), told, seen.row.get(name), masked=name in seen.masked)
            for name, told in merged.fields.items()
        },
        _parties(face, values, right), tuple(_life(merged, events, tell, on)),
        tools.standing(table, merged.get, events, on) if face else None,
        tuple(_texts(snapshot, table, key, tell)), tuple(_versions(snapshot, merged.table, key, tell, seen.masked)),
        right, tuple(right.county_corrections.all()) if right else (),
        users_of(key, snapshot, tools), table in KINDS, left_of(merged, seen, snapshot, tools),
        tools.life(table, merged.get, events) if face else (),
        families(snapshot, key, tools.ranks) if table == "patents" else None, seen.sealed,
    )


def _title(merged: Merged, face: Face | None, shown: Mapping[str, Any]) -> str:
    field = face.title if face else "name"
    return str(shown.get(field) or shown.get("title_en") or shown.get("number") or _("（来源未载名称）"))


def _number(merged: Merged, face: Face | None) -> str:
    return str(merged.get(face.number if face else "number") or merged.get("publication") or "")


def _parties(face: Face | None, values: Mapping[str, Any], right: Right | None) -> tuple[tuple[str, str, str], ...]:
    """(name, credit code, party key or "") of each holder; the key where the party has a page."""
    if face is None:
        return ()
    keys = dict(Holding.objects.filter(right=right).values_list("position", "party_id")) if right else {}
    return tuple((name, code, keys.get(place, "")) for place, (name, code) in enumerate(holders(face, values)))


def _life(merged: Merged, events: list[dict[str, Any]], tell: Teller, on: date) -> Iterator[Moment]:
    moments = []
    for declared in merged.table.fields:
        told = merged.fields.get(declared.name)
        if declared.type == "day" and told:
            mood = "end" if declared.name in DAYS_THAT_END else ""
            mark = tell.mark(label_of(declared), told.statement, told.origin)
            moments.append(Moment(told.value, label_of(declared), "", "future" if told.value > on else mood, mark))
    stated = {(moment.on, name) for moment, name in zip(moments, _day_fields(merged), strict=True)}
    for event in events:
        if (event["effective_on"], SAME_DAY.get(event["event"])) in stated:
            continue
        word = _(CHOICES["event"].get(event["event"], event["event"]))
        mood = "end" if event["event"] in ENDS else ""
        when = event["effective_on"]
        mark = tell.mark(word, event, None)
        moments.append(Moment(when, word, event["detail"] or "", "future" if when and when > on else mood, mark))
    unique: dict[tuple[date | None, str], Moment] = {}
    for moment in moments:
        unique.setdefault((moment.on, moment.word), moment)
    yield from sorted(unique.values(), key=lambda one: one.on or date.max)


def _day_fields(merged: Merged) -> list[str]:
    return [one.name for one in merged.table.fields if one.type == "day" and one.name in merged.fields]


def _texts(snapshot: Snapshot, table: str, key: str, tell: Teller) -> Iterator[FullText]:
    for row in snapshot.statements("patent_texts", [key]) if table == "patents" else []:
        mark = tell.mark(_("全文"), row, None)
        yield FullText(row["publication"] or "", row["claims"] or "", row["description"] or "", mark)


def _versions(
    snapshot: Snapshot, table: Table, key: str, tell: Teller, masked: tuple[str, ...]
) -> Iterator[Version]:
    before: dict[tuple[str, str], Mapping[str, Any]] = {}
    for row in snapshot.history(table.name, [key]):
        said = (row["source"], row["record"])
        known = before.get(said)
        yield Version(
            str(row["known_from"])[:16], row["load"], tell.mark("", row, None).source_name, row["record"],
            row["withdrawn"], tuple(_changes(table, known, row, tell, masked)) if known else (), known is None,
        )
        before[said] = row


def _changes(
    table: Table, old: Mapping[str, Any], new: Mapping[str, Any], tell: Teller, masked: tuple[str, ...]
) -> Iterator[tuple[str, str, str]]:
    for declared in table.fields:
        if old[declared.name] == new[declared.name]:
            continue
        if declared.name in masked or declared.personal:
            yield label_of(declared), "*", "*"
            continue
        was, now = (
            "、".join(tell.lines(declared, row[declared.name])) if row[declared.name] not in (None, "", []) else "—"
            for row in (old, new)
        )
        yield label_of(declared), was[:200], now[:200]
