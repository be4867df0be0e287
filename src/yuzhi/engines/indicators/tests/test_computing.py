"""A value is its list of records; what is missing says why; ratios refuse what they cannot divide."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuzhi.engines.indicators import (
    Dataset,
    DeclarationFault,
    Declarations,
    Given,
    Indicator,
    Indicators,
    Plan,
    Ratio,
    Target,
)
from yuzhi.kernel.areas import Area, AreaBook
from yuzhi.kernel.cite import Cite
from yuzhi.kernel.errors import NotFound

CITE = Cite("cn.patent_law", "42", "verified")
AREAS = AreaBook(
    [Area("610800", "榆林市", "Yulin", "610000"), Area("610802", "榆阳区", "Yuyang", "610800"),
     Area("610881", "神木市", "Shenmu", "610800")],
    city="610800",
)
DAY = date(2025, 6, 30)
PLAN = Plan(date(2021, 1, 1), date(2025, 12, 31), "plan")
METHOD = "select area, record, value from things where day <= $as_of"
COLUMNS = ("area", "record", "value", "day")


def indicator(name: str = "things", **more: object) -> Indicator:
    said: dict[str, object] = {
        "zh": name, "en": name, "question": "多少？", "unit": "piece", "kind": "records", "grain": ("city", "county"),
        "method": 1, "cite": CITE, "missing": "不计", "owner": "市", "inputs": {"things": COLUMNS}, "sql": METHOD,
    }
    return Indicator(name=name, **{**said, **more})  # type: ignore[arg-type]


def things(rows: Sequence[tuple[str | None, str | None, int | None]]) -> dict[str, pa.Table]:
    return {"things": pa.table({
        "area": pa.array([area for area, _, _ in rows], pa.string()),
        "record": pa.array([record for _, record, _ in rows], pa.string()),
        "value": pa.array([value for _, _, value in rows], pa.int64()),
        "day": pa.array([date(2025, 1, 1)] * len(rows), pa.date32()),
    })}


def over(rows: Sequence[tuple[str | None, str | None, int | None]], *declared: Indicator) -> Indicators:
    return Indicators(Declarations(indicators=declared or (indicator(),)), Given(things(rows)), AREAS)


def test_a_record_in_two_counties_counts_once_in_the_city() -> None:
    indicators = over([("610802", "a", 1), ("610881", "a", 1), ("610881", "b", 1), ("610881", "b", 1)])
    seen = indicators.observe("things", DAY)
    assert {area: one.value for area, one in seen.items()} == {"610800": 2, "610802": 1, "610881": 2, "": 0}
    assert [(one.record, one.areas) for one in indicators.explain("things", "610800", DAY)] == [
        ("a", ("610802", "610881")), ("b", ("610881",)),
    ]


def test_what_lies_in_no_known_county_counts_for_the_city_alone_and_what_lies_elsewhere_never() -> None:
    indicators = over([("610800", "a", 1), ("610802", "b", 1), ("610100", "c", 1), ("", "d", 1), (None, "e", 1)])
    seen = indicators.observe("things", DAY)
    assert {area: one.value for area, one in seen.items()} == {"610800": 2, "610802": 1, "610881": 0, "": 1}
    assert [one.record for one in indicators.explain("things", "", DAY)] == ["a"]


def test_nothing_before_the_day_and_all_areas_in_every_answer() -> None:
    seen = over([("610802", "a", 1)]).observe("things", date(2024, 12, 31))
    assert {area: one.value for area, one in seen.items()} == {"610800": 0, "610802": 0, "610881": 0, "": 0}


def test_an_empty_input_is_missing_and_not_zero() -> None:
    indicators = over([])
    seen = indicators.observe("things", DAY)["610800"]
    assert seen.value is None
    assert "数据集“things”还没有任何记录" in seen.reason
    assert indicators.explain("things", "610800", DAY) == []


@pytest.mark.parametrize(
    "rows",
    [[("610802", "a", 1), ("610802", "a", 2)], [("610802", "a", 1), ("610881", "a", 2)], [("610802", None, 1)],
     [("610802", "a", None)]],
)
def test_a_method_that_contradicts_itself_gives_no_value(rows: list[tuple[str, str | None, int | None]]) -> None:
    with pytest.raises(DeclarationFault, match="两个不同的值，或没有给出值"):
        over(rows).observe("things", DAY)


def test_an_undeclared_indicator_or_area_is_not_found() -> None:
    indicators = over([("610802", "a", 1)])
    with pytest.raises(NotFound, match="已声明：things"):
        indicators.observe("nothing", DAY)
    with pytest.raises(NotFound, match="610100"):
        indicators.explain("things", "610100", DAY)


def test_an_indicator_sees_only_the_inputs_and_columns_it_declares() -> None:
    greedy = indicator("greedy", sql="select area, record, value from things where seen <= $as_of")
    with pytest.raises(DeclarationFault, match=r"greedy/method_1\.sql"):
        over([("610802", "a", 1)], greedy).observe("greedy", DAY)
    unknown = indicator("unknown", inputs={"nowhere": ("a",)})
    with pytest.raises(DeclarationFault, match="没有数据集“nowhere”"):
        over([("610802", "a", 1)], unknown).observe("unknown", DAY)


def test_the_same_inputs_give_the_same_lineage_and_other_inputs_another() -> None:
    one, same, other = (
        over(rows).observe("things", DAY)["610800"].inputs
        for rows in ([("610802", "a", 1)], [("610802", "a", 1)], [("610802", "b", 1)])
    )
    assert one == same != other
    assert set(one) == {"things"}


def test_a_derived_data_set_is_built_from_its_own_inputs_and_stands_in_the_lineage() -> None:
    doubled = Dataset("doubled", "加倍", "doubled", {"things": COLUMNS}, "select *, value * 2 as twice from things")
    asks = indicator("twice", inputs={"doubled": ("area", "record", "twice")},
                     sql="select area, record, twice as value from doubled where $as_of is not null")
    indicators = Indicators(Declarations((doubled,), (asks,)), Given(things([("610802", "a", 4)])), AREAS)
    seen = indicators.observe("twice", DAY)["610802"]
    assert seen.value == 8
    assert set(seen.inputs) == {"doubled", "things"}


def test_data_sets_that_need_each_other_are_refused() -> None:
    circle = (
        Dataset("one", "一", "one", {"two": ("a",)}, "select a from two"),
        Dataset("two", "二", "two", {"one": ("a",)}, "select a from one"),
    )
    with pytest.raises(DeclarationFault, match="one → two → one"):
        Indicators(Declarations(circle), Given({}), AREAS)


def test_a_ratio_divides_area_by_area_and_refuses_a_missing_or_zero_denominator() -> None:
    above, below = indicator("above"), indicator("below", kind="stated", sql=METHOD.replace("things", "people"),
                                                 inputs={"people": COLUMNS})
    ratio = indicator("per_10k", kind="ratio", unit="piece_per_10k", inputs={}, ratio=Ratio("above", "below", 10000))
    people = things([("610800", "city", 30000), ("610881", "shenmu", 0)])["things"]
    indicators = Indicators(
        Declarations(indicators=(above, below, ratio)),
        Given({**things([("610802", "a", 1), ("610881", "b", 1)]), "people": people}), AREAS,
    )
    seen = indicators.observe("per_10k", DAY)
    assert seen["610800"].value == Decimal("0.67")
    assert set(seen["610800"].inputs) == {"people", "things"}
    assert (seen["610802"].value, seen["610881"].value) == (None, None)
    assert "没有已公布的数" in seen["610802"].reason
    assert "为零" in seen["610881"].reason
    assert [one.record for one in indicators.explain("per_10k", "610881", DAY)] == ["b"]


def test_a_stated_figure_is_never_added_up() -> None:
    stated = indicator("people", kind="stated")
    indicators = over([("610802", "x", 5), ("610881", "y", 6)], stated)
    seen = indicators.observe("people", DAY)
    assert {area: one.value for area, one in seen.items()} == {"610800": None, "610802": 5, "610881": 6, "": None}
    with pytest.raises(DeclarationFault, match="给出了两个数"):
        over([("610802", "x", 5), ("610802", "y", 6)], stated).observe("people", DAY)


def test_a_trend_is_the_values_of_its_days_in_their_order() -> None:
    indicators = over([("610802", "a", 1)])
    days = [date(2025, 1, 1), date(2024, 12, 31)]
    assert [(one.as_of, one.value) for one in indicators.trend("things", "610802", days)] == [
        (days[0], 1), (days[1], 0),
    ]


def test_a_standing_says_which_part_of_the_target_is_reached() -> None:
    met = Target("T1", PLAN, "目标", "target", Decimal(3), "piece", date(2025, 12, 31), CITE, "things")
    pending = replace(met, id="T2", indicator=None, pending="未定")
    declared = Declarations(indicators=(indicator(targets=("T1",)),), targets=(met, pending))
    standings = Indicators(declared, Given(things([("610802", "a", 1)])), AREAS).standings("plan", DAY)
    assert [(one.target.id, one.share) for one in standings] == [("T1", Decimal("0.3333")), ("T2", None)]
    assert standings[1].observation is None


def test_declarations_that_do_not_fit_each_other_are_refused() -> None:
    target = Target("T1", PLAN, "目标", "target", Decimal(3), "firm", date(2025, 12, 31), CITE, "things")
    with pytest.raises(DeclarationFault, match="声明了两次"):
        Declarations(indicators=(indicator(), indicator()))
    with pytest.raises(DeclarationFault, match="只有一方提到对方"):
        Declarations(indicators=(indicator(),), targets=(target,))
    with pytest.raises(DeclarationFault, match="以 firm 计"):
        Declarations(indicators=(indicator(targets=("T1",)),), targets=(target,))
    with pytest.raises(DeclarationFault, match="没有声明"):
        Declarations(indicators=(indicator("half", kind="ratio", ratio=Ratio("things", "nobody", 1)),))


@settings(max_examples=40, deadline=None)
@given(st.sets(st.tuples(st.sampled_from(["610802", "610881", "610800", "610100"]), st.sampled_from("abcdef"))))
def test_every_value_is_the_sum_of_its_records(rows: set[tuple[str, str]]) -> None:
    indicators = over([(area, record, ord(record)) for area, record in sorted(rows)] or [("610100", "z", 1)])
    for area, seen in indicators.observe("things", DAY).items():
        assert seen.value == sum(one.value for one in indicators.explain("things", area, DAY))
    ours = {record for area, record in rows if area != "610100"}
    assert indicators.observe("things", DAY)["610800"].value == sum(map(ord, ours))
