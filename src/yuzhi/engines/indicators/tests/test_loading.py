"""Folders become declarations, or say which word in which file is wrong."""

from pathlib import Path

import pytest

from yuzhi.engines.indicators import DeclarationFault, Declarations
from yuzhi.engines.indicators.cases import cases, lake_table
from yuzhi.engines.indicators.loading import datasets, indicators, targets
from yuzhi.engines.lawbook import LawFault

GOOD = """
name: marks
label: {zh: 商标, en: marks}
question: 多少件？
unit: piece
grain: [city, county]
method: 1
cite: {instrument: cn.trademark_law, article: "39", confidence: verified}
inputs: {trademarks: [key, county]}
missing: 不计
owner: 市
"""
SQL = "select county as area, key as record, 1 as value from trademarks where $as_of is not null"


def folder(tmp_path: Path, declared: str = GOOD, sql: str = SQL) -> Path:
    place = tmp_path / "marks"
    place.mkdir()
    (place / "indicator.yml").write_text(declared, encoding="utf-8")
    (place / "method_1.sql").write_text(sql, encoding="utf-8")
    return tmp_path


def test_a_folder_is_an_indicator(tmp_path: Path) -> None:
    (found,) = indicators(folder(tmp_path))
    assert (found.name, found.kind, found.measure.zh) == ("marks", "records", "件")
    assert found.inputs == {"trademarks": ("key", "county")}


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("unit: piece", "unit: furlong", "unit"),
        ("grain: [city, county]", "grain: [street]", "grain"),
        ("name: marks", "name: other", "文件夹同名"),
        ("missing: 不计", "", "missing"),
        ("owner: 市", "owner: 市\nowns: 市", "没有这个字段"),
        ('article: "39"', "article: 39", "加引号"),
        (", confidence: verified", "", "verified"),
        ("method: 1", "method: 2", "method_2.sql"),
        ("inputs: {trademarks: [key, county]}", "inputs: [trademarks]", "数据集"),
        ("owner: 市", "owner: 市\nkind: guess", "kind"),
        ("owner: 市", "owner: 市\nparams: {since: null}", "参数"),
    ],
)
def test_a_wrong_word_stops_the_load(tmp_path: Path, before: str, after: str, said: str) -> None:
    with pytest.raises((DeclarationFault, LawFault), match=said):
        indicators(folder(tmp_path, GOOD.replace(before, after)))


def test_an_indicator_without_worked_examples_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationFault, match="算例"):
        cases(folder(tmp_path))


def test_a_case_cannot_use_a_column_that_the_lake_does_not_have() -> None:
    with pytest.raises(DeclarationFault, match="weight"):
        lake_table("trademarks", [{"key": "cn/t/1/1", "weight": 3}])


def test_a_merged_data_set_needs_no_query_and_no_list_can_be_merged(tmp_path: Path) -> None:
    said = "name: merged\nlabel: {zh: 合并, en: merged}\nmerge: {table: patents, fields: [county]}\n"
    (tmp_path / "merged.yml").write_text(said, encoding="utf-8")
    (found,) = datasets(tmp_path)
    assert set(found.inputs) == {"patents", "source_ranks"}
    (tmp_path / "merged.yml").write_text(said.replace("[county]", "[applicants]"), encoding="utf-8")
    with pytest.raises(DeclarationFault, match="applicants"):
        datasets(tmp_path)


def test_a_series_that_breaks_says_when_and_why(tmp_path: Path) -> None:
    (tmp_path / "things").mkdir()
    path = tmp_path / "things" / "indicator.yml"
    (tmp_path / "things" / "method_1.sql").write_text(
        "select county as area, key as record, 1 as value from patents where filed_on <= $as_of", encoding="utf-8"
    )
    said = """
name: things
label: {zh: 件数, en: things}
question: 多少件？
unit: piece
grain: [city]
method: 1
cite: {instrument: yulin.implementation_opinions, article: "二", confidence: verified}
inputs:
  patents: [key, county, filed_on]
missing: 没有申请日的不计
owner: 市知识产权局
"""
    path.write_text(said + "breaks:\n  - {day: 2025-04-01, why: 口径变了}\n", encoding="utf-8")
    assert [(one.on.year, one.why) for one in indicators(tmp_path)[0].breaks] == [(2025, "口径变了")]
    path.write_text(said + "breaks:\n  - {day: 2025-04, why: 口径变了}\n", encoding="utf-8")
    with pytest.raises(DeclarationFault, match="breaks"):
        indicators(tmp_path)


def test_a_target_without_an_indicator_says_why(tmp_path: Path) -> None:
    said = """
plan: 十四五
from: 2021-01-01
by: 2025-12-31
targets:
  - id: T1
    label: {zh: 目标, en: target}
    value: 2
    unit: piece
    cite: {instrument: yulin.implementation_opinions, article: "二", confidence: verified}
"""
    path = tmp_path / "targets.yml"
    path.write_text(said, encoding="utf-8")
    with pytest.raises(DeclarationFault, match="pending"):
        targets(tmp_path)
    path.write_text(said + "    pending: 口径未定\n", encoding="utf-8")
    assert targets(tmp_path)[0].pending == "口径未定"


def test_a_second_plan_is_a_second_file_and_a_plan_stands_in_one_file_only(tmp_path: Path) -> None:
    said = """
plan: {plan}
from: {first}
by: {by}
targets:
  - id: T1
    label: {{zh: 目标, en: target}}
    value: {value}
    unit: piece
    cite: {{instrument: yulin.implementation_opinions, article: "二", confidence: verified}}
    pending: 口径未定
"""
    (tmp_path / "2021-2025.yml").write_text(said.format(plan="十四五", value=2, first="2021-01-01", by="2025-12-31"), encoding="utf-8")
    (tmp_path / "2026-2030.yml").write_text(said.format(plan="十五五", value=3, first="2026-01-01", by="2030-12-31"), encoding="utf-8")
    found = targets(tmp_path)
    assert [(one.plan.name, one.id, one.value, one.by.year) for one in found] == [("十四五", "T1", 2, 2025), ("十五五", "T1", 3, 2030)]
    assert Declarations(targets=found).targets == found
    (tmp_path / "again.yml").write_text(said.format(plan="十四五", value=2, first="2021-01-01", by="2025-12-31"), encoding="utf-8")
    with pytest.raises(DeclarationFault, match="十四五"):
        targets(tmp_path)


@pytest.mark.parametrize("first, by, due, why", [
    ("2026-01-01", "2025-12-31", "2025-12-31", "末日不能早于首日"),
    ("2021-01-01", "2025-12-31", "2026-01-01", "应在规划期"),
    ("2021", "2025-12-31", "2025-12-31", "from 写作“2021”"),
])
def test_a_period_has_a_first_and_a_last_day_and_its_targets_lie_in_it(tmp_path: Path, first: str, by: str, due: str, why: str) -> None:
    (tmp_path / "plan.yml").write_text(f"""
plan: 十四五
from: {first}
by: {by}
targets:
  - id: T1
    label: {{zh: 目标, en: target}}
    value: 2
    unit: piece
    by: {due}
    cite: {{instrument: yulin.implementation_opinions, article: "二", confidence: verified}}
    pending: 口径未定
""", encoding="utf-8")
    with pytest.raises(DeclarationFault, match=why):
        targets(tmp_path)


def test_a_day_belongs_to_one_plan_only(tmp_path: Path) -> None:
    said = """
plan: {plan}
from: {first}
by: {by}
targets:
  - id: T1
    label: {{zh: 目标, en: target}}
    value: 2
    unit: piece
    cite: {{instrument: yulin.implementation_opinions, article: "二", confidence: verified}}
    pending: 口径未定
"""
    (tmp_path / "a.yml").write_text(said.format(plan="甲", first="2021-01-01", by="2025-12-31"), encoding="utf-8")
    (tmp_path / "b.yml").write_text(said.format(plan="乙", first="2025-12-31", by="2030-12-31"), encoding="utf-8")
    with pytest.raises(DeclarationFault, match="“甲”（2021-01-01 至 2025-12-31）与“乙”"):
        Declarations(targets=targets(tmp_path))
