"""Office codes and kind groups."""

import pytest

from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.offices import KIND_GROUPS, OFFICES, office


@pytest.mark.parametrize(
    "code", ["DD", "SU", "CS", "YU", "WO", "EP", "EA", "AP", "OA", "EM", "IB", "CN", "HK", "MO", "TW"]
)
def test_organisations_and_states_of_the_past_are_known(code: str) -> None:
    assert office(code).code == code and office(code.lower()).former == (code in {"DD", "SU", "CS", "YU"})


def test_every_code_is_two_letters_with_a_chinese_and_an_english_name() -> None:
    assert len(OFFICES) > 200
    assert all(len(code) == 2 and code.isupper() for code in OFFICES)
    assert all(entry.en[0].isupper() for entry in OFFICES.values())
    assert all(any("\u4e00" <= char <= "\u9fff" for char in entry.zh) for entry in OFFICES.values())


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(BadValue, match="不是已知的国别或组织代码"):
        office("QQ")


def test_kind_letters_have_their_group_and_level() -> None:
    assert [KIND_GROUPS[letter].level for letter in "ABCUYZ"] == [1, 2, 3, 1, 2, 3]
    assert KIND_GROUPS["U"].number == 2 and KIND_GROUPS["S"].number == 3
