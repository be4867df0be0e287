"""Claims stand under those that they name, in the words of several offices."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuzhi.engines.text.claims import claims, tree

FIRST = "1.一种泵，包括壳体。\n\n2.一种阀。\n\n3.一种管。\n\n4.一种罐。"


def last(words, before=4):
    listed = claims(FIRST + f"\n\n{before + 1}.{words}")
    return listed[-1].kind, listed[-1].cites


@pytest.mark.parametrize(("words", "cites"), [
    ("根据权利要求1所述的泵，其特征在于，压力为2～3MPa。", (1,)),
    ("如权利要求 2 所述的阀。", (2,)),
    ("按照权利要求1或2所述的泵。", (1, 2)),
    ("根据权利要求1-3任一项所述的泵。", (1, 2, 3)),
    ("根据权利要求1至3中任意一项所述的泵。", (1, 2, 3)),
    ("如权利要求1～2、4之一所述的泵。", (1, 2, 4)),
    ("根据权利要求1、2或4所述的泵。", (1, 2, 4)),
    ("根据权利要求2或权利要求3所述的泵。", (2, 3)),
    ("如申請專利範圍第3項所述之泵。", (3,)),
    ("根据前述任一项权利要求所述的泵。", (1, 2, 3, 4)),
    ("The pump of claim 1, wherein the housing is steel.", (1,)),
    ("A pump according to any one of claims 1 to 3 and 4, wherein 5 mm is left.", (1, 2, 3, 4)),
    ("A pump as claimed in claim 2 or 3.", (2, 3)),
    ("The pump according to any of the preceding claims.", (1, 2, 3, 4)),
    ("Pumpe nach Anspruch 1, dadurch gekennzeichnet, dass sie pumpt.", (1,)),
    ("Pumpe nach einem der Ansprüche 1 bis 3.", (1, 2, 3)),
])
def test_a_dependent_claim_names_those_before_it(words, cites):
    assert last(words) == ("dependent", cites)


@pytest.mark.parametrize("words", [
    "一种制造权利要求1所述泵的方法。", "一种采用如权利要求1所述的泵的排水系统。", "A system comprising the pump of claim 1.",
    "A method for making the pump of claim 1.",
])
def test_another_subject_that_names_a_claim_is_told_apart(words):
    assert last(words) == ("refers", (1,))


def test_a_claim_without_a_citation_stands_alone():
    assert last("一种泵，其压力为1至3MPa，步骤1、混合。") == ("independent", ())


def test_a_number_that_does_not_stand_before_is_strange_and_makes_no_branch():
    one, = claims("1.如权利要求7所述的泵。")
    assert (one.kind, one.cites, one.strange) == ("independent", (), (7,))


def test_the_tree_reads_from_the_top_and_counts_what_is_below():
    listed = claims(
        "1.一种泵。\n\n2.根据权利要求1所述的泵。\n\n3.根据权利要求2所述的泵。\n\n4.根据权利要求1或2所述的泵。\n\n5.一种阀。\n\n6.根据权利要求5所述的阀。"
    )
    assert [(one.claim.number, one.depth, one.under) for one in tree(listed)] == [
        (1, 0, 3), (2, 1, 1), (3, 2, 0), (4, 1, 0), (5, 0, 1), (6, 1, 0),
    ]


def test_steps_inside_a_claim_are_not_claims():
    text = "1.一种方法，包括：\n1、混合；\n2、加热至1.5小时；\n3、冷却。\n\n2.根据权利要求1所述的方法。"
    assert [(one.number, one.cites) for one in claims(text)] == [(1, ()), (2, (1,))]
    assert "2、加热" in claims(text)[0].text


def test_claims_without_blank_lines_are_parted_by_their_numbers():
    text = "1. A pump having\na housing.\n2. The pump of claim 1.\n3 . The pump of claim 2, 4 mm wide."
    assert [(one.number, one.cites) for one in claims(text)] == [(1, ()), (2, (1,)), (3, (2,))]


def test_claims_without_numbers_count_from_one():
    assert [(one.number, one.cites) for one in claims("What is claimed\n\nThe thing of claim 1.")] == [(1, ()), (2, (1,))]


def test_claims_that_were_given_up_stand_as_one_and_the_others_keep_their_numbers():
    listed = claims("1-24. (canceled)\n\n25. A method.\n\n26. The method of claim 25.")
    assert [(one.number, one.cites) for one in listed] == [(1, ()), (25, ()), (26, (25,))]
    assert listed[0].text == "1–24 (canceled)" and [one.depth for one in tree(listed)] == [0, 0, 1]


def test_nothing_gives_nothing():
    assert claims("") == [] == tree([])


def test_a_long_chain_is_a_tree_too():
    listed = claims("\n\n".join(["1.一种泵。", *(f"{n}.根据权利要求{n - 1}所述的泵。" for n in range(2, 400))]))
    assert [one.depth for one in tree(listed)] == list(range(399))


@given(st.text(st.sampled_from("权利要求12345 .、\n根据或至-claim of所述的，"), max_size=300))
def test_every_claim_of_any_text_has_one_place_under_an_earlier_one(text):
    listed = claims(text)
    placed = tree(listed)
    assert sorted(one.claim.number for one in placed) == [one.number for one in listed] == list(range(1, len(listed) + 1))
    assert all(one.parent is None or one.parent < one.number for one in listed)
    assert sum(1 + one.under for one in placed if one.depth == 0) == len(listed)
