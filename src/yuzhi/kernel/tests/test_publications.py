"""Publication numbers of any office, and what Chinese kind codes meant on their day."""

import csv
import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.offices import chinese_kind
from yuzhi.kernel.publications import PublicationNumber


@pytest.mark.parametrize(
    ("text", "office", "number", "kind", "key"),
    [("CN113781974A", "CN", "113781974", "A", "cn/pub/113781974A"),
     ("ＣＮ　１１３７８１９７４　Ａ", "CN", "113781974", "A", "cn/pub/113781974A"),
     ("CN1332837C", "CN", "1332837", "C", "cn/pub/1332837C"), ("CN87212113U", "CN", "87212113", "U",
     "cn/pub/87212113U"),
     ("CN108474268B8", "CN", "108474268", "B8", "cn/pub/108474268B8"),
     ("US 2019/0170327 A1", "US", "20190170327", "A1", "us/pub/20190170327A1"),
     ("US2019170327A1", "US", "20190170327", "A1", "us/pub/20190170327A1"),     # without the padding zero
     ("US 10,870,355 B2", "US", "10870355", "B2", "us/pub/10870355B2"), ("USD873710S1", "US", "D873710", "S1",
     "us/pub/D873710S1"),
     ("EP2077424A3", "EP", "2077424", "A3", "ep/pub/2077424A3"), ("EP 0123456 A1", "EP", "0123456", "A1",
     "ep/pub/0123456A1"),
     ("WO 2014/157990 A1", "WO", "2014157990", "A1", "wo/pub/2014157990A1"),
     ("JPWO2020203247A1", "JP", "WO2020203247", "A1", "jp/pub/WO2020203247A1"),
     ("TWI710859B", "TW", "I710859", "B", "tw/pub/I710859B"),
     ("KR10-2013-0138117A", "KR", "20130138117", "A", "kr/pub/20130138117A"), ("KR102058522B1", "KR", "102058522",
     "B1", "kr/pub/102058522B1"),
     ("IN2014CH01286A", "IN", "2014CH01286", "A", "in/pub/2014CH01286A"), ("BRPI1003397A2", "BR", "PI1003397", "A2",
     "br/pub/PI1003397A2"),
     ("DE102022102561A1", "DE", "102022102561", "A1", "de/pub/102022102561A1"), ("SU1234567A1", "SU", "1234567",
     "A1", "su/pub/1234567A1")],
)  # fmt: skip
def test_a_number_of_any_office_is_read(text: str, office: str, number: str, kind: str, key: str) -> None:
    read = PublicationNumber.parse(text)
    assert (read.office, read.number, read.kind, read.key) == (office, number, kind, key)


@pytest.mark.parametrize(
    ("text", "says"),
    [("CN113781974", "缺少末尾的种类代码"), ("QQ1234567A1", "“QQ”不是已知的国别"), ("CN913781974A",
     "以 1、2、3 开头"),
     ("CN11378197A", "7 位或 9 位"), ("CN113781974U", "号码表明是发明"), ("CN213781974B", "号码表明是实用新型"),
     ("CN113781974Q", "种类代码“Q”"), ("hello", "不是公开（公告）号"), ("", "不是公开（公告）号")],
)  # fmt: skip
def test_what_is_no_publication_number_is_refused_with_the_reason(text: str, says: str) -> None:
    with pytest.raises(BadValue) as caught:
        PublicationNumber.parse(text)
    assert says in caught.value.sentence and "请" in caught.value.sentence


@given(st.sampled_from(["1A", "1B", "1C", "2U", "2Y", "3S", "3D"]), st.integers(0, 99_999_999), st.booleans())
def test_a_written_chinese_number_is_read_back(series: str, serial: int, long: bool) -> None:
    text = f"CN{series[0]}{serial:08}{series[1]}" if long else f"CN{series[0]}{serial % 1_000_000:06}{series[1]}"
    read = PublicationNumber.parse(text)
    assert str(read) == text and PublicationNumber.parse(str(read)) == read
    assert PublicationNumber.parse(read.key.replace("/pub/", "").upper()) == read


def test_an_application_and_its_grant_share_the_stem() -> None:
    assert PublicationNumber.parse("CN113781974A").stem == PublicationNumber.parse("CN113781974B").stem == "CN113781974"


def test_the_first_digit_tells_the_kind_of_right_in_china_only() -> None:
    kinds = [PublicationNumber.parse(text).right_kind for text in
             ("CN113781974A", "CN202644312U", "CN303030303S", "CN85105351B", "US8899061B2")]  # fmt: skip
    assert kinds == ["invention", "utility", "design", "invention", None]


@pytest.mark.parametrize(
    ("name", "field", "count"),
    [("abstracts.jsonl.gz", "id", 29_561), ("cn_patents.jsonl.gz", "pub", 15_133),
     ("details_text_no_citations.jsonl.gz", "id", 6_833)],
)  # fmt: skip
def test_every_publication_of_the_energy_sets_parses_to_itself(shared: Path, name: str, field: str, count: int) -> None:
    with gzip.open(shared / "data/patents_energy" / name, "rt") as lines:
        written = [json.loads(line)[field] for line in lines]
    assert len(written) == count
    assert [text for text in written if str(PublicationNumber.parse(text)) != text] == []


def test_every_cited_chinese_document_parses_and_its_kind_fits_its_day(shared: Path) -> None:
    with gzip.open(shared / "data/patents_energy/cn_cited_metadata.tsv.gz", "rt") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    assert len(rows) == 37_376
    for row in rows:
        number = PublicationNumber.parse(row["pub"])
        assert str(number) == row["pub"]
        if row["published"]:
            meaning = chinese_kind(number.kind, date.fromisoformat(row["published"]))
            assert meaning.granted == (number.kind[0] != "A" and row["published"] >= "1993")


@pytest.mark.parametrize(
    ("kind", "day", "zh", "granted"),
    [("A", date(1988, 1, 6), "发明专利申请公布", False), ("B", date(1988, 1, 6), "发明专利申请审定公告", False),
     ("C", date(2009, 1, 7), "发明专利授权公告", True), ("B", date(2010, 4, 7), "发明专利授权公告", True),
     ("U", date(1990, 1, 3), "实用新型专利申请公告", False), ("Y", date(2010, 3, 31), "实用新型专利授权公告", True),
     ("U", date(2012, 12, 5), "实用新型专利授权公告", True), ("S", date(2015, 1, 7), "外观设计专利授权公告", True),
     ("C1", date(2015, 1, 7), "发明专利权部分无效宣告公告", True),
     ("B8", date(2021, 1, 19), "发明专利扉页更正再版", True)],
)  # fmt: skip
def test_a_kind_code_means_what_it_meant_on_its_day(kind: str, day: date, zh: str, granted: bool) -> None:
    meaning = chinese_kind(kind, day)
    assert (meaning.zh, meaning.granted) == (zh, granted)


def test_a_bare_c_after_the_change_is_a_contradiction() -> None:
    with pytest.raises(BadValue, match="2010年4月7日起为 B"):
        chinese_kind("C", date(2015, 1, 7))
