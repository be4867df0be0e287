"""Chinese comes first, and every message has its English."""

import pytest

from scripts.messages import missing
from yuzhi.site import tags


def test_every_message_has_its_english():
    assert missing() == [], "run `.venv/bin/python scripts/messages.py --write` and fill in locale/en"


@pytest.mark.parametrize("value, told", [
    (None, "—"), (0, "0"), ("1234567.5", "1,234,567.5"), ("2.00", "2"), ("不是数", "不是数"),
])
def test_a_figure_is_written_with_separators_and_no_needless_zeros(value, told):
    assert tags.figure(value) == told


@pytest.mark.parametrize("value, told", [
    ("3000000000.00", "30 亿元"), ("52000", "5.2 万元"), ("9999.50", "9,999.5 元"), (0, "0 元"), (None, "—"),
])
def test_money_is_said_in_the_unit_that_people_say(value, told):
    assert tags.yuan(value) == told


@pytest.mark.parametrize("number, told", [("42", "第42条"), ("5(2)", "第5条第2款"), ("二", "第二部分"), ("", "")])
def test_an_article_is_cited_as_people_cite_it(number, told):
    assert tags.article(number) == told
