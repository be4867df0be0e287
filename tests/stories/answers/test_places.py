"""The whole city, what lies in it without a county, and what lies elsewhere: three words, the same everywhere."""

import csv
import io

import pytest

from tests.stories.answers.town import MARK, PATENT, PLEDGE, yuzhi

CITY = "610800"


@pytest.mark.parametrize("asked", ["榆林市", CITY, "全市"])
def test_the_city_means_the_whole_city_in_command_api_and_page(visitor, asked):
    whole = yuzhi("search", "*", "--json").json["total"]
    assert whole > 0
    assert yuzhi("search", "*", "--area", asked, "--json").json["total"] == whole
    assert visitor.get(f"/api/search?area={asked}").json()["total"] == whole
    assert f"找到 {whole} 条" in visitor.get(f"/search/?county={asked}").content.decode()


def test_the_unplaced_are_asked_for_by_their_own_word(visitor):
    assert visitor.get("/api/search?area=本市未分县").json()["total"] == 0
    assert "全市" not in yuzhi("search", "*", "--area", "本市未分县").out
    assert visitor.get("/api/search?area=未定").status_code == 422


def test_answers_name_their_places_beside_the_codes(visitor):
    told = visitor.get("/api/search?facet=county&facet=kind").json()
    assert {one["county_name"] for one in told["hits"]} == {"神木市", "榆阳区"}
    assert {one["label"] for one in told["facets"]["county"]} == {"神木市", "榆阳区"}
    assert "county：榆阳区 3、神木市 2" in yuzhi("search", "*", "--facet", "county").out


def test_a_number_of_several_classes_names_the_others_in_the_terminal_too(visitor):
    others = visitor.get(f"/api/rights/{MARK}").json()["also"]
    assert others == [f"cn/t/{MARK}/31"]
    assert f"另有：cn/t/{MARK}/31" in yuzhi("show", MARK).out


def test_figures_of_the_city_and_of_the_unplaced_have_their_words(visitor):
    records = "/api/indicators/valid_inventions/records"
    assert [visitor.get(f"{records}{asked}").json()["area_name"] for asked in ("", "?area=榆林", "?area=本市未分县")] == [
        "全市", "全市", "本市未分县"]
    assert visitor.get(f"{records}?area=市外或地址不明").status_code == 422
    assert "<h1>本市未分县：" in visitor.get("/targets/?area=").content.decode()
    board = b"".join(visitor.get("/targets/targets.csv").streaming_content).decode("utf-8-sig")
    assert {row["地区"] for row in csv.DictReader(io.StringIO(board))} == {"全市"}


def test_codes_are_shown_as_words(visitor):
    shown = yuzhi("show", PATENT).out
    assert "受理局：中国" in shown and "县（市、区）：神木市" in shown
    page = visitor.get(f"/record/cn/p/{PATENT}").content.decode()
    assert '<span title="CN">中国</span>' in page
    assert '<span title="610800">榆林市</span>' in visitor.get("/record/cn/pop/610800/2022/year_end").content.decode()


def test_a_register_s_own_number_finds_its_record():
    number = PLEDGE.rpartition("/")[2]
    assert yuzhi("show", number, "--json").json["key"] == PLEDGE
