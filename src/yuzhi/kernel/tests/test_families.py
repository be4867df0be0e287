"""Families by their priorities: same ones, or any shared; in any order, and never parted by knowing more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuzhi.kernel.families import Member, application_key, extended_families, simple_families

KEYS = [f"cn/p/{n}" for n in range(6)]
NAMES = st.sampled_from(KEYS)
MEMBERS = st.lists(
    st.builds(Member, NAMES, st.lists(NAMES, max_size=2).map(tuple), st.just(""), st.one_of(st.just(""), NAMES),
              st.sampled_from(["", "", "7", "8"])),
    max_size=6, unique_by=lambda member: member.key,
)


@pytest.mark.parametrize(("text", "key"), [
    ("CN202111286633A 2021-11-02", "cn/p/202111286633"), ("CN201119900002.XA 2011-07-19", "cn/p/201119900002"), ("202111286633.0", "cn/p/202111286633"),
    ("CN85105156", "cn/p/85105156"),
    ("US 13/648,029", "us/p/13648029"), ("US 09111222 2001-06-06", "us/p/09111222"), ("US201562123456P 2015-01-01", "us/p/62123456"),
    ("PCT/KR2014/002669 2014-03-28", "wo/p/KR2014002669"), ("WO2013US50328", "wo/p/US2013050328"), ("PCT/US02/12345", "wo/p/US2002012345"),
    ("JP 2016-123456 2016-01-02", "jp/p/2016123456"), ("", ""), ("无", ""),
])
def test_every_spelling_of_a_priority_is_one_key(text: str, key: str) -> None:
    assert application_key(text) == key


def test_the_paris_convention_makes_a_simple_family() -> None:
    first, abroad = Member("cn/p/1"), Member("us/p/2", ("cn/p/1",))
    other = Member("us/p/3", ("cn/p/1", "cn/p/9"))
    assert simple_families([first, abroad, other]) == {"cn/p/1": "cn/p/1", "us/p/2": "cn/p/1", "us/p/3": "us/p/3"}
    assert set(extended_families([first, abroad, other]).values()) == {"cn/p/1"}


def test_an_entry_and_a_division_have_the_priorities_of_what_they_came_from() -> None:
    told = [Member("wo/p/US2013050328", ("us/p/1",)), Member("cn/p/2", (), "wo/p/US2013050328"), Member("cn/p/3", (), "", "cn/p/2")]
    assert set(simple_families(told).values()) == {"cn/p/2"}
    assert simple_families([Member("cn/p/2", (), "wo/p/A"), Member("cn/p/3", (), "wo/p/A")]) == {"cn/p/2": "cn/p/2", "cn/p/3": "cn/p/2"}


def test_a_number_of_a_data_base_goes_before_what_is_computed() -> None:
    same = ("cn/p/1",)
    told = [Member("us/p/2", same, family="7"), Member("us/p/3", same, family="8"), Member("us/p/4", same)]
    assert len(set(simple_families(told).values())) == 3
    assert simple_families([Member("us/p/2", same, family="7"), Member("cn/p/1")])["cn/p/1"] == "cn/p/1"
    assert simple_families([Member("us/p/2", same, family="7"), Member("ep/p/5", ("us/p/6",), family="7")])["us/p/2"] == "ep/p/5"


@given(MEMBERS, st.randoms())
def test_the_order_in_which_members_become_known_does_not_matter(members: list[Member], chance: object) -> None:
    turned = list(reversed(members))
    assert simple_families(members) == simple_families(turned)
    assert extended_families(members) == extended_families(turned)


@given(MEMBERS)
def test_a_simple_family_lies_in_one_extended_family(members: list[Member]) -> None:
    close, wide = simple_families(members), extended_families(members)
    for one in close:
        for other in close:
            assert close[one] != close[other] or wide[one] == wide[other]


@given(MEMBERS, st.integers(0, 6))
def test_more_members_never_part_an_extended_family(members: list[Member], fewer: int) -> None:
    before, after = extended_families(members[:fewer]), extended_families(members)
    for one in before:
        for other in before:
            assert before[one] != before[other] or after[one] == after[other]


def test_applications_that_were_divided_from_one_another_end_somewhere() -> None:
    assert len(simple_families([Member("cn/p/1", (), "", "cn/p/2"), Member("cn/p/2", (), "", "cn/p/1")])) == 2
