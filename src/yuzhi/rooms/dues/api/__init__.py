"""The REST API of this room: payments that lie ahead."""

from ninja import Router

from yuzhi.rooms.dues.api import listing

router = Router()
router.add_router("", listing.router)
