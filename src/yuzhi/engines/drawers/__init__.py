"""What people keep for themselves alone: one sealed file for each person, apart from everything that the city holds."""

from yuzhi.engines.drawers.drawer import Drawer, Kept
from yuzhi.engines.drawers.drawers import Drawers

__all__ = ["Drawer", "Drawers", "Kept"]
