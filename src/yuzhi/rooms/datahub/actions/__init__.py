"""Every write of the data hub, a verb each."""

from yuzhi.rooms.datahub.actions.arriving import Arrived, arrive, named_source
from yuzhi.rooms.datahub.actions.giving_up import give_up
from yuzhi.rooms.datahub.actions.loads import archived, receive, refuse, run
from yuzhi.rooms.datahub.actions.quarantine import (
    dismiss_row,
    ignore_column,
    repair_everywhere,
    repair_row,
    withdraw_repair,
)

__all__ = [
    "Arrived", "archived", "arrive", "dismiss_row", "give_up", "ignore_column", "named_source", "receive", "refuse",
    "repair_everywhere", "repair_row", "run", "withdraw_repair",
]
