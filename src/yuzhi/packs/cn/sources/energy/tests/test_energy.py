"""The energy collection: publications once each, the register as events."""

import gzip
import json
from datetime import date

import pytest

from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.records import Fault, Record, Skipped
from yuzhi.engines.reading.tests.offices import CONTEXT, file_of, real
from yuzhi.kernel.errors import BadFile
from yuzhi.packs.cn.sources import SOURCES
from yuzhi.packs.cn.sources.energy import ABSTRACTS, CHINESE, CITED, DETAILS


def lines(*objects):
    return gzip.compress("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects).encode())


def read(folder, source, data):
    document = file_of(folder, data, "any.bin")
    assert [one.name for one in SOURCES if one.recognise(glimpse(document.path, "any.bin"))] == [source.name]
    return list(source.read(document, CONTEXT))


def line(number, ipc, abstract="热泵"):
    return {"id": number, "ipc_query": ipc, "year_bucket": 2008, "abstract": abstract}


def test_a_publication_found_by_several_classes_is_one_record_with_all_of_them_in_order(tmp_path):
    found = read(tmp_path, ABSTRACTS, lines(
        line("CN113781974A", "F24F12/00"), line("US20170190327A1", "B60L7/10"), line("CN113781974A", "B60L7/10"),
        line("CN113781974A", "F24F12/00"),
    ))
    assert [(one.key, one.record, one.values["ipc"], one.origin.place) for one in found] == [
        ("cn/pub/113781974A", "CN113781974A", ["F24F 12/00", "B60L 7/10"], "line 1"),
        ("us/pub/20170190327A1", "US20170190327A1", ["B60L 7/10"], "line 2"),
    ]
    assert found[0].origins["ipc"].rule == "query_class", "nobody at an office assigned it"
    assert found[0].values["right_kind"] == "invention" and "right_kind" not in found[1].values


def test_two_abstracts_for_one_publication_are_a_question_not_a_choice(tmp_path):
    found = read(tmp_path, ABSTRACTS, lines(line("CN113781974A", "F24F12/00"), line("CN113781974A", "B60L7/10", "别的")))
    assert [type(one) for one in found] == [Fault, Record]
    assert found[0].origin.place == "line 2" and "line 1" in found[0].reason


def test_a_line_about_no_publication_is_a_fault_and_an_unknown_key_stops_the_file(tmp_path):
    found = read(tmp_path, ABSTRACTS, lines(line("X1", "F24F12/00"), line("CN113781974A", "夏")))
    assert [(one.origin.place, one.column) for one in found] == [("line 1", "id"), ("line 2", "ipc_query")]
    with pytest.raises(BadFile, match="“score”"):
        read(tmp_path, ABSTRACTS, lines(line("CN113781974A", "F24F12/00") | {"score": 1}))


def test_a_cited_publication_has_its_title_in_the_field_of_its_language(tmp_path):
    data = gzip.compress((
        "pub\tassignee\ttitle_en\tpriority\tpublished\n"
        "CN100338424C\t中信重型机械公司\t余热发电设备\t2004-09-30\t2007-09-19\n"
        "CN1003187B\t\tHeat exchanger\t\t1989-02-01\n"
    ).encode())
    first, second = read(tmp_path, CITED, data)
    assert first.values["title"] == "余热发电设备" and "title_en" not in first.values
    assert (first.values["priorities"], first.values["granted_on"]) == (["2004-09-30"], date(2007, 9, 19))
    assert second.values["title_en"] == "Heat exchanger"
    assert "granted_on" not in second.values, "an examined publication of 1989 is no grant"
    assert set(second.values) == set(second.origins)


def test_a_chinese_publication_keeps_its_searched_classes(tmp_path):
    (one,) = read(tmp_path, CHINESE, lines({
        "pub": "CN101566113B", "kind": "B", "abstract_zh": "余热", "ipc_query": ["F02G5/00", "F01K27/02"],
        "year_bucket": 2009, "assignee_zh": "浙江银轮机械股份有限公司", "title_en": "Engine", "priority": "2009-06-03",
        "published": "2011-06-08",
    }))
    assert one.values["ipc"] == ["F02G 5/00", "F01K 27/02"]
    assert one.values["applicants"] == ["浙江银轮机械股份有限公司"]
    assert (one.values["granted_on"], one.true_from) == (date(2011, 6, 8), date(2011, 6, 8))


DETAIL = {
    "id": "US10000906B2", "title": "Shovel", "abstract": "A shovel.", "cpc": ["E02F9/00", "Y02B30/56"],
    "inventor_number": "2", "active": ["WO"], "priority_claims": ["US12/121,955,2008-05-16,Recuperators, new"],
    "events": [
        {"date": "2015-04-28", "event": "Application filed by X Ltd"}, {"date": "2015-04-28", "event": "Assigned to X"},
        {"date": "2018-06-19", "event": "Application granted"},
        {"date": "2018-06-19", "event": "Publication of US10000906B2"}, {"date": "Status", "event": "Active"},
        {"date": "2034-08-11", "event": "Adjusted expiration"},
    ],
    "legal": [
        {"date": "2015-04-28", "code": "AS", "title": "Assignment", "desc": "ASSIGNMENT OF ASSIGNORS INTEREST;A"},
        {"date": "2015-04-28", "code": "AS", "title": "Assignment", "desc": "ASSIGNMENT OF ASSIGNORS INTEREST;B"},
        {"date": "2021-12-01", "code": "MAFP", "title": "Maintenance fee payment", "desc": ""},
        {"date": "2022-12-01", "code": "LAPS", "title": "Lapse", "desc": ""},
    ],
}  # fmt: skip


def test_details_tell_the_days_of_the_application_and_the_register_as_events(tmp_path):
    patent, *events = read(tmp_path, DETAILS, lines(DETAIL))
    assert patent.values == {
        "publication": "US10000906B2", "office": "US", "title_en": "Shovel", "abstract": "A shovel.",
        "cpc": ["E02F 9/00", "Y02B 30/56"], "priorities": ["US12/121,955 2008-05-16"], "filed_on": date(2015, 4, 28),
        "granted_on": date(2018, 6, 19), "published_on": date(2018, 6, 19), "state_text": "Active",
    }
    assert [(one.values["event"], one.values["effective_on"].isoformat(), one.values["code"]) for one in events] == [
        ("granted", "2018-06-19", ""), ("published", "2018-06-19", "B2"), ("transferred", "2015-04-28", "AS"),
        ("other", "2021-12-01", "MAFP"), ("fee_lapsed", "2022-12-01", "LAPS"),
    ]
    assert events[2].values["detail"].count("\n") == 1, "one event, both entries of the register"
    assert events[2].record == "us/pub/10000906B2|transferred|2015-04-28|AS"


def test_an_entry_of_the_register_with_an_unknown_part_is_a_fault(tmp_path):
    entry = {"date": "2015-04-28", "code": "AS", "title": "x", "desc": "", "new": "y"}
    (fault,) = read(tmp_path, DETAILS, lines(DETAIL | {"legal": [entry]}))
    assert fault.column == "legal" and "new" in fault.reason


@pytest.fixture(scope="module")
def keys(shared):
    """The keys of patents of the real files, all read without a fault."""
    folder = shared / "data/patents_energy"

    def of(source, name):
        document = real(folder / name)
        assert [one.name for one in SOURCES if one.recognise(glimpse(document.path, name))] == [source.name]
        found = list(source.read(document, CONTEXT))
        assert {type(one) for one in found} == {Record}
        records = [(one.table, one.record) for one in found]
        assert len(records) == len(set(records)), "a statement is told once"
        return {one.key for one in found if one.table == "patents"}

    return of


def test_the_real_abstracts_and_cited_lists_hold_64429_publications_together(keys):
    abstracts = keys(ABSTRACTS, "abstracts.jsonl.gz")
    cited = keys(CITED, "cn_cited_metadata.tsv.gz")
    assert (len(abstracts), len(cited), len(abstracts | cited)) == (28_491, 37_376, 64_429)


def test_the_real_chinese_and_detailed_files_are_read_whole(keys):
    assert len(keys(CHINESE, "cn_patents.jsonl.gz")) == 15_133
    assert len(keys(DETAILS, "details_text_no_citations.jsonl.gz")) == 6_833


def test_files_without_records_are_recognised_and_named(shared):
    folder = shared / "data/patents_energy"
    for path in (folder / "citations_dev.tsv", *sorted((folder / "raw_pages").iterdir())[:3]):
        (source,) = [one for one in SOURCES if one.recognise(glimpse(path, path.name))]
        (skipped,) = source.read(real(path), CONTEXT)
        assert isinstance(skipped, Skipped) and path.name in skipped.reason
