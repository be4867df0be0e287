"""What the background worker does for this room: days are settled, owners told, messages sent."""

from yuzhi.engines.toolbox import Toolbox
from yuzhi.records.clocks.settling import settle_next
from yuzhi.records.datasets import editions


def newest_edition() -> int:
    """The number of the newest edition, 0 before the first."""
    edition = editions.current()
    return edition.number if edition else 0


def settle_days(tools: Toolbox) -> bool:
    """Whether a portion of the stored days was brought to today and the newest edition."""
    return settle_next(tools, newest_edition())
