"""The background worker of `yuzhi serve`: the one process that writes lake and index while the site runs."""

import os
import signal

from yuzhi.rooms.datahub import tasks
from yuzhi.site.cli.speaking import prepared


def work_until_told() -> None:
    """Works off queued loads until the process is told to end, or `serve` is gone."""
    ended: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: ended.append(number))
    signal.signal(signal.SIGINT, signal.SIG_IGN)      # the terminal's Ctrl-C reaches `serve`, which ends the worker
    parent = os.getppid()
    tasks.keep_working(prepared(writing=True), stop=lambda: bool(ended) or os.getppid() != parent)
