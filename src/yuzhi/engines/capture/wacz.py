"""A WACZ: a ZIP that holds WARC files with an index and pages, each member by its digest; as it was read, or as we write it.

Source: Web Archive Collection Zipped (WACZ) 1.1.1, Webrecorder.
"""

import hashlib
import io
import json
import zipfile
import zlib
from typing import Any

from yuzhi.engines.capture.framing import BadArchive
from yuzhi.engines.capture.warc import SUFFIXES, Entry, entries

PACKAGE, DIGEST = "datapackage.json", "datapackage-digest.json"
LARGEST, MOST_MEMBERS = 1 * 2**30, 2_000
"""A WACZ unpacks to so many bytes in so many members at most.

Units: bytes, members."""


def wacz_entries(content: bytes) -> tuple[Entry, ...]:
    """The records of the archives in a WACZ whose members all have the digests that it states.

    Raises: BadArchive with the reasons of warc, or zip, package, member-absent, member-digest, package-digest, member-extra.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            members = _members(opened)
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError, ValueError, LookupError) as error:
        if isinstance(error, BadArchive):
            raise
        raise BadArchive("zip", "WACZ 文件损坏，作为 ZIP 打不开，") from error
    _agree(members)
    archives = [name for name in members if name.startswith("archive/") and name.endswith(SUFFIXES)]
    if not archives:
        raise BadArchive("package", "WACZ 里没有 archive/ 下的 WARC 文件，")
    return tuple(entry for name in archives for entry in entries(io.BytesIO(members[name])))


def _members(opened: zipfile.ZipFile) -> dict[str, bytes]:
    listed = [one for one in opened.infolist() if not one.is_dir()]
    if len(listed) > MOST_MEMBERS or sum(one.file_size for one in listed) > LARGEST:
        raise BadArchive("large", f"WACZ 里超过 {MOST_MEMBERS:,} 个文件，或解开后超过 {LARGEST // 2**30} GB，")
    if any(one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for one in listed):
        raise BadArchive("zip", "WACZ 里有别的办法压缩的文件，")
    if len({one.filename for one in listed}) != len(listed):
        raise BadArchive("zip", "WACZ 里有同名的文件，")
    return {one.filename: opened.read(one) for one in listed}


def _agree(members: dict[str, bytes]) -> None:
    """Every stated digest is the digest of its member, and every member is stated."""
    stated = _resources(members)
    for path, digest in stated.items():
        if path not in members:
            raise BadArchive("member-absent", f"WACZ 的清单里有 {path[:120]}，包里却没有，")
        if digest != _digest(members[path]):
            raise BadArchive("member-digest", f"WACZ 里 {path[:120]} 的摘要不符：打包以后变过，")
    if DIGEST in members:
        try:
            told = json.loads(members[DIGEST])["hash"]
        except (ValueError, KeyError, TypeError):
            raise BadArchive("package", f"WACZ 的 {DIGEST} 读不懂，") from None
        if told != _digest(members[PACKAGE]):
            raise BadArchive("package-digest", f"WACZ 的清单 {PACKAGE} 摘要不符：打包以后变过，")
    if extra := sorted(set(members) - set(stated) - {PACKAGE, DIGEST}):
        raise BadArchive("member-extra", f"WACZ 里的 {extra[0][:120]} 不在清单里，")


def _resources(members: dict[str, bytes]) -> dict[str, str]:
    try:
        said: dict[str, Any] = json.loads(members[PACKAGE])
        return {str(one["path"]): str(one["hash"]) for one in said["resources"]}
    except (ValueError, KeyError, TypeError):
        raise BadArchive("package", f"WACZ 里没有读得懂的清单 {PACKAGE}，") from None


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
