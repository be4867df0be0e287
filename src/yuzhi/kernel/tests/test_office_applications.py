"""Application numbers of other offices."""

import pytest

from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.numbers import candidates
from yuzhi.kernel.office_applications import OfficeApplication
from yuzhi.kernel.publications import PublicationNumber


@pytest.mark.parametrize(("text", "office", "letter", "key"), [
    ("13/648,029", "US", "", "us/p/13648029"), ("US13648029", "us", "A", "us/p/13648029"),
    ("09876376", "US", "00", "us/p/09876376"), ("99203729", "EP", "A", "ep/p/99203729"),
    ("99203729", "AT", "T", "at/p/99203729T"), ("2004012345", "EP", "W", "wo/p/EP2004012345"),
    ("10 2018 002 630.3", "DE", "", "de/p/1020180026303"), ("24CHN2014", "IN", "A", "in/p/24CHN2014"),
])
def test_a_number_has_one_key_however_it_is_spelled(text: str, office: str, letter: str, key: str) -> None:
    assert OfficeApplication.parse(text, office, letter).key == key


@pytest.mark.parametrize(("text", "office", "word"), [
    ("1234", "US", "2 位系列代码加 6 位序号"), ("", "EP", "申请号"), ("—", "EP", "申请号"), ("99203729", "ZZ", "国别"),
])
def test_what_is_no_number_is_refused_with_advice(text: str, office: str, word: str) -> None:
    with pytest.raises(BadValue, match="请对照公告页改正") as refused:
        OfficeApplication.parse(text, office)
    assert word in refused.value.sentence


def test_a_key_of_elsewhere_names_itself() -> None:
    assert [(one.key, one.exact) for one in candidates("us/p/13648029")] == [("us/p/13648029", True)]
    assert [(one.key, one.exact) for one in candidates("at/p/99203729T")] == [("at/p/99203729T", True)]


@pytest.mark.parametrize(("text", "told"), [
    ("US08930553B2", "US8930553B2"), ("USD0873710S1", "USD873710S1"), ("US2005004437A1", "US20050004437A1"),
    ("USRE038123E1", "USRE38123E1"),
])
def test_padding_of_american_publications_is_dropped(text: str, told: str) -> None:
    assert str(PublicationNumber.parse(text)) == told
