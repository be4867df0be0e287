"""This room on the API: search, one right or other record, one party."""

from ninja import Router

from yuzhi.rooms.lookup.api.fees import router as _fees
from yuzhi.rooms.lookup.api.measuring import router as _measuring
from yuzhi.rooms.lookup.api.parties import router as _parties
from yuzhi.rooms.lookup.api.rights import router as _rights
from yuzhi.rooms.lookup.api.searching import router as _searching

router = Router()
router.add_router("", _searching)
router.add_router("", _rights)
router.add_router("", _parties)
router.add_router("", _fees)
router.add_router("", _measuring)
