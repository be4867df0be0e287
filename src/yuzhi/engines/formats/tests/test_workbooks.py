"""A workbook opens with what was written, and nothing in it runs."""

import io
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from yuzhi.engines.formats.workbooks import LONGEST_CELL, workbook


def read(rows, header=("甲",)):
    return load_workbook(io.BytesIO(workbook([("表", header, rows)])))["表"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=5))
def test_no_text_becomes_a_formula(texts):
    page = read([[text] for text in texts])
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)


def test_a_text_like_a_formula_stays_a_text_also_when_it_is_edited():
    cell = read([["=1+1"]])["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


def test_numbers_and_days_stay_what_they_are_and_lists_are_joined():
    number, day, names = next(read([[3, date(2025, 1, 2), ("甲", "乙"), None]]).iter_rows(min_row=2, values_only=True, max_col=3))
    assert (number, day.date(), names) == (3, date(2025, 1, 2), "甲；乙")


def test_what_no_workbook_may_hold_is_left_out_and_a_long_text_is_cut():
    page = read([["a\x0bb"], ["长" * 40_000]])
    assert page["A2"].value == "ab" and len(page["A3"].value) == LONGEST_CELL and page["A3"].value.endswith("…")
