"""Every write of this room."""

from yuzhi.rooms.dues.actions.answering import answer, withdraw
from yuzhi.rooms.dues.actions.contacting import add_contact, remove_contact
from yuzhi.rooms.dues.actions.desk import close_tasks, escalate, escalate_failed
from yuzhi.rooms.dues.actions.warning import warn_next

__all__ = [
    "add_contact", "answer", "close_tasks", "escalate", "escalate_failed", "remove_contact", "warn_next", "withdraw",
]
