"""Parties are grouped without chains, and what is doubtful goes to review."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from yuzhi.engines.matching import Mention, compare, group, weights

CODE_A, CODE_B = "91610800MA70CJ5X1T", "91610821305645312K"


def named(*names: str) -> list[Mention]:
    return [Mention(name, name) for name in names]


def groups(mentions: list[Mention]) -> set[frozenset[str]]:
    return {frozenset(one) for one in group(mentions).groups}


def test_spellings_of_one_name_form_a_group_and_every_mention_stands_in_exactly_one() -> None:
    found = group(named("榆林惠泽化工有限公司", "陕西省榆林市惠泽化工有限责任公司", "西安惠泽化工有限公司"))
    assert sorted(map(len, found.groups)) == [1, 2]
    assert sorted(key for one in found.groups for key in one) == sorted({key for one in found.groups for key in one})


def test_two_codes_never_stand_in_one_group_and_a_name_between_them_joins_neither() -> None:
    found = group([
        Mention("a", "榆林惠泽化工有限公司", CODE_A), Mention("b", "榆林惠泽化工有限公司", CODE_B), Mention("c", "榆林惠泽化工有限公司"),
    ])
    assert sorted(map(len, found.groups)) == [1, 1, 1]
    assert {(pair.left, pair.right) for pair in found.to_review} == {("a", "c"), ("b", "c")}
    assert all("name_shared" in pair.score.objections for pair in found.to_review)


def test_one_code_joins_whatever_the_names_say() -> None:
    found = group([Mention("a", "榆林惠泽化工有限公司", CODE_A), Mention("b", "陕西新惠泽股份有限公司", CODE_A)])
    assert found.groups == (("a", "b"),)
    assert found.pairs[0].score.supports == ("codes_equal",)


def test_a_name_without_form_is_no_bridge_between_a_company_and_a_cooperative() -> None:
    found = groups(named("榆林金禾种植有限公司", "榆林金禾种植", "榆林金禾种植专业合作社"))
    assert frozenset({"榆林金禾种植有限公司", "榆林金禾种植专业合作社"}) not in found
    assert max(map(len, found)) == 1


def test_a_former_name_is_a_fact_that_joins() -> None:
    old, new = Mention("old", "神木县化工厂"), Mention("new", "陕西惠泽化学工业有限公司", known=("神木化工厂",))
    assert compare(old, new, weights()).supports == ("known_name",)
    assert group([old, new]).groups == (("old", "new"),)


def test_an_english_name_joins_as_a_fact_only() -> None:
    latin = Mention("en", "Xi'an Jiaotong University")
    assert len(group([latin, Mention("zh", "西安交通大学")]).groups) == 2
    assert len(group([latin, Mention("zh", "西安交通大学", known=("Xi'an Jiaotong University",))]).groups) == 1


def test_people_of_one_name_are_joined_by_their_address_only() -> None:
    found = group([Mention("1", "张玉梅"), Mention("2", "张玉梅"), Mention("3", "张玉梅", address="榆阳区 1 号"), Mention("4", "张玉梅", address="榆阳区1号")])
    assert sorted(map(len, found.groups)) == [1, 1, 2]


def test_a_parent_and_a_department_are_told_as_relations_and_not_merged() -> None:
    said = weights()
    parent = compare(*named("陕西煤业化工集团有限公司", "陕西煤业化工集团神木天元化工有限公司"), said)
    department = compare(*named("西安交通大学", "西安交通大学能源与动力工程学院"), said)
    assert (parent.band, parent.relation) == ("different", "group")
    assert (department.band, department.relation) == ("different", "unit")


def test_the_order_of_the_mentions_does_not_change_the_groups() -> None:
    mentions = named(
        "榆林惠泽化工有限公司", "榆林惠泽化工股份有限公司", "榆林惠泽化工", "榆林惠泽化工合作社", "奇瑞汽车有限公司", "奇瑞汽车股份有限公司", "奇瑞汽车",
        "Honeywell Inc", "Honeywel Inc", "Honeywell International",
    )
    first = groups(mentions)
    for seed in range(20):
        Random(seed).shuffle(mentions)
        assert groups(mentions) == first


def test_every_score_can_be_worked_out_from_the_published_weights() -> None:
    said = weights()
    found = compare(*named("西安思安新能源有限公司", "思安新能源股份有限公司"), said)
    total = sum(said.features[name].number for name in found.features)
    mean = sum(said.features[name].number * value for name, value in found.features.items()) / total
    assert found.objections == ("place_missing",)
    assert found.score == round(min(mean, said.objections["place_missing"].number), 4)
    assert said.review <= found.score < said.same


@given(st.lists(st.tuples(
    st.sampled_from(["榆林惠泽化工有限公司", "陕西榆林惠泽化工", "榆林惠泽化工合作社", "神木惠泽化工有限公司", "张玉梅", "Honeywell", "Honeywel Inc"]),
    st.sampled_from(["", "", CODE_A, CODE_B]), st.sampled_from(["", "榆阳区1号"]),
), max_size=12))
def test_groups_part_the_mentions_and_never_hold_two_codes(rows: list[tuple[str, str, str]]) -> None:
    mentions = [Mention(str(place), name, code, address) for place, (name, code, address) in enumerate(rows)]
    found = group(mentions)
    assert sorted(key for one in found.groups for key in one) == sorted(one.key for one in mentions)
    codes = {one.key: one.code for one in mentions}
    assert all(len({codes[key] for key in one} - {""}) <= 1 for one in found.groups)
