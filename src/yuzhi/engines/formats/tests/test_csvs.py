"""Exports open in a spreadsheet and run nothing."""

import pytest

from yuzhi.engines.formats.csvs import csv_lines


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@x", "\tx"])
def test_a_text_that_would_run_is_quoted(text):
    assert list(csv_lines(["a"], [[text]]))[1].lstrip('"').startswith("'")


def test_numbers_stay_numbers_and_lists_are_joined():
    assert list(csv_lines(["a", "b"], [[-3, ["甲", "乙"]]]))[1] == "-3,甲；乙\r\n"


def test_the_first_line_carries_the_mark_that_spreadsheets_need():
    assert next(csv_lines(["名称"], [])) == "\ufeff名称\r\n"
