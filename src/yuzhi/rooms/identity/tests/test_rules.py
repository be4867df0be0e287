"""Which of two parties is kept, and when a merge is refused."""

from yuzhi.rooms.identity.rules import Side, kept_first, refusal

CODED = Side("uscc/1", "神木长青合作社", code="1", records=1)
NAMED = Side("party/2", "神木市长青专业合作社", records=9)


def test_a_code_goes_before_more_rights_and_the_order_of_asking_does_not_matter() -> None:
    assert kept_first(NAMED, CODED) == kept_first(CODED, NAMED) == (CODED, NAMED)
    fewer = Side("party/3", "长青合作社", records=2)
    assert kept_first(fewer, NAMED) == (NAMED, fewer)


def test_two_codes_a_second_merge_and_a_ring_are_refused_with_the_reason() -> None:
    other = Side("uscc/2", "神木长青合作社", code="2")
    assert "统一社会信用代码不同" in refusal(CODED, other, {}, CODED.key)
    assert "已经归并到另一个" in refusal(CODED, NAMED, {NAMED.key: "uscc/3"}, CODED.key)
    assert "没有反向归并" in refusal(CODED, NAMED, {CODED.key: NAMED.key}, NAMED.key)
    assert refusal(CODED, NAMED, {}, CODED.key) == ""
