"""What the background worker does for this room: saved searches are looked at again, patents made ready to be compared, the search measured."""

from pathlib import Path

from yuzhi.engines.toolbox import Toolbox
from yuzhi.records.accounts.models import User
from yuzhi.records.datasets import editions
from yuzhi.rooms.lookup.actions import look_again, tell
from yuzhi.rooms.lookup.actions.noticing import waiting
from yuzhi.rooms.lookup.actions.saving import mark
from yuzhi.rooms.lookup.queries import quality, similar
from yuzhi.rooms.lookup.queries.saved import drawers

LARGEST = 60_000
"""So many patents are made ready by the worker; more wait for `yuzhi similar --build`, which takes long and much memory."""

_settled: dict[Path, list[object]] = {}
"""Data folder → what all its saved searches have been looked at for, once no notice waits: a new one is looked at when saved."""


def step(tools: Toolbox) -> bool:
    """Whether one thing was done now; what people wait for goes first."""
    return search_again(tools) or make_ready(tools)


def make_ready(tools: Toolbox) -> bool:
    """Whether the patents of a new edition were made ready to be compared, or the search measured on them."""
    if similar.behind(tools, LARGEST):
        similar.build(tools, vectors=similar.with_vectors(tools))
        return True
    if quality.due(tools):
        quality.keep(quality.measure(tools), tools)
        return True
    return False


def search_again(tools: Toolbox) -> bool:
    """Whether a saved search was looked at again, where data or day have changed, or a notice of its news was sent.

    Drawers of closed accounts stay shut.
    """
    edition, now = editions.current(), mark(tools)
    if edition is None or now[0] != edition.number or _settled.get(tools.home) == now:
        return False
    everyone, later = drawers(tools), False
    living = {str(key) for key in User.objects.filter(is_active=True).values_list("key", flat=True)}
    for owner in everyone.owners():
        drawer = everyone.of(owner)
        for kept in drawer.all() if owner in living else []:
            if look_again(drawer, kept.number, tools) or tell(drawer, kept.number, tools):
                return True
            later = later or waiting(kept.content)
    if not later:
        _settled[tools.home] = now
    return False
