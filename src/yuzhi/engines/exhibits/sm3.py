"""SM3 of what comes in pieces: by the library of the machine, or by the command openssl where Python's own does not know it."""

import hashlib
import tempfile
from typing import Protocol

from yuzhi.engines.exhibits.verify import sm3


class Running(Protocol):
    """A digest that is computed piece by piece."""

    def update(self, data: bytes, /) -> None:
        """The piece belongs to what is digested."""

    def hexdigest(self) -> str:
        """The digest of all pieces."""


class _Kept:
    """Pieces are kept in a file until the digest is asked for."""

    def __init__(self) -> None:
        self._pieces = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the digest

    def update(self, data: bytes, /) -> None:
        self._pieces.write(data)

    def hexdigest(self) -> str:
        self._pieces.seek(0)
        return sm3(self._pieces.read())


def running_sm3() -> Running:
    """A fresh SM3 digest."""
    try:
        return hashlib.new("sm3")
    except ValueError:
        return _Kept()
