"""The made-up city, read through the command, gives the figures, faults and records that were planted."""

import json
from collections import Counter
from decimal import Decimal

import pytest

SEEDS = (1, 7)
SCALE = 0.02


class City:
    """A sample city that the command has read."""

    def __init__(self, home, folder, first):
        self.home, self.office, self.first = home, folder / "office", first
        self.truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        self.days = sorted(self.truth["dates"])


@pytest.fixture(scope="module", params=SEEDS, ids=[f"seed-{seed}" for seed in SEEDS])
def city(request, commands, sample, tmp_path_factory):
    folder, home = sample(SCALE, request.param), tmp_path_factory.mktemp("home")
    return City(home, folder, commands.ask_json(home, "ingest", folder / "office"))


def same(told, planted):
    if told is None or planted is None:
        return told is planted
    return Decimal(str(told)) == Decimal(str(planted))


def test_every_indicator_equals_the_truth_in_every_area_on_three_days(city, commands):
    ended = commands.run_each(city.home, [("indicators", "--as-of", day, "--json") for day in city.days])
    assert ended.code == 0, ended.err
    assert len(city.days) == 3
    different, compared = [], 0
    for day, answer in zip(city.days, ended.answers, strict=True):
        assert answer["as_of"] == day
        told = {one["name"]: one["values"] for one in answer["indicators"]}
        assert set(told) == set(city.truth["definition"])
        for area, planted in city.truth["dates"][day].items():
            for name in told:
                compared += 1
                if not same(told[name][area], planted[name]):
                    different.append((day, area, name, told[name][area], planted[name]))
    assert different == []
    assert compared >= 3 * 13 * 28


def test_inventions_per_ten_thousand_people_are_the_planted_ones(city, commands):
    for day in city.days:
        told = {one["name"]: one["values"] for one in commands.ask_json(city.home, "indicators", "--as-of", day)["indicators"]}
        for area, planted in city.truth["dates"][day].items():
            if planted["residents"] is None:
                assert told["inventions_per_10k"][area] is told["high_value_inventions_per_10k"][area] is None
                continue
            share = Decimal(planted["valid_inventions"]) * 10000 / Decimal(planted["residents"])
            assert abs(Decimal(str(told["inventions_per_10k"][area])) - share) < Decimal("0.01"), (day, area)


def test_the_quarantine_holds_the_planted_faults_and_nothing_else(city, commands):
    rows = commands.database(city.home, 'select file_name, place, "column", value, reason from datasets_quarantined')
    planted = Counter((f"office/{one['file']}", one["place"], one["column"]) for one in city.truth["faults"])
    assert Counter(row[:3] for row in rows) == planted
    assert city.first["totals"]["quarantined"] == len(city.truth["faults"])
    values = {(f"office/{one['file']}", one["place"], one["column"]): one["value"] for one in city.truth["faults"]}
    for *where, value, reason in rows:
        assert value == values[tuple(where)]
        assert len(reason) > 5, "a person must be able to mend it"


def test_behind_every_value_stand_records_that_sum_up_to_it(city, commands):
    day = city.days[-1]
    told = commands.ask_json(city.home, "indicators", "--as-of", day)["indicators"]
    asked = [(one["name"], area) for one in told if not one["name"].endswith("_per_10k") for area in city.truth["dates"][day]]
    ended = commands.run_each(
        city.home, [("explain", name, "--area", area, "--as-of", day, "--json") for name, area in asked]
    )
    assert ended.code == 0, ended.err
    units = {one["name"]: one["unit"] for one in told}
    for (name, area), answer in zip(asked, ended.answers, strict=True):
        planted, records = city.truth["dates"][day][area][name], answer["records"]
        assert (answer["indicator"], answer["area"], answer["as_of"]) == (name, area, day)
        assert same(answer["value"], planted), (name, area)
        assert answer["total"] == len(records) == len({row["key"] for row in records}), (name, area)
        assert sum((Decimal(str(row["value"])) for row in records), Decimal(0)) == Decimal(str(planted or 0)), (name, area)
        if name != "residents" and units[name] != "CNY":
            assert len(records) == int(planted), (name, area, units[name])


def test_as_many_rights_stand_as_the_truth_counts(city, commands):
    kept = commands.ask_json(city.home, "search", "*", "--top", "0", "--facet", "kind")
    counted = {one["value"]: one["records"] for one in kept["facets"]["kind"]}
    tables = city.truth["totals"]["tables"]
    assert counted == {name: tables[name] for name in counted}
    assert kept["total"] == sum(counted.values())
    assert {"patents", "trademarks", "works", "indications", "varieties"} <= set(counted)


def test_every_right_and_every_party_is_marked_as_made_up(city, commands):
    assert commands.database(city.home, "select distinct made_up from rights_right") == [(1,)]
    assert commands.database(city.home, "select distinct made_up from parties_party") == [(1,)]
    assert commands.database(city.home, "select distinct made_up from datasets_load") == [(1,)]
    hits = commands.ask_json(city.home, "search", "*", "--top", "1000")["hits"]
    assert hits
    assert all(hit["made_up"] for hit in hits)
    assert commands.ask_json(city.home, "show", hits[0]["key"])["made_up"]


def test_a_second_run_adds_nothing_and_says_so(city, commands):
    loads = commands.database(city.home, "select count(*) from datasets_load")
    again = commands.ask_json(city.home, "ingest", city.office)
    assert again["nothing_new"]
    assert again["edition"] is None
    assert again["loads"] == again["refused"] == again["skipped"] == []
    assert len(again["already_read"]) == len(list(city.office.iterdir()))
    assert "没有新的内容" in commands.run(city.home, "ingest", city.office).out
    assert commands.database(city.home, "select count(*) from datasets_load") == loads
