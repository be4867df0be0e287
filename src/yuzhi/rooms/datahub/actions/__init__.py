"""Every write of the data hub, a verb each."""

from yuzhi.rooms.datahub.actions.arriving import Arrived, arrive, named_source
from yuzhi.rooms.datahub.actions.loads import archived, receive, refuse, run
from yuzhi.rooms.datahub.actions.quarantine import dismiss_row, ignore_column, repair_row

__all__ = [
    "Arrived", "archived", "arrive", "dismiss_row", "ignore_column", "named_source", "receive", "refuse", "repair_row",
    "run",
]
