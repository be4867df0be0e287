"""The made-up Yulin is read by the same readers as real files, and what they find is what the truth says."""

import gzip
import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.indicators import Declarations, Given, Indicators, source_ranks
from yuzhi.engines.indicators.cases import lake_table
from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.recognition import recognise
from yuzhi.engines.reading.records import Fault, Record, Skipped
from yuzhi.engines.reading.sources import Context, Document
from yuzhi.engines.sampling import write_city
from yuzhi.engines.sampling.city import City, make_city
from yuzhi.engines.sampling.words import words
from yuzhi.kernel.numbers import ApplicationNumber
from yuzhi.packs.cn import declarations as china
from yuzhi.packs.cn.sources import SOURCES
from yuzhi.packs.cn_shaanxi_yulin import declarations as yulin
from yuzhi.packs.cn_shaanxi_yulin.areas import area_book
from yuzhi.packs.cn_shaanxi_yulin.sampling import city_plan

TODAY, SEED, SCALE = date(2026, 10, 31), 3, 0.02


@dataclass
class Read:
    """What the readers found in the sample's files."""

    truth: dict[str, Any]
    current: dict[tuple[str, str, str], Record] = field(default_factory=dict)
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    per_file: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    sources: dict[str, str] = field(default_factory=dict)

    def standing(self, table: str) -> list[Record]:
        """The statements of a table that hold after all deliveries."""
        return [record for (name, _, _), record in self.current.items() if name == table and not record.withdrawn]


@pytest.fixture(scope="module")
def city() -> City:
    return make_city(city_plan(), scale=SCALE, seed=SEED, today=TODAY)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    folder = tmp_path_factory.mktemp("yulin")
    summary = write_city(folder, city_plan(), scale=SCALE, seed=SEED, today=TODAY)
    found = Read(json.loads(summary.truth.read_text(encoding="utf-8")))
    for path in sorted(summary.office.iterdir()):
        source = recognise(glimpse(path, path.name), SOURCES)
        found.sources[path.name] = source.name
        document = Document(path.name, path, hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size)
        for outcome in source.read(document, Context(area_book())):
            if isinstance(outcome, Record):
                found.current[outcome.table, source.name, outcome.record] = outcome
                found.per_file[path.name][outcome.table] += 1
            elif isinstance(outcome, Fault):
                found.faults.append((path.name, outcome.origin.place, outcome.column))
            else:
                found.skipped.append(outcome)
    return found


def test_each_file_is_recognised_and_nothing_in_it_is_skipped(read: Read) -> None:
    assert {name.split(".")[1] for name in read.sources.values()} == {
        "cnipa_xml", "cnipa_xml_old", "cnipr_sheet", "energy_details", "templates",
    }  # fmt: skip
    assert read.skipped == []


def test_the_quarantine_holds_exactly_the_planted_faults(read: Read) -> None:
    planted = [(fault["file"], fault["place"], fault["column"]) for fault in read.truth["faults"]]
    assert sorted(read.faults) == sorted(planted)


def test_each_file_holds_as_many_records_as_the_truth_says(read: Read) -> None:
    told = {name: file["records"] for name, file in read.truth["totals"]["files"].items()}
    assert {name: read.per_file[name][file["table"]] for name, file in read.truth["totals"]["files"].items()} == told


def test_after_all_deliveries_there_are_as_many_things_as_in_the_city(read: Read) -> None:
    for table, total in read.truth["totals"]["tables"].items():
        records = read.standing(table)
        if table == "patent_events":  # gazette documents are events too; the truth counts the rows of the register
            records = [record for record in records if record.origin.place != "/" and "templates" in _source(read, record)]
            assert len(records) == total
        else:
            assert len({record.key for record in records}) == total, table


def test_each_patent_lies_where_the_city_put_it(read: Read, city: City) -> None:
    places = {ApplicationNumber.parse(patent.number).key: patent.place for patent in city.patents}
    abroad = [record for record in read.standing("patents") if record.key not in places]
    assert sorted(record.values["publication"] for record in abroad) == sorted(it.publication for it in city.relatives)
    for record in read.standing("patents"):
        if record in abroad:
            continue
        place = places[record.key]
        assert record.values.get("county") == (place.county or (city_plan().code if place.inside else None)), (
            record.values["address"]
        )


def test_each_mark_and_work_lies_where_the_city_put_it(read: Read, city: City) -> None:
    marks = {f"cn/t/{mark.number}/{mark.nice_class}": mark.place for mark in city.marks}
    works = {f"cn/w/{work.number}": work.place for work in city.works}
    for record in (*read.standing("trademarks"), *read.standing("works")):
        place = (marks | works)[record.key]
        assert record.values.get("county") == (place.county or (city_plan().code if place.inside else None)), (
            record.values["address"]
        )


def test_every_address_of_a_larger_city_is_placed_as_the_city_means_it() -> None:
    large, book = make_city(city_plan(), scale=0.3, seed=SEED + 1, today=TODAY), area_book()
    for place in {thing.place for thing in (*large.patents, *large.marks, *large.works, *large.bodies.all())}:
        found = book.of_address(place.address)
        assert (found.area.code if found.area else None, found.inside_city) == (place.county, place.inside), place.address


def test_records_are_marked_as_made_up(read: Read) -> None:
    assert [record.key for record in read.current.values() if not record.made_up] == []


def test_the_truth_speaks_of_every_indicator_and_of_no_other(read: Read) -> None:
    assert set(read.truth["definition"]) == {indicator.name for indicator in yulin.indicators()}


def test_every_situation_of_high_value_is_planted_and_they_overlap(read: Read) -> None:
    figures = read.truth["dates"]["2025-12-31"]["610800"]
    parts = [figures[name] for name in figures if name.startswith("hv_")]
    assert len(parts) == 5
    assert all(parts)
    assert max(parts) < figures["high_value_inventions"] < min(sum(parts), figures["valid_inventions"])
    assert figures["gi_products_converted"] > 0


def test_where_nobody_publishes_residents_there_is_no_figure_per_head(read: Read) -> None:
    (county,) = city_plan().unpublished
    for by_area in read.truth["dates"].values():
        assert by_area[county]["residents"] is by_area[county]["high_value_inventions_per_10k"] is None
        assert by_area["610800"]["high_value_inventions_per_10k"] is not None


def test_the_symbols_that_the_plan_holds_to_be_strategic_are_those_of_the_table() -> None:
    plan, table = city_plan(), china.strategic_industries().to_pylist()
    rules: dict[int, dict[bool, set[str]]] = defaultdict(lambda: {True: set(), False: set()})
    for row in table:
        rules[row["rule"]][row["excluded"]].add(row["symbol"])

    def named(symbol: str) -> bool:
        bare = symbol.replace(" ", "")
        steps = {bare, bare.split("/")[0], bare[:4], bare[:3]}
        return any(rule[False] & steps and not rule[True] & steps for rule in rules.values())

    symbols = {ipc for topic in plan.topics for _, ipc in topic.objects}
    assert {symbol for symbol in symbols if named(symbol)} == plan.strategic


def test_the_indicators_over_what_was_read_give_the_truth_for_every_area_on_every_day(read: Read) -> None:
    law = china.law_book().joined(yulin.law_book())
    declared = Declarations(china.datasets(), yulin.indicators(), yulin.targets())
    ranks = source_ranks([(source.name, source.rank) for source in SOURCES])
    stored = {name: lake_table(name, _lake_rows(read, name)) for name in TABLES}
    seen = Indicators(declared, Given({**stored, **china.law_tables(law), "source_ranks": ranks}), area_book())
    different = []
    for day, by_area in read.truth["dates"].items():
        for name in {indicator.name for indicator in yulin.indicators()} & set(read.truth["definition"]):
            values = seen.observe(name, date.fromisoformat(day))
            different += [
                (day, area, name, str(values[area].value), figures[name]) for area, figures in by_area.items()
                if values[area].value != (None if figures[name] is None else Decimal(figures[name]))
            ]
    assert different == []


def test_no_made_up_shop_bears_a_name_of_the_corpus_of_real_ones(shared: Path) -> None:
    with gzip.open(shared / "data/company_names/short_names.txt.gz", "rt", encoding="utf-8") as lines:
        real = {line.strip() for line in lines}
    made = {a + b + c for a in words("shop_first") for b in words("shop_second") for c in words("shop_third")}
    assert len(real) > 200_000
    assert made & real == set()


def test_the_plan_names_the_counties_of_the_city() -> None:
    plan, book = city_plan(), area_book()
    assert [area.zh for area in plan.areas] == [book.by_code(area.code).zh for area in plan.areas]
    assert {area.code for area in plan.areas} == {county.code for county in book.counties}
    assert {code for topic in plan.topics for code in topic.favours} <= {area.code for area in plan.areas}
    assert all(book.named(name).code == area.code for area in plan.areas for name in area.was)


def _lake_rows(read: Read, table: str) -> list[dict[str, Any]]:
    """The standing statements as rows of the lake."""
    return [
        {
            **record.values, "key": record.key, "record": record.record, "source": source, "true_from": record.true_from,
            "known_from": datetime(2026, 10, 31, tzinfo=UTC), "load": "L1",
        }
        for (name, source, _), record in read.current.items() if name == table and not record.withdrawn
    ]


def _source(read: Read, record: Record) -> str:
    return next(source for (table, source, name), other in read.current.items() if other is record)


@pytest.mark.parametrize("seed", range(1, 4))
def test_the_smallest_city_is_written_whatever_the_dice_say(tmp_path: Path, seed: int) -> None:
    write_city(tmp_path / "city", city_plan(), scale=0.001, seed=seed, today=date(2026, 11, 25))
    assert (tmp_path / "city/truth.json").exists()
