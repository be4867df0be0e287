"""A target is judged once: home, the board, its page, the command and the API say the same of it."""

import re
from datetime import date
from decimal import Decimal

import pytest

from tests.stories.answers.town import PATENT, yuzhi
from yuzhi.site import wiring

ENDED, LAST = "2026-11-22", "2025-12-31"


@pytest.fixture(autouse=True)
def _after_the_plan(monkeypatch):
    """Today is a day after the end of the plan."""
    wiring.toolbox.cache_clear()
    monkeypatch.setattr(wiring, "today", lambda: date.fromisoformat(ENDED))
    yield
    wiring.toolbox.cache_clear()


def shares(text):
    """Target → the share that its card shows."""
    cards = re.split(r'<div class="card">', text)[1:]
    found = {}
    for card in cards:
        if (number := re.search(r"/targets/(T\d)/", card)) and (share := re.search(r'class="num">([\d.]+)%<', card)):
            found[number[1]] = (share[1], re.search(r'<svg class="bar (\w+)"', card)[1])
    return found


def test_home_and_the_board_judge_an_ended_plan_alike(visitor):
    home, board = (shares(visitor.get(address).content.decode()) for address in ("/", "/targets/"))
    assert home == board
    assert home["T8"] == ("0.2", "ended")
    assert "今天" in visitor.get("/").content.decode()


def test_the_api_and_the_command_judge_by_the_last_day_and_keep_todays_value_apart(visitor):
    goals = {one["id"]: one for one in visitor.get("/api/targets").json()["targets"]}
    assert (goals["T8"]["judged_on"], goals["T8"]["verdict"]) == (LAST, "期末未达成")
    assert Decimal(goals["T8"]["judged"]) == Decimal("5000000.50")
    one = next(one for one in yuzhi("indicators", "--json").json["indicators"] if one["name"] == "pledge_amount")
    assert one["target"]["share"] == goals["T8"]["share"]
    assert one["target"]["verdict"] == "期末未达成"
    assert f"全市到 {LAST} 为 5,000,000.50，完成 0.2%：期末未达成" in yuzhi("indicators").out


def test_while_the_plan_ran_it_is_judged_by_the_day_that_is_asked_for(visitor):
    goal = next(one for one in visitor.get("/api/targets?as_of=2024-06-30").json()["targets"] if one["id"] == "T8")
    assert (goal["judged_on"], goal["verdict"]) == ("2024-06-30", "明显落后")


def test_the_page_of_a_target_shows_the_final_value_first_and_todays_beside_it(visitor):
    text = visitor.get("/targets/T8/").content.decode()
    big = re.search(r'<p class="big">.*?</p>', text, re.S)[0]
    assert f"期末 {LAST}" in big and f"as_of={LAST}" in big
    assert "到 2026-10-31：" in text and "金额只公布到月末。" in text


def test_who_may_read_deals_sees_todays_sum(signed_in):
    assert f"今天（{ENDED}）" in signed_in("city_officer").get("/targets/T8/").content.decode()


def test_what_cannot_be_computed_is_no_zero_percent_and_names_its_data_in_chinese():
    told = yuzhi("indicators").out
    line = next(one for one in told.splitlines() if "cultivation_centres" in one)
    assert "不能计算：数据集“培育中心（各来源合并）”还没有任何记录" in line
    assert "无法判断" in line and "0.0%" not in line


def test_the_public_sees_which_inventions_are_counted_and_that_they_add_up(visitor):
    for name in ("high_value_inventions", "high_value_inventions_per_10k"):
        told = visitor.get(f"/api/indicators/{name}/records?as_of=2023-12-31").json()
        assert told["total"] == len(told["records"]) > 0
        assert not any(one.get("masked") for one in told["records"])
        assert all(Decimal(one["value"]) == 1 for one in told["records"])
    page = visitor.get("/targets/T1/?as_of=2023-12-31").content.decode()
    assert "（估算）" in page and "不含战略性新兴产业" in page


def test_the_page_of_a_broken_series_says_so_from_that_day_on(visitor):
    assert "序列中断 2025-04-01" in visitor.get("/targets/T6/").content.decode()
    assert "序列中断 2025-04-01" not in visitor.get("/targets/T6/?as_of=2025-03-31").content.decode()


def test_a_county_without_published_residents_has_no_figure_per_head_and_says_why(visitor):
    told = visitor.get("/api/indicators/high_value_inventions_per_10k?area=610881&as_of=2023-12-31").json()["indicator"]
    assert told["values"]["610881"] is None
    assert "没有已公布的数" in told["reasons"]["610881"]


def test_a_ratio_is_explained_by_both_its_parts_and_the_year_of_the_population(visitor):
    asked = "as_of=2023-12-31"
    told = visitor.get(f"/api/indicators/inventions_per_10k/records?{asked}").json()["ratio"]
    assert (told["numerator"]["value"], told["denominator"]["value"], told["scale"]) == (2, 3616100, 10000)
    (stated,) = told["stated_by"]
    assert (stated["year"], stated["key"]) == (2022, "cn/pop/610800/2022/year_end")
    assert stated["origin"]["source"] == "cn.templates.populations"
    out = yuzhi("explain", "inventions_per_10k", "--as-of", "2023-12-31").out
    assert "分子 有效发明专利（valid_inventions）：2 件" in out
    assert "分母 常住人口（residents）：3,616,100 人" in out and "2022 年" in out and "平台模板：常住人口" in out
    page = visitor.get(f"/targets/indicator/inventions_per_10k/records/?{asked}").content.decode()
    assert "3,616,100" in page and "2022 年" in page and "/record/cn/pop/610800/2022/year_end" in page
    assert visitor.get("/api/indicators/valid_inventions/records").json()["ratio"] is None


def test_a_day_that_has_not_come_is_told_as_such(visitor):
    told = "这一天还没有到"
    assert told in yuzhi("indicators", "--as-of", "2030-01-01").out
    assert told not in yuzhi("indicators", "--as-of", ENDED).out
    assert visitor.get("/api/indicators?as_of=2030-01-01").json()["future"] is True
    assert "future" not in visitor.get(f"/api/indicators?as_of={ENDED}").json()


def test_the_cost_of_a_number_with_a_wrong_check_digit_says_so():
    right, wrong = (yuzhi("fees", f"{PATENT}.{digit}", "--json").json for digit in ("X", "4"))
    assert wrong["payments"] == right["payments"]
    assert len(wrong["notes"]) == len(right["notes"]) + 1 and wrong["notes"][0].endswith("。")
