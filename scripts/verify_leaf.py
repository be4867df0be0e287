#!/usr/bin/env python3
"""Checks one leaf's proof on a clean machine: Python's standard library and the command openssl, no connection, nothing of yuzhi.

    python3 verify_leaf.py 17.tlog-proof trust [--facts facts.json] [--roots tsa-roots.pem]

`trust` is the policy file (keys of the log and its witnesses, how many are enough); stamps 17.tlog-proof.1.tsr, .2.tsr … beside the
proof are checked where --roots is given. Ends with 0 when all holds, else with 1 and the reason. Short enough to be read before use.
Source: c2sp.org/tlog-proof, /signed-note, /tlog-cosignature, /tlog-policy; RFC 6962; RFC 3161 (by openssl).
"""

import base64
import hashlib
import json
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

SPKI = bytes.fromhex("302a300506032b6570032100")      # stands before an Ed25519 key in DER


class Wrong(Exception):
    """What does not hold."""


def b64(text):
    """Base64, and only in its one way of writing."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raise Wrong(f"不是 Base64：{text[:40]}") from None
    if base64.b64encode(raw).decode() != text:
        raise Wrong(f"不是规范的 Base64：{text[:40]}")
    return raw


def number(text):
    """A number as proofs write it."""
    if not (text.isascii() and text.isdigit()) or str(int(text)) != text:
        raise Wrong(f"不是数：{text[:40]}")
    return int(text)


def openssl(*words):
    """The command openssl, when it has ended."""
    return subprocess.run(["openssl", *words], capture_output=True, text=True, check=False)  # noqa: S603, S607 - our own words


def ed25519(public, message, signature):
    """Whether the signature is the key's, by openssl."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("key", "message", "signature")]
        for file, content in zip(files, (SPKI + public, message, signature), strict=True):
            file.write_bytes(content)
        words = ("-verify", "-pubin", "-keyform", "DER", "-inkey", files[0], "-rawin", "-in", files[1], "-sigfile", files[2])
        return openssl("pkeyutl", *words).returncode == 0


def read_proof(written):
    """Index, path, entry, the checkpoint's text, its signatures."""
    head, _, note = written.partition("\n\n")
    lines = head.split("\n")
    if lines[0] != "c2sp.org/tlog-proof@v1" or len(lines) < 3 or not lines[1].startswith("extra ") or not lines[2].startswith("index "):
        raise Wrong("不是带正文的 tlog-proof 文件")
    text, blank, signatures = note.rpartition("\n\n")
    if not blank or not signatures.endswith("\n"):
        raise Wrong("检查点没有签名")
    marks = []
    for line in signatures.split("\n")[:-1]:
        dash, name, encoded = (*line.split(" "), "", "")[:3]
        if dash != "—" or len(line.split(" ")) != 3:
            raise Wrong(f"不是签名行：{line[:40]}")
        marks.append((name, b64(encoded)))
    path = [b64(line) for line in lines[3:]]
    if any(len(one) != 32 for one in path):
        raise Wrong("路径中有不是 32 字节的哈希")
    return number(lines[2][6:]), path, b64(lines[1][6:]), text + "\n", marks


def read_trust(written):
    """Keys of logs, keys of witnesses by name, groups, and the quorum."""
    logs, witnesses, groups, quorum = [], {}, {}, None
    for line in written.split("\n"):
        kind, *rest = line.split() or ["#"]
        if kind == "log":
            logs.append(vkey(rest[0]))
        elif kind == "witness":
            witnesses[rest[0]] = vkey(rest[1])
        elif kind == "group":
            groups[rest[0]] = ({"any": 1, "all": len(rest) - 2}.get(rest[1]) or int(rest[1]), rest[2:])
        elif kind == "quorum":
            quorum = rest[0]
        elif not kind.startswith("#"):
            raise Wrong(f"信任文件有读不懂的行：{line[:40]}")
    if quorum is None:
        raise Wrong("信任文件没有 quorum 行")
    return logs, witnesses, groups, quorum


def vkey(written):
    """Name, four bytes, kind and key of a public key."""
    name, hexed, encoded = written.split("+", 2)
    raw = b64(encoded)
    identity = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    if identity.hex() != hexed:
        raise Wrong(f"公钥 {name} 的编号不符")
    return name, identity, raw[0], raw[1:]


def signed(key, text, marks):
    """When the key has signed: a time for witnesses, True for logs, None where it has not."""
    name, identity, kind, public = key
    for whose, raw in marks:
        if whose == name and raw[:4] == identity:
            message, signature, at = text.encode(), raw[4:], True
            if kind == 4:
                seconds = int.from_bytes(signature[:8], "big")
                message, signature = f"cosignature/v1\ntime {seconds}\n".encode() + message, signature[8:]
                at = datetime.fromtimestamp(seconds, UTC)
            if not ed25519(public, message, signature):
                raise Wrong(f"{name} 的签名不符")
            return at
    return None


def root_from(index, size, node, path):
    """The root that a path leads to."""
    if not 0 <= index < size:
        raise Wrong("位置不在树内")
    place, last = index, size - 1
    for sibling in path:
        if last == 0:
            raise Wrong("路径过长")
        if place & 1 or place == last:
            node = hashlib.sha256(b"\1" + sibling + node).digest()
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\1" + node + sibling).digest()
        place, last = place >> 1, last >> 1
    if last:
        raise Wrong("路径不完整")
    return node


def enough(name, seen, groups):
    """Whether these witnesses satisfy a name of the policy."""
    if name == "none":
        return True
    least, members = groups.get(name, (0, None))
    return name in seen if members is None else sum(enough(one, seen, groups) for one in members) >= least


def check(proof_file, trust_file, facts_file=None, roots=None):
    """Prints what holds."""
    index, path, entry, text, marks = read_proof(proof_file.read_bytes().decode())
    logs, witnesses, groups, quorum = read_trust(trust_file.read_text(encoding="utf-8"))
    origin, size, root = text.split("\n")[:3]
    if not any(key[0] == origin and key[2] == 1 and signed(key, text, marks) for key in logs):
        raise Wrong("检查点没有信任文件里的日志的签名")
    seen = {name: at for name, key in witnesses.items() if (at := signed(key, text, marks))}
    if not enough(quorum, seen, groups):
        raise Wrong(f"见证不足：{'、'.join(seen) or '没有一家'}")
    if root_from(index, number(size), hashlib.sha256(b"\0" + entry).digest(), path) != b64(root):
        raise Wrong("算出的根与签名的根不同")
    print(f"成立：日志 {origin} 的第 {index + 1} 条\n  {entry.decode()}")
    for name, at in seen.items():
        print(f"  见证：{name}，{at:%Y-%m-%d %H:%M:%S} UTC")
    if facts_file:
        given = json.loads(facts_file.read_text(encoding="utf-8"))
        digest = hashlib.sha256(bytes.fromhex(given["salt"]) + given["facts"].encode()).hexdigest()
        if json.loads(entry)["facts"] != f"sha256:{digest}":
            raise Wrong("事实与存证不符")
        print(f"  事实：{given['facts']}")
    if roots:
        check_stamps(proof_file, proof_file.read_bytes().partition(b"\n\n")[2], roots)


def check_stamps(proof_file, thing, roots):
    """Each stamp covers the checkpoint and all stamps before it."""
    count = 1
    while (stamp := proof_file.with_name(f"{proof_file.name}.{count}.tsr")).exists():
        with tempfile.NamedTemporaryFile() as data:
            data.write(thing)
            data.flush()
            done = openssl("ts", "-verify", "-data", data.name, "-in", stamp, "-CAfile", roots)
            told = openssl("ts", "-reply", "-in", stamp, "-text").stdout
        if done.returncode:
            raise Wrong(f"时间戳 {count} 不成立（加盖的证书已到期的，openssl 也会这样说）：{done.stderr.strip()[-200:]}")
        print(f"  时间戳 {count}：{next(line for line in told.splitlines() if line.startswith('Time stamp:'))[12:]}")
        token = stamp.read_bytes()
        thing += len(token).to_bytes(4, "big") + token
        count += 1


def main(words):
    """Exit code 0 when all holds."""
    options = {words[place]: Path(words[place + 1]) for place in range(len(words) - 1) if words[place] in ("--facts", "--roots")}
    try:
        check(Path(words[0]), Path(words[1]), options.get("--facts"), options.get("--roots"))
    except (Wrong, ValueError, KeyError, IndexError, OSError) as fault:
        print(f"不成立：{fault}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) if len(sys.argv) > 2 else print(__doc__) or 2)
