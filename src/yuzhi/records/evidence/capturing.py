"""A capture becomes an exhibit: cleanliness is hashed, signed and in the log before a page is opened; content is received in one act after it.

A capture that is stopped in between leaves the sealed record of a machine that was ready, and no exhibit.
"""

import fcntl
import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from yuzhi.engines.capture.camera import opened
from yuzhi.engines.capture.cleanliness import Cleanliness
from yuzhi.engines.capture.steps import Plan
from yuzhi.engines.capture.taking import Taken
from yuzhi.engines.exhibits.exhibit import Held
from yuzhi.engines.exhibits.verify import sm3
from yuzhi.engines.toolbox import Toolbox
from yuzhi.engines.translog.disk import locked
from yuzhi.engines.translog.errors import BadProof
from yuzhi.engines.translog.notes import signed
from yuzhi.engines.translog.stamping import stamp_again
from yuzhi.kernel.errors import Refused
from yuzhi.records.evidence.actions import witness
from yuzhi.records.evidence.exhibits import Giver, Told, receive
from yuzhi.records.evidence.log import SKEW
from yuzhi.records.evidence.models import Leaf

BEGUN = "capture.begun"
SEAL = "yuzhi.cleanliness.seal/1"
RECORD, SIGNED, STAMPED = "cleanliness.json", "cleanliness.note", "cleanliness.tsr"


@dataclass(frozen=True, slots=True)
class Captured:
    """The leaf of the exhibit, the leaf of the seal before it, what was captured and what somebody should read."""

    leaf: Leaf
    sealed: Leaf
    cleanliness: Cleanliness
    taken: Taken


def capture(tools: Toolbox, plan: Plan, *, by: Giver, made_up: bool, custody: Mapping[str, str] | None = None) -> Captured:
    """The pages of a plan as an exhibit. What is given for the record of custody stands before what the capture itself knows.

    Raises: BadValue for no field of the record of custody; NotFound without a browser; Kept for a private address; Refused where a page cannot be opened.
    """
    fields = dict(custody or {})
    tools.custody().recorded(fields)      # a wrong field is told before anything begins
    if not tools.log.begun:
        with suppress(Refused):      # another process has begun it meanwhile
            tools.log.begin()
    with _folder(tools.home / "capturing") as folder, opened(tools.camera(), plan, folder / "run", tools.now) as session:
        files, leaf = _sealed(tools, session.cleanliness, by=by.key, made_up=made_up)
        leaf.refresh_from_db()
        taken = session.take()
    held = [Held(name, content) for name, content in (files | taken.files).items()]
    told = _custody(session.cleanliness, taken, leaf, made_up=made_up)
    steps = [f"{one.at} {one.told} → {one.url}" for one in taken.steps]
    received = receive(tools, held, Told(plan.title, "capture", {**told, **fields}, steps), by=by, made_up=made_up)
    return Captured(received, leaf, session.cleanliness, taken)


def _sealed(tools: Toolbox, cleanliness: Cleanliness, *, by: str, made_up: bool) -> tuple[dict[str, bytes], Leaf]:
    """The record in the archive, signed with the log's keys, stamped where an authority answers, and in the log."""
    written, at = cleanliness.written, tools.now()
    digest = hashlib.sha256(written).hexdigest()
    note = signed(f"{SEAL}\n{digest}\n{sm3(written)}\n{cleanliness.at}\n".encode(), tools.log.signers()).written
    files = {RECORD: written, SIGNED: note} | _stamp(tools, note, at, made_up=made_up)
    for content in files.values():
        tools.archive.put_stream(io.BytesIO(content))
    with transaction.atomic():
        return files, witness(BEGUN, f"capture/{digest}", by=by, facts={"title": cleanliness.plan.title, "record": digest}, at=at)


def _stamp(tools: Toolbox, note: bytes, at: datetime, *, made_up: bool) -> dict[str, bytes]:
    given = tools.log.authority(at, made_up=made_up)
    if given is None:
        return {}
    try:
        return {STAMPED: stamp_again(note, [], *given, now=tools.now() + SKEW)}
    except (Refused, BadProof):      # an authority that is silent must not keep a page from being captured before it is gone
        return {}


def _custody(clean: Cleanliness, taken: Taken, seal: Leaf, *, made_up: bool) -> dict[str, str]:
    """What the capture itself can say of the courts' questions; the others stay for whoever captures."""
    numbered = f"存证第 {seal.number} 号" if seal.number else f"存证 {seal.key}"
    return {
        "environment": f"{clean.told('machine')}。{clean.told('software')}。",
        "running": f"{clean.told('running')}。{clean.told('clock')}。",
        "checking": f"{clean.told('tls')}。{clean.told('hosts')}。{clean.told('proxies')}。WARC 和 WACZ 收下前逐条核对摘要，不符的不收。",
        "transfer": (
            f"服务器上取得后即时计算 SHA-256 和 SM3，共 {len(taken.files)} 个文件、{taken.exchanges} 次请求；"
            "正文按浏览器解压后的字节保存，Cookie 和口令没有保存；明文 http 的 Connection 一项由转发程序改写。"
        ),
        "keeper": "榆知平台（自动取证）",
        "other": "；".join(taken.notes),
        "cleanliness": f"内容取得以前已签名并进入日志（{numbered}）：{RECORD}。{clean.told('fresh')}。{clean.told('viruses')}。",
        "process": f"{clean.told('names')}。{clean.told('routes')}。按步骤打开网页，每步截图；过程见 capture.json，原始应答见 capture.warc.gz。",
        "source": "；".join(dict.fromkeys(one.url for one in taken.steps)) + (f"；登录：{clean.plan.consent}" if clean.plan.consent else ""),
        **({"platform": "示例城市，内容为虚构"} if made_up else {}),
    }


def _in_use(lock: Path) -> bool:
    """Whether a process holds the lock. One without a lock died while it began or while it cleared away."""
    try:
        with lock.open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


@contextmanager
def _folder(place: Path) -> Iterator[Path]:
    """A folder for this process alone; those of processes that are gone are cleared away first."""
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    with locked(place / ".lock"):
        for left in place.iterdir():
            if left.is_dir() and not _in_use(left / "lock"):
                shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(dir=place))
        mine = os.open(folder / "lock", os.O_WRONLY | os.O_CREAT, 0o600)
        fcntl.flock(mine, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(mine)
