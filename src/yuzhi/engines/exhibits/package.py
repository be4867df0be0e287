"""The package of an exhibit: one ZIP that says all that a stranger needs, and carries the programs that check it.

Members stand uncompressed, so that a page can read them. `SHA256SUMS` lists every other member and gets a time-stamp of its own;
the comment of the archive is the digest of all bytes before it: any byte that changes is seen.
"""

import hashlib
import io
import shutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from yuzhi.engines.exhibits.exhibit import Exhibit
from yuzhi.engines.exhibits.verify import MARK, PROOF, SEAL, SUMS

_HERE = Path(__file__).parent
CHECKERS = ("verify.py", "verify.html")
_CHUNK = 1 << 20
_WHEN = (1980, 1, 1, 0, 0, 0)
"""Members bear no time of their own: the same exhibit with the same proofs is the same bytes."""


@dataclass(frozen=True, slots=True)
class Proofs:
    """What shows that an exhibit stood in the log: the proof file, its time-stamps, and whom to believe."""

    proof: bytes | None
    stamps: Sequence[bytes] = ()
    policy: bytes | None = None
    roots: bytes | None = None


Member = bytes | Path
"""A member's bytes, or the file that has them."""


def packaged(
    out: BinaryIO, exhibit: Exhibit, contents: Mapping[str, Member], proofs: Proofs, *,
    papers: Mapping[str, bytes] | None = None, stamp: Callable[[bytes], bytes] | None = None,
) -> None:
    """The package is in `out`, which can be read and sought, and no file of it was held in memory.

    `contents` are the files by their path in the record, `stamp` puts a time-stamp on the list of digests.
    """
    members: dict[str, Member] = {"exhibit.json": exhibit.written, **dict(sorted(contents.items()))}
    if proofs.proof is not None:
        members[PROOF] = proofs.proof
    members |= {f"proof/{number}.tsr": token for number, token in enumerate(proofs.stamps, 1)}
    members |= {name: held for name, held in (("trust/policy", proofs.policy), ("trust/tsa.pem", proofs.roots)) if held}
    members |= papers or {}
    members["README.txt"] = README.encode()
    members |= {name: (_HERE / name).read_bytes() for name in CHECKERS}
    listed = sums(members)
    members[SUMS] = listed
    if stamp is not None:
        members[SEAL] = stamp(listed)
    zipped_into(out, members)


def sums(members: Mapping[str, Member]) -> bytes:
    """The list of digests, as the command sha256sum reads it."""
    return "".join(f"{_digest(held)}  {name}\n" for name, held in members.items()).encode()


def zipped(members: Mapping[str, Member]) -> bytes:
    """The archive with its digest as its comment."""
    held = io.BytesIO()
    zipped_into(held, members)
    return held.getvalue()


def zipped_into(out: BinaryIO, members: Mapping[str, Member]) -> None:
    """The archive is in `out`, with its digest as its comment."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            if isinstance(content, bytes):
                archive.writestr(zipfile.ZipInfo(name, _WHEN), content)
                continue
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.file_size = content.stat().st_size
            with content.open("rb") as source, archive.open(entry, "w") as place:
                shutil.copyfileobj(source, place, _CHUNK)
        archive.comment = MARK + b"0" * 64
    left = out.seek(0, io.SEEK_END) - len(MARK) - 64
    out.seek(0)
    digest = hashlib.sha256()
    while left and (chunk := out.read(min(left, _CHUNK))):
        digest.update(chunk)
        left -= len(chunk)
    out.write(MARK + digest.hexdigest().encode())
    out.seek(0)


def _digest(held: Member) -> str:
    if isinstance(held, bytes):
        return hashlib.sha256(held).hexdigest()
    with held.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


README = """证据包 / Evidence package

怎么核对（不用联网，不用安装）：
1. 双击 verify.html，用 Edge 或 Chrome 打开，把整个证据包文件拖进去。网页不核对时间戳机构的签名，会写明。
2. 有 Python 3.8 以上和 openssl 命令的：python3 -I verify.py 证据包.zip --policy 另外拿到的信任文件 --roots 另外拿到的根证书.pem
公钥（trust/policy）最好向见证方另要一份来对：包里的公钥是给包的人放的。

certificate.pdf 是存证证书，evidence-list.pdf 是证据清单：给人看的；要核对的是整个包。
证明了什么：这些文件在见证和时间戳的时间以前已经存下，以后没有改动。
没有证明什么：内容是不是真的，谁做的，以及存下以前的事。法庭怎么认定，由法庭决定。

How to check: open verify.html in Edge or Chrome (no connection, nothing to install) and drop the package on it; or run verify.py (Python 3.8, openssl).
Get the keys (trust/policy) from the witnesses themselves if you can: those inside were put there by whoever gave you the package.
certificate.pdf and evidence-list.pdf are for reading; what is checked is the whole package.
What it proves: the files were deposited before the time of the witnesses and time-stamps and have not changed since.
What it does not prove: that the content is true, who made it, or anything before the deposit.
"""
