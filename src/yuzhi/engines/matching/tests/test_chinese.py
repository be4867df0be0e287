"""Chinese names of bodies are taken apart and folded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuzhi.engines.matching.chinese import read_chinese, reads_like_a_person

ONE_BODY = [
    ("榆林市惠泽化工有限公司", "陕西省榆林市惠泽化工有限责任公司"),
    ("華為技術有限公司", "华为技术有限公司"),
    ("ＡＢＢ（中国）有限公司", "Abb(中国)有限公司"),
    ("凯迈（洛阳）机电有限公司", "凯迈(洛阳) 机电有限公司"),
    ("南京五洲制冷(集团)公司", "南京五洲制冷集团有限公司"),
    ("中国船舶重工集团公司第七0三研究所", "中国船舶重工集团公司第七○三研究所"),
    ("广东电网公司电力科学研究院", "广东电网有限责任公司电力科学研究院"),
    ("大余县东宏锡制品有限公司", "大余东宏锡制品有限公司"),
    ("罗伯特·博世有限公司", "罗伯特.博世有限公司"),
    ("株式会社东芝", "东芝株式会社"),
    ("中科院大连化学物理研究所", "中国科学院大连化学物理研究所"),
    ("西安交大", "西安交通大学"),
    ("国网北京市电力公司", "国家电网北京电力公司"),
]


@pytest.mark.parametrize(("one", "two"), ONE_BODY)
def test_two_spellings_of_one_name_have_one_key(one: str, two: str) -> None:
    assert read_chinese(one).key == read_chinese(two).key


@pytest.mark.parametrize(("one", "two"), [
    ("西安惠泽化工有限公司", "榆林惠泽化工有限公司"),
    ("陕西博尔能源科技有限公司", "陕西博源能源科技有限公司"),
    ("西安交通大学", "西安交通大学能源与动力工程学院"),
    ("中国地质大学(北京)", "中国地质大学(武汉)"),
    ("中国石油天然气股份有限公司长庆油田分公司", "中国石油天然气股份有限公司大庆油田分公司"),
])
def test_two_bodies_have_two_keys(one: str, two: str) -> None:
    assert read_chinese(one).key != read_chinese(two).key


def test_a_name_in_brackets_that_is_a_body_is_another_name() -> None:
    read = read_chinese("陕西鼓风机集团西安锅炉有限责任公司（西安特种汽车厂）")
    assert read.aliases == ("西安特种汽车厂",)
    assert read_chinese("榆林惠泽化工有限公司（原榆林惠泽化工厂）").aliases == ("榆林惠泽化工厂",)


def test_a_branch_and_a_department_are_told_from_the_whole() -> None:
    branch = read_chinese("中国石油天然气股份有限公司长庆油田分公司")
    assert (branch.joined, branch.unit_kind) == ("中国石油天然气", "branch")
    assert read_chinese("榆林学院化学与化工学院").unit == "化学与化工学院"
    assert read_chinese("榆林学院").unit == ""


def test_market_and_municipal_are_words_and_no_endings_of_a_place() -> None:
    assert read_chinese("榆林市政工程有限公司").core == "市政工程"
    assert read_chinese("榆林市市政工程有限公司").core == "市政工程"


@pytest.mark.parametrize(("name", "person"), [("孙江宁", True), ("里维恩·多米恩·文", True), ("神木煤业", False), ("横山羊肉协会", False)])
def test_people_are_told_by_the_look_of_the_name(name: str, person: bool) -> None:
    assert reads_like_a_person(name) is person


@given(st.text(max_size=40))
def test_every_text_is_read_and_reading_its_folded_form_again_changes_nothing(text: str) -> None:
    assert read_chinese(text).key == read_chinese(text).key
