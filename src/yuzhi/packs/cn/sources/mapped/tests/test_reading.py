"""A mapped spreadsheet is read like any source: every row is a record, a fault or named as skipped, and knows its cell."""

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.mapping import MappedColumn, SheetMapping, as_told, check, look, suggested, tables_for, told
from yuzhi.engines.reading.mapping.tests.sheets import AREAS, MONTHLY, book, document, text
from yuzhi.engines.reading.records import Fault, Record, Skipped
from yuzhi.engines.reading.sources import Context
from yuzhi.kernel.errors import BadFile, YuzhiError
from yuzhi.packs.cn.sources.mapped import source_of

CONTEXT = Context(AREAS)


def monthly(tmp_path, *rows):
    file = book(tmp_path / "10月月报.xlsx", *(rows or MONTHLY))
    found, = look(file)
    return file, suggested(found, found.header, "pledges", AREAS)


def test_every_value_knows_its_cell_and_its_rule(tmp_path):
    file, mapping = monthly(tmp_path)
    first, second, total = source_of([mapping]).read(file, CONTEXT)
    assert (first.origin.file, first.origin.place) == (file.digest, "10月!4")
    assert (first.values["amount"], first.origins["amount"].path, first.origins["amount"].rule) == ("1000000.00", "质押金额", "money_wan")
    assert (first.values["rights"], first.origins["rights"].rule) == (["ZL202110000000.1", "ZL202110000001.6"], "list_semicolon:、")
    assert (second.values["county"], second.true_from, second.key) == ("610881", date(2026, 10, 9), "cn/pledge/Y2026610000002")
    assert isinstance(total, Skipped)
    assert "合计" in total.reason


def test_a_bad_cell_keeps_its_row_out_and_is_named(tmp_path):
    bad = ["3", "Y2026610000003", "某公司", "", "约八十", "2026-10-10", "不详区", ""]
    file, mapping = monthly(tmp_path, *MONTHLY[:5], bad)
    faults = [one for one in source_of([mapping]).read(file, CONTEXT) if isinstance(one, Fault)]
    assert [(one.origin.place, one.column, one.value) for one in faults] == [("10月!6", "质押金额", "约八十"), ("10月!6", "所属区县", "不详区")]


def test_next_month_is_recognised_and_a_changed_header_is_told(tmp_path):
    _, mapping = monthly(tmp_path)
    source = source_of([told({**as_told(mapping), "name": "sheet.pledges_1", "zh": "省局质押月报"})])
    november = [row if number else ["省局专利权质押登记月报（2026年11月）"] for number, row in enumerate(MONTHLY)]
    file = book(tmp_path / "11.xlsx", *november, title="11月")
    assert source.recognise(glimpse(file.path, file.name))
    changed = [list(row) for row in november]
    changed[2][4], changed[2][7] = "登记金额（万元）", "经办人"
    file = book(tmp_path / "12.xlsx", *changed, title="12月")
    seen = glimpse(file.path, file.name)
    assert not source.recognise(seen)
    assert source.nearly(seen) == "像是“省局质押月报”（sheet.pledges_1 第 1 版），但缺少列 “质押金额”，多出列 “登记金额（万元）”、“经办人”"


def test_an_older_version_reads_the_files_of_its_header(tmp_path):
    file, old = monthly(tmp_path)
    new = SheetMapping("pledges", tuple(
        MappedColumn("质押合同登记号" if one.field == "number" else one.title, one.field, one.unit, one.order, one.split) for one in old.columns
    ))
    source = source_of([old, new])
    assert source.version == 2
    assert source.recognise(glimpse(file.path, file.name))
    assert sum(isinstance(one, Record) for one in source.read(file, CONTEXT)) == 2


def test_a_marker_tells_two_senders_of_one_form_apart(tmp_path):
    file, mapping = monthly(tmp_path)
    seen = glimpse(file.path, file.name)
    assert source_of([told({**as_told(mapping), "marker": "省局"})]).recognise(seen)
    assert not source_of([told({**as_told(mapping), "marker": "神木"})]).recognise(seen)


def test_constants_hold_for_each_row_and_say_so(tmp_path):
    file = text(tmp_path / "地理标志.csv", ["编号", "产品名称"], ["AGI00122", "某小米"])
    mapping = told({
        "table": "indications", "columns": [{"title": "编号", "field": "number"}, {"title": "产品名称", "field": "name"}],
        "constants": {"system": "农产品地理标志", "county": "神木市"}, "made_up": True,
    })
    record, = source_of([mapping]).read(file, CONTEXT)
    assert (record.key, record.values["county"], record.made_up) == ("cn/gi/agri_product/AGI00122", "610881", True)
    assert (record.origins["system"].path, record.origins["system"].rule) == ("（固定内容）", "constant")


def test_words_of_others_are_read_as_ours(tmp_path):
    rows = (["申请号", "专利类型", "标题"], ["202110000000.1", "发明授权", "甲"], ["202120000000.7", "新型专利(U)", "乙"])
    file = text(tmp_path / "导出.csv", *rows)
    mapping = told({"table": "patents", "columns": [
        {"title": "申请号", "field": "number"}, {"title": "专利类型", "field": "right_kind", "words": {"新型专利(U)": "utility"}},
        {"title": "标题", "field": "title"},
    ]})
    assert [one.values["right_kind"] for one in source_of([mapping]).read(file, CONTEXT)] == ["invention", "utility"]


def test_two_documents_of_one_application_are_two_statements(tmp_path):
    rows = (
        ["申请号", "公开号", "公开日", "标题"], ["202110000000.1", "CN113000000A", "2021-08-01", "甲"],
        ["202110000000.1", "CN113000000B", "2022-08-01", "甲"],
    )
    file = text(tmp_path / "导出.csv", *rows)
    found, = look(file)
    application, patent = source_of([suggested(found, 1, "patents", AREAS)]).read(file, CONTEXT)
    assert (application.key, application.record, patent.record) == (patent.key, "CN113000000A", "CN113000000B")
    assert ("granted_on" in application.values, patent.values["granted_on"]) == (False, date(2022, 8, 1))


def test_a_formula_is_a_text_and_a_failed_one_a_fault(tmp_path):
    rows = (["申请号", "标题"], ["202110000000.1", "=HYPERLINK(1)"], ["202110000001.6", "#REF!"])
    file = text(tmp_path / "导出.csv", *rows)
    mapping = told({"table": "patents", "columns": [{"title": "申请号", "field": "number"}, {"title": "标题", "field": "title"}]})
    record, fault = source_of([mapping]).read(file, CONTEXT)
    assert record.values["title"] == "=HYPERLINK(1)"
    assert (fault.column, fault.value) == ("标题", "#REF!")


CELL = st.one_of(
    st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters=',;|"\t\u2028\u2029\x85'), max_size=12),
    st.sampled_from(["Y2026610000001", "Y2026610000002", "100", "2026-10-08", "榆阳区", "合计", "#N/A", "1e17", "", "=1+1"]),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELL, min_size=5, max_size=5), max_size=12))
@example([["", "", "0", "", "0"], ["", "", ":", "<", ""]])
@example([["", "", "甲", "", "乙"], ["", "", "丙", "丁", ""]])
def test_rows_read_failed_and_skipped_are_all_the_rows(tmp_path, rows):
    header = ["登记号", "出质人", "金额", "登记日", "区县"]
    file = text(tmp_path / "any.csv", header, *rows)
    columns = zip(header, ("number", "pledgor", "amount", "registered_on", "county"), strict=True)
    mapping = told({"table": "pledges", "columns": [{"title": title, "field": field} for title, field in columns]})
    outcomes = list(source_of([mapping]).read(file, CONTEXT))
    places = {kind: {one.origin.place for one in outcomes if isinstance(one, kind)} for kind in (Record, Fault, Skipped)}
    filled = {f"line {number}" for number, row in enumerate(rows, 2) if "".join(row).strip()}
    assert places[Record] | places[Fault] | places[Skipped] == filled
    assert sum(map(len, places.values())) == len(filled), "no row is counted twice"
    seen = check(outcomes)
    assert (seen.read, seen.failed, seen.skipped) == tuple(len(places[kind]) for kind in (Record, Fault, Skipped))
    assert seen.rows == len(filled)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", "登记号,金额\n".encode("gb18030")]))
def test_any_bytes_are_read_or_refused_in_a_sentence(tmp_path, data, start):
    path = tmp_path / "any.bin"
    path.write_bytes(start + data)
    mapping = told({"table": "pledges", "columns": [{"title": "登记号", "field": "number"}, {"title": "金额", "field": "amount"}]})
    source = source_of([mapping])
    try:
        seen = glimpse(path, path.name)
        source.recognise(seen)
        source.nearly(seen)
        for one in look(document(path)):
            suggested(one, one.header, "pledges", AREAS)
        list(source.read(document(path), CONTEXT))
    except YuzhiError as refusal:
        assert refusal.status < 500
        assert refusal.sentence.endswith("。")


def test_the_export_of_a_database_under_other_titles_is_mapped_and_read_whole(shared, tmp_path):
    source = shared / "data" / "cnipr_export" / "训练文件.xlsx"
    from_titles = {
        "名称": "标题", "申请（专利权）人": "当前申请(专利权)人", "发明（设计）人": "发明人", "主分类号": "IPC主分类号", "分类号": "IPC分类号",
        "地址": "申请人地址",
        "专利代理机构": "代理机构", "主权项": "首项权利要求", "PCT公开": "标志",
    }
    original, = [one for one in look(document(source)) if one.rows][:1]
    header = original.rows[0][1]
    rows = [list(texts) for _, texts in original.rows[1:]]
    file = book(tmp_path / "导出.xlsx", [from_titles.get(title, title) for title in header], *rows, title="检索结果")
    found, = look(file)
    assert tables_first(found) == "patents"
    mapping = suggested(found, found.header, "patents", AREAS)
    assert {"专利号", "光盘号", "标志"} >= {one.title for one in mapping.columns if not one.field}
    seen = check(source_of([mapping]).read(file, CONTEXT))
    assert (seen.read, seen.failed) == (len(rows), 0), seen.columns


def tables_first(found):
    """The likeliest table."""
    return tables_for(found, found.header, AREAS)[0][0]


def test_the_list_of_indications_needs_only_its_system(shared):
    file = document(shared / "data" / "gi" / "agi_47.csv")
    found, = look(file)
    mapping = suggested(found, 1, tables_first(found), AREAS)
    assert (mapping.table, mapping.missing) == ("indications", ("保护体系",))
    whole = told({**as_told(mapping), "constants": {"system": "农产品地理标志"}})
    seen = check(source_of([whole]).read(file, CONTEXT))
    assert (seen.read, seen.failed, seen.skipped) == (47, 0, 0)


def test_counts_of_companies_without_codes_say_what_is_missing(shared, tmp_path):
    old = shared / "data" / "company_patent_stats" / "rainbowlyq__Qichacha" / "output.xls"
    with pytest.raises(BadFile, match="另存为 xlsx"):
        look(document(old))
    rows = [[str(cell) for cell in row] for row in CalamineWorkbook.from_path(old).get_sheet_by_index(0).to_python()]
    found, = look(book(tmp_path / "统计.xlsx", *rows))
    mapping = suggested(found, 1, "companies", AREAS)
    assert (mapping.column_of("name").title, mapping.missing) == ("公司名称", ("统一社会信用代码",))


def test_pairs_of_marks_without_numbers_say_what_is_missing(shared, tmp_path):
    folder = shared / "data" / "trademark_pairs" / "igorbezerrar__tm-similarity-br"
    lines = [json.loads(line) for line in (folder / "instruction.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()]
    titles = list(lines[0])
    found, = look(book(tmp_path / "pairs.xlsx", titles, *[[str(one.get(title, "")) for title in titles] for one in lines]))
    assert "注册号" in suggested(found, 1, "trademarks", AREAS).missing



def test_a_header_over_two_rows_is_recognised_again_and_signatures_below_are_no_rows(tmp_path):
    rows = (
        ["质押融资月报表"], ["单位：万元"],
        ["序号", "出质人", "", "质押登记", "", "备注"], ["", "名称", "县区", "登记号", "担保金额", ""],
        ["1", "某公司", "榆阳区", "Y2026610000001", "500", ""], ["合计", "", "", "", "500", ""], ["填表人：李四", "", "审核人：王五", "", "", ""],
    )
    file = book(tmp_path / "十一月.xlsx", *rows)
    found, = look(file)
    mapping = suggested(found, found.header, "pledges", AREAS)
    source = source_of([mapping])
    assert source.recognise(glimpse(file.path, file.name))
    record, total, signed = source.read(file, CONTEXT)
    assert (record.origin.place, record.origins["amount"].path, record.values["amount"]) == ("10月!5", "质押登记·担保金额", "5000000.00")
    assert "合计" in total.reason
    assert "落款" in signed.reason
