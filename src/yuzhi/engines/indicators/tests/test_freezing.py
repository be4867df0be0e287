"""What is frozen can be added up again by anyone; any change of a figure, a list or the document is named."""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuzhi.engines.indicators import Declarations, Given, Indicator, Indicators, Plan, Ratio, Target
from yuzhi.engines.indicators.freezing import Frozen, checked, closing, contributions
from yuzhi.kernel.areas import Area, AreaBook
from yuzhi.kernel.cite import Cite

CITE = Cite("cn.patent_law", "42", "verified")
PLAN = Plan(date(2021, 1, 1), date(2025, 12, 31), "甲")
AREAS = AreaBook(
    [Area("610800", "榆林市", "Yulin", "610000"), Area("610802", "榆阳区", "Yuyang", "610800"),
     Area("610881", "神木市", "Shenmu", "610800")], city="610800",
)
ADDED = "select record, value, area from things where day <= $as_of and kind = 'added'"
STATED = "select record, value, area from things where day <= $as_of and kind = 'stated'"


def _indicator(name: str, sql: str, kind: str = "records", unit: str = "piece", ratio: Ratio | None = None) -> Indicator:
    return Indicator(
        name=name, zh=name, en=name, question="？", unit=unit, kind=kind, grain=("city", "county"), method=1, cite=CITE,     # type: ignore[arg-type]
        missing="无", owner="x", inputs={"things": ("record", "value", "area", "day", "kind")} if sql else {}, sql=sql, ratio=ratio,
        targets=("T1",) if name == "each" else (),
    )


def frozen(rows: Sequence[tuple[str, str, int, str]], unit: str = "piece") -> Frozen:
    """The closing figures of a plan of one ratio over these (record, area, value, kind)."""
    table = pa.table({
        "record": [row[0] for row in rows], "area": [row[1] for row in rows], "value": [row[2] for row in rows],
        "day": pa.array([date(2025, 6, 1)] * len(rows), pa.date32()), "kind": [row[3] for row in rows],
    })
    declared = Declarations(
        indicators=(
            _indicator("many", ADDED, unit=unit), _indicator("people", STATED, "stated"),
            _indicator("each", "", "ratio", "piece_per_10k", Ratio("many", "people", 10_000)),
        ),
        targets=(Target("T1", PLAN, "目标", "target", Decimal(2), "piece_per_10k", PLAN.last, CITE, "each", ("many",)),),
    )
    return closing(Indicators(declared, Given({"things": table}), AREAS), PLAN, 7)


ROWS = [("a", "610802", 1, "added"), ("b", "610881", 1, "added"), ("b", "610802", 1, "added"), ("c", "610800", 1, "added"),
        ("p", "610800", 30_000, "stated"), ("q", "610802", 10_000, "stated")]


def values(one: Frozen, name: str) -> dict[str, object]:
    return {figure.area: figure.value for figure in one.figures if figure.indicator == name}


def test_every_area_has_its_figure_with_its_records_and_a_missing_one_its_reason() -> None:
    one = frozen(ROWS)
    assert values(one, "many") == {"610800": 3, "610802": 2, "610881": 1, "": 1}
    assert values(one, "each") == {"610800": Decimal("1.00"), "610802": Decimal("2.00"), "610881": None, "": None}
    assert [figure.reason != "" for figure in one.figures if figure.value is None] == [True] * 4
    told = json.loads(one.document)
    assert (told["plan"], told["last"], told["edition"]) == ("甲", "2025-12-31", 7)
    assert [named["indicator"] for named in told["indicators"]] == ["many", "people", "each"]
    assert {row.record for listed in one.lists.values() for row in contributions(listed)} == {"a", "b", "c", "p", "q"}


def test_the_same_data_freeze_to_the_same_bytes() -> None:
    assert frozen(ROWS).digest == frozen(ROWS).digest != frozen(ROWS[1:]).digest


def test_a_county_sum_of_few_contracts_is_kept_but_marked_as_not_for_the_public() -> None:
    hidden = {figure.area: bool(figure.withheld) for figure in frozen(ROWS, "CNY").figures if figure.indicator == "many"}
    assert hidden == {"610800": False, "610802": True, "610881": True, "": True}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(
    st.sampled_from("abcdefgh"), st.sampled_from(["610802", "610881", "610800"]), st.just(2), st.just("added"),
), unique_by=lambda row: (row[0], row[1])))
def test_whatever_is_frozen_checks_out(rows: list[tuple[str, str, int, str]]) -> None:
    one = frozen([*rows, ("p", "610800", 30_000, "stated")])
    assert {finding.verdict for finding in checked(one.document, one.lists.get)} == {"match"}


def test_a_changed_figure_a_changed_list_and_a_lost_list_are_named() -> None:
    one = frozen(ROWS)
    told = json.loads(one.document)
    next(figure for figure in told["figures"] if figure["indicator"] == "many" and figure["area"] == "610881")["value"] = "2"
    found = {finding.what: finding for finding in checked(json.dumps(told).encode(), one.lists.get)}
    assert found["many@2025-12-31"].verdict == "mismatch" and "610881" in found["many@2025-12-31"].said
    assert found["people@2025-12-31"].verdict == "match"
    swapped = {digest: listed.replace(b"610881", b"610802") for digest, listed in one.lists.items()}
    assert [finding.verdict for finding in checked(one.document, swapped.get)] == ["mismatch", "match", "match"]
    assert [finding.verdict for finding in checked(one.document, lambda digest: None)] == ["absent", "absent", "match"]


@pytest.mark.parametrize("document", [b"", b"[]", b"{}", b'{"indicators": 3, "figures": [], "city": ""}', b"\xff"])
def test_a_document_that_is_none_does_not_match(document: bytes) -> None:
    assert [finding.verdict for finding in checked(document, lambda digest: None)] == ["mismatch"]
