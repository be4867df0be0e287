"""Reads the CNIPR export: each row is one published document of one application."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from yuzhi.engines.formats.cnipr import COLUMNS, is_export
from yuzhi.engines.formats.templates import MADE_UP, fold_title
from yuzhi.engines.reading.delimited import head_rows
from yuzhi.engines.reading.placing import COUNTY_RULE, placed
from yuzhi.engines.reading.records import Record, Skipped
from yuzhi.engines.reading.rows import Row, Rule
from yuzhi.engines.reading.rules import RULES, listed
from yuzhi.engines.reading.sheets import rows
from yuzhi.engines.reading.sources import Context, Document, Glimpse, Outcome
from yuzhi.engines.reading.workbooks import subject
from yuzhi.kernel.classes import Ipc, Locarno
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.numbers import ApplicationNumber, PublicationNumber
from yuzhi.kernel.origin import FieldOrigin
from yuzhi.packs.cn.publishing import is_grant

_AGENCY = re.compile(r"(?P<name>.*?\D)\s*(?P<code>\d{5})")
_NAMES = {fold_title(column.zh): column.zh for column in COLUMNS}
_REQUIRED = frozenset({"申请号", "公开（公告）号", "公开（公告）日", "名称"})
_IGNORED = frozenset({"专利号", "PCT公开"})
"""The patent number repeats the application number; the other is a mark of the product's own."""


def recognised(glimpse: Glimpse) -> bool:
    """Whether the file is an export: by the titles of any sheet, in any order."""
    if glimpse.kind == "text":
        return not glimpse.gzipped and any(is_export(row) for row in head_rows(glimpse))
    return any(is_export(row) for row in glimpse.sheets.values())


def read(document: Document, context: Context) -> Iterator[Outcome]:
    """A patent and the event of its publication for every row; faults for rows that contradict themselves.

    A workbook whose properties name made-up data as its subject holds nothing else.
    Raises: BadFile for a damaged file, an unknown or a missing column.
    """
    made_up = subject(document) == MADE_UP
    for row in rows(document, context, _header, required=_REQUIRED):
        if isinstance(row, Skipped):
            yield row
            continue
        for outcome in _row(row, context):
            yield replace(outcome, made_up=made_up) if isinstance(outcome, Record) else outcome


def _header(texts: Sequence[str]) -> Mapping[str, str] | None:
    if not is_export(texts):
        return None
    return {text: _NAMES[folded] for text in texts if (folded := fold_title(text)) in _NAMES}


def agency(text: str) -> tuple[str, str]:
    """The name of an agency and its five-digit code, "" where none is written.

    >>> agency("南京正联知识产权代理有限公司 32243")
    ('南京正联知识产权代理有限公司', '32243')
    """
    match = _AGENCY.fullmatch(text.strip())
    return (match["name"].strip(), match["code"]) if match else (text.strip(), "")


def _classes(text: str) -> list[Ipc | Locarno]:
    """The classes of a cell: IPC, or Locarno where the right is a design. Raises BadValue."""
    found: list[Ipc | Locarno] = []
    for part in listed(text):
        try:
            found.append(Ipc.parse(part))
        except BadValue as bad:
            if not part[:1].isdigit() and not part.upper().startswith("LOC"):
                raise
            try:
                found.append(Locarno.parse(part))
            except BadValue:
                raise bad from None
    return list(dict.fromkeys(found))


def _parent(text: str) -> str:
    """The number of the application that was divided; a day may stand behind it. Raises BadValue."""
    return str(ApplicationNumber.parse(text.split(maxsplit=1)[0]))


_CLASSES = Rule("class", _classes)
_AGENCY_RULE = Rule("agency_and_code", agency)
_PARENT = Rule("application_number", _parent, exact=True)


def _row(row: Row, context: Context) -> Iterator[Outcome]:
    number: ApplicationNumber | None = row.take(
        "申请号", RULES["application_number"], required=True, field="number")
    publication: PublicationNumber | None = row.take(
        "公开（公告）号", RULES["publication_number"], required=True, field="publication")
    values: dict[str, Any] = {"office": "CN"}
    _take_days(row, values)
    _take_texts(row, values)
    _take_classes(row, values)
    _take_agency(row, values)
    row.finish(ignore=_IGNORED)
    if number is not None and publication is not None:
        _complete(row, number, publication, values, context)
    if row.faults or number is None or publication is None:
        yield from row.faults
        return
    yield _patent(row, number, publication, values)
    yield _event(row, number, publication, values)


def _take_days(row: Row, values: dict[str, Any]) -> None:
    day = RULES["day"]
    values["published_on"] = row.take("公开（公告）日", day, required=True, field="published_on")
    values["filed_on"] = row.take("申请日", day, field="filed_on")
    values["entered_on"] = row.take("进入国家日期", day, field="entered_on")
    values["granted_on"] = row.take("颁证日", day, field="granted_on")


def _take_texts(row: Row, values: dict[str, Any]) -> None:
    text, several = RULES["text"], RULES["list_semicolon"]
    values["title"] = row.take("名称", text, required=True, field="title")
    for title, field in (
        ("摘要", "abstract"), ("主权项", "first_claim"), ("地址", "address"), ("国际申请", "pct_application"),
        ("国际公布", "pct_publication"), ("光盘号", "disc"),
    ):
        values[field] = row.take(title, text, field=field)
    for title, field in (
        ("申请（专利权）人", "applicants"), ("发明（设计）人", "inventors"), ("代理人", "agents"),
        ("优先权", "priorities"), ("参考文献", "citations"), ("审查员", "examiners"),
    ):
        values[field] = row.take(title, several, field=field)
    values["parent"] = row.take("分案原申请号", _PARENT, field="parent")


def _take_classes(row: Row, values: dict[str, Any]) -> None:
    """The classes of the export's two columns: IPC, or Locarno for a design."""
    main = row.take("主分类号", _CLASSES, field="main_ipc") or []
    every = row.take("分类号", _CLASSES, field="ipc") or []
    if symbols := [str(symbol) for symbol in main if isinstance(symbol, Ipc)]:
        values["main_ipc"] = symbols[0]
    if symbols := [str(symbol) for symbol in every if isinstance(symbol, Ipc)]:
        values["ipc"] = symbols
    if designs := [str(symbol) for symbol in dict.fromkeys([*main, *every]) if isinstance(symbol, Locarno)]:
        values["locarno"] = designs
        row.fields["locarno"] = row.fields["ipc" if every else "main_ipc"]
    for field in ("main_ipc", "ipc"):
        if field not in values:
            row.fields.pop(field, None)


def _take_agency(row: Row, values: dict[str, Any]) -> None:
    told = row.take("专利代理机构", _AGENCY_RULE, field="agency")
    if told is None:
        return
    values["agency"] = told[0]
    if told[1]:
        values["agency_code"] = told[1]
        row.fields["agency_code"] = row.fields["agency"]


def _complete(
    row: Row, number: ApplicationNumber, publication: PublicationNumber, values: dict[str, Any], context: Context
) -> None:
    """Adds what follows from the numbers and the address, and notes what contradicts them."""
    values |= {"number": str(number), "publication": str(publication), "right_kind": number.kind}
    row.fields["office"] = FieldOrigin("申请号", "application_number")
    row.fields["right_kind"] = FieldOrigin("申请号", "kind_of_number")
    if publication.right_kind not in (None, number.kind):
        row.fault("公开（公告）号", f"公开（公告）号 {publication} 与申请号 {number} 的专利类型不同：请核对两个号码。")
    published, filed = values["published_on"], values["filed_on"]
    if published and filed and published < filed:
        row.fault("公开（公告）日", f"公开（公告）日（{published}）早于申请日（{filed}）：请对照原件改正。")
    if not values["granted_on"] and is_grant(publication, published):
        values["granted_on"] = published
        row.fields["granted_on"] = FieldOrigin("公开（公告）日", "grant_of_kind")
    if address := values["address"]:
        values["county"], values["county_reason"] = placed(context.areas, address)
        row.fields["county"] = row.fields["county_reason"] = FieldOrigin("地址", COUNTY_RULE)


def _patent(row: Row, number: ApplicationNumber, publication: PublicationNumber, values: dict[str, Any]) -> Record:
    told = {name: value for name, value in values.items() if value is not None}
    return Record(
        "patents", number.key, str(publication), told, row.origin, dict(row.fields), true_from=values["published_on"],
    )


def _event(row: Row, number: ApplicationNumber, publication: PublicationNumber, values: dict[str, Any]) -> Record:
    """The publication as an event: the grant where it announces one."""
    on = values["published_on"]
    word = "granted" if is_grant(publication, on) else "published"
    told = {
        "event": word, "effective_on": on, "announced_on": on, "code": publication.kind, "detail": str(publication),
    }
    kind, when = FieldOrigin("公开（公告）号", "kind_of_publication"), FieldOrigin("公开（公告）日", "day")
    origins = {"event": kind, "code": kind, "detail": kind, "effective_on": when, "announced_on": when}
    record = f"{number.key}|{word}|{on.isoformat()}|{publication.kind}"
    return Record("patent_events", number.key, record, told, row.origin, origins, true_from=on)
