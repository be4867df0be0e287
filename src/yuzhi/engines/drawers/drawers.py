"""All drawers of a deployment: a folder with one file for each owner."""

import hashlib
import re
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from yuzhi.engines.drawers.drawer import Drawer
from yuzhi.kernel.errors import BadValue

_OWNER = re.compile(r"[0-9a-f-]{8,64}")


class Drawers:
    """The drawers under one folder, sealed with keys that follow from the deployment's secret, one for each owner."""

    def __init__(self, folder: Path, secret: bytes) -> None:
        self._folder, self._secret = folder, secret

    def of(self, owner: str) -> Drawer:
        """The drawer of an owner, who is named by a key that is never given again.

        Raises: BadValue for a key that is none.
        """
        if not _OWNER.fullmatch(owner):
            raise BadValue("这不是账号的编号，没有打开任何内容。")
        return Drawer(self._folder / f"{owner}.sqlite3", self._key(owner))

    def owners(self) -> list[str]:
        """Whoever keeps anything."""
        return sorted(file.stem for file in self._folder.glob("*.sqlite3") if _OWNER.fullmatch(file.stem))

    def _key(self, owner: str) -> bytes:
        made = HKDF(SHA256(), 32, salt=hashlib.sha256(owner.encode()).digest(), info=b"yuzhi drawer")
        return made.derive(self._secret)
