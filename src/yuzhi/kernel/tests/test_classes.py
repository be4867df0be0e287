"""Classification symbols in the spellings that offices and vendors use."""

import gzip
import json
from pathlib import Path

import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from yuzhi.kernel.classes import Cpc, Ipc, Locarno, Nice
from yuzhi.kernel.errors import BadValue


@pytest.mark.parametrize(
    ("text", "symbol"),
    [("E01B3/32(2006.01)I", "E01B 3/32"), ("G09G    3/36    (2006.01)", "G09G 3/36"), ("A01B", "A01B"),
     ("Ａ０１Ｂ　１／００", "A01B 1/00"), ("F24F   3/153       20060101AFI20131115BHEP", "F24F 3/153"),
     ("c10g 3 / 00", "C10G 3/00"), ("H01M0010/0525", "H01M 10/0525"), ("B60L 7/10 (2006.01) I", "B60L 7/10")],
)  # fmt: skip
def test_lenient_spellings_give_one_symbol(text: str, symbol: str) -> None:
    assert str(Ipc.parse(text)) == symbol


@pytest.mark.parametrize(
    "text", ["", "E", "A01", "Y02P 10/20", "A01B 0/00", "A01B 1", "A01B 1/2", "I01B 1/00", "A01B 3/3620060101"]
)
def test_what_is_no_symbol_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="不是 IPC 分类号"):
        Ipc.parse(text)


def test_cpc_knows_section_y_and_longer_groups() -> None:
    symbols = Cpc.parse_all("Y02P10/20; C22B7/001、F27B7/2016")
    assert [str(symbol) for symbol in symbols] == ["Y02P 10/20", "C22B 7/001", "F27B 7/2016"]


def test_a_symbol_covers_what_lies_below_it_by_number() -> None:
    subclass, main, group, other = map(Ipc.parse, ("G09G", "G09G 3/00", "G09G 3/36", "G09G 5/10"))
    assert subclass.covers(group) and main.covers(group) and group.covers(group)
    assert not group.covers(main) and not main.covers(other) and not main.covers(subclass)


@given(
    st.from_regex(r"[A-H][0-9]{2}[A-Z]", fullmatch=True),
    st.integers(1, 9999),
    st.from_regex(r"[0-9]{2,6}", fullmatch=True),
)
def test_a_written_symbol_is_read_back(subclass: str, main: int, sub: str) -> None:
    symbol = Ipc.parse(f"{subclass}{main}/{sub}(2006.01)I")
    assert Ipc.parse(str(symbol)) == symbol and symbol.section == subclass[0] and symbol.group == f"{main}/{sub}"


def test_every_class_of_the_cnipr_sheet_and_the_energy_sets_is_read(shared: Path) -> None:
    book = python_calamine.CalamineWorkbook.from_path(shared / "data/cnipr_export/训练文件.xlsx")
    _, *rows = book.get_sheet_by_name("Sheet1").to_python()
    assert all(Ipc.parse_all(str(row[7]))[0] == Ipc.parse(str(row[6])) for row in rows)
    with gzip.open(shared / "data/patents_energy/details_text_no_citations.jsonl.gz", "rt") as lines:
        symbols = {text for line in lines for text in json.loads(line)["cpc"] or ()}
    assert len(symbols) > 5_000
    assert [text for text in symbols if str(Cpc.parse(text)).replace(" ", "") != text] == []


@pytest.mark.parametrize(
    ("text", "symbol"), [("26-05", "26-05"), ("2605", "26-05"), ("LOC(13)Cl.26-05", "26-05"), ("０６－０１(11)",
     "06-01")]
)
def test_design_classes_are_read(text: str, symbol: str) -> None:
    assert str(Locarno.parse(text)) == symbol


@pytest.mark.parametrize("text", ["33-01", "00-01", "6-1", "", "26"])
def test_design_classes_that_do_not_exist_are_refused(text: str) -> None:
    with pytest.raises(BadValue, match="洛迦诺"):
        Locarno.parse(text)


@pytest.mark.parametrize(
    ("text", "number"), [("25", 25), ("第25类", 25), ("05", 5), ("Class 9", 9), ("3006", 30), ("3006群", 30)]
)
def test_mark_classes_are_read(text: str, number: int) -> None:
    assert Nice.parse(text).number == number


@pytest.mark.parametrize("text", ["0", "46", "4601", "x", "", "250"])
def test_mark_classes_that_do_not_exist_are_refused(text: str) -> None:
    with pytest.raises(BadValue, match="国际分类"):
        Nice.parse(text)
