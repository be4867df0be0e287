"""Every right that the platform reads goes out as ST.96, is valid by WIPO's schemas, and comes back the same."""

from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from tests.stories.st96 import complaint, differences, rights_in, written
from yuzhi.engines.sampling import write_city
from yuzhi.site.wiring import CITY_PLAN

REAL = ("cnipa", "uspto", "epo_ops", "wipo_st96")


def judged(found, shared, folder):
    """How many rights of each kind went out and came back; fails with the first differences."""
    counts, wrong = {}, []
    for (kind, key), row in found.items():
        document = written(kind, key, row)
        counts[kind] = counts.get(kind, 0) + 1
        if said := complaint(document.xml, shared):
            wrong.append(f"{key}: {said}")
        wrong += differences(kind, key, row, document.xml, folder)
    assert wrong[:10] == []
    return counts


def files(folder):
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def test_every_right_of_the_real_files_goes_out_valid_and_comes_back(shared, tmp_path):
    folder = shared / "data/office_xml"
    found = rights_in(path for name in REAL for path in files(folder / name) if path.suffix == ".xml")
    assert judged(found, shared, tmp_path) == {"patents": 26, "trademarks": 1, "indications": 1}


@pytest.mark.parametrize("seed", [3, 5])
def test_a_small_city_goes_out_valid_and_comes_back(shared, sample, tmp_path, seed):
    counts = judged(rights_in(files(sample(0.02, seed) / "office")), shared, tmp_path)
    assert min(counts.values()) > 0 and set(counts) == {"patents", "trademarks", "indications"}


@pytest.mark.slow
def test_the_whole_city_goes_out_valid_and_comes_back(shared, tmp_path):
    office = write_city(tmp_path / "city", CITY_PLAN(), scale=1, seed=1, today=date(2026, 11, 22)).office
    counts = judged(rights_in(files(office)), shared, tmp_path)
    assert counts["patents"] > 20_000 and counts["trademarks"] > 40_000 and counts["indications"] > 20


def test_the_command_writes_what_it_was_asked_for_and_says_what_is_left_out(commands, sample, shared, tmp_path):
    home, out = tmp_path / "home", tmp_path / "out"
    office = sample(0.02, 3) / "office"
    wanted = [path for path in files(office) if path.suffix == ".zip" or "商标" in path.name or "地理标志" in path.name]
    commands.run(home, "ingest", *wanted)
    ended = commands.run(home, "export-st96", "--area", "榆林市", "--out", out)
    assert ended.code == 0, ended.err
    documents = sorted(out.rglob("*.xml"))
    assert f"{len(documents):,} 个" in ended.out
    assert [path.name for path in documents if complaint(path.read_bytes(), shared)] == []
    assert all("示例数据".encode() in path.read_bytes()[:600] for path in documents)
    left = (out / "left.csv").read_text(encoding="utf-8-sig")
    assert left.startswith("key,") and "cn/" in left
    one = next(path for path in documents if path.parent.name == "trademarks")
    again = commands.run(home, "export-st96", etree.fromstring(one.read_bytes()).findtext(".//{*}RegistrationNumber")
                         or one.stem.split("-")[2], "--out", tmp_path / "packed", "--zip")
    assert again.code == 0 and (tmp_path / "packed" / "st96.zip").exists(), again.err


def test_what_was_exported_is_read_by_the_command_as_the_same_rights(commands, sample, tmp_path):
    home, out, second = tmp_path / "home", tmp_path / "out", tmp_path / "second"
    office = sample(0.02, 3) / "office"
    commands.run(home, "ingest", *[path for path in files(office) if "地理标志" in path.name])
    commands.run(home, "export-st96", "--kind", "indications", "--out", out)
    answer = commands.ask_json(second, "ingest", out / "indications")
    assert (answer["totals"]["quarantined"], answer["refused"]) == (0, [])
    keys = {path.stem.replace("-", "/") for path in Path(out / "indications").glob("*.xml")}
    assert answer["totals"]["tables_read"]["indications"] == len(keys) > 0


def test_nothing_to_export_and_a_kind_without_documents_are_said(commands, tmp_path):
    ended = commands.run(tmp_path / "home", "export-st96", "--out", tmp_path / "out")
    assert ended.code != 0 and "yuzhi ingest" in ended.err
