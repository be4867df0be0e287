"""This room on the API: indicators, the records behind them, targets."""

from ninja import Router

from yuzhi.rooms.scoreboard.api.figures import router as _figures

router = Router()
router.add_router("", _figures)
