"""The background worker's thread for the log: leaves are signed within seconds, witnesses asked, checkpoints stamped."""

import logging
import threading
import time

from django.db import DatabaseError

from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import YuzhiError
from yuzhi.records.datasets.covering import sample
from yuzhi.records.evidence import log as evidence_log

_EVERY = 1.0
_ASK_AGAIN = 30.0
_STAMP = 3600.0
"""Units: seconds between two looks, before witnesses that were away are asked again, between two time-stamps."""
log = logging.getLogger("yuzhi.log")


def keep_log(tools: Toolbox, ended: threading.Event) -> None:
    """Keeps the log up until told to end. What goes wrong is logged once and tried again: acts never wait for it."""
    asked = stamped = -_STAMP
    said = ""
    while not ended.is_set():
        try:
            now = time.monotonic()
            again = now - asked >= _ASK_AGAIN
            grown = evidence_log.keep_up(tools, ask_again=again)
            asked = now if again else asked
            if now - stamped >= _STAMP:
                stamped = now
                evidence_log.stamp(tools, made_up=sample())
                evidence_log.stamp_aged(tools, made_up=sample())
            said = said if not grown else ""
        except (YuzhiError, DatabaseError, OSError) as fault:
            sentence = fault.sentence if isinstance(fault, YuzhiError) else str(fault)
            if sentence != said:
                log.warning("the log was not kept up: %s", sentence)
            said = sentence
            ended.wait(_ASK_AGAIN)
        ended.wait(_EVERY)
