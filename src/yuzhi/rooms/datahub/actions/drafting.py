"""A file lies aside while an officer says what its columns are; it is archived only when it is read.

A draft is no official record, so it leaves no leaf: bytes of a file that nobody decided to read must not be kept for ever.
"""

import hashlib
import json
import re
import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.utils.translation import gettext as _

from yuzhi.engines.reading.sources import Document
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import BadFile, NotFound
from yuzhi.rooms.datahub.rules import safe_name

LARGEST = 64 * 1024 * 1024
"""Units: bytes of a file that is mapped on the page; the columns of a larger one are shown by its first rows alone."""
KEPT = timedelta(days=2)
_TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that waits to be mapped, under the name that its sender gave it."""

    token: str
    document: Document


def draft(path: Path, name: str, *, by: str, tools: Toolbox) -> Draft:
    """A copy of the file lies aside; drafts older than two days are gone.

    Raises: BadFile for a file too large to be mapped on a page.
    """
    if (size := path.stat().st_size) > LARGEST:
        raise BadFile(f"《{name}》有 {size // 2**20} MB，对照列名用不了这么大的文件（至多 {LARGEST // 2**20} MB）。请先截取几千行做样表。")
    _sweep(tools)
    token = secrets.token_hex(16)
    folder = tools.home / "drafts" / token
    folder.mkdir(parents=True)
    shutil.copyfile(path, folder / "file")
    told = {"name": safe_name(name), "by": by, "at": tools.now().isoformat()}
    (folder / "told.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return drafted(token, by=by, tools=tools)


def drafted(token: str, *, by: str, tools: Toolbox) -> Draft:
    """The draft that this person put aside.

    Raises: NotFound where there is none any more, or where it is another person's.
    """
    folder = tools.home / "drafts" / token
    told = _told(folder) if _TOKEN.fullmatch(token) else None
    if told is None or told["by"] != by:
        raise NotFound(_("这张表已不在这里：对照中的文件只保留两天。请重新选择文件。"))
    file = folder / "file"
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return Draft(token, Document(told["name"], file, digest, file.stat().st_size))


def _told(folder: Path) -> dict[str, str] | None:
    try:
        found: dict[str, str] = json.loads((folder / "told.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def _sweep(tools: Toolbox) -> None:
    """Drafts that nobody finished are gone, damaged ones too."""
    before = tools.now() - KEPT
    for folder in (tools.home / "drafts").glob("*"):
        told = _told(folder)
        if told is None or datetime.fromisoformat(told["at"]) < before:
            shutil.rmtree(folder, ignore_errors=True)
