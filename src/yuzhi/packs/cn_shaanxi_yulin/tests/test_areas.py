"""Real addresses find their county in Yulin, look-alikes elsewhere do not."""

import csv
from pathlib import Path

import pytest

from yuzhi.packs.cn_shaanxi_yulin.areas import AREAS, area_book, groups, populations, source


@pytest.mark.parametrize(
    ("address", "county"),
    [
        ("718000 陕西省榆林市榆阳区开发区榆溪大道1号", "榆阳区"),
        ("（719000）陕西省　榆林市　榆阳区", "榆阳区"),
        ("陕西省神木市锦界工业园区", "神木市"),
        ("榆林市神木县大柳塔镇", "神木市"),
        ("横山县波罗镇", "横山区"),
        ("榆林地区榆林县", "榆阳区"),
        ("中国陕西榆林靖边张家畔", "靖边县"),
        ("榆林市大柳塔镇前柳塔村", "神木市"),
        ("陕西省榆林市锦界工业园区", "神木市"),
        ("榆林市高新技术产业园区榆溪大道", "榆阳区"),
        ("榆林高新区", "榆阳区"),
        ("榆林市榆神工业区大保当镇", "神木市"),
        ("陕西省榆林市榆神工业区（神木市）", "神木市"),
        ("榆林市高新区横山区白界镇", "横山区"),
        ("佳县佳州街道", "佳县"),
    ],
)
def test_an_address_in_the_city_finds_its_county(address: str, county: str) -> None:
    placed = AREAS.of_address(address)
    assert placed.area is not None and placed.area.zh == county and placed.inside_city


@pytest.mark.parametrize(
    "address",
    ["陕西省榆林市", "榆林市", "陕西省榆林市市辖区", "陕西榆林", "榆林市榆神工业区", "榆林市榆横工业区",
     "陕西省榆林市榆阳西路10号", "陕西省榆林市神木路5号", "陕西省榆林市上郡北路"],
)  # fmt: skip
def test_an_address_without_a_county_stays_open_inside_the_city(address: str) -> None:
    placed = AREAS.of_address(address)
    assert placed.area is None and placed.inside_city and ("没有写明县" in placed.reason)


@pytest.mark.parametrize(
    "address",
    ["北京市神木大厦", "西安市榆林路", "榆林路88号", "陕西省西安市神木大厦", "陕西省榆林路12号", "神木大厦3层",
     "山西省临县佳县路", "海南省三亚市榆林港", "广西玉林市玉州区", "黑龙江省榆林镇", "四川省成都市横山区路",
     "横山路5号",
     "110000 北京市朝阳区", "安徽省桐城市高新区", "大柳塔镇", "高新区", "Yulin", ""],
)  # fmt: skip
def test_look_alikes_elsewhere_are_not_taken_for_the_city(address: str) -> None:
    placed = AREAS.of_address(address)
    assert placed.area is None and not placed.inside_city and placed.reason


def test_the_reason_says_what_was_read() -> None:
    assert AREAS.of_address("榆林市神木县大柳塔镇").reason == "地址写的“神木县”现为神木市（2017年4月批准撤县设市）"
    assert AREAS.of_address("榆林高新区").reason == "高新区在榆阳区，按园区所在县认定（园区归属待核实）"
    assert AREAS.of_address("北京市朝阳区").reason == "地址在榆林市以外"


def test_the_twelve_counties_stand_in_the_tile_map_each_on_its_own_tile() -> None:
    counties = area_book().counties
    assert len(counties) == 12 == len({county.tile for county in counties} - {None})
    assert [sum(county.group == group.key for county in counties) for group in groups()] == [6, 6]


def test_old_codes_lead_to_the_areas_of_today() -> None:
    assert AREAS.by_code("610821").zh == "神木市" and AREAS.by_code("610823").zh == "横山区"


def test_census_figures_add_up_to_the_city() -> None:
    census = {fact.area: fact.residents for fact in populations() if fact.basis == "census"}
    assert census["north6"] + census["south6"] == census["610800"] == 3_624_750
    assert all(fact.source and fact.confidence in ("verified", "memory") for fact in populations())


def test_the_names_rest_on_a_source() -> None:
    assert str(source()) == "cn.statistics_division_codes:2024" and source().confidence == "verified"


def test_every_town_and_county_is_the_one_of_the_national_list(shared: Path) -> None:
    folder = shared / "data/geo/divisions"
    with (folder / "areas.csv").open(encoding="utf-8") as lines:
        counties = {row["code"]: row["name"] for row in csv.DictReader(lines) if row["cityCode"] == "6108"}
    assert {county.code: county.zh for county in AREAS.counties} == counties
    with (folder / "streets.csv").open(encoding="utf-8") as lines:
        towns = [(row["name"], row["areaCode"]) for row in csv.DictReader(lines) if row["cityCode"] == "6108"]
    assert len(towns) == 184
    placed = [(name, code, AREAS.of_address(f"陕西省榆林市{name}").area) for name, code in towns]
    assert [(name, code) for name, code, area in placed if area is None or area.code != code] == []


def test_no_county_of_another_city_is_taken_for_one_of_ours(shared: Path) -> None:
    folder = shared / "data/geo/divisions"
    with (folder / "areas.csv").open(encoding="utf-8") as lines:
        others = [row["name"] for row in csv.DictReader(lines) if row["cityCode"] != "6108"]
    assert len(others) > 2_900
    assert [name for name in others if AREAS.of_address(name).inside_city] == []
