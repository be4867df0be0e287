"""Whatever fields a right has, its document is valid by WIPO's schemas and comes back with the same core fields."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from yuzhi.engines.formats.st96_writing import Written, indication, mark, patent
from yuzhi.engines.reading.patents.tests.papers import CONTEXT, document
from yuzhi.engines.reading.records import Fault, Record
from yuzhi.packs.wo.sources.st96 import SOURCE

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
STRANGE_DAYS = st.dates()
WORDS = st.text("榆林神木兰炭甲乙ABCxyz 019-—&<>\"'。，()", min_size=1, max_size=30).map(str.strip).filter(bool)
ANYTHING = st.text(max_size=60)
NUMBERS = st.sampled_from(["202310123456.6", "201480000986.0", "95115608.X"])
ABROAD = st.sampled_from(["US13797521", "EP99203729", "JP2007290922", "WOJP2008068544", "DE102010000001", "AT99203729T"])
SHOWN = st.sampled_from(["CN113781974A", "US8936998B2", "JPWO2020203247A1", "EP1000000B1", "KR20160063019A", "USD873710S"])
NAMES = st.lists(WORDS, min_size=1, max_size=4, unique=True)
PATENT = st.fixed_dictionaries({}, optional={
    "number": NUMBERS, "title": WORDS, "title_en": st.just("A lamp"), "abstract": WORDS, "applicants": NAMES,
    "inventors": NAMES, "filed_on": DAYS, "granted_on": DAYS, "entered_on": DAYS, "address": WORDS,
    "priorities": st.just(["KR 10-2016-0063019 2016-05-23", "PCT/KR2014/002669 2014-03-28"]),
    "ipc": st.just(["G06F 15/16", "H01L 21/30"]), "main_ipc": st.just("H01L 21/30"), "locarno": st.just(["06-01"]),
    "citations": st.lists(st.sampled_from(["CN203232659U 2013-10-09", "US6054363A 2000-04", "Some book, p. 4"]), unique=True),
    "figure_count": st.integers(1, 99), "claim_count": st.integers(1, 99), "examiners": NAMES, "agency": WORDS,
    "agents": NAMES, "parent": st.just("201480000986.0"), "pct_publication": st.just("WO2014/157990 2014-10-02"),
})
EVENTS = [{"event": event, "effective_on": day} for event, day in (
    ("deemed_withdrawn", date(2024, 3, 1)), ("restored", date(2024, 9, 1)), ("transferred", date(2025, 1, 1)))]
KEPT = ("number", "title_en", "abstract", "inventors", "filed_on", "priorities", "pct_publication", "address", "parent",
        "entered_on", "examiners", "figure_count", "title", "applicants", "citations")


def back(written: Written, table: str) -> tuple[dict[str, Any], list[Fault]]:
    with TemporaryDirectory() as folder:
        found = list(SOURCE.read(document(Path(folder), written.xml), CONTEXT))
    records = [dict(one.values) for one in found if isinstance(one, Record) and one.table == table]
    return (records[0] if records else {}), [one for one in found if isinstance(one, Fault)]


def valid(written: Written, shared: Path) -> None:
    tree = etree.fromstring(written.xml)
    path = shared / f"data/office_xml/wipo_st96/xsd/{etree.QName(tree).localname}_V6_0.xsd"
    if path not in SCHEMAS:
        SCHEMAS[path] = etree.XMLSchema(etree.parse(str(path)))
    assert SCHEMAS[path].validate(tree), SCHEMAS[path].error_log[0]


SCHEMAS: dict[Path, etree.XMLSchema] = {}


@settings(max_examples=150, deadline=None)
@given(PATENT, NUMBERS)
def test_a_chinese_patent_comes_back(fields: dict[str, Any], number: str) -> None:
    said = {"office": "CN", **fields, "number": number}
    found, faults = back(patent(said), "patents")
    assert faults == []
    squeezed = {name: " ".join(value.split()) if isinstance(value, str) else value for name, value in said.items()}
    for name in KEPT:
        value = found.get(name)
        told = " ".join(value.split()) if isinstance(value, str) else value
        if name == "title" and "title" not in said:
            continue            # a Chinese document that has only an English title is called by it
        if isinstance(value, list):
            assert [" ".join(one.split()) for one in value] == [" ".join(one.split()) for one in said[name]], name
        else:
            assert told == (squeezed.get(name) or None), name


@settings(max_examples=60, deadline=None)
@given(ABROAD, SHOWN, st.one_of(st.none(), DAYS))
def test_numbers_of_other_offices_come_back(number: str, publication: str, on: date | None) -> None:
    found, faults = back(patent({"office": publication[:2], "number": number, "publication": publication,
                                 "published_on": on, "title_en": "Lamp", "abstract": "x"}), "patents")
    assert faults == []
    assert (found["number"], found["publication"], found.get("published_on")) == (number, publication, on)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from([
    "number", "publication", "title", "title_en", "abstract", "first_claim", "address", "agency", "agency_code", "parent",
    "pct_application", "pct_publication", "language", "main_ipc", "right_kind", "office",
]), ANYTHING), st.dictionaries(st.sampled_from(["filed_on", "published_on", "granted_on", "entered_on"]), STRANGE_DAYS),
    st.dictionaries(st.sampled_from(["applicants", "inventors", "agents", "priorities", "citations", "ipc", "examiners"]),
                    st.lists(ANYTHING, max_size=3)),
    st.dictionaries(st.sampled_from(["claims", "description"]), ANYTHING))
def test_any_fields_of_a_patent_are_valid(shared: Path, words: Any, days: Any, lists: Any, texts: Any) -> None:
    office = {"office": words["office"] if words.get("office") in ("CN", "US", "SU") else "CN"}
    valid(patent({**words, **days, **lists, **office}, texts), shared)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(["number", "name", "registrant", "address", "goods", "agency", "end_reason"]), ANYTHING),
       st.dictionaries(st.sampled_from(["applied_on", "registered_on", "expires_on", "ended_on"]), STRANGE_DAYS),
       st.one_of(st.none(), st.integers(1, 45)), st.sampled_from([None, "ordinary", "collective", "certification"]))
def test_any_fields_of_a_mark_are_valid(shared: Path, words: Any, days: Any, nice: Any, kind: Any) -> None:
    valid(mark({**words, **days, "nice_class": nice, "mark_kind": kind, "geographic": True}), shared)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(["number", "name", "holder", "product_kind", "announcement"]), ANYTHING),
       st.dictionaries(st.sampled_from(["recognised_on", "expires_on", "ended_on"]), STRANGE_DAYS),
       st.one_of(st.none(), st.integers(1, 45)), ANYTHING, st.lists(st.fixed_dictionaries({"user": ANYTHING}), max_size=3))
def test_any_fields_of_an_indication_are_valid(shared: Path, words: Any, days: Any, nice: Any, area: str, users: Any) -> None:
    valid(indication({**words, **days, "nice_class": nice, "system": "agri_product"}, users, area=area), shared)


@settings(max_examples=100, deadline=None)
@given(st.fixed_dictionaries({
    "number": st.sampled_from(["12345678", "G1234567", "US87035559"]), "nice_class": st.integers(1, 45), "name": WORDS,
    "registrant": WORDS, "goods": WORDS, "mark_kind": st.sampled_from(["ordinary", "collective", "certification"]),
    "registered_on": DAYS, "expires_on": DAYS,
}), st.sampled_from([None, "person"]))
def test_a_mark_comes_back(said: dict[str, Any], person: str | None) -> None:
    found, faults = back(mark({**said, "registrant_kind": person}), "trademarks")
    assert faults == []
    assert found.get("registrant_kind") == person
    assert {field: " ".join(value.split()) if isinstance(value, str) else value for field, value in found.items()
            if field in said} == {field: " ".join(value.split()) if isinstance(value, str) else value
                                  for field, value in said.items()}


@pytest.mark.parametrize("system", ["certification_mark", "collective_mark", "protected_product", "agri_product"])
def test_an_indication_comes_back_under_the_same_system(system: str) -> None:
    said = {"system": system, "number": "AGI2016-03-1994", "name": "横山大明绿豆", "holder": "某协会", "product_kind": "粮食",
            "announcement": "农业部公告第 2365 号", "recognised_on": date(2016, 3, 31), "ended_on": date(2026, 1, 1)}
    found, faults = back(indication(said, area="陕西省榆林市神木市"), "indications")
    assert faults == [] and said.items() <= found.items()
    assert found["county"] == "610881"


def test_what_has_no_place_or_is_hidden_is_told_and_not_written() -> None:
    written = patent({"office": "CN", "number": "202310123456.6", "title": "灯", "cpc": ["H01L 21/30"], "address": "某街1号",
                      "priorities": ["KR 10-2016-0063019"]}, events=EVENTS, hidden=("address",))
    told = "\n".join(written.left)
    assert all(word in told for word in ("CPC", "依权限", "法律事件 1 条", "缺少日期"))
    assert "某街1号" not in written.xml.decode() and "留空" in told
    assert "<!--" in written.xml.decode() and "CPC" in written.xml.decode()


def test_events_with_a_place_in_the_standard_are_written_and_come_back(tmp_path: Path, shared: Path) -> None:
    written = patent({"office": "CN", "number": "202310123456.6", "title": "灯"}, events=EVENTS)
    valid(written, shared)
    found = SOURCE.read(document(tmp_path, written.xml), CONTEXT)
    told = {(one.values["event"], one.values["effective_on"]) for one in found
            if isinstance(one, Record) and one.table == "patent_events"}
    assert told == {("deemed_withdrawn", date(2024, 3, 1)), ("restored", date(2024, 9, 1))}


def test_a_made_up_right_says_so_in_its_document() -> None:
    written = mark({"number": "90000001", "nice_class": 7, "registered_on": date(2020, 1, 1)}, made_up=True)
    assert written.xml.decode().startswith('<?xml version="1.0" encoding="UTF-8"?>\n<?yuzhi made-up?>\n<!--\n')
    assert "示例数据" in written.xml.decode()
