"""This room on the API: sources, loads, quarantine, coverage, and files that arrive."""

from ninja import Router

from yuzhi.rooms.datahub.api.deliveries import router as _deliveries
from yuzhi.rooms.datahub.api.files import router as _files
from yuzhi.rooms.datahub.api.loads import router as _loads
from yuzhi.rooms.datahub.api.sources import router as _sources

router = Router()
router.add_router("", _sources)
router.add_router("", _loads)
router.add_router("", _files)
router.add_router("", _deliveries)
