"""A written city repeats itself, says everywhere that it is made up, and agrees with its own truth."""

import hashlib
import io
import json
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from yuzhi.engines.sampling import write_city
from yuzhi.engines.sampling.city import City, make_city
from yuzhi.engines.sampling.tests.plans import TODAY, small_plan
from yuzhi.engines.sampling.tests.recount import Recount, read_all, table_rows

PLAN = small_plan()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city")
    write_city(folder, PLAN, scale=0.5, seed=11, today=TODAY)
    return folder


@pytest.fixture(scope="module")
def city() -> City:
    return make_city(PLAN, scale=1, seed=11, today=TODAY)


def truth(folder: Path) -> dict[str, Any]:
    page: dict[str, Any] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return page


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_writes_the_same_bytes_and_another_seed_others(folder: Path, tmp_path: Path) -> None:
    write_city(tmp_path / "again", PLAN, scale=0.5, seed=11, today=TODAY)
    write_city(tmp_path / "other", PLAN, scale=0.5, seed=12, today=TODAY)
    assert digests(tmp_path / "again") == digests(folder)
    other = digests(tmp_path / "other")
    assert not {d for name, d in digests(folder).items() if name != "office/示例10-常住人口.csv"} & set(other.values())


def test_the_truth_is_what_a_recount_of_the_files_finds(folder: Path) -> None:
    page, tables = truth(folder), read_all(folder)
    assert list(page["dates"]) == ["2023-12-31", "2024-12-31", "2025-12-31"]
    for day, by_area in page["dates"].items():
        recount = Recount(PLAN, tables, date.fromisoformat(day))
        assert set(by_area) == {"990100", "990101", "990102", "990103"}
        for area, figures in by_area.items():
            found = recount.figures(area)
            assert {name: figures[name] for name in found} == found, (day, area)


def test_every_figure_has_a_definition(folder: Path) -> None:
    page = truth(folder)
    assert set(page["dates"]["2025-12-31"]["990100"]) == set(page["definition"])


def test_counties_sum_to_less_than_the_city_because_some_addresses_name_no_county(folder: Path) -> None:
    figures = truth(folder)["dates"]["2025-12-31"]
    counties = sum(figures[area.code]["effective_trademarks"] for area in PLAN.areas)
    assert 0 < counties < figures["990100"]["effective_trademarks"]


def test_totals_say_how_many_records_each_file_holds(folder: Path) -> None:
    page = truth(folder)
    files = page["totals"]["files"]
    assert set(files) == {path.name for path in (folder / "office").iterdir()}
    bad = Counter(fault["file"] for fault in page["faults"])
    for path in (folder / "office").glob("*.csv"):
        rows = sum(row.get("国际分类", "").count(";") + 1 for _, row in table_rows(path))
        assert rows == files[path.name]["records"] + bad[path.name]


def test_each_fault_stands_where_the_truth_says(folder: Path) -> None:
    faults = truth(folder)["faults"]
    for fault in faults:
        row = dict(table_rows(folder / "office" / fault["file"]))[fault["place"]]
        assert row[fault["column"]] == fault["value"] != fault["repair"]
    assert {fault["kind"] for fault in faults} >= {
        "wrong_check_digit", "impossible_date", "missing_required", "end_before_begin", "excel_float",
    }  # fmt: skip


def test_made_up_records_say_so_everywhere(folder: Path) -> None:
    assert "示例数据" in (folder / "说明.txt").read_text(encoding="utf-8")
    assert truth(folder)["made_up"] is True
    for path in (folder / "office").iterdir():
        assert path.name.startswith("示例")
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as package:
                for name in package.namelist():
                    prolog = package.read(name)[:400].decode(errors="ignore")
                    assert "<?yuzhi made-up?>" in prolog and "示例数据" in prolog
            continue
        if path.suffix == ".jsonl":
            assert {json.loads(line)["nature"] for line in path.read_text(encoding="utf-8").splitlines()} == {"示例数据"}
            continue
        if path.suffix == ".xlsx":
            assert openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True).properties.subject == "示例数据"
        if "CNIPR" not in path.name:
            assert {row["数据性质"] for _, row in table_rows(path)} == {"示例数据"}


def test_the_city_has_every_case_that_a_reader_must_tell_apart(city: City) -> None:
    events = {event.event for event in city.events}
    assert events >= {"granted", "fee_lapsed", "restored", "expired", "invalidated", "abandoned", "pledged", "pledge_released"}
    registers = Counter(pledge.loan for pledge in city.pledges)
    assert len({pledge.contract for pledge in city.pledges}) > len(registers), "some loans have a contract in each register"
    assert {bool(it.granted_on) for it in city.relatives} == {bool(it.ended_on) for it in city.relatives} == {True, False}
    assert any(it.converted_from for it in city.indications)
    assert {1, 2} <= set(registers.values())
    assert any(pledge.renewal for pledge in city.pledges) and any(pledge.cancelled_on for pledge in city.pledges)
    assert any(len(pledge.rights) > 1 for pledge in city.pledges)
    assert any(not patent.place.inside for patent in city.patents)
    assert any(patent.place.inside and patent.place.county is None for patent in city.patents)
    assert any("东山县" in mark.address for mark in city.marks)
    assert len({user.user_code for user in city.users}) < len(city.users)
    assert any(body.ended_on for body in city.bodies.all() if body.code in {user.user_code for user in city.users})
    assert any(it.ended_on for it in city.indications if it.number in {user.indication for user in city.users})
    assert {mark.registrant_kind for mark in city.marks} == {"market", "person", "other", None}
    assert {mark.commercial for mark in city.marks if not mark.registrant_kind} == {True, None}
    assert any(mark.void for mark in city.marks)


def test_some_rights_lie_lapsed_over_a_day_of_the_truth_and_are_restored_later(city: City) -> None:
    lapses = {e.patent: e.effective_on for e in city.events if e.event == "fee_lapsed"}
    restored = {e.patent: e.effective_on for e in city.events if e.event == "restored"}
    assert restored.keys() <= lapses.keys()
    assert [p for p, back in restored.items() for day in PLAN.truth_dates if lapses[p] <= day < back]
    assert not [p.number for p in city.patents if p.number in restored and p.ended_on]


def test_nothing_happens_after_today(city: City) -> None:
    assert max(event.announced_on for event in city.events) <= TODAY
    assert max(patent.shown_on for patent in city.patents) <= TODAY
    assert max(mark.registered_on for mark in city.marks) <= TODAY
    assert max(pledge.registered_on for pledge in city.pledges) <= TODAY


def test_a_folder_with_files_and_a_scale_of_nothing_are_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="空文件夹"):
        write_city(folder, PLAN, scale=0.5, seed=11, today=TODAY)
    with pytest.raises(ValueError, match="规模"):
        write_city(tmp_path, PLAN, scale=0, seed=11, today=TODAY)
