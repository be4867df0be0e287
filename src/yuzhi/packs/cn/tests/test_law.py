"""The national law book loads without gaps or overlaps and gives the values of its worked examples."""

from datetime import date
from decimal import Decimal

import pytest

from yuzhi.engines.lawbook.loading import cases
from yuzhi.engines.lawbook.texts import compared, texts
from yuzhi.packs.cn import declarations

LAW = declarations.law_book()


@pytest.mark.parametrize(("parameter", "on", "value"), cases(declarations.HERE / "law"))
def test_a_parameter_has_the_value_of_its_worked_example(parameter: str, on: date, value: Decimal) -> None:
    assert LAW.at(parameter, on=on).value == value


def test_every_parameter_has_a_worked_example() -> None:
    assert {name for name, _, _ in cases(declarations.HERE / "law")} == set(LAW.parameters)


def test_every_value_cites_an_article_of_a_known_instrument() -> None:
    for parameter in LAW.parameters.values():
        for value in parameter.values:
            assert value.cite.instrument in LAW.instruments
            assert value.cite.article


def test_the_terms_stand_in_a_table_with_one_row_per_span() -> None:
    terms = declarations.law_tables(LAW)["law_patent_terms"].to_pylist()
    designs = [row for row in terms if row["right_kind"] == "design"]
    assert [row["years"] for row in designs] == [8, 10, 15]
    assert [row["filed_until"] for row in designs] == [date(1993, 1, 1), date(2021, 6, 1), None]


def test_every_cited_article_stands_in_the_text_of_its_law(shared) -> None:
    held = compared(LAW, texts(shared / "data" / "ip_laws"))
    assert held.faults == ()
    assert held.found >= 30
