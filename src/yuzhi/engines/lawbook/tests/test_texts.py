"""Cites held against the texts of the laws."""

from datetime import date

from yuzhi.engines.lawbook.book import Dated, Instrument, LawBook, Parameter
from yuzhi.engines.lawbook.texts import compared, texts
from yuzhi.kernel.cite import Cite

OLD = "# 专利法\n\n第一条 甲。\n\n第二条 乙。\n\n丙。\n"
NEW = "# 专利法\n\n第一条　甲。\n\n下列情形：\n\n（一）一；\n\n## 第二章\n\n第二条 乙。\n"


def book(article, since):
    value = Dated(since, None, 1, Cite("cn.patent_law", article, "verified"))
    paper = Instrument("cn.patent_law", "中华人民共和国专利法", "", "", None, None, None, None, None)
    return LawBook([paper], [Parameter("patent_law.x", "某", "x", "year", "filed_on", (value,))])


def judged(folder, article, since=date(2021, 6, 1)):
    (folder / "专利法(2008-12-27).md").write_text(OLD, encoding="utf-8")
    (folder / "专利法(2020-10-17).md").write_text(NEW, encoding="utf-8")
    return compared(book(article, since), texts(folder))


def test_an_article_is_looked_for_in_the_version_of_its_day(tmp_path):
    assert judged(tmp_path, "2(2)", date(2010, 1, 1)).found == 1
    assert "只有 1 款" in judged(tmp_path, "2(2)").faults[0]


def test_items_belong_to_the_paragraph_before_them(tmp_path):
    assert judged(tmp_path, "1(2)").faults == ()
    assert "只有 2 款" in judged(tmp_path, "1(3)").faults[0]


def test_an_article_that_is_not_there_is_a_fault_and_one_without_text_is_counted(tmp_path):
    assert "没有第 3 条" in judged(tmp_path, "3").faults[0]
    assert judged(tmp_path, "1", date(1993, 1, 1)).without_text == 1
    assert judged(tmp_path, "附件2").without_text == 1
