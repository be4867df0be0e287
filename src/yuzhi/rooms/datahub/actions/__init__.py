"""Every write of the data hub, a verb each."""

from yuzhi.rooms.datahub.actions.loads import archived, receive, refuse, run
from yuzhi.rooms.datahub.actions.quarantine import dismiss_row, ignore_column, repair_row

__all__ = ["archived", "dismiss_row", "ignore_column", "receive", "refuse", "repair_row", "run"]
