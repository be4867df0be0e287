"""Every write of the data hub, a verb each."""

from yuzhi.rooms.datahub.actions.arriving import Arrived, arrive, named_source
from yuzhi.rooms.datahub.actions.drafting import Draft, draft, drafted
from yuzhi.rooms.datahub.actions.giving_up import give_up
from yuzhi.rooms.datahub.actions.loads import archived, receive, refuse, run
from yuzhi.rooms.datahub.actions.mapping import map_sheet, retire_source
from yuzhi.rooms.datahub.actions.quarantine import (
    dismiss_row,
    ignore_column,
    repair_everywhere,
    repair_row,
    withdraw_repair,
)

__all__ = [
    "Arrived", "Draft", "archived", "arrive", "dismiss_row", "draft", "drafted", "give_up", "ignore_column", "map_sheet",
    "named_source", "receive", "refuse", "repair_everywhere", "repair_row", "retire_source", "run", "withdraw_repair",
]
