"""A law book answers by the day that decides, and a contradictory one does not load."""

from datetime import date
from pathlib import Path

import pytest

from yuzhi.engines.lawbook import LawBook, LawFault, LawGap, load
from yuzhi.kernel.errors import NotFound

INSTRUMENT = """
key: cn.sample_law
label: {zh: 样例法, en: Sample Law}
issuer: 全国人民代表大会常务委员会
promulgated: 2000-01-01
effective: 2000-07-01
"""
LIMIT = "limit: {{label: {{zh: 期限, en: limit}}, unit: {unit}, chosen_by: filed_on, values: [{values}]}}"
CITE = 'cite: {article: "1"}, confidence: verified'


def book(folder: Path, values: str, unit: str = "year", instrument: str = "sample_law") -> LawBook:
    place = folder / instrument
    place.mkdir()
    (place / "instrument.yml").write_text(INSTRUMENT.replace("sample_law", instrument), encoding="utf-8")
    (place / "parameters.yml").write_text(LIMIT.format(unit=unit, values=values), encoding="utf-8")
    return load(folder)


def test_the_value_is_chosen_by_the_day_and_cites_its_article(tmp_path: Path) -> None:
    law = book(tmp_path, f"{{since: 2000-07-01, value: 10, {CITE}}}, {{since: 2021-06-01, value: 15, {CITE}}}")
    assert law.at("sample_law.limit", on=date(2021, 5, 31)).value == 10
    assert law.at("sample_law.limit", on=date(2021, 6, 1)).value == 15
    assert str(law.at("sample_law.limit", on=date(2021, 6, 1)).cite) == "cn.sample_law:1"
    assert law.parameter("sample_law.limit").chosen_by == "filed_on"


def test_a_day_without_a_value_is_refused_and_told_apart_from_an_unknown_name(tmp_path: Path) -> None:
    law = book(tmp_path, f"{{since: 2000-07-01, until: 2010-01-01, value: 10, {CITE}}}")
    with pytest.raises(LawGap, match="2000-07-01 起至 2010-01-01"):
        law.at("sample_law.limit", on=date(2010, 1, 1))
    with pytest.raises(LawGap):
        law.at("sample_law.limit", on=date(2000, 6, 30))
    with pytest.raises(NotFound, match=r"sample_law\.limit"):
        law.at("sample_law.other", on=date(2020, 1, 1))


@pytest.mark.parametrize(
    ("values", "unit", "said"),
    [
        (f"{{since: 2000-07-01, until: 2012-01-01, value: 1, {CITE}}}, {{since: 2010-01-01, value: 2, {CITE}}}",
         "year", "有两个值"),
        (f"{{since: 2000-07-01, until: 2009-01-01, value: 1, {CITE}}}, {{since: 2010-01-01, value: 2, {CITE}}}",
         "year", "没有值，也没有说明原因"),
        (f"{{since: 2010-01-01, until: 2020-01-01, value: 1, {CITE}}}, "
         f"{{since: 2000-07-01, until: 2005-01-01, value: 2, {CITE}}}", "year", "没有按日期先后排列"),
        (f"{{since: 2010-01-01, until: 2010-01-01, value: 1, {CITE}}}", "year", "生效前就已失效"),
        ("", "year", "没有任何值"),
        (f"{{since: 2000-07-01, value: 1, {CITE}}}", "fortnight", "只能是"),
        ("{since: 2000-07-01, value: 1}", "year", "cite"),
        ("{since: 2000-07-01, value: 1, cite: {article: 42}, confidence: verified}", "year", "加引号"),
        ('{since: 2000-07-01, value: 1, cite: {article: "42"}}', "year", "verified"),
        ('{since: 2000-07-01, value: 1, cite: {instrument: cn.other_law, article: "42"}, confidence: memory}',
         "year", "未登记的文件"),
        (f"{{since: 2000-07-01, value: ten, sense: 1, {CITE}}}", "year", "没有这个字段"),
        (f"{{since: 2000-07, value: 10, {CITE}}}", "year", "应为日期"),
    ],
)
def test_a_contradictory_or_uncited_parameter_stops_the_load(
    tmp_path: Path, values: str, unit: str, said: str
) -> None:
    with pytest.raises(LawFault, match=said):
        book(tmp_path, values, unit)


def test_a_gap_may_stand_where_its_reason_does(tmp_path: Path) -> None:
    law = book(tmp_path, f"{{since: 2000-07-01, until: 2009-01-01, gap: 暂停适用, value: 1, {CITE}}}, "
                         f"{{since: 2010-01-01, value: 2, {CITE}}}")
    with pytest.raises(LawGap):
        law.at("sample_law.limit", on=date(2009, 6, 1))


def test_a_lower_pack_adds_and_never_overrides(tmp_path: Path) -> None:
    for name in ("upper", "lower", "again"):
        (tmp_path / name).mkdir()
    values = f"{{since: 2000-07-01, value: 1, {CITE}}}"
    upper = book(tmp_path / "upper", values)
    joined = upper.joined(book(tmp_path / "lower", values, instrument="local_rules"))
    assert set(joined.parameters) == {"sample_law.limit", "local_rules.limit"}
    with pytest.raises(LawFault, match="声明了两次"):
        upper.joined(book(tmp_path / "again", values))
