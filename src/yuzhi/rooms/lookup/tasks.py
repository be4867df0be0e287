"""What the background worker does for this room: patents are made ready to be compared, and the search is measured on them."""

from yuzhi.engines.toolbox import Toolbox
from yuzhi.rooms.lookup.queries import quality, similar

LARGEST = 60_000
"""So many patents are made ready by the worker; more wait for `yuzhi similar --build`, which takes long and much memory."""


def step(tools: Toolbox) -> bool:
    """Whether one thing was done now: the collection of a new edition made ready, or its search measured."""
    if similar.behind(tools, LARGEST):
        similar.build(tools, vectors=similar.with_vectors(tools))
        return True
    if quality.due(tools):
        quality.keep(quality.measure(tools), tools)
        return True
    return False
