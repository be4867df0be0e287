import os
from datetime import UTC, date, datetime

import pytest

from yuzhi.engines.lake import Lake, Snapshot
from yuzhi.engines.lake.merge import merge, merged
from yuzhi.engines.lake.rows import digest, field_origins, origins_json, to_arrow
from yuzhi.kernel.origin import FieldOrigin

JAN, FEB, MAR = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 2, 3))


def row(key="cn/p/1", *, title="煤制油", source="a", record=None, known=JAN, load="L1", seq=0, **more):
    said = {"title": title, **{k: v for k, v in more.items() if k in ("county", "filed_on", "applicants")}}
    return {
        "key": key, "record": record or key, "source": source, "known_from": known, "load": load, "seq": seq,
        "withdrawn": more.get("withdrawn", False), "made_up": False, "file": "f" * 64, "place": "line 1",
        "origins": origins_json({name: FieldOrigin(name, "text") for name in said}),
        "digest": digest(key, said, None, None, more.get("withdrawn", False)), **said,
    }


@pytest.fixture
def lake(tmp_path):
    return Lake(tmp_path / "lake")


def seen(lake, known_on=None):
    return Snapshot(lake.folder, lake.state(), known_on)


def test_a_changed_record_is_a_new_version_and_the_old_one_is_kept(lake):
    lake.append("patents", to_arrow("patents", [row(title="旧名")]))
    lake.append("patents", to_arrow("patents", [row(title="新名", known=FEB, load="L2")]))
    assert [r["title"] for r in seen(lake).statements("patents", ["cn/p/1"])] == ["新名"]
    assert [r["title"] for r in seen(lake).history("patents", ["cn/p/1"])] == ["旧名", "新名"]


def test_what_was_known_on_a_day_can_be_asked_later(lake):
    lake.append("patents", to_arrow("patents", [row(title="旧名")]))
    lake.append("patents", to_arrow("patents", [row(title="新名", known=MAR, load="L2")]))
    assert [r["title"] for r in seen(lake, FEB).statements("patents", ["cn/p/1"])] == ["旧名"]


def test_a_withdrawn_statement_drops_out_but_stays_in_history(lake):
    lake.append("patents", to_arrow("patents", [row()]))
    lake.append("patents", to_arrow("patents", [row(known=FEB, load="L2", withdrawn=True)]))
    assert seen(lake).count("patents") == 0
    assert len(seen(lake).history("patents", ["cn/p/1"])) == 2


def test_within_one_load_the_later_row_wins(lake):
    lake.append("patents", to_arrow("patents", [row(title="先", seq=1), row(title="后", seq=2)]))
    assert [r["title"] for r in seen(lake).statements("patents", ["cn/p/1"])] == ["后"]


def test_two_sources_speak_beside_each_other(lake):
    lake.append("patents", to_arrow("patents", [row(source="a", title="甲"), row(source="b", title="乙")]))
    said = seen(lake).statements("patents", ["cn/p/1"])
    merged = merge("patents", said, {"a": 20, "b": 10})["cn/p/1"]
    assert merged.get("title") == "乙"
    assert [value for value, _ in merged.fields["title"].others] == ["甲"]
    assert merged.fields["title"].origin == FieldOrigin("title", "text")


def test_a_field_that_the_first_source_lacks_comes_from_the_next(lake):
    rows = [row(source="a", title=""), row(source="b", title="乙", filed_on=date(2020, 2, 29))]
    lake.append("patents", to_arrow("patents", rows))
    merged = merge("patents", seen(lake).statements("patents", ["cn/p/1"]), {"a": 1, "b": 2})["cn/p/1"]
    assert (merged.get("title"), merged.get("filed_on")) == ("乙", date(2020, 2, 29))


def test_what_was_appended_but_not_published_is_taken_back(lake):
    lake.append("patents", to_arrow("patents", [row()]))
    published = lake.state()
    lake.append("patents", to_arrow("patents", [row("cn/p/2")]))
    lake.append("works", to_arrow("works", [{**row("cn/w/1"), "title": None, "name": "诗"}]))
    assert sorted(lake.restore(published)) == ["patents", "works"]
    assert seen(lake).count("patents") == 1
    assert seen(lake).count("works") == 0
    assert lake.restore(published) == [], "a second time there is nothing to take back"


def test_a_corrected_county_is_seen_by_every_reader_and_can_be_taken_back(lake):
    lake.append("patents", to_arrow("patents", [row(county="610802")]))
    fix = {**row(source="yuzhi.acts", record="county:cn/p/1"), "title": None, "field": "county", "value": "610881"}
    lake.append("corrections", to_arrow("corrections", [fix]))
    assert seen(lake).arrow("patents", ["county"]).to_pylist() == [{"county": "610881"}]
    lake.append("corrections", to_arrow("corrections", [{**fix, "withdrawn": True, "known_from": FEB, "load": "L2"}]))
    assert seen(lake).arrow("patents", ["county"]).to_pylist() == [{"county": "610802"}]


def test_a_table_that_no_load_has_written_is_empty(lake):
    assert Snapshot(lake.folder, {}).count("pledges") == 0
    assert Snapshot(lake.folder, {}).arrow("pledges", ["number", "amount"]).num_rows == 0


def test_a_column_that_was_declared_after_the_files_were_written_is_blank_in_them(lake):
    written = to_arrow("patents", [row()])
    lake.append("patents", written.drop_columns(["family", "disc"]))
    (old,) = seen(lake).statements("patents", ["cn/p/1"])
    assert (old["family"], old["disc"], old["title"]) == (None, None, "煤制油")
    assert seen(lake).arrow("patents", ["family"]).to_pylist() == [{"family": None}]
    lake.append("patents", to_arrow("patents", [row("cn/p/2")]))
    assert seen(lake).arrow("patents", ["key", "family"]).num_rows == 2


def test_a_table_whose_first_commit_was_cut_short_does_not_exist_and_can_be_begun(lake):
    log = lake.folder / "patents" / "_delta_log"
    log.mkdir(parents=True)
    (log / "00000000000000000000.json#1").write_text('{"half')     # as a killed process leaves it
    assert lake.state() == {}
    assert lake.restore({}) == []
    lake.append("patents", to_arrow("patents", [row("cn/p/1")]))
    assert seen(lake).count("patents") == 1


def test_an_append_is_on_disk_before_it_is_told(lake, monkeypatch):
    synced = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (synced.append(os.readlink(f"/proc/self/fd/{handle}")), real(handle)))
    held = lake.append("patents", to_arrow("patents", [row("cn/p/1")]))
    place = lake.folder / "patents"
    assert {str(place / name) for name in held.files} < set(synced)
    assert {str(place / "_delta_log" / "00000000000000000000.json"), str(place / "_delta_log"), str(place)} < set(synced)


def test_compaction_keeps_every_row(lake):
    for number in range(6):
        lake.append("patents", to_arrow("patents", [row(f"cn/p/{number}")]))
    before = seen(lake)
    assert set(lake.compact(lake.state(), above=3)) == {"patents"}
    assert len(lake.state()["patents"].files) < 6
    assert seen(lake).count("patents") == before.count("patents") == 6, "the old edition still reads its old files"


def test_known_digests_say_what_a_source_has(lake):
    lake.append("patents", to_arrow("patents", [row("cn/p/1"), row("cn/p/2", source="b")]))
    known = seen(lake).known_digests("patents", "a", ["cn/p/1", "cn/p/2", "cn/p/3"])
    assert set(known) == {"cn/p/1"}


def test_blank_values_do_not_count_in_a_digest():
    assert digest("k", {"a": "x", "b": "", "c": None, "d": []}, None, None, False) == digest(
        "k", {"a": "x"}, None, None, False
    )
    assert digest("k", {"a": "x"}, None, None, False) != digest("k", {"a": "x"}, None, None, True)


def test_origins_survive_storage():
    origins = {"title": FieldOrigin("BibliographicData/InventionTitle", "text")}
    assert field_origins(origins_json(origins)) == origins


def test_a_corrected_county_names_the_act_as_its_origin_and_keeps_what_the_source_said(lake):
    lake.append("patents", to_arrow("patents", [row(county="610802")]))
    fix = {
        **row(source="yuzhi.acts", record="county:cn/p/1", load="L2"), "title": None, "field": "county", "value": "610881",
        "reason": "企业实际在神木", "file": "e" * 64, "place": "leaf/7",
    }
    lake.append("corrections", to_arrow("corrections", [fix]))
    right = merged(seen(lake), "patents", ["cn/p/1"], {"yuzhi.acts": 0, "a": 10})["cn/p/1"]
    county = right.fields["county"]
    assert (county.value, county.statement["source"], county.statement["place"]) == ("610881", "yuzhi.acts", "leaf/7")
    assert county.origin == FieldOrigin("facts/value", "act")
    assert [value for value, _ in county.others] == ["610802"]
    assert right.get("county_reason") == "人工更正：企业实际在神木"


def test_a_clock_that_was_put_back_does_not_bring_an_older_version_forward(lake):
    lake.append("patents", to_arrow("patents", [row(title="旧名", known=MAR, load="L0000001")]))
    lake.append("patents", to_arrow("patents", [row(title="新名", known=JAN, load="L0000002")]))
    assert [r["title"] for r in seen(lake).statements("patents", ["cn/p/1"])] == ["新名"]
