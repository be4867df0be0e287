"""This room on the API: indicators, the records behind them, targets, and what was frozen of plans."""

from ninja import Router

from yuzhi.rooms.scoreboard.api.figures import router as _figures
from yuzhi.rooms.scoreboard.api.plans import router as _plans

router = Router()
router.add_router("", _figures)
router.add_router("", _plans)
