"""Which file counts as that of which period."""

from dataclasses import replace
from datetime import date

import pytest

from yuzhi.engines.reading.sources import Delivery
from yuzhi.rooms.datahub.queries.calendar import _Came, _periods
from yuzhi.rooms.datahub.tests.city import small_city

AGREED = Delivery("某科", "", "month", 10, date(2026, 9, 1))


@pytest.mark.parametrize("newest, state", [
    (date(2022, 12, 31), "late"), (date(2026, 8, 30), "late"), (date(2026, 9, 3), "came"), (date(2026, 10, 3), "came"), (None, "came"),
])
def test_a_file_that_ends_long_before_a_period_did_not_deliver_it(tmp_path, newest, state):
    came = _Came({"L1": date(2026, 11, 5)}, [("L1", newest, 4)] if newest else [])
    tools = replace(small_city(tmp_path), today=lambda: date(2026, 11, 20))
    october = next(one for one in _periods(AGREED, came, tools) if one.due.zh == "2026年10月")
    assert ("late" if october.state == "late" else "came") == state
