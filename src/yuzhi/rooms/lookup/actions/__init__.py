"""Every write of this room."""

from yuzhi.rooms.lookup.actions.correcting import ACTS_SOURCE, correct_county, reverse_correction
from yuzhi.rooms.lookup.actions.noticing import tell
from yuzhi.rooms.lookup.actions.saving import delete, delete_all, look_again, mark_seen, pause, resume, save, send_to

__all__ = [
    "ACTS_SOURCE", "correct_county", "delete", "delete_all", "look_again", "mark_seen", "pause", "resume", "reverse_correction",
    "save", "send_to", "tell",
]
