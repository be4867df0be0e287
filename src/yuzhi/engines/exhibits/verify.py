#!/usr/bin/env python3
"""Checks evidence packages on a clean machine: Python's standard library and the command openssl, no connection, nothing of yuzhi.

    python3 -I verify.py FILE [FILE…] [--policy trust] [--roots tsa.pem] [--json]

Each part is 相符 (match), 不符 (mismatch) or 缺 (absent). No verdict says that the content is true. Trust files should come from others than
who gave the package: without --policy and --roots those inside are used, and the answer says so. Several files: no two may show two histories.
Ends with 0 when nothing is wrong, else 1. Source: c2sp.org/tlog-proof, /signed-note, /tlog-cosignature, /tlog-policy; RFC 6962; RFC 3161.
"""

from __future__ import annotations  # courts have old Pythons

import base64
import hashlib
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections import namedtuple
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

SPKI = bytes.fromhex("302a300506032b6570032100")      # stands before an Ed25519 key in DER
MARK = b"yuzhi.package/1 sha256:"                     # the archive's comment, and 64 digits
WORDS = {"match": "相符", "mismatch": "不符", "absent": "缺"}
EARLY = timedelta(minutes=5)                          # so far may clocks differ
SUMS, SEAL, PROOF = "SHA256SUMS", "SHA256SUMS.tsr", "proof/leaf.tlog-proof"
FAULTS = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, OSError, RecursionError)

class Wrong(ValueError):
    """What does not hold, in one sentence."""
class Absent(ValueError):
    """What is not there to be checked, in one sentence."""
Part = namedtuple("Part", "part verdict sentence")     # what was checked: its name, match, mismatch or absent, and why in one sentence
Proof = namedtuple("Proof", "index path entry text marks note")
Key = namedtuple("Key", "name identity kind public")
unb64 = partial(base64.b64decode, validate=True)
def _openssl(words: list[str], files: dict[str, bytes]) -> tuple[int, str, str]:
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            Path(folder, name).write_bytes(content)
        written = [str(Path(folder, word)) if word in files else word for word in words]
        try:
            done = subprocess.run(["openssl", *written], capture_output=True, check=False)  # noqa: S603, S607 - our own words
        except OSError:
            raise Absent("这台机器没有 openssl 命令，没有核对") from None
    return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
def sm3(content: bytes) -> str:
    """The SM3 digest, in hexadecimal digits."""
    try:
        return hashlib.new("sm3", content).hexdigest()
    except ValueError:
        if (told := _openssl(["dgst", "-sm3", "-r", "data"], {"data": content}))[0]:
            raise Absent("这台机器不会算 SM3，没有核对") from None
        return told[1].split()[0]
def _ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    words = ["pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "key", "-rawin", "-in", "message", "-sigfile", "signature"]
    return _openssl(words, {"key": SPKI + public, "message": message, "signature": signature})[0] == 0
def _read_proof(raw: bytes) -> Proof:
    head, _, note = raw.decode().partition("\n\n")
    lines = head.split("\n")
    if lines[0] != "c2sp.org/tlog-proof@v1" or not lines[1].startswith("extra ") or not lines[2].startswith("index "):
        raise Wrong("不是带正文的 tlog-proof 文件")
    text, blank, signatures = note.rpartition("\n\n")
    if not blank or not signatures.endswith("\n"):
        raise Wrong("检查点没有签名")
    marks = [(line.split(" ")[1], unb64(line.split(" ")[2])) for line in signatures.split("\n")[:-1] if line.startswith("— ")]
    path = [unb64(line) for line in lines[3:]]
    if any(len(one) != 32 for one in path):
        raise Wrong("路径中有不是 32 字节的哈希")
    return Proof(int(lines[2][6:]), path, unb64(lines[1][6:]), text + "\n", marks, note.encode())
def _vkey(written: str) -> Key:
    name, hexed, encoded = written.split("+", 2)
    raw = unb64(encoded)
    identity = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    if identity.hex() != hexed:
        raise Wrong(f"公钥 {name} 的编号不符")
    return Key(name, identity, raw[0], raw[1:])
def _read_trust(raw: bytes) -> tuple[list[Any], dict[str, Any], dict[str, Any], str]:
    logs, witnesses, groups, quorum = [], {}, {}, ""
    for line in raw.decode().split("\n"):
        kind, *rest = line.split() or ["#"]
        if kind == "log":
            logs.append(_vkey(rest[0]))
        elif kind == "witness":
            witnesses[rest[0]] = _vkey(rest[1])
        elif kind == "group":
            groups[rest[0]] = ({"any": 1, "all": len(rest) - 2}.get(rest[1]) or int(rest[1]), rest[2:])
        elif kind == "quorum":
            quorum = rest[0]
        elif not kind.startswith("#"):
            raise Wrong(f"信任文件有读不懂的行：{line[:40]}")
    return logs, witnesses, groups, quorum
def _signed(key: Key, proof: Proof) -> datetime | None:
    name, identity, kind, public = key
    for whose, raw in proof.marks:
        if whose == name and raw[:4] == identity:
            message, signature, at = proof.text.encode(), raw[4:], datetime(1, 1, 1, tzinfo=timezone.utc)  # noqa: UP017
            if kind == 4:
                seconds = int.from_bytes(signature[:8], "big")
                message, signature = f"cosignature/v1\ntime {seconds}\n".encode() + message, signature[8:]
            if not _ed25519(public, message, signature):
                raise Wrong(f"{name} 的签名不符：检查点、签名或公钥被改动过")
            return datetime.fromtimestamp(seconds, timezone.utc) if kind == 4 else at  # noqa: UP017
    return None
def _root_from(index: int, size: int, node: bytes, path: list[bytes]) -> bytes:
    if not 0 <= index < size:
        raise Wrong("这条存证不在检查点的树内：检查点比它旧")
    place, last = index, size - 1
    for sibling in path:
        if last == 0:
            raise Wrong("证明的路径过长")
        if place & 1 or place == last:
            node = hashlib.sha256(b"\1" + sibling + node).digest()
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\1" + node + sibling).digest()
        place, last = place >> 1, last >> 1
    if last:
        raise Wrong("证明的路径不完整")
    return node
def _enough(name: str, seen: dict[str, Any], groups: dict[str, Any]) -> bool:
    least, members = groups.get(name, (0, None))
    return name == "none" or (name in seen if members is None else sum(_enough(one, seen, groups) for one in members) >= least)
def _stamped(token: bytes, thing: bytes, roots: bytes) -> datetime:
    told = _openssl(["ts", "-reply", "-in", "token", "-text"], {"token": token})[1]
    words = [one[12:].split() for one in told.splitlines() if one.startswith("Time stamp:")][0]  # noqa: RUF015 - none is a fault
    at = datetime.strptime(" ".join([*words[:2], words[2].split(".")[0], words[3]]), "%b %d %H:%M:%S %Y").replace(tzinfo=timezone.utc)  # noqa: UP017
    words = ["ts", "-verify", "-data", "data", "-in", "token", "-CAfile", "roots", "-attime", str(int(at.timestamp()))]
    code, _, why = _openssl(words, {"token": token, "data": thing, "roots": roots})
    if code:
        raise Wrong("时间戳与所盖的内容或机构证书不符" + ("（哈希不同）" if "imprint" in why else "（签名或证书）"))
    return at

class Package:
    """The members of one package, and the trust files that it is judged by."""
    def __init__(self, raw: bytes, policy: bytes | None = None, roots: bytes | None = None) -> None:
        self.raw, self.outside = raw, policy is not None
        try:
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                self.comment = archive.comment
                entries = archive.infolist()
                names, size = {one.filename for one in entries}, sum(one.file_size for one in entries)
                if len(names) != len(entries) or any(one.compress_type for one in entries) or size > len(raw):
                    raise Wrong("包里有重名、压缩或互相重叠的文件：不是本平台的写法")
                self.members = {one.filename: archive.read(one) for one in entries}
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, *FAULTS) as fault:
            raise Wrong(str(fault) if isinstance(fault, Wrong) else "整个文件读不开：不是证据包，或被改动、截断过") from None
        self.policy = policy or self.members.get("trust/policy")
        self.roots = roots or self.members.get("trust/tsa.pem")
        self.times: list[datetime] = []
    def _member(self, name: str, absent: str) -> bytes:
        if name not in self.members:
            raise Absent(absent)
        return self.members[name]
    def _whole(self) -> str:
        if self.comment != MARK + hashlib.sha256(self.raw[: len(self.raw) - len(self.comment)]).hexdigest().encode():
            raise Wrong("整个文件与写出时的哈希不同：传输中损坏，或被改动、截断过")
        return "整个文件与写出时的哈希相同"
    def _sums(self) -> str:
        listed = dict(line.split("  ", 1)[::-1] for line in self._member(SUMS, "包里没有哈希清单").decode().split("\n")[:-1])
        for name in sorted({*listed, *self.members} - {SUMS, SEAL}):
            if name not in listed or name not in self.members:
                raise Wrong(f"{name} {'不在清单里：是后来放进去的' if name in self.members else '在清单里，包里没有：被取走了'}")
            if hashlib.sha256(self.members[name]).hexdigest() != listed[name]:
                raise Wrong(f"{name} 与清单里的哈希不同：被改动过")
        return f"清单里的 {len(listed)} 个文件都与哈希相同"
    def _content(self) -> str:
        files = json.loads(self._member("exhibit.json", "包里没有证物记录"))["files"]
        for one in files:
            held = self._member(one["path"], f"{one['path']}（{one['name']}）不在包里")
            if hashlib.sha256(held).hexdigest() != one["sha256"] or len(held) != one["size"]:
                raise Wrong(f"{one['path']}（{one['name']}）与接收时的 SHA-256 不同：被改动过")
            if sm3(held) != one["sm3"]:
                raise Wrong(f"{one['path']}（{one['name']}）与接收时的 SM3 不同")
        return f"{len(files)} 个文件都与接收时的 SHA-256 和 SM3 相同"
    def _record(self) -> str:
        said = json.loads(self._proof().entry)
        digest = hashlib.sha256(self._member("exhibit.json", "包里没有证物记录")).hexdigest()
        if said["object"] != f"exhibit/{digest}":
            raise Wrong("证物记录与日志里的存证不同：记录被改动过，或证明是别的证物的")
        return f"证物记录就是日志里存下的那一份，平台自述时间 {said['time']}"
    def _proof(self) -> Proof:
        return _read_proof(self._member(PROOF, "包里没有日志证明：还没有并入日志"))
    def _trust(self) -> tuple[list[Any], dict[str, Any], dict[str, Any], str]:
        if self.policy is None:
            raise Absent("没有信任文件")
        return _read_trust(self.policy)
    def _log(self) -> str:
        proof, logs = self._proof(), self._trust()[0]
        origin, size, root = proof.text.split("\n")[:3]
        if _root_from(proof.index, int(size), hashlib.sha256(b"\0" + proof.entry).digest(), proof.path) != unb64(root):
            raise Wrong("算出的根与检查点的根不同：存证、次序或路径被改动过")
        if not any(key[0] == origin and key[2] == 1 and _signed(key, proof) for key in logs):
            raise Wrong("检查点没有信任文件里的日志的签名：换过密钥，或是另一份日志")
        return f"在日志 {origin} 第 {proof.index + 1} 条，共 {size} 条"
    def _witnesses(self) -> str:
        proof, (_, known, groups, quorum) = self._proof(), self._trust()
        seen = {name: at for name, key in known.items() if (at := _signed(key, proof))}
        if not _enough(quorum, seen, groups):
            raise Wrong(f"见证不足：{'、'.join(seen) or '没有一家'}签过；可能有两份不同的历史，或换过见证方")
        if quorum == "none":
            raise Absent("信任文件不要见证：只能证明日志自己签过")
        self.times += seen.values()
        return "见证：" + "；".join(f"{name} {at:%Y-%m-%d %H:%M:%S} UTC" for name, at in seen.items())
    def _stamps(self) -> str:
        thing: bytes = self._proof().note
        told: list[str] = []
        while (name := f"proof/{len(told) + 1}.tsr") in self.members:
            at = _stamped(self.members[name], thing, self._given_roots())
            told.append(f"{at:%Y-%m-%d %H:%M:%S} UTC")
            self.times.append(at)
            thing += len(self.members[name]).to_bytes(4, "big") + self.members[name]
        if not told:
            raise Absent("检查点还没有时间戳")
        return "检查点的时间戳：" + "；".join(told)
    def _seal(self) -> str:
        token = self._member(SEAL, "清单没有时间戳：包内说明、核对程序等不受保护，只有证物和存证受日志保护")
        return f"清单的时间戳：{_stamped(token, self._member(SUMS, '包里没有哈希清单'), self._given_roots()):%Y-%m-%d %H:%M:%S} UTC"
    def _given_roots(self) -> bytes:
        if self.roots is None:
            raise Absent("没有时间戳机构的根证书，没有核对")
        return self.roots
    def _clock(self) -> str:
        said = datetime.strptime(json.loads(self._proof().entry)["time"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)  # noqa: UP017
        if not self.times:
            raise Absent("没有外部的时间可比：时间只有平台自述")
        if said > min(self.times) + EARLY:
            raise Wrong(f"平台自述的时间 {said:%Y-%m-%d %H:%M:%S} UTC 晚于见证或时间戳：时钟被拨过")
        return f"最早的外部时间 {min(self.times):%Y-%m-%d %H:%M:%S} UTC；证物不晚于此时已经存下"
    def _keys(self) -> str:
        inside = self._member("trust/policy", "包里没有信任文件")
        if not self.outside:
            raise Absent("用的是包里的公钥：请向见证方另要公钥，用 --policy 再核对一次")
        if _read_trust(inside) != self._trust():
            raise Wrong("包里的公钥与另外拿到的不同：换过密钥或见证方")
        return "包里的公钥与另外拿到的相同"
    def verdicts(self) -> list[Part]:
        """Every part with its verdict."""
        found = []
        for name, check in (
            ("整包", self._whole), ("清单", self._sums), ("证物", self._content), ("记录", self._record), ("日志", self._log), ("见证", self._witnesses),
            ("时间戳", self._stamps), ("清单时间戳", self._seal), ("时间先后", self._clock), ("公钥", self._keys),
        ):
            try:
                found.append(Part(name, "match", check() + "。"))
            except Absent as fault:
                found.append(Part(name, "absent", f"{fault}。"))
            except FAULTS as fault:
                found.append(Part(name, "mismatch", f"{fault if isinstance(fault, Wrong) else '读不懂：文件被改动过'}。"))
        return found
NEEDED = ("整包", "清单", "证物", "记录", "日志")
def verify(raw: bytes, policy: bytes | None = None, roots: bytes | None = None) -> list[Part]:
    """Every part with its verdict; the last one speaks for the whole."""
    try:
        found = Package(raw, policy, roots).verdicts()
    except Wrong as fault:
        found = [Part("整包", "mismatch", f"{fault}。")]
    wrong, missing = ([one.part for one in found if one.verdict == verdict] for verdict in ("mismatch", "absent"))
    if wrong:
        return [*found, Part("结论", "mismatch", f"不符：{'、'.join(wrong)}。")]
    if any(name in missing for name in NEEDED):
        return [*found, Part("结论", "absent", f"证明不全，缺：{'、'.join(missing)}。")]
    told = f"；没有核对或缺：{'、'.join(missing)}" if missing else ""
    return [*found, Part("结论", "match", f"相符：存下以后没有改动；不证明内容真实，也不证明存下以前的事{told}。")]

def split(packages: list[bytes]) -> list[Part]:
    """Two packages of one log that show two trees of one size: two histories."""
    seen: dict[tuple[str, str], str] = {}
    for raw in packages:
        try:
            origin, size, root = Package(raw)._proof().text.split("\n")[:3]
        except FAULTS:
            continue
        if seen.setdefault((origin, size), root) != root:
            return [Part("两份历史", "mismatch", f"日志 {origin} 在第 {size} 条有两个不同的根：给不同的人看了不同的历史。")]
    return []

def main(words: list[str]) -> int:
    """Exit code 0 when nothing is wrong or missing."""
    given = {words[at]: Path(words[at + 1]).read_bytes() for at in range(len(words) - 1) if words[at] in ("--policy", "--roots")}
    files = [word for at, word in enumerate(words) if word != "--json" and word not in given and (at == 0 or words[at - 1] not in given)]
    read = {name: Path(name).read_bytes() for name in files}
    told = {name: verify(raw, given.get("--policy"), given.get("--roots")) for name, raw in read.items()}
    if apart := split(list(read.values())):
        told["*"] = apart
    if "--json" in words:
        print(json.dumps({name: [one._asdict() for one in parts] for name, parts in told.items()}, ensure_ascii=False, indent=1))
    else:
        for name, parts in told.items():
            print("\n".join([name, *(f"  {one.part}：{WORDS[one.verdict]}。{one.sentence}" for one in parts)]))
    return int(any(parts[-1].verdict != "match" for parts in told.values()))

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) if len(sys.argv) > 1 else print(__doc__) or 2)
