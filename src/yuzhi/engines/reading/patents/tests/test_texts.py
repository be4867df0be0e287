"""Texts: paragraphs, tables, formulas and the lines of the printed page."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from yuzhi.engines.reading.patents.texts import in_line, melt, paragraphs, text_of, texts_of

TABLE = ("<tables><table><tgroup><tbody><row><entry>序号</entry><entry>名称<sub>2</sub></entry></row>"
         "<row><entry/><entry>甲<table><row><entry>内</entry></row></table></entry></row><row><entry/></row></tbody></tgroup>"
         "</table></tables>")


def read(xml: str) -> list[str]:
    """The paragraphs of the text."""
    return paragraphs(etree.fromstring(f"<d>{xml}</d>"))


@pytest.mark.parametrize(("xml", "lines"), [
    ("<p>一</p><p>二 </p>", ["一", "二"]),
    ("<heading>技术领域</heading>\n<p>x<sup>2</sup>+CO<sub>2</sub></p>", ["技术领域", "x2+CO2"]),
    ("<p>甘草与水\n\t\t<br/>按1:5</p>", ["甘草与水按1:5"]),
    ("<p>PVC<br/>and PE,\n\tPP</p>", ["PVC and PE, PP"]),
    ("<p>式<maths><math><mi>x</mi></math></maths>中</p>", ["式[公式]中"]),
    ("<p>见<img file='1.tif'/>及<img img-content='formula'/></p>", ["见[图]及[公式]"]),
    (f"<p>表1：{TABLE}见上</p>", ["表1：", "序号 | 名称2", " | 甲 内".strip(), "见上"]),
    ("<TechnicalField><Paragraphs>甲</Paragraphs></TechnicalField>乙", ["甲", "乙"]),
    ("<p>保藏<bio-deposit><depositary>CGMCC</depositary> <bio-accno>6645</bio-accno></bio-deposit>号</p>", ["保藏CGMCC 6645号"]),
    ("<p><b>粗</b> <i>斜</i><x:y xmlns:x='u'>未知</x:y></p>", ["粗 斜未知"]),
    ("<claim-text>1.一种<claim-text>其中</claim-text>的</claim-text>", ["1.一种", "其中", "的"]),
    ("<p> </p><p/>", []),
])
def test_a_text_is_read_as_a_person_reads_it(xml: str, lines: list[str]) -> None:
    assert [line.strip() for line in read(xml)] == lines


def test_tables_inside_tables_are_read_once() -> None:
    deep = "核" + "".join("" for _ in range(0))
    for _ in range(40):
        deep = f"<table><row><entry>{deep}</entry></row></table>"
    assert read(deep) == ["核"]


def test_the_deepest_tree_that_the_parser_lets_through_is_read() -> None:
    assert in_line(etree.fromstring("<b>" * 255 + "字" + "</b>" * 255)) == "字"
    assert in_line(etree.fromstring("<p>" * 255 + "字" + "</p>" * 255)) == "字"


TREES = st.recursive(
    st.text("甲乙 ab1,\n\t", max_size=6),
    lambda below: st.tuples(st.sampled_from(["p", "b", "sub", "br", "i", "tables", "row", "entry", "img", "x"]),
                            st.lists(below, max_size=4)),
    max_leaves=25,
)
Tree = str | tuple[str, list["Tree"]]


def written(tree: Tree) -> str:
    """The tree as XML."""
    if isinstance(tree, str):
        return tree
    name, below = tree
    return f"<{name}/>" if name in {"br", "img"} else f"<{name}>{''.join(map(written, below))}</{name}>"


@given(st.lists(TREES, max_size=5))
@settings(deadline=None)
def test_all_texts_at_once_are_the_texts_one_by_one(trees: list[Tree]) -> None:
    holders = [etree.fromstring(f"<d>{written(tree)}</d>") for tree in trees]
    assert texts_of(holders) == [text_of(holder) for holder in holders]


@given(st.lists(TREES, max_size=5))
@settings(deadline=None)
def test_no_character_is_lost_and_none_is_invented(trees: list[Tree]) -> None:
    holder = etree.fromstring(f"<d>{''.join(map(written, trees))}</d>")
    told = "".join(text_of(holder).replace("[图]", "").replace("|", "").split())
    assert set(told) == set("".join(str(part) for part in holder.itertext()).replace("\n", "")) - set(" \t")


@given(st.lists(st.tuples(st.sampled_from(["br", "sub", "b"]), st.text("甲乙ab1 \n", max_size=5)), max_size=6))
@settings(deadline=None)
def test_melting_a_text_does_not_change_what_it_says(parts: list[tuple[str, str]]) -> None:
    inner = "".join("<br/>" + text if name == "br" else f"<{name}>{text}</{name}>" for name, text in parts)
    first, second = (etree.fromstring(f"<d><p>始{inner}</p></d>") for _ in range(2))
    melt(second)
    assert text_of(second) == text_of(first)
