"""This room on the API: search, one right or other record, one party."""

from ninja import Router

from yuzhi.rooms.lookup.api.parties import router as parties
from yuzhi.rooms.lookup.api.rights import router as rights
from yuzhi.rooms.lookup.api.searching import router as searching

router = Router()
router.add_router("", searching)
router.add_router("", rights)
router.add_router("", parties)
