"""The CNIPR export: each row a patent and its publication."""

import csv
import io
from datetime import date

import pytest

from yuzhi.engines.formats.cnipr import COLUMNS
from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.records import Fault, Record
from yuzhi.engines.reading.tests.offices import CONTEXT, book_of, file_of, real
from yuzhi.kernel.errors import BadFile
from yuzhi.packs.cn.sources import SOURCES
from yuzhi.packs.cn.sources.cnipr_sheet import SOURCE

ROW = {
    "申请号": "CN202010000000.7", "公开（公告）号": "CN113781974A", "公开（公告）日": "2021.12.10", "申请日": "2020.01.02",
    "专利号": "CN202010000000.7", "名称": "一种镁合金", "主分类号": "C22C23/00(2006.01)I",
    "分类号": "C22C23/00(2006.01)I;B22D11/00(2006.01)N", "申请（专利权）人": "甲公司;乙公司", "发明（设计）人": "张三;李四",
    "地址": "719300 陕西省榆林市神木市锦界镇", "专利代理机构": "某代理(普通合伙) 61200", "代理人": "王五", "摘要": "摘要。",
    "主权项": "1.一种。", "光盘号": "D2101", "PCT公开": "0",
}  # fmt: skip


def written(*rows, extra=()):
    text = io.StringIO()
    titles = [column.zh for column in COLUMNS] + list(extra)
    csv.writer(text).writerows([titles, *([row.get(title, "") for title in titles] for row in rows)])
    return text.getvalue().encode("gb18030")


def read(folder, *rows, **more):
    return list(SOURCE.read(file_of(folder, written(*rows, **more)), CONTEXT))


def test_a_row_is_a_patent_with_every_field_and_its_origin(tmp_path):
    patent, event = read(tmp_path, ROW)
    assert (patent.key, patent.record, patent.true_from) == ("cn/p/202010000000", "CN113781974A", date(2021, 12, 10))
    assert {name: value for name, value in patent.values.items() if name != "county_reason"} == {
        "office": "CN", "number": "202010000000.7", "right_kind": "invention", "title": "一种镁合金", "abstract": "摘要。",
        "applicants": ["甲公司", "乙公司"], "address": "719300 陕西省榆林市神木市锦界镇", "inventors": ["张三", "李四"],
        "agency": "某代理(普通合伙)", "agency_code": "61200", "agents": ["王五"], "filed_on": date(2020, 1, 2),
        "publication": "CN113781974A", "published_on": date(2021, 12, 10), "main_ipc": "C22C 23/00",
        "ipc": ["C22C 23/00", "B22D 11/00"], "first_claim": "1.一种。", "disc": "D2101", "county": "610881",
    }
    assert set(patent.values) == set(patent.origins)
    assert event.record == "cn/p/202010000000|published|2021-12-10|A"


def test_a_granted_document_tells_the_day_of_grant(tmp_path):
    change = {"申请号": "CN201220249767.4", "公开（公告）号": "CN202644312U", "公开（公告）日": "2013.01.02", "申请日": "2012.05.31"}
    patent, event = read(tmp_path, ROW | change)
    assert (patent.values["right_kind"], patent.values["granted_on"]) == ("utility", date(2013, 1, 2))
    assert event.values["event"] == "granted"


def test_a_design_has_locarno_classes(tmp_path):
    change = {"申请号": "CN201230249767.6", "公开（公告）号": "CN302644312S", "主分类号": "09-03", "分类号": "09-03"}
    found = read(tmp_path, ROW | change | {"申请号": "CN201230249767"})
    assert found[0].values["locarno"] == ["09-03"] and "ipc" not in found[0].values
    assert "ipc" not in found[0].origins


@pytest.mark.parametrize(("change", "column"), [
    ({"申请号": "CN202010000000.8"}, "申请号"), ({"公开（公告）日": "2021.13.10"}, "公开（公告）日"),
    ({"公开（公告）日": "2019.01.01"}, "公开（公告）日"), ({"公开（公告）号": "CN202644312U"}, "公开（公告）号"),
    ({"分类号": "难说"}, "分类号"), ({"名称": " "}, "名称"),
])
def test_a_row_that_contradicts_itself_goes_to_quarantine(tmp_path, change, column):
    found = read(tmp_path, ROW | change)
    assert [(type(one), one.column) for one in found] == [(Fault, column)]


def test_an_unknown_column_stops_the_file(tmp_path):
    with pytest.raises(BadFile, match="“法律状态”"):
        read(tmp_path, ROW | {"法律状态": "有效"}, extra=["法律状态"])


def test_columns_may_stand_in_any_order_below_blank_ones(tmp_path):
    titles = [column.zh for column in reversed(COLUMNS)]
    data = book_of(("Sheet1", [[*titles, None, None], [*(ROW.get(title, "") for title in titles), None, None]]))
    document = file_of(tmp_path, data, "x.xlsx")
    assert [one.name for one in SOURCES if one.recognise(glimpse(document.path, "x.xlsx"))] == ["cn.cnipr_sheet"]
    assert [type(one) for one in SOURCE.read(document, CONTEXT)] == [Record, Record]


def test_the_real_export_gives_199_patents_and_no_fault(shared):
    document = real(shared / "data/cnipr_export/训练文件.xlsx")
    found = list(SOURCE.read(document, CONTEXT))
    assert {type(one) for one in found} == {Record}
    patents = [one for one in found if one.table == "patents"]
    assert len({one.key for one in patents}) == len(patents) == 199
    assert patents[0].values["applicants"] == ["海安县建莲商品混凝土有限公司"]
    assert patents[0].values["agency_code"] == "32243"
    assert {one.values["right_kind"] for one in patents} == {"utility"}


@pytest.mark.parametrize("name", ["专利.xlsx", "训练集2.xlsx"])
def test_a_workbook_without_numbers_is_nobodys(shared, name):
    seen = glimpse(shared / "data/cnipr_export" / name, name)
    assert [source.name for source in SOURCES if source.recognise(seen)] == []
