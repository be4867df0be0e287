"""Areas of a made-up book: what the reading rules do, apart from any city's names."""

import pytest

from yuzhi.kernel.areas import Area, AreaBook, Former, Locality
from yuzhi.kernel.errors import BadValue

BOOK = AreaBook(
    [
        Area("990000", "东海省", "Donghai", ""),
        Area("990100", "临江市", "Linjiang", "990000", formers=(Former("临江地区"),)),
        Area("990102", "北山区", "Beishan", "990100", aliases=("北山新区",),
             formers=(Former("北山县", "990121", "撤县设区"),)),
        Area("990103", "南湖县", "Nanhu", "990100"),
    ],
    city="990100",
    places=(
        Locality(("新城镇",), "town", ("990102",)), Locality(("新城镇",), "town", ("990103",)),
        Locality(("石桥镇",), "town", ("990103",)), Locality(("两江园区",), "park", ("990102", "990103")),
        Locality(("高新区",), "park", ("990102",), "memory"),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("address", "code", "inside"),
    [("东海省临江市北山区一号", "990102", True), ("临江市南湖县石桥镇", "990103", True), ("东海省北山县",
     "990102", True),
     ("临江市北山新区", "990102", True), ("临江北山", "990102", True), ("北山", None, False), ("北山路", None, False),
     ("临江市北山路", None, True), ("临江市石桥镇", "990103", True), ("石桥镇", None, False),
     ("临江市新城镇", None, True),
     ("临江市两江园区", None, True), ("临江市两江园区石桥镇", "990103", True), ("临江市两江园区北山区",
     "990102", True),
     ("临江市高新区", "990102", True), ("临江市高新区南湖县", "990103", True), ("西海省临江路", None, False),
     ("", None, False)],
)  # fmt: skip
def test_an_address_is_placed_or_left_open(address: str, code: str | None, inside: bool) -> None:
    placed = BOOK.of_address(address)
    assert (placed.area.code if placed.area else None, placed.inside_city) == (code, inside)
    assert placed.reason


def test_a_town_that_two_counties_have_is_named_with_both() -> None:
    reason = BOOK.of_address("临江市新城镇").reason
    assert "北山区、南湖县" in reason and "不能认定" in reason


def test_an_area_is_found_by_any_of_its_names_and_codes() -> None:
    names = ("北山区", "北山", "北山县", "临江市北山区", "临江北山", "990102", "990121")
    assert {BOOK.named(text).code for text in names} == {"990102"}
    assert BOOK.by_code("990121").zh == "北山区" and BOOK.named("临江地区") == BOOK.city
    assert [area.zh for area in BOOK.counties] == ["北山区", "南湖县"]


def test_an_unknown_name_or_code_lists_what_there_is() -> None:
    with pytest.raises(BadValue, match="北山区、南湖县"):
        BOOK.named("西湖区")
    with pytest.raises(BadValue, match="990103（南湖县）"):
        BOOK.by_code("110105")
