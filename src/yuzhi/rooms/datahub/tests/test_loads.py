import json
import os
from dataclasses import replace
from datetime import timedelta

import pytest

from yuzhi.engines.search import Ask
from yuzhi.kernel.errors import NotFound, Refused
from yuzhi.kernel.standing import Standing
from yuzhi.records.datasets import editions
from yuzhi.records.datasets.models import Edition, Load, Quarantined
from yuzhi.records.evidence.models import Leaf
from yuzhi.records.parties.models import Party
from yuzhi.records.rights import bridge
from yuzhi.records.rights.models import CountyCorrection, Right
from yuzhi.rooms.datahub import actions, queries, tasks
from yuzhi.rooms.datahub.rules import Arrival, county_of_row, loads_of, progress, safe_name
from yuzhi.rooms.datahub.tests.city import AREAS, TODAY, small_city

TOMORROW = TODAY + timedelta(days=1)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def city(tmp_path):
    return small_city(tmp_path)


def deliver(city, *rows, name="a.jsonl"):
    file = city.home / name
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    arrival = actions.archived(file, name, "test.lines", city)
    load = actions.receive([arrival], by="operator/test", tools=city)
    tasks.work(city)
    load.refresh_from_db()
    return load


def found(city, query="*"):
    return sorted(hit.key for hit in city.index.find(Ask(query)).hits)


def test_a_file_becomes_rights_entries_and_one_edition(city):
    load = deliver(city, {"n": "201"}, {"n": "202", "county": ""})
    assert (load.state, load.added, load.edition_id) == ("published", 2, 1)
    assert found(city) == ["cn/p/201", "cn/p/202"], "the lake and the search hold what lies elsewhere too"
    assert list(Right.objects.values_list("key", flat=True)) == ["cn/p/201"], "the city's rights are the city's"
    assert Party.objects.get().right_count == 1
    assert set(Leaf.objects.values_list("act", flat=True)) == {"file.received", "load.published"}
    assert Leaf.objects.filter(number=None).count() == 0


def test_the_same_rows_again_change_nothing(city):
    deliver(city, {"n": "201"})
    again = deliver(city, {"n": "201"}, name="b.jsonl")
    assert (again.state, again.unchanged, again.edition) == ("unchanged", 1, None)
    assert Edition.objects.count() == 1


def test_a_changed_row_is_a_new_version_and_is_found_under_its_new_words(city):
    deliver(city, {"n": "201", "title": "煤制油催化剂"})
    load = deliver(city, {"n": "201", "title": "山地苹果保鲜方法"}, name="b.jsonl")
    assert (load.changed, load.added) == (1, 0)
    assert found(city, "苹果") == ["cn/p/201"]
    assert found(city, "催化剂") == []
    assert len(editions.newest(city.lake).history("patents", ["cn/p/201"])) == 2


def test_a_withdrawn_right_is_gone_from_pages_but_not_from_history(city):
    deliver(city, {"n": "201"})
    load = deliver(city, {"n": "201", "withdrawn": True}, name="b.jsonl")
    assert load.withdrawn == 1
    assert found(city) == []
    assert Right.objects.count() == 0
    assert len(editions.newest(city.lake).history("patents", ["cn/p/201"])) == 2


def test_a_bad_row_waits_in_quarantine_and_is_read_again_after_its_repair(city):
    load = deliver(city, {"n": "201"}, {"bad": "2O2"})
    assert (load.added, load.quarantined) == (1, 1)
    row = Quarantined.objects.get()
    assert (row.place, row.column, row.value, row.state) == ("line 2", "bad", "2O2", "open")
    actions.repair_row(row, "202", "见证书原件", by="account/x", tools=city)
    tasks.work(city)
    row.refresh_from_db()
    assert row.state == "repaired"
    assert found(city) == ["cn/p/201", "cn/p/202"]
    statement = editions.newest(city.lake).statements("patents", ["cn/p/202"])[0]
    assert "repair:1" in statement["origins"], "the page can say that a person entered it"


def test_a_repair_needs_a_reason_and_an_open_row(city):
    deliver(city, {"bad": "2O2"})
    row = Quarantined.objects.get()
    with pytest.raises(Refused, match="依据"):
        actions.repair_row(row, "202", " ", by="x/y", tools=city)
    actions.dismiss_row(row, "企业已注销", by="x/y", tools=city)
    with pytest.raises(Refused, match="已搁置"):
        actions.repair_row(row, "202", "见原件", by="x/y", tools=city)


def test_a_repair_in_an_older_file_does_not_undo_a_later_correction(city):
    deliver(city, {"n": "201", "title": "煤制油催化剂"}, {"n": "202"}, {"bad": "2O3"})
    deliver(city, {"n": "201", "title": "煤制油催化剂及其制法"}, {"n": "202", "withdrawn": True}, name="b.jsonl")
    load = actions.repair_row(Quarantined.objects.get(), "203", "见证书原件", by="account/x", tools=city)
    tasks.work(city)
    load.refresh_from_db()
    assert (load.added, load.changed, load.withdrawn, load.unchanged) == (1, 0, 0, 2)
    assert found(city) == ["cn/p/201", "cn/p/203"]
    assert Right.objects.get(key="cn/p/201").title == "煤制油催化剂及其制法"


def test_a_repair_that_a_later_file_made_needless_changes_nothing(city):
    deliver(city, {"bad": "2O3"})
    deliver(city, {"n": "203", "title": "后来的名称"}, name="b.jsonl")
    actions.repair_row(Quarantined.objects.get(), "203", "见证书原件", by="account/x", tools=city)
    tasks.work(city)
    assert Right.objects.get().title == "后来的名称"
    assert Quarantined.objects.get().state == "repaired"


def test_a_file_that_waits_to_be_read_is_not_queued_twice(city):
    file = city.home / "a.jsonl"
    file.write_text('{"n": "201"}', encoding="utf-8")
    first = actions.arrive(file, "a.jsonl", by="account/x", tools=city)
    again = actions.arrive(file, "另一个名字.jsonl", by="account/y", tools=city)
    assert again.load == first.load
    assert not again.read_before
    tasks.work(city)
    assert actions.arrive(file, "a.jsonl", by="account/x", tools=city).read_before


@pytest.mark.parametrize(("given", "shown"), [
    ("专利/2024 年.xlsx", "专利/2024 年.xlsx"),
    ("a\nb.csv", "a\ufffdb.csv"),
    ("\u202exslx.csv", "\ufffdxslx.csv"),
    (os.fsdecode("专利/".encode() + "质押登记.csv".encode("gb18030")), "专利/质押登记.csv"),
    ("\x1b[2J", "\ufffd[2J"),
    ("长" * 400, "长" * 300),
    ("", "未命名"),
])
def test_a_name_is_shown_on_one_line_and_from_left_to_right(given, shown):
    assert safe_name(given) == shown


def test_a_refused_file_leaves_nothing_behind_and_the_others_are_read(city):
    good, bad = city.home / "g", city.home / "b"
    good.write_text('{"n": "201"}', encoding="utf-8")
    bad.write_text('{"n": "301"}\n{"stop": "文件在第 2 行中断"}', encoding="utf-8")
    arrivals = [actions.archived(path, path.name, "test.lines", city) for path in (bad, good)]
    load = actions.receive(arrivals, by="x/y", tools=city)
    tasks.work(city)
    load.refresh_from_db()
    assert found(city) == ["cn/p/201"]
    assert "第 2 行" in load.message
    assert [item.state for item in load.files.all()] == ["refused", "published"]


def test_a_load_of_which_every_file_is_refused_publishes_nothing(city):
    load = deliver(city, {"stop": "不是这种文件"})
    assert (load.state, Edition.objects.count()) == ("refused", 0)
    assert Leaf.objects.filter(act="load.refused").count() == 1


def test_what_a_dead_writer_appended_is_taken_back(city, monkeypatch):
    deliver(city, {"n": "201"})
    file = city.home / "b.jsonl"
    file.write_text('{"n": "202"}', encoding="utf-8")
    load = actions.receive([actions.archived(file, "b", "test.lines", city)], by="x/y", tools=city)
    monkeypatch.setattr("yuzhi.rooms.datahub.actions.loads._publish", lambda *a: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        tasks.work(city)
    monkeypatch.undo()
    assert found(city) == ["cn/p/201"]
    tasks.work(city)
    load.refresh_from_db()
    assert (load.state, load.added) == ("published", 1)
    assert found(city) == ["cn/p/201", "cn/p/202"]


def test_an_index_that_fell_behind_catches_up(city):
    deliver(city, {"n": "201"})
    deliver(city, {"n": "202"}, name="b.jsonl")
    city.index.reset()
    tasks.work(city)
    assert found(city) == ["cn/p/201", "cn/p/202"]
    assert city.index.edition == 2


def test_an_unknown_source_is_refused_in_words(city):
    file = city.home / "x"
    file.write_text("{}", encoding="utf-8")
    arrival = actions.archived(file, "x", "no.such", city)
    load = actions.receive([arrival], by="x/y", tools=city)
    tasks.work(city)
    load.refresh_from_db()
    assert load.state == "refused"
    assert "no.such" in load.message


def test_bytes_that_nobody_archived_are_not_queued(city):
    with pytest.raises(NotFound):
        actions.receive([Arrival("x", "0" * 64, 1, "test.lines")], by="x/y", tools=city)
    assert Load.objects.count() == 0


def test_made_up_records_are_marked_all_the_way(city):
    load = deliver(city, {"n": "201", "made_up": True})
    assert load.made_up
    assert Right.objects.get().made_up
    assert city.index.find(Ask("*")).hits[0].made_up


def test_loads_are_bounded_and_of_one_source():
    many = [Arrival(str(n), "0" * 64, 1, "a" if n < 250 else "b") for n in range(260)]
    assert [(len(load), load[0].source) for load in loads_of(many)] == [(200, "a"), (50, "a"), (10, "b")]


def test_progress_knows_rate_and_remaining():
    assert progress(0, 100, 0, 0, 0.0).remaining is None
    assert progress(25, 100, 500, 0, 5.0).remaining == 15.0


def test_coverage_says_up_to_which_day(city):
    deliver(city, {"n": "201"})
    covered = queries.coverage(city)
    assert str(covered["covered_to"]) == "2021-03-04"
    assert [row["source"] for row in covered["sources"]] == ["test.lines"]


def test_completeness_counts_what_is_said(city):
    deliver(city, {"n": "201"})
    patents = next(row for row in queries.completeness(city) if row["table"].name == "patents")
    shares = {field.name: share for field, share in patents["fields"]}
    assert patents["rows"] == 1
    assert (shares["title"], shares["abstract"]) == (1.0, 0.0)


def test_an_unreadable_row_goes_to_the_desk_of_its_county():
    assert county_of_row({"所在县（市、区）": "神木市", "地址": "榆林市榆阳区"}, AREAS) == "610881"
    assert county_of_row({"所在县（市、区）": "火星", "地址": "榆林市榆阳区某路"}, AREAS) == "610802"
    assert county_of_row({"所在县（市、区）": "榆林市"}, AREAS) == ""
    assert county_of_row({"名称": "神木"}, AREAS) == ""


def test_a_file_says_how_many_records_it_held(city):
    load = deliver(city, {"n": "201"}, {"n": "202"})
    assert load.files.get().records == 2


def test_a_right_that_ends_by_the_calendar_changes_its_state_without_a_load(city):
    deliver(city, {"n": "201"})
    assert tasks.age(city) == 0, "the state was computed today"

    def ended(kind, get, events, on):
        return Standing("expired" if on >= TOMORROW else "valid", "测试", None, None, None)

    later = replace(city, today=lambda: TOMORROW, standing=ended)
    assert tasks.age(later) == 1
    right = Right.objects.get()
    assert (right.state, right.state_on) == ("expired", TOMORROW)
    assert city.index.find(Ask("*", states=("expired",))).total == 1
    assert tasks.age(later) == 0


def test_a_withdrawn_right_that_was_corrected_leaves_the_register_of_the_city(city):
    deliver(city, {"n": "201"})
    right = Right.objects.get()
    CountyCorrection.objects.create(
        right=right, before="610802", after="610881", reason="r", actor="a", made_at=city.now()
    )
    deliver(city, {"n": "201", "withdrawn": True}, name="b.jsonl")
    right.refresh_from_db()
    assert (right.county, right.state) == ("", "withdrawn"), "the act still points at something, which counts nowhere"


def test_two_companies_of_one_name_take_over_nobodys_rights(city):
    deliver(city, {"n": "201", "who": ["榆林某煤化公司"]})
    known = Party.objects.get()
    for code in ("91610802MA00000011", "91610802MA00000012"):
        Party.objects.create(key=f"uscc/{code}", code=code, name=known.name, sort_key="x")
    bridge._take_over([Party.objects.get(key="uscc/91610802MA00000012")])
    assert Party.objects.filter(key=known.key).exists()
