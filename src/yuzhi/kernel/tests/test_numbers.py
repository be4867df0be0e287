"""Any spelling of a number leads to the rights it may mean."""

import pytest

from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.numbers import RegistrationNumber, TrademarkNumber, VarietyNumber, candidates, complaint

APPLICATION, PUBLICATION = [("cn/p/202111286633", True)], [("cn/pub/113781974A", True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("202111286633X", APPLICATION), ("202111286633.X", APPLICATION), ("CN202111286633X", APPLICATION),
     ("ZL202111286633.X", APPLICATION), ("专利号：ZL 2021 1 1286633.X", APPLICATION), ("202111286633", APPLICATION),
     ("cn/p/202111286633", APPLICATION), ("cn/p/202111286633X", APPLICATION),
     ("ＣＮ１１３７８１９７４Ａ", PUBLICATION), ("CN 113781974 A", PUBLICATION), ("113781974A", PUBLICATION),
     ("cn/pub/113781974A", PUBLICATION), ("113781974", [("cn/pub/113781974", False)]),
     ("CN113781974", [("cn/pub/113781974", False)]),
     ("US20170190327A1", [("us/pub/20170190327A1", True)]),
     ("us/pub/20170190327A1", [("us/pub/20170190327A1", True)]),
     ("US8899061", [("us/pub/8899061", False)]),
     ("12345678", [("cn/t/12345678/", False)]), ("12345678/25", [("cn/t/12345678/25", True)]),
     ("12345678 第25类", [("cn/t/12345678/25", True)]), ("G1234567", [("cn/t/G1234567/", False)]),
     ("cn/t/12345678/", [("cn/t/12345678/", False)]), ("cn/t/12345678/25", [("cn/t/12345678/25", True)]),
     ("CNA20191000001", [("cn/v/CNA20191000001", True)]), ("2021SR0123456", [("cn/w/2021SR0123456", True)]),
     ("国作登字-2021-F-00012345", [("cn/w/国作登字-2021-F-00012345", True)]),
     ("AGI2016-03-1994", [("cn/gi/agri_product/AGI2016-03-1994", True)]),
     ("91110108551385082q", [("uscc/91110108551385082Q", True)]),
     ("cn/gi/certification_mark/1234567", [("cn/gi/certification_mark/1234567", True)]),
     # eight digits of the years 85–03 may be an application, a document of the eighties, or a mark
     ("97101765", [("cn/p/97101765", True), ("cn/t/97101765/", False)]),
     ("85105156", [("cn/p/85105156", True), ("cn/pub/85105156", False), ("cn/t/85105156/", False)]),
     ("1234567", [("cn/pub/1234567", False), ("cn/t/1234567/", False)]),
     ("20210001", [("cn/t/20210001/", False), ("cn/v/20210001", True)]),
     ("2021112866333", APPLICATION), ("202111286633.4", APPLICATION), ("202141286633", []),
     ("", []), ("煤制油", []), ("cn/p/", []), ("../etc/passwd", []), ("0", [])],
)  # fmt: skip
def test_a_text_has_exactly_these_readings(text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(found.key, found.exact) for found in candidates(text)] == expected


def test_a_publication_says_which_field_of_a_patent_may_carry_it() -> None:
    assert [c.publication for c in candidates("CN 113781974 A")] == ["CN113781974A"]
    assert [c.publication for c in candidates("113781974")] == ["CN113781974"]
    assert [c.publication for c in candidates("202111286633")] == [""]


def test_a_wrong_check_digit_still_leads_to_the_number_with_a_doubt() -> None:
    (found,) = candidates("2021112866333")
    assert "校验位是“3”" in found.doubt and "应为“X”" in found.doubt
    assert all(right.doubt == "" for right in candidates("202111286633X"))


def test_a_number_with_a_slip_is_explained_and_other_words_are_not() -> None:
    assert "种类号“4”" in (complaint("202141286633") or "")
    assert "第 17 位" in (complaint("91110108551385092Q") or "")
    assert complaint("煤制油") is None and complaint("202111286633.X") is None and complaint("12345678") is None


def test_a_mark_needs_its_class_for_a_key() -> None:
    assert TrademarkNumber.parse("01234567").prefix == "cn/t/1234567/"
    assert TrademarkNumber.parse("1234567A", 30).key == "cn/t/1234567A/30"
    with pytest.raises(BadValue, match="没有写国际分类"):
        _ = TrademarkNumber.parse("12345678").key
    wrong = (("12345678/46", None), ("12345678/25", 30), ("123456789", None), ("00000000", None), ("2021-12", None))
    for text, nice in wrong:
        with pytest.raises(BadValue):
            TrademarkNumber.parse(text, nice)


@pytest.mark.parametrize(
    ("text", "canonical", "kind", "year"),
    [("2021SR0123456", "2021SR0123456", "software", 2021), ("2005sr08291", "2005SR08291", "software", 2005),
     ("陕作登字-2022-F-00123456", "陕作登字-2022-F-00123456", "work", 2022),
     ("国作登字2021f00012345", "国作登字-2021-F-00012345", "work", 2021)],
)  # fmt: skip
def test_registrations_of_works_are_read(text: str, canonical: str, kind: str, year: int) -> None:
    number = RegistrationNumber.parse(text)
    assert (str(number), number.work_kind, number.year) == (canonical, kind, year)
    assert RegistrationNumber.parse(str(number)) == number


@pytest.mark.parametrize(
    ("text", "says"), [("软著登字第1234567号", "证书号"), ("国作登字-2021-Z-00012345", "不是著作权登记号")]
)
def test_a_certificate_number_is_not_a_registration_number(text: str, says: str) -> None:
    with pytest.raises(BadValue, match=says):
        RegistrationNumber.parse(text)


@pytest.mark.parametrize("text", ["CNA20191006012", "CNA20080123.4", "CNA20080123", "20210001"])
def test_variety_numbers_of_both_offices_are_read(text: str) -> None:
    assert str(VarietyNumber.parse(text)) == text


@pytest.mark.parametrize("text", ["CNA2019", "CNA20191", "18990001", "20191000001", "x"])
def test_what_is_no_variety_number_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="不是品种权号"):
        VarietyNumber.parse(text)
