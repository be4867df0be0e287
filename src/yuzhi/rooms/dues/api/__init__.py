"""The REST API of this room: payments that lie ahead, working days and legal limits."""

from ninja import Router

from yuzhi.rooms.dues.api import limits, listing

router = Router()
router.add_router("", listing.router)
router.add_router("", limits.router)
