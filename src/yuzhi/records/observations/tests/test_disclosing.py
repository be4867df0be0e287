"""Sums of money as viewers may see them: single contracts cannot be worked out by who may not read them."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest

from yuzhi.engines.indicators import Declarations, Given, Indicators
from yuzhi.engines.indicators.cases import lake_table
from yuzhi.engines.indicators.declared import Indicator
from yuzhi.engines.indicators.disclosure import FEW, INFERRED
from yuzhi.kernel.areas import Area, AreaBook
from yuzhi.kernel.cite import Cite
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.observations import disclosing
from yuzhi.records.observations.disclosing import disclosed

CITY, FEWS, MANY, MORE = "610800", "610829", "610802", "610881"
AREAS = AreaBook(
    [Area(CITY, "榆林市", "Yulin", "610000"), *(Area(code, code, code, CITY) for code in (FEWS, MANY, MORE))], city=CITY
)
DAY = date(2025, 6, 20)
MONEY = Indicator(
    name="lent", zh="质押", en="lent", question="?", unit="CNY", kind="records", grain=("city", "county"), method=1,
    cite=Cite("city.plan", "1", "memory"), missing="无", owner="x", inputs={"pledges": ("key", "county", "amount", "registered_on")},
    sql="select key as record, county as area, amount as value from pledges where registered_on <= $as_of",
)


@dataclass
class Reader:
    """Somebody who may read the deals of some areas."""

    areas: set[str] = field(default_factory=set)


@pytest.fixture
def seen(monkeypatch):
    rows = [(FEWS, 2), (MANY, 5), (MORE, 9)]
    pledges = [
        {"key": f"cn/pledge/{area}{n}", "county": area, "amount": "100.00", "registered_on": date(2025, 5, 1)}
        for area, many in rows for n in range(many)
    ]
    pledges.append({"key": "cn/pledge/late", "county": MORE, "amount": "7.00", "registered_on": date(2025, 6, 10)})
    runner = Indicators(Declarations((), (MONEY,), ()), Given({"pledges": lake_table("pledges", pledges)}), AREAS)

    @dataclass
    class Said:
        allowed: bool

    monkeypatch.setattr(disclosing, "may", lambda who, verb, thing: Said(thing.county in who.areas))
    return lambda viewer: disclosed(runner, MONEY, DAY, viewer, lambda day: runner.observe("lent", day))


def test_everyone_sees_sums_of_month_ends_and_none_over_fewer_than_three_contracts(seen):
    told = seen(Reader())
    assert {one.as_of for one in told.values()} == {date(2025, 5, 31)}
    assert (told[FEWS].value, told[FEWS].reason) == (None, FEW)
    assert (told[MANY].value, told[MANY].reason) == (None, INFERRED)
    assert (told[MORE].value, told[CITY].value, told[""].value) == (Decimal(900), Decimal(1600), 0)


def test_who_may_read_the_deals_of_a_county_sees_its_sum_of_the_day_and_others_as_everyone_does(seen):
    told = seen(Reader({FEWS}))
    assert (told[FEWS].value, told[FEWS].as_of, told[FEWS].reason) == (Decimal(200), DAY, "")
    assert (told[MANY].value, told[MORE].as_of) == (None, date(2025, 5, 31))


@pytest.mark.parametrize("viewer", [Operator("me"), Reader({CITY, FEWS, MANY, MORE, ""})])
def test_an_operator_and_who_may_read_every_deal_see_all_of_the_day(seen, viewer):
    told = seen(viewer)
    assert {one.as_of for one in told.values()} == {DAY}
    assert [told[area].value for area in (CITY, FEWS, MANY, MORE)] == [1607, 200, 500, 907]
