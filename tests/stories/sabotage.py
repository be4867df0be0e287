"""What a process can be made to do for a story: kill itself at a named point, live on another day, compact early."""

import contextlib
import functools
import importlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any


def die() -> None:
    """The process is gone, without a chance to tidy up."""
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(60)      # a signal to oneself may take a moment; nothing may happen in it


def plant(
    at: str = "", *, nth: int = 1, when: str | float = "before", within: float = 0.0, compact_above: int | None = None, clock: str = "",
) -> None:
    """The n-th call of `at` ("module:name" or "module:Class.name") will be the process's last.

    `when` is "before", "after", or the seconds after which the end of a context manager's block is cut short;
    `within` are the seconds after which the call itself is.
    `compact_above` makes tables of few files be compacted; `clock` is the instant at which the process believes to begin.
    """
    if compact_above is not None:
        _compact_early(compact_above)
    if clock:
        _begin_at(datetime.fromisoformat(clock))
    if not at:
        return
    module, _, path = at.partition(":")
    owner: Any = importlib.import_module(module)
    *classes, name = path.split(".")
    for part in classes:
        owner = getattr(owner, part)
    calls = count(1)
    if within:
        setattr(owner, name, _during(getattr(owner, name), lambda: next(calls) == nth, within))
        return
    wrap = _around if isinstance(when, str) else _within(when)
    setattr(owner, name, wrap(getattr(owner, name), lambda: next(calls) == nth, str(when)))


def _around(real: Callable[..., Any], now: Callable[[], bool], when: str) -> Callable[..., Any]:
    @functools.wraps(real)
    def killer(*given: Any, **named: Any) -> Any:
        last = now()
        if last and when == "before":
            die()
        answer = real(*given, **named)
        if last:
            die()
        return answer

    return killer


def _during(real: Callable[..., Any], now: Callable[[], bool], seconds: float) -> Callable[..., Any]:
    @functools.wraps(real)
    def killer(*given: Any, **named: Any) -> Any:
        if now():
            strike_in(seconds)
        return real(*given, **named)

    return killer


def _within(seconds: float) -> Callable[[Callable[..., Any], Callable[[], bool], str], Callable[..., Any]]:
    """The block of a context manager is whole; the killer strikes while it is being brought to its end."""
    def wrap(real: Callable[..., Any], now: Callable[[], bool], _: str) -> Callable[..., Any]:
        @contextlib.contextmanager
        def killer(*given: Any, **named: Any) -> Iterator[Any]:
            with real(*given, **named) as writer:
                yield writer
                if now():
                    strike_in(seconds)

        return killer

    return wrap


def strike_in(seconds: float) -> None:
    """Another process will end this one after a while, whatever it is doing then."""
    doomed = os.getpid()
    if os.fork() == 0:
        time.sleep(seconds)
        os.kill(doomed, signal.SIGKILL)
        os._exit(0)


def _begin_at(instant: datetime) -> None:
    from yuzhi.site import wiring  # noqa: PLC0415

    began = time.monotonic()
    wiring.now = lambda: instant + timedelta(seconds=time.monotonic() - began)


def _compact_early(above: int) -> None:
    from yuzhi.engines.lake import Lake  # noqa: PLC0415

    assert Lake.compact.__kwdefaults__ is not None
    Lake.compact.__kwdefaults__["above"] = above
