"""A city leaves, and arrives elsewhere: everything in one file that two people open together.

Inside is a tar: `database/<table>.jsonl` with `database/schema.json`, the folders `archive/`, `lake/`, `log/`, `log_keys/`,
and at its end `manifest.json`, which names every file with its SHA-256.
"""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, cast

from django.core.management import call_command
from django.db import connections

from yuzhi.engines.sealing import Opening, Private, Public, Sealing
from yuzhi.kernel.errors import BadFile
from yuzhi.site.keeping.backups import empty_place, put_in_place
from yuzhi.site.keeping.copying import DATABASE, Copied, copied
from yuzhi.site.keeping.tables import applied, filled, lines, tables

FORMAT = "yuzhi-export/1"
SCHEMA, MANIFEST = "database/schema.json", "manifest.json"
_NEXT = "arriving"


def leave(home: Path, file: Path, holders: Sequence[Public], told: dict[str, Any]) -> dict[str, Any]:
    """The whole city in a new file, sealed for two holders; the result is the manifest. A kill leaves no file of that name.

    Raises: Refused for other than two different keys; BadFile for damaged originals; FileExistsError is never raised: the
    caller looks first.
    """
    draft = file.with_name(f".{file.name}.unfinished")
    draft.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="yuzhi-leaving-", dir=file.parent) as folder, draft.open("xb") as out:
        os.chmod(draft, 0o600)
        files = [one for one in copied(home, Path(folder)) if one.path != DATABASE]
        with Sealing(out, holders, told) as sealing, tarfile.open(fileobj=cast(IO[bytes], sealing), mode="w|", format=tarfile.PAX_FORMAT) as tar:
            listed = _database(Path(folder) / DATABASE, tar)
            for one in files:
                tar.add(Path(folder) / one.path, one.path, recursive=False)
            manifest = {"format": FORMAT, **told, "files": [asdict(one) for one in (*listed, *files)]}
            _add(tar, MANIFEST, json.dumps(manifest, ensure_ascii=False).encode())
        out.flush()
        os.fsync(out.fileno())
    os.replace(draft, file)
    return manifest


def arrive(file: Path, home: Path, keys: Sequence[Private]) -> dict[str, Any]:
    """The city in an empty data folder, as it was; the result is the manifest. Nothing is there until all of it is.

    Raises: Refused for a folder that is not empty, and without both keys; BadFile for a file that was changed, cut, or
    comes from another version of the program.
    """
    empty_place(home)
    home.parent.mkdir(parents=True, exist_ok=True)
    draft = home.with_name(f"{home.name}.unfinished-import")
    if draft.exists():
        shutil.rmtree(draft)
    draft.mkdir(mode=0o700)
    with file.open("rb") as sealed:
        found = _unpacked(Opening(sealed, keys), draft)
    manifest = _manifest(draft, found)
    schema = json.loads((draft / SCHEMA).read_text("utf-8"))
    _made_anew(draft, schema)
    for one in (MANIFEST, "database"):
        place = draft / one
        shutil.rmtree(place) if place.is_dir() else place.unlink()
    put_in_place(draft, home)
    return manifest


def _database(file: Path, tar: tarfile.TarFile) -> list[Copied]:
    database = sqlite3.connect(file)
    try:
        told: dict[str, Any] = {}
        listed = []
        for table, columns in tables(database).items():
            with tempfile.TemporaryFile(dir=file.parent) as held:
                rows, digest = 0, hashlib.sha256()
                for line in lines(database, table, columns):
                    held.write(line)
                    digest.update(line)
                    rows += 1
                size = held.tell()
                held.seek(0)
                info = tarfile.TarInfo(f"database/{table}.jsonl")
                info.size = size
                tar.addfile(info, held)
            told[table] = {"columns": columns, "rows": rows}
            listed.append(Copied(info.name, size, digest.hexdigest()))
        schema = json.dumps({"migrations": applied(database), "tables": told}, ensure_ascii=False).encode()
        _add(tar, SCHEMA, schema)
        return [*listed, Copied(SCHEMA, len(schema), hashlib.sha256(schema).hexdigest())]
    finally:
        database.close()


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    tar.addfile(info, io.BytesIO(content))


def _unpacked(stream: Opening, draft: Path) -> dict[str, str]:
    """Path → SHA-256 of what was written; only plain files, and none outside the folder."""
    found: dict[str, str] = {}
    try:
        with tarfile.open(fileobj=cast(IO[bytes], io.BufferedReader(stream, 1 << 20)), mode="r|") as tar:
            for member in tar:
                place = (draft / member.name).resolve()
                read = tar.extractfile(member) if member.isfile() else None
                if read is None or not place.is_relative_to(draft.resolve()):
                    raise BadFile(f"导出文件里有不该有的“{member.name[:80]}”，没有导入。请核对来源。")
                place.parent.mkdir(parents=True, exist_ok=True)
                digest = hashlib.sha256()
                with place.open("wb") as written:
                    while chunk := read.read(1 << 20):
                        digest.update(chunk)
                        written.write(chunk)
                    written.flush()
                    os.fsync(written.fileno())
                os.chmod(place, member.mode & 0o700 | 0o400)
                found[member.name] = digest.hexdigest()
    except tarfile.TarError as damage:
        raise BadFile(f"导出文件里的内容读不出（{damage}），没有导入。请重新取得文件。") from damage
    while stream.read(1 << 20):      # the last block proves that nothing was cut behind the tar's own end
        pass
    return found


def _manifest(draft: Path, found: dict[str, str]) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((draft / MANIFEST).read_text("utf-8"))
        wanted = {one["path"]: one["sha256"] for one in manifest["files"]}
        if manifest["format"] != FORMAT:
            raise BadFile(f"导出文件的格式是 {manifest['format']}，这个版本只认 {FORMAT}，没有导入。")
    except (OSError, ValueError, KeyError, TypeError) as damage:
        raise BadFile("导出文件没有清单，或清单读不懂，没有导入。请重新取得文件。") from damage
    if wrong := sorted(path for path in wanted.keys() | found.keys() if wanted.get(path) != found.get(path) and path != MANIFEST):
        raise BadFile(f"导出文件里的 {wrong[0]} 等 {len(wrong)} 个文件与清单不同，没有导入。请重新取得文件。")
    return manifest


def _made_anew(draft: Path, schema: dict[str, Any]) -> None:
    """The database from its rows, in tables that this program makes. Raises: BadFile for another version's."""
    file = draft / DATABASE
    connections.databases[_NEXT] = {**connections.databases["default"], "NAME": file}
    try:
        call_command("migrate", database=_NEXT, verbosity=0, interactive=False)
    finally:
        connections[_NEXT].close()
        del connections[_NEXT]
        del connections.databases[_NEXT]
    fresh = sqlite3.connect(file)
    try:
        have = applied(fresh)
    finally:
        fresh.close()
    if have != schema["migrations"]:
        raise BadFile("导出文件来自另一个版本的程序（数据表的沿革不同），没有导入。请先用那个版本导入，再升级。")
    filled(file, schema["tables"], draft / "database")
