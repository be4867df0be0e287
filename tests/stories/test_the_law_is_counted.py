"""Working days, limits, fees and the law's own faults, as people ask for them at the command line."""

from datetime import date

import pytest

from tests.stories.commands import Commands


@pytest.fixture(scope="module")
def city(commands: Commands, sample, tmp_path_factory):
    """A data folder with the sample city's office files read."""
    home = tmp_path_factory.mktemp("counted") / "home"
    assert commands.run(home, "ingest", sample(0.003, 5) / "office").code in (0, 5)
    return home


def test_the_third_workday_after_the_eve_of_national_day(commands: Commands, tmp_path) -> None:
    told = commands.ask_json(tmp_path / "home", "workdays", "2025-09-30", 3)
    assert told["day"] == "2025-10-11" and told["notices"][0].startswith("https://www.gov.cn/")
    said = commands.run(tmp_path / "home", "workdays", "2025年9月30日", 3)
    assert said.out == "2025-09-30 之后的第 3 个工作日是 2025-10-11（星期六）。\n"


def test_what_the_next_notice_may_change_is_said(commands: Commands, tmp_path) -> None:
    settled = commands.ask_json(tmp_path / "home", "workdays", "2026-12-23", 1)
    open_yet = commands.ask_json(tmp_path / "home", "workdays", "2026-12-28", 3)
    assert (settled["day"], settled["notes"]) == ("2026-12-24", [])
    assert open_yet["day"] == "2026-12-31" and "2027 年的节假日安排尚未录入" in open_yet["notes"][0]
    assert "再算一次" in commands.run(tmp_path / "home", "clock", "trademark_law.opposition", "--start", "2026-09-28").out


@pytest.mark.parametrize("words, code, told", [
    (("workdays", "2026-12-31", 1), 4, "2027 年的节假日安排没有录入"),
    (("workdays", "2006-12-29", 1), 4, "2006 年的节假日安排没有录入"),
    (("workdays", "2025-09-30", 0), 2, "N 的值"),
    (("workdays", "九月三十", 1), 2, "九月三十"),
    (("clock", "trademark_law.oposition", "--start", "2026-06-06"), 4, "相近的有：trademark_law.opposition"),
    (("clock", "patent_fees.restoration", "--start", "2026-06-06"), 2, "不是从某日起算的期限"),
    (("clock", "trademark_law.opposition", "--start", "1990-01-01"), 4, "没有可用的值"),
    (("clock", "trademark_law.opposition", "--start", "2026-11-06"), 4, "顺延之前的届满日为 2027-02-06"),
    (("clock", "trademark_law.opposition", "--start", "2026-06-06", "--event", "paused=2026-07-01"), 2, "suspended"),
    (("clock", "trademark_law.opposition", "--start", "2026-06-06", "--event", "resumed=2026-07-01"), 2, "对不上"),
    (("clock", "trademark_law.opposition", "--start", "2026-06-06", "--event", "suspended=2026-07-01"), 3, "尚未恢复"),
    (("clock", "trademark_law.opposition"), 2, "请写 --start"),
    (("fees", "CN1"), 4, "CN1"),
])
def test_what_cannot_be_counted_is_told_in_one_sentence(commands: Commands, tmp_path, words, code, told) -> None:
    ended = commands.run(tmp_path / "home", *words)
    assert ended.code == code, ended
    if words[0] != "fees":
        assert told in ended.err
    assert ended.err.startswith("yuzhi: ") and ended.err.count("\n") == 1 and ended.out == ""


def test_an_opposition_rolls_over_the_weekend_and_cites_the_text_of_its_day(commands: Commands, tmp_path) -> None:
    told = commands.ask_json(tmp_path / "home", "clock", "trademark_law.opposition", "--start", "2026-06-06")
    assert (told["value"], told["unit"], told["nominal"], told["due"]) == (3, "month", "2026-09-06", "2026-09-07")
    assert told["cite"] == {
        "instrument": "cn.trademark_law", "label": "中华人民共和国商标法", "article": "33", "confidence": "verified",
    }
    said = commands.run(tmp_path / "home", "clock", "trademark_law.opposition", "--start", "2026-06-06").out
    assert "届满日 2026-09-07（2026-09-06 为休假日，顺延）" in said and "第33条（核对过原文）" in said


def test_days_of_a_suspension_do_not_count(commands: Commands, tmp_path) -> None:
    stopped = ("--event", "suspended=2026-07-01", "--event", "resumed=2026-07-11")
    told = commands.ask_json(tmp_path / "home", "clock", "trademark_law.opposition", "--start", "2026-06-06", *stopped)
    assert (told["due"], told["excluded"]) == ("2026-09-16", [{"since": "2026-07-01", "until": "2026-07-11"}])


def test_a_docket_is_decided_in_working_days(commands: Commands, tmp_path) -> None:
    told = commands.ask_json(tmp_path / "home", "clock", "patent_dispute_measures.docketing", "--start", "2026-09-29")
    assert (told["unit"], told["due"]) == ("workday", "2026-10-12")      # the 10th is a make-up Saturday
    said = commands.run(tmp_path / "home", "clock", "patent_dispute_measures.docketing", "--start", "2026-09-29").out
    assert "自 2026-09-29 起 5 个工作日，届满日 2026-10-12" in said


def test_another_day_can_select_the_value(commands: Commands, tmp_path) -> None:
    ask = ("clock", "patent_law.design_term", "--start", "2021-06-05", "--event")
    old = commands.ask_json(tmp_path / "home", *ask, "filed_on=2021-05-31")
    new = commands.ask_json(tmp_path / "home", *ask, "filed_on=2021-06-01")
    assert (old["due"], new["due"]) == ("2031-06-05", "2036-06-05")


def test_the_law_of_the_packs_is_in_order(commands: Commands, tmp_path) -> None:
    told = commands.ask_json(tmp_path / "home", "check-law")
    assert told["sound"] and told["faults"] == [] and told["cases"] >= told["parameters"] > 60
    assert "没有错误" in commands.run(tmp_path / "home", "check-law").out


def test_a_fault_in_a_law_folder_is_told_and_ends_with_one(commands: Commands, tmp_path) -> None:
    place = tmp_path / "law" / "a_law"
    place.mkdir(parents=True)
    (place / "instrument.yml").write_text("key: cn.a_law\nlabel: {zh: 样例法}\nissuer: 国务院\n", encoding="utf-8")
    (place / "parameters.yml").write_text(
        "limit: {label: {zh: 期限, en: limit}, unit: year, chosen_by: filed_on, values: [{since: 2000-01-01, value: 1}]}\n",
        encoding="utf-8",
    )
    ended = commands.run(tmp_path / "home", "check-law", tmp_path / "law", "--json")
    assert ended.code == 1 and not ended.answer["sound"] and "cite" in ended.answer["faults"][0]
    said = commands.run(tmp_path / "home", "check-law", tmp_path / "law")
    assert said.code == 1 and "1 处错误" in said.out and "✗ a_law/parameters.yml 的 cite" in said.out


ON = "2026-11-22"      # the day of the sample city


def numbers(commands: Commands, home, *words) -> list[str]:
    return [hit["key"] for hit in commands.ask_json(home, "search", "*", *words, "--top", 5)["hits"]]


def test_a_valid_patent_has_a_fee_for_each_year_that_is_left(commands: Commands, city) -> None:
    key = numbers(commands, city, "--kind", "patents", "--state", "valid")[0]
    shown = commands.ask_json(city, "show", key, "--as-of", ON)
    told = commands.ask_json(city, "fees", key, "--as-of", ON)
    filed = date.fromisoformat(shown["fields"]["filed_on"]["value"])
    assert told["made_up"] and told["state"] == "valid" and told["patent_year"] >= 1
    years = [one["year"] for one in told["payments"]]
    assert years == list(range(years[0], years[-1] + 1))
    for one in told["payments"]:
        due = date.fromisoformat(one["due_on"])
        assert (due.month, due.day) == (filed.month, filed.day) and due.year == filed.year + one["year"] - 1
        assert one["grace_until"] >= ON and one["cites"]
        assert float(one["total"]) == float(one["amount"]) + float(one["surcharge"]) and one["reduced_percent"] == "0"
    assert any("不知道哪些费用已经缴纳" in note for note in told["notes"])
    said = commands.run(city, "fees", key, "--as-of", ON).out
    assert "【示例数据】" in said and f"第 {years[0]} 年度年费" in said and "← 《" in said


def test_a_mark_has_its_renewal(commands: Commands, city) -> None:
    key = numbers(commands, city, "--kind", "trademarks", "--state", "valid")[0]
    told = commands.ask_json(city, "fees", key, "--as-of", ON)
    (renewal,) = told["payments"]
    assert renewal["year"] is None and renewal["amount"] == "500.00" and renewal["due_on"] == told["ends_on"]
    assert renewal["opens_on"] < renewal["due_on"] < renewal["grace_until"]


def test_a_work_costs_nothing_to_keep(commands: Commands, city) -> None:
    ended = commands.run(city, "fees", numbers(commands, city, "--kind", "works")[0])
    assert ended.code == 2 and "只有中国专利和注册商标有维持费用" in ended.err


def test_without_a_name_every_limit_is_listed_by_its_law(commands: Commands, tmp_path) -> None:
    ended = commands.run(tmp_path / "home", "clock")
    assert ended.code == 0 and "  trademark_law.opposition  " in ended.out
    laws = commands.run(tmp_path / "home", "clock", "--json").answer["instruments"]
    assert all(law["limits"] for law in laws) and sum(len(law["limits"]) for law in laws) > 40
