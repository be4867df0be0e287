"""The platform's templates: what officers write is read, checked and kept apart."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.formats.templates import TEMPLATES, in_wan, shown
from yuzhi.engines.reading.blanks import csv_template, workbook
from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.records import Fault, Record, Skipped
from yuzhi.engines.reading.tests.offices import CONTEXT, book_of, file_of
from yuzhi.kernel.errors import BadFile
from yuzhi.packs.cn.sources.templates import SOURCES

BY_TABLE = {source.tables[0]: source for source in SOURCES}
CODE = "91110108551385082Q"

ROWS = {
    "patents": {
        "number": "ZL202111286633.X", "title": "一种煤制油催化剂", "applicants": ["甲公司", "乙公司"],
        "filed_on": date(2021, 11, 2), "applicant_codes": [CODE, ""], "ipc": ["C10G 2/00"], "claim_count": 8,
        "address": "719300 陕西省榆林市神木市锦界镇", "publication": "CN113781974A", "published_on": date(2021, 12, 10),
    },
    "patent_events": {
        "patent": "202111286633", "event": "fee_lapsed", "effective_on": date(2024, 11, 2), "code": "PL",
    },
    "trademarks": {
        "number": "12345678", "nice_class": "31", "name": "榆", "registrant": "甲公司", "geographic": False,
        "registered_on": date(2015, 3, 7), "expires_on": date(2025, 3, 6), "registrant_kind": "market",
        "address": "榆林市榆阳区",
    },
    "works": {
        "number": "2021SR0123456", "work_kind": "software", "name": "系统", "owner": "甲公司",
        "registered_on": date(2021, 1, 20),
    },
    "indications": {
        "system": "agri_product", "number": "AGI02345", "name": "榆林马铃薯", "recognised_on": date(2010, 1, 1),
        "county": "榆阳区",
    },
    "indication_users": {
        "indication": "AGI02345", "user": "甲公司", "user_code": CODE, "approved_on": date(2022, 1, 1),
    },
    "varieties": {"number": "CNA20191000001", "name": "榆谷1号", "holder": "甲所", "granted_on": date(2022, 1, 1)},
    "pledges": {
        "number": "2024610000001", "pledgor": "甲公司", "amount": "5000000.00", "registered_on": date(2024, 5, 31),
        "rights": ["ZL202111286633.X"], "renewal": True, "rights_kind": "patent", "cancelled_on": date(2025, 5, 31),
    },
    "licences": {
        "number": "X2024610000001", "deal_kind": "exclusive", "rights": ["ZL202111286633.X"], "giver": "甲",
        "taker": "乙", "recorded_on": date(2024, 1, 1),
    },
    "companies": {"code": CODE, "name": "甲公司", "founded_on": date(2010, 1, 1), "address": "榆林市榆阳区"},
    "agencies": {"number": "61200", "name": "甲代理", "agents": 7, "approved_on": date(2010, 1, 1)},
    "talents": {
        "number": "R001", "name": "张三", "entered_on": date(2023, 1, 1), "valid_to": date(2025, 12, 31),
        "phone": "138****0000",
    },
    "populations": {
        "area": "610800", "year": 2022, "residents": 3616100, "basis": "year_end", "published_on": date(2023, 4, 1),
    },
    "centres": {
        "number": "P1", "name": "中心", "holder": "甲", "recognised_on": date(2023, 1, 1), "level": "city",
    },
    "outlets": {
        "number": "W1", "name": "网点", "holder": "甲", "level": "province", "recognised_on": date(2023, 1, 1),
    },
    "awards": {"number": "J1", "award": "中国专利奖", "winner": "甲", "awarded_on": date(2023, 1, 1)},
}
KEYS = {
    "patents": "cn/p/202111286633", "patent_events": "cn/p/202111286633", "trademarks": "cn/t/12345678/31",
    "works": "cn/w/2021SR0123456", "indications": "cn/gi/agri_product/AGI02345",
    "indication_users": f"cn/giu/AGI02345/{CODE}", "varieties": "cn/v/CNA20191000001",
    "pledges": "cn/pledge/2024610000001", "licences": "cn/deal/X2024610000001", "companies": f"uscc/{CODE}",
    "agencies": "cn/agency/61200", "talents": "cn/talent/R001", "populations": "cn/pop/610800/2022/year_end",
    "centres": "cn/centre/P1", "outlets": "cn/outlet/W1", "awards": "cn/award/J1",
}  # fmt: skip
ALL = pytest.mark.parametrize("table", list(TEMPLATES))


def written(table, *rows, titles=None):
    """The rows as an officer's CSV."""
    template = TEMPLATES[table]
    text = io.StringIO()
    csv.writer(text).writerows([
        titles or [column.title for column in template.columns],
        *([_cell(column, row) for column in template.columns] for row in rows),
    ])
    return text.getvalue().encode("utf-8-sig")


def _cell(column, row):
    value = row.get(column.field)
    made = column.rule in {"area", "operation", "nature"}
    return str(value or "") if made else shown(column, value)


def read(folder, table, *rows, context=CONTEXT, data=None):
    return list(BY_TABLE[table].read(file_of(folder, data or written(table, *rows)), context))


def only(folder, table, row, context=CONTEXT):
    (record,) = read(folder, table, row, context=context)
    assert isinstance(record, Record), record
    return record


@ALL
def test_a_row_comes_back_as_the_record_that_was_written(tmp_path, table):
    record = only(tmp_path, table, ROWS[table])
    assert (record.table, record.key) == (table, KEYS[table])
    expected = {name: value for name, value in ROWS[table].items() if name not in {"patent", "number", "county", "nice_class"}}
    assert {name: record.values[name] for name in expected} == expected
    assert set(record.values) <= set(TABLES[table].names)
    assert set(record.values) <= set(record.origins), "every value has an origin"


@ALL
def test_the_empty_template_is_recognised_by_its_source_alone_and_holds_nothing(tmp_path, table):
    for data, name in ((workbook(TEMPLATES[table], ["榆阳区"]), "a.bin"), (csv_template(TEMPLATES[table]), "b.bin")):
        document = file_of(tmp_path, data, name)
        seen = glimpse(document.path, name)
        assert [source.tables for source in SOURCES if source.recognise(seen)] == [(table,)]
        assert list(BY_TABLE[table].read(document, CONTEXT)) == []


def test_a_patent_knows_its_kind_its_office_and_its_county(tmp_path):
    values = only(tmp_path, "patents", ROWS["patents"]).values
    assert (values["number"], values["right_kind"], values["office"]) == ("202111286633.X", "invention", "CN")
    assert (values["county"], bool(values["county_reason"])) == ("610881", True)


def test_an_event_is_told_apart_by_kind_day_and_code(tmp_path):
    record = only(tmp_path, "patent_events", ROWS["patent_events"])
    assert record.record == "cn/p/202111286633|fee_lapsed|2024-11-02|PL"


def test_a_mark_in_several_classes_is_one_right_in_each(tmp_path):
    found = read(tmp_path, "trademarks", ROWS["trademarks"] | {"nice_class": "1；5;30"})
    assert [(one.key, one.values["nice_class"]) for one in found] == [
        ("cn/t/12345678/1", 1), ("cn/t/12345678/5", 5), ("cn/t/12345678/30", 30),
    ]


def test_a_reported_county_says_who_reported_it(tmp_path):
    values = only(tmp_path, "indications", ROWS["indications"]).values
    assert (values["county"], values["county_reason"]) == ("610802", "来源填报")
    values = only(tmp_path, "centres", ROWS["centres"]).values
    assert "county" not in values and "没有填报" in values["county_reason"]


def test_an_address_in_the_city_without_a_county_is_the_citys(tmp_path):
    values = only(tmp_path, "companies", ROWS["companies"] | {"address": "陕西省榆林市"}).values
    assert values["county"] == "610800"


def test_truth_begins_and_ends_on_the_days_of_the_table(tmp_path):
    pledge = only(tmp_path, "pledges", ROWS["pledges"])
    assert (pledge.true_from, pledge.true_to) == (date(2024, 5, 31), date(2025, 5, 31))
    talent = only(tmp_path, "talents", ROWS["talents"])
    assert (talent.true_from, talent.true_to) == (date(2023, 1, 1), date(2026, 1, 1))
    assert only(tmp_path, "patents", ROWS["patents"]).true_from == date(2021, 12, 10)


def test_a_user_without_a_code_is_known_by_the_folded_name(tmp_path):
    row = ROWS["indication_users"] | {"user_code": "", "user": "甲（榆林） 公司"}
    assert only(tmp_path, "indication_users", row).key == "cn/giu/AGI02345/甲(榆林)公司"


def test_a_withdrawn_row_needs_only_its_key_and_a_made_up_row_says_so(tmp_path):
    withdrawn = only(tmp_path, "pledges", {"number": "2024610000001", "operation": "撤回"})
    assert (withdrawn.key, withdrawn.withdrawn) == ("cn/pledge/2024610000001", True)
    assert only(tmp_path, "pledges", ROWS["pledges"] | {"nature": "示例数据"}).made_up is True


@pytest.mark.parametrize(("table", "change", "column"), [
    ("companies", {"code": "91110108551385082A"}, "统一社会信用代码"),
    ("pledges", {"cancelled_on": date(2023, 1, 1)}, "注销登记日"),
    ("patents", {"granted_on": date(2020, 1, 1)}, "授权公告日"),
    ("patents", {"publication": "CN202644312U"}, "公开（公告）号"),
    ("patents", {"number": "202111286633.1"}, "申请号"),
    ("patents", {"right_kind": "utility"}, "专利类型"),
    ("patents", {"applicant_codes": [CODE] * 3}, "申请人统一社会信用代码"),
    ("trademarks", {"nice_class": "46"}, "国际分类"),
    ("trademarks", {"ended_on": date(2014, 1, 1)}, "失效日"),
    ("works", {"work_kind": "work"}, "登记类型"),
    ("indications", {"county": "延安市"}, "所在县（市、区）"),
    ("populations", {"area": "610600"}, "行政区划代码"),
    ("centres", {"recognised_on": None}, "认定日"),
])
def test_a_row_that_cannot_be_true_goes_to_quarantine_by_column(tmp_path, table, change, column):
    found = read(tmp_path, table, ROWS[table] | change)
    assert [type(one) for one in found] == [Fault]
    assert found[0].column == column
    assert found[0].origin.place == "line 2"


def test_a_repaired_cell_is_read_again_and_names_the_repair(tmp_path):
    row = ROWS["pledges"] | {"registered_on": date(2024, 5, 31)}
    data = written("pledges", row).replace(b"2024-05-31", "五月底".encode())
    assert isinstance(read(tmp_path, "pledges", data=data)[0], Fault)
    repaired = replace(CONTEXT, repairs={("line 2", "登记日"): ("2024-05-31", 7)})
    (record,) = read(tmp_path, "pledges", data=data, context=repaired)
    assert record.values["registered_on"] == date(2024, 5, 31)
    assert record.origins["registered_on"].rule == "repair:7"


def test_an_unknown_column_stops_the_file_unless_an_officer_ignores_it(tmp_path):
    titles = [column.title for column in TEMPLATES["centres"].columns] + ["备注"]
    data = written("centres", ROWS["centres"], titles=titles)
    data = data.rstrip(b"\r\n") + b",x\r\n"
    with pytest.raises(BadFile, match="“备注”"):
        read(tmp_path, "centres", data=data)
    assert len(read(tmp_path, "centres", data=data, context=replace(CONTEXT, ignored=frozenset({"备注"})))) == 1


def test_a_missing_required_column_stops_the_file_by_name(tmp_path):
    with pytest.raises(BadFile, match="“登记日”"):
        read(tmp_path, "pledges", data="质押登记号,出质人,担保债权金额（元）,质权人\n1,甲,5,乙\n".encode())
    with pytest.raises(BadFile, match="“担保债权金额（元）”"):
        read(tmp_path, "pledges", data="质押登记号,出质人,登记日,质权人\n1,甲,2024-01-01,乙\n".encode())


def test_sums_may_be_given_in_ten_thousands(tmp_path):
    titles = [in_wan(column.zh) if column.field == "amount" else column.title for column in TEMPLATES["pledges"].columns]
    data = written("pledges", ROWS["pledges"] | {"amount": "500"}, titles=titles)
    (record,) = read(tmp_path, "pledges", data=data)
    assert record.values["amount"] == "5000000.00"
    assert record.origins["amount"].path == "担保债权金额（万元）"


def test_one_thing_twice_in_a_file_is_read_once_and_a_contradiction_is_a_fault(tmp_path):
    row = ROWS["pledges"]
    found = read(tmp_path, "pledges", row, row, row | {"amount": "6000000.00"})
    assert [type(one) for one in found] == [Record, Skipped, Fault]
    assert "line 2" in found[2].reason


def test_a_workbook_with_a_heading_and_sheets_beside_is_recognised_and_read(tmp_path):
    template = TEMPLATES["pledges"]
    row = [_cell(column, ROWS["pledges"]) for column in template.columns]
    data = book_of(
        ("Sheet1", [["榆林市2024年知识产权质押登记表"], [column.title for column in template.columns], row]),
        ("备查", [["随手记"]]),
    )
    document = file_of(tmp_path, data, "a.xlsx")
    seen = glimpse(document.path, "a.xlsx")
    assert [source.name for source in SOURCES if source.recognise(seen)] == ["cn.templates.pledges"]
    record, skipped = BY_TABLE["pledges"].read(document, CONTEXT)
    assert record.origin.place == "Sheet1!3" and "备查" in skipped.reason


def test_numbers_that_a_spreadsheet_rounded_are_named_as_lost(tmp_path):
    template = TEMPLATES["companies"]
    row = [_cell(column, ROWS["companies"]) for column in template.columns]
    row[0] = 9.1110108551385e17
    data = book_of((template.zh, [[column.title for column in template.columns], row]))
    (fault,) = BY_TABLE["companies"].read(file_of(tmp_path, data, "a.xlsx"), CONTEXT)
    assert fault.column == "统一社会信用代码" and "科学计数法" in fault.reason
