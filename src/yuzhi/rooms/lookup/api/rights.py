"""`GET /api/rights/…` and `yuzhi show`: a record by any spelling of its number, every field with its origin."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from ninja import P, PathEx, Query, Router
from pydantic import Field

from yuzhi.engines.formats.faces import FACES
from yuzhi.engines.lake import Snapshot
from yuzhi.engines.lake.families import families
from yuzhi.engines.lake.merge import Told
from yuzhi.engines.lake.merge import merged as merged_rights
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import NotFound
from yuzhi.kernel.numbers import candidates
from yuzhi.kernel.standing import STATES, Standing
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.permissions import Viewer, require
from yuzhi.records.accounts.seeing import Seen, seen_by
from yuzhi.records.accounts.things import Thing
from yuzhi.records.datasets import editions
from yuzhi.records.datasets.shapes import Day, Shape, StatementOrigin, Value, statement_origin
from yuzhi.records.rights.finding import resolve, resolve_one
from yuzhi.rooms.lookup.api.lives import FamiliesShape, SpellShape, families_told, spells_told
from yuzhi.rooms.lookup.queries.telling import word_of_code

router = Router()
SHANGHAI = ZoneInfo("Asia/Shanghai")


class Other(Shape):
    """另一来源说的不同的值。"""

    value: Value = Field(description="值。")
    source: str = Field(description="数据源名称。")


class FieldShape(Shape):
    """一个字段：值、出处，以及其他来源的不同说法。"""

    value: Value = Field(description="值；依权限可能已遮盖。")
    origin: StatementOrigin = Field(description="出处。")
    label: str | None = Field(None, description="代码或选项值的中文名。")
    others: list[Other] | None = Field(None, description="其他来源的不同说法。")
    masked: bool | None = Field(None, description="为 true 时，值依权限遮盖，不是原文。")


class EventShape(Shape):
    """一件法律事件。"""

    event: str = Field(description="事件种类。")
    effective_on: date | None = Field(description="生效日。")
    announced_on: date | None = Field(description="公告日。")
    detail: str | None = Field(description="说明。")
    code: str | None = Field(description="来源的事件代码。")
    origin: StatementOrigin = Field(description="出处。")


class StateShape(Shape):
    """在所问的一天的法律状态。"""

    state: str = Field(description="状态。")
    label: str = Field(description="状态的中文名。")
    reason: str = Field(description="一句话的理由。")
    begun_on: date | None = Field(description="申请日等起始日。")
    granted_on: date | None = Field(description="权利开始的日期。")
    ends_on: date | None = Field(description="权利终止或最迟终止的日期。")


class TextShape(Shape):
    """一件公开文本的全文。"""

    claims: str | None = Field(description="权利要求书。")
    description: str | None = Field(description="说明书。")
    origin: StatementOrigin = Field(description="出处。")


class RecordAnswer(Shape):
    """一项权利或其他记录：每个字段带出处。"""

    key: str = Field(description="记录的键。")
    kind: str = Field(description="种类（数据表）。")
    as_of: date = Field(description="法律状态截至哪一天。")
    known_on: date | None = Field(None, description="只用到这一天为止已知的数据；问到时才有。")
    made_up: bool = Field(description="是否示例数据。")
    notes: list[str] = Field(description="提示：例如所写号码的校验位不对。")
    fields: dict[str, FieldShape] = Field(description="字段名 → 值与出处。")
    sources: list[StatementOrigin] = Field(description="现行的全部陈述。")
    events: list[EventShape] = Field(description="到所问的一天为止的法律事件。")
    versions: int = Field(description="历次版本数。")
    state: StateShape | None = Field(None, description="法律状态；只有权利才有。")
    spells: list[SpellShape] | None = Field(None, description="按已知内容推算的历次状态；只有权利才有。")
    families: FamiliesShape | None = Field(None, description="同族；只有专利、且在所问的一天有其他成员时才有。")
    texts: list[TextShape] | None = Field(None, description="全文；收录时才有。")
    also: list[str] = Field(description="同一号码还可能指的其他记录。")


class AskedDays(Shape):
    """所问的日期；各种写法均可，如 2025-12-31、2025年12月31日。"""

    as_of: Day | None = Field(None, description="这一天的法律状态；默认今天。")
    known_on: Day | None = Field(None, description="只用到这一天为止已知的数据；默认全部。")


@router.get(
    "/rights/{path:key}", response=RecordAnswer, exclude_unset=True, operation_id="right", summary="一项权利"
)
def right(request: HttpRequest, key: PathEx[str, P(description="任何写法的号码，或记录的键。")], days: Query[AskedDays]) -> RecordAnswer:
    """任何写法的号码或键；每个值带来源、读取规则和两个时间；与命令 yuzhi show 相同。"""
    return told(key, request.user, request.tools, as_of=days.as_of, known_on=days.known_on)


def told(
    text: str, asker: Viewer | Operator | None, tools: Toolbox, *, as_of: date | None = None,
    known_on: date | None = None,
) -> RecordAnswer:
    """What is known under the number, as this asker may see it; the operator at the server sees all.

    Raises: NotFound where nothing is known, NotPermitted where the kind is not public.
    """
    until = datetime.combine(known_on, time.max, SHANGHAI).astimezone(UTC) if known_on else None
    snapshot, on = editions.snapshot(tools.lake, editions.current(), until), as_of or tools.today()
    table, key = _named(snapshot, text)
    merged = merged_rights(snapshot, table, [key], tools.ranks).get(key)
    if merged is None:
        raise NotFound(f"“{key}”的记录当前没有内容：来源已撤回，或所问的日期还不知道它。历史版本仍保存在平台里。")
    row = {"key": key, **{name: one.value for name, one in merged.fields.items()}}
    if not isinstance(asker, Operator):
        require(asker, "read", Thing.of_row(table, row))
    seen = _seen(asker, table, [row], tools)[0]
    events = snapshot.statements("patent_events", [key]) if table == "patents" else []
    more: dict[str, Any] = {"known_on": known_on} if known_on else {}
    if table in FACES:
        more["state"] = _state(tools.standing(table, merged.get, events, on))
        more["spells"] = spells_told(tools.life(table, merged.get, events))
    if table == "patents" and len((found := families(snapshot, key, tools.ranks, on)).extended) > 1:
        more["families"] = families_told(found)
    if texts := snapshot.statements("patent_texts", [key]) if table == "patents" else []:
        more["texts"] = [_text(one.row) for one in _seen(asker, "patent_texts", texts, tools)]
    return RecordAnswer(
        key=key, kind=table, as_of=on, made_up=merged.made_up, notes=doubts(text, key),
        fields={
            name: _field(name, one, seen.row[name], tools, masked=name in seen.masked)
            for name, one in merged.fields.items()
        },
        sources=[statement_origin(one) for one in merged.statements],
        events=[_event(one.row) for one in _seen(asker, "patent_events", _until(events, on), tools)],
        versions=len(snapshot.history(table, [key])),
        also=[other for _, other in resolve(snapshot, text) if other != key], **more,
    )


def doubts(text: str, key: str = "") -> list[str]:
    """What is wrong with the number as it was written, though it names this key, or any."""
    return list(dict.fromkeys(one.doubt for one in candidates(text) if one.doubt and key in ("", one.key)))


def _named(snapshot: Snapshot, text: str) -> tuple[str, str]:
    try:
        return resolve_one(snapshot, text)
    except NotFound as unknown:
        raise NotFound("".join([unknown.sentence, *doubts(text)])) from None


def _seen(
    asker: Viewer | Operator | None, table: str, rows: Iterable[Mapping[str, Any]], tools: Toolbox
) -> list[Seen]:
    listed = list(rows)
    if isinstance(asker, Operator):
        return [Seen(row, ()) for row in listed]
    areas = {area.code: area.zh for area in tools.areas.counties}
    return seen_by(asker, table, listed, at=tools.now(), purpose="经接口查看一项记录", areas=areas)


def _until(events: Iterable[dict[str, Any]], on: date) -> list[dict[str, Any]]:
    happened = [one for one in events if one["effective_on"] is None or one["effective_on"] <= on]
    return sorted(happened, key=lambda one: (one["effective_on"] or date.max, one["event"]))


def _field(name: str, one: Told, shown: Any, tools: Toolbox, *, masked: bool) -> FieldShape:
    more: dict[str, Any] = {"masked": True} if masked else {}
    if isinstance(shown, str) and (word := word_of_code(name, shown, tools.areas)):
        more["label"] = word
    if one.others and not masked:
        more["others"] = [Other(value=value, source=row["source"]) for value, row in one.others]
    place = {"path": one.origin.path, "rule": one.origin.rule} if one.origin else {}
    return FieldShape(value=shown, origin=statement_origin(one.statement, **place), **more)


def _event(row: Mapping[str, Any]) -> EventShape:
    names = ("event", "effective_on", "announced_on", "detail", "code")
    return EventShape(**{name: row[name] for name in names}, origin=statement_origin(row))


def _text(row: Mapping[str, Any]) -> TextShape:
    return TextShape(claims=row["claims"], description=row["description"], origin=statement_origin(row))


def _state(now: Standing) -> StateShape:
    return StateShape(
        state=now.state, label=STATES[now.state], reason=now.reason, begun_on=now.begun_on, granted_on=now.granted_on,
        ends_on=now.ends_on,
    )
