"""Credit codes: real codes pass, slips do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuzhi.kernel.credit_code import ALPHABET, CreditCode, body_check_character, check_character
from yuzhi.kernel.errors import BadValue

REAL = ["91110108551385082Q", "914403001922038216", "91330100799655058B", "91440300708461136T"]


def _code(start: str, body: str) -> str:
    first17 = start + body + body_check_character(body)
    return first17 + check_character(first17)


codes = st.builds(
    _code,
    st.from_regex(r"9[1-3]6108[0-9]{2}", fullmatch=True),
    st.from_regex(r"MA[0-9A-HJ-NPQRTUWXY]{6}", fullmatch=True),
)


@pytest.mark.parametrize("text", REAL)
def test_real_codes_pass_both_checks(text: str) -> None:
    assert str(CreditCode.parse(text)) == text
    assert check_character(text[:17]) == text[17] and body_check_character(text[8:16]) == text[16]


@given(codes)
def test_a_written_code_is_read_back_in_any_case(text: str) -> None:
    assert str(CreditCode.parse(text)) == text == str(CreditCode.parse(f" {text.lower()[:4]} {text[4:]}"))


@given(st.sampled_from(REAL) | codes, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_never_passes(text: str, place: int, other: str) -> None:
    if text[place] != other:
        with pytest.raises(BadValue):
            CreditCode.parse(text[:place] + other + text[place + 1 :])


@pytest.mark.parametrize(
    ("text", "says"),
    [("9111010855138508", "读到 16 位"), ("91110108551385O82Q", "“O”不会出现"), ("91110108551385083Q",
     "第 17 位是“3”"),
     ("91110108551385082R", "应为“Q”"), ("", "读到 0 位")],
)  # fmt: skip
def test_a_wrong_code_is_refused_with_the_reason(text: str, says: str) -> None:
    with pytest.raises(BadValue) as caught:
        CreditCode.parse(text)
    assert says in caught.value.sentence and "请对照营业执照" in caught.value.sentence
