"""A list of results as a file: what the page shows, told with its question, its data and its limit."""

import csv
import io
import re

import pytest
from openpyxl import load_workbook

from tests.stories.answers.town import ID_NUMBER, PATENT
from yuzhi.records.accounts.models import AccessLog
from yuzhi.records.evidence.models import Leaf
from yuzhi.rooms.lookup.queries import listing

MARKER = "只有提问的人知道的词"


def taken(client, form, query="kind=patents"):
    answer = client.get(f"/search.{form}?{query}")
    assert answer.status_code == 200 and "no-store" in answer.headers["Cache-Control"]
    return b"".join(answer.streaming_content)


def test_the_workbook_tells_of_itself_on_its_first_sheet(visitor):
    book = load_workbook(io.BytesIO(taken(visitor, "xlsx", "q=催化剂&kind=patents")))
    head, rows = book.worksheets
    told = {}
    for label, value in head.iter_rows(values_only=True):
        told.setdefault(label, value)
    assert told["检索式（所输入的）"] == "催化剂" and "催化剂" in told["检索式（实际执行的）"]
    assert told["筛选：种类"] == "专利" and "共找到 1 条" in told["条数"] and re.fullmatch(r"E\d+", told["数据版本"])
    assert "读入" in told["数据范围"] and told["网页"].startswith("http://testserver/search/?q=")
    assert [row[2] for row in rows.iter_rows(values_only=True)] == ["名称", "一种煤制油催化剂"]
    assert rows.freeze_panes == "A2"


def test_each_form_has_the_rows_of_the_page(visitor):
    page = re.findall(r'href="/record/(cn/[^"]+)"', visitor.get("/search/?kind=patents").content.decode())
    comma = [row[-1] for row in csv.reader(io.StringIO(taken(visitor, "csv").decode("utf-8-sig"))) if not row[0].startswith("# ")]
    book = load_workbook(io.BytesIO(taken(visitor, "xlsx"))).worksheets[1]
    ris = re.findall(r"^AN  - (.+)\r$", taken(visitor, "ris").decode(), re.M)
    assert comma[1:] == [row[-1] for row in book.iter_rows(min_row=2, values_only=True)] == ris == page


def test_a_reference_manager_reads_number_holder_day_and_state(visitor):
    first, *records = taken(visitor, "ris", "q=催化剂&kind=patents").decode().split("ER  - \r\n\r\n")
    assert first.startswith("TY  - GEN\r\nTI  - 榆知检索结果") and "检索式（实际执行的）" in first
    one = records[0].splitlines()
    assert one[0] == "TY  - PAT" and {
        "TI  - 一种煤制油催化剂", "PB  - 甲煤化公司", "SN  - CN113781974B", f"UR  - http://testserver/record/cn/p/{PATENT}",
        "DA  - 2023/05/05/", "C6  - 有效",
    } <= set(one)


def test_a_reference_manager_reads_the_inventors(visitor):
    assert "AU  - 王大力" in taken(visitor, "ris", "q=去核器").decode()


def test_a_file_shows_no_more_than_the_page(visitor):
    for form in ("csv", "ris"):
        assert ID_NUMBER not in taken(visitor, form, "q=去核器").decode()


def test_a_list_that_is_cut_says_so(visitor, monkeypatch):
    monkeypatch.setattr(listing, "MOST_ROWS", 2)
    text = taken(visitor, "csv").decode()
    assert "这里只列出前 2 条" in text and sum(not line.startswith(("# ", '"# ', "\ufeff")) for line in text.splitlines()) == 3


def test_what_was_taken_is_not_kept(visitor, town):
    before = Leaf.objects.count(), AccessLog.objects.count()
    for form in listing.FORMS:
        answer = visitor.get(f"/search.{form}?q={MARKER}")
        assert MARKER in b"".join(answer.streaming_content).decode("utf-8", "replace") or form == "xlsx"
        assert MARKER not in answer.headers["Content-Disposition"]
    assert (Leaf.objects.count(), AccessLog.objects.count()) == before
    assert not [file for file in town.rglob("*") if file.is_file() and MARKER.encode() in file.read_bytes()]


@pytest.mark.parametrize("form", listing.FORMS)
def test_the_api_gives_the_same_file(visitor, form):
    answer = visitor.get(f"/api/search/file?q=催化剂&kind=patents&form={form}")
    assert answer.status_code == 200 and answer.headers["Content-Type"] == listing.FORMS[form]
    assert len(answer.content) > 200


def test_the_api_refuses_another_form_in_a_sentence(visitor):
    assert visitor.get("/api/search/file?form=pdf").status_code == 422
