"""This room on the API: sources, loads, quarantine, coverage, and files that arrive."""

from ninja import Router

from yuzhi.rooms.datahub.api.files import router as files
from yuzhi.rooms.datahub.api.loads import router as loads
from yuzhi.rooms.datahub.api.sources import router as sources

router = Router()
router.add_router("", sources)
router.add_router("", loads)
router.add_router("", files)
