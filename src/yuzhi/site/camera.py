"""How this deployment captures pages, as the environment says: which browser, which private networks, which time sources."""

import os
import shlex
from collections.abc import Mapping

from yuzhi.engines.capture.camera import Camera
from yuzhi.engines.capture.clocks import SOURCES
from yuzhi.engines.capture.gate import networks


def camera(environment: Mapping[str, str] = os.environ) -> Camera:
    """The camera of the settings YUZHI_CHROMIUM, YUZHI_CAPTURE_PRIVATE, YUZHI_CAPTURE_CLOCKS and YUZHI_CAPTURE_FLAGS.

    Raises: Refused where a network is none.
    """
    clocks = environment.get("YUZHI_CAPTURE_CLOCKS")
    return Camera(
        program=environment.get("YUZHI_CHROMIUM", ""), private=networks(environment.get("YUZHI_CAPTURE_PRIVATE", "")),
        clocks=SOURCES if clocks is None else tuple(one.strip() for one in clocks.split(",") if one.strip()),
        flags=tuple(shlex.split(environment.get("YUZHI_CAPTURE_FLAGS", ""))),
    )
