"""Backups in a folder: each whole under its own name, small beside the one before, and brought back only as it was."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from yuzhi.kernel.errors import BadFile, NotFound, Refused
from yuzhi.site.keeping.copying import Copied, copied, digest_of

FORMAT = "yuzhi-backup/1"
MANIFEST = "manifest.json"
_UNFINISHED = ".unfinished-"
_PASSING = frozenset({"secret_key", "static"})
"""What starting a program beside an empty data folder may have made there: a secret, and the pages' assets."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One whole backup: its folder, its files, and what it says of itself."""

    folder: Path
    made_at: str
    edition: int | None
    leaves: int
    files: tuple[Copied, ...]

    @property
    def size(self) -> int:
        """Units: bytes, linked files counted in full."""
        return sum(one.size for one in self.files)

    @property
    def digest(self) -> str:
        """The SHA-256 of its manifest, which names every file's."""
        return digest_of(self.folder / MANIFEST)


def back_up(home: Path, folder: Path, at: datetime, edition: int | None, leaves: int) -> Backup:
    """A further backup in the folder; it appears under its name only once it is whole and on disk.

    Raises: Refused for a folder inside the data folder; BadFile for damaged originals.
    """
    if folder.resolve().is_relative_to(home.resolve()):
        raise Refused("备份不能放在数据目录里面：数据目录坏了，备份也跟着坏。请另选一个磁盘上的文件夹。")
    folder.mkdir(parents=True, exist_ok=True)
    for stray in folder.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(stray)
    before = next(iter(reversed(backups(folder))), None)
    name = next(name for name in _names(at) if not (folder / name).exists())
    draft = folder / f"{_UNFINISHED}{name}"
    draft.mkdir(mode=0o700)
    files = copied(home, draft, before.folder if before else None, {one.path: one for one in before.files} if before else None)
    told = {
        "format": FORMAT, "made_at": at.isoformat(), "edition": edition, "leaves": leaves, "files": [asdict(one) for one in files],
    }
    with (draft / MANIFEST).open("w", encoding="utf-8") as written:
        json.dump(told, written, ensure_ascii=False, indent=0)
        written.flush()
        os.fsync(written.fileno())
    os.replace(draft, folder / name)
    return opened(folder / name)


def backups(folder: Path) -> list[Backup]:
    """The whole backups of a folder, the oldest first; what is half-done or foreign is passed over."""
    found = []
    for place in sorted(folder.glob("*/")):
        try:
            found.append(opened(place))
        except (BadFile, NotFound):
            continue
    return found


def opened(folder: Path) -> Backup:
    """The backup in that folder. Raises: NotFound, BadFile."""
    if not (folder / MANIFEST).is_file() or folder.name.startswith(_UNFINISHED):
        raise NotFound(f"{folder} 不是一份完整的备份（没有 {MANIFEST}）。请指明备份目录里的一份。")
    try:
        told = json.loads((folder / MANIFEST).read_text("utf-8"))
        if told["format"] != FORMAT:
            raise BadFile(f"{folder} 的格式是 {told['format']}，这个版本只认 {FORMAT}。请用做备份的那个版本恢复。")
        files = tuple(Copied(**one) for one in told["files"])
        return Backup(folder, told["made_at"], told["edition"], told["leaves"], files)
    except (ValueError, KeyError, TypeError) as damage:
        raise BadFile(f"{folder} 的清单读不懂（{damage}），不能恢复。请用另一份备份。") from damage


def checked(backup: Backup) -> list[str]:
    """What is wrong with a backup, in sentences; nothing where every file is as it was."""
    return list(_faults(backup))


def restored(backup: Backup, home: Path) -> None:
    """The data folder as it was backed up. Nothing is there until all of it is.

    Raises: Refused for a folder in which something is; BadFile where the backup is not as it was.
    """
    empty_place(home)
    if faults := checked(backup):
        raise BadFile(f"这份备份有 {len(faults)} 处不对，没有恢复：{faults[0]}请用另一份备份。")
    draft = home.with_name(f"{home.name}{_UNFINISHED}restore")
    if draft.exists():
        shutil.rmtree(draft)
    for one in backup.files:
        place = draft / one.path
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(backup.folder / one.path, place)
        shutil.copymode(backup.folder / one.path, place)
        with place.open("rb") as written:
            os.fsync(written.fileno())
    put_in_place(draft, home)


def forget(folder: Path, keep: int) -> list[str]:
    """The names of the oldest backups that were removed so that so many are left."""
    gone = backups(folder)[:-keep] if keep else []
    for one in gone:
        shutil.rmtree(one.folder)
    return [one.folder.name for one in gone]


def empty_place(home: Path) -> None:
    """Raises: Refused where something stands in the data folder already."""
    if home.exists() and (not home.is_dir() or {one.name for one in home.iterdir()} - _PASSING):
        raise Refused(f"{home} 里已经有东西，没有动它。请用 YUZHI_HOME 指定一个不存在的或空的目录。")


def put_in_place(draft: Path, home: Path) -> None:
    """The finished folder takes the data folder's place in one rename."""
    if home.exists():
        shutil.rmtree(home)      # `empty_place` has looked
    os.replace(draft, home)


def _names(at: datetime) -> Iterator[str]:
    """The instant as a name, and where several are made within a second, more of them; they sort as they were made."""
    yield f"{at:%Y%m%dT%H%M%SZ}"
    yield from (f"{at:%Y%m%dT%H%M%SZ}-{number:03}" for number in range(2, 1000))


def _faults(backup: Backup) -> Iterator[str]:
    for one in backup.files:
        place = backup.folder / one.path
        if Path(one.path).is_absolute() or ".." in Path(one.path).parts:
            yield f"清单里的“{one.path}”指到了备份之外。"
        elif not place.is_file():
            yield f"缺少文件 {one.path}。"
        elif place.stat().st_size != one.size or digest_of(place) != one.sha256:
            yield f"文件 {one.path} 的字节与清单不同。"
