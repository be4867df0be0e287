"""ST.96 out and in: what sources say, written as documents, judged by WIPO's own schemas, and read back."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from yuzhi.engines.formats.st96_writing import Written, indication, mark, patent
from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.recognition import recognise
from yuzhi.engines.reading.records import Fault, Record
from yuzhi.engines.reading.sources import Context, Document
from yuzhi.kernel.errors import YuzhiError
from yuzhi.packs.cn_shaanxi_yulin.areas import area_book
from yuzhi.packs.wo.sources.st96 import SOURCE
from yuzhi.site.wiring import SOURCES

KINDS = ("patents", "trademarks", "indications")
CONTEXT = Context(area_book())
NO_PLACE = {
    # What the standard has no place for, or that is not a statement about the right; the document's notice names it.
    "patents": {"cpc", "family", "gazette", "disc", "state_text", "county", "county_reason"},
    "trademarks": {"geographic", "registrant_kind", "county", "county_reason"},
    "indications": {"converted_from", "county_reason"},
}
_SPACE = re.compile(r"\s+")


@cache
def schema(folder: Path, root: str) -> etree.XMLSchema:
    """WIPO's own schema of a document."""
    return etree.XMLSchema(etree.parse(str(folder / f"{root}_V6_0.xsd")))


def complaint(xml: bytes, shared: Path) -> str:
    """What the schema has against a document; "" for nothing."""
    tree = etree.fromstring(xml)
    judge = schema(shared / "data/office_xml/wipo_st96/xsd", etree.QName(tree).localname)
    return "" if judge.validate(tree) else str(judge.error_log[0].message)


def rights_in(paths: Iterable[Path]) -> dict[tuple[str, str], dict[str, Any]]:
    """(table, key) → everything that the files say, field by field, with `_texts`, `_users` and `_made_up` beside."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    beside: list[Record] = []
    for path in paths:
        for record in _records(path):
            if record.table in KINDS:
                row = found.setdefault((record.table, record.key), {})
                row.update(record.values)
                row["_made_up"] = row.get("_made_up", False) or record.made_up
            elif record.table in ("patent_texts", "indication_users"):
                beside.append(record)
    for record in beside:
        if record.table == "patent_texts" and ("patents", record.key) in found:
            texts = found["patents", record.key].setdefault("_texts", {})
            texts.update({name: value for name, value in record.values.items() if value})
    return found


def _records(path: Path) -> Iterator[Record]:
    try:
        seen = glimpse(path, path.name)
        source = recognise(seen, SOURCES)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        for outcome in source.read(Document(path.name, path, digest, path.stat().st_size), CONTEXT):
            if isinstance(outcome, Record) and not outcome.withdrawn:
                yield outcome
    except YuzhiError:
        return          # what nobody recognises, and files that are damaged on purpose


def written(kind: str, key: str, row: Mapping[str, Any]) -> Written:
    """The document of a right."""
    values = {name: value for name, value in row.items() if not name.startswith("_")}
    made_up = bool(row.get("_made_up"))
    if kind == "patents":
        return patent(values, row.get("_texts"), made_up=made_up)
    if kind == "trademarks":
        return mark(values, key=key, made_up=made_up)
    county = next((area.zh for area in CONTEXT.areas.counties if area.code == values.get("county")), "")
    return indication(values, area=f"陕西省榆林市{county}" if values.get("county") else "", made_up=made_up)


def differences(kind: str, key: str, row: Mapping[str, Any], xml: bytes, folder: Path) -> list[str]:
    """What is not the same after reading the document back, core field by core field; nothing where all is well."""
    path = folder / "back.xml"
    path.write_bytes(xml)
    outcomes = list(SOURCE.read(Document("back.xml", path, "0" * 64, len(xml)), CONTEXT))
    told = [f"{key}: {one.column} {one.reason}" for one in outcomes if isinstance(one, Fault)]
    records = [one for one in outcomes if isinstance(one, Record) and one.table == kind]
    if [(one.key, one.made_up) for one in records] != [(key, bool(row.get("_made_up")))]:
        return [*told, f"{key} came back as {[(one.key, one.made_up) for one in records]}"]
    back = records[0].values
    left = NO_PLACE[kind] | ({"agency", "agency_code", "agents"} if row.get("office", "CN") != "CN" else set())
    left |= {name for name in ("language", "claim_count") if not row.get(name)}
    for name in (set(row) | set(back)) - left:
        if not name.startswith("_") and _plain(name, row.get(name)) != _plain(name, back.get(name)):
            told.append(f"{key} {name}: {row.get(name)!r} came back as {back.get(name)!r}")
    return told


def _plain(name: str, value: Any) -> Any:
    """The value as it is compared: classes in any order, white space of any width, a code for none left out."""
    if isinstance(value, list):
        parts = [_SPACE.sub(" ", str(one)).strip() for one in value]
        return sorted(set(parts)) if name == "ipc" else parts
    return _SPACE.sub(" ", value).strip() if isinstance(value, str) else value
