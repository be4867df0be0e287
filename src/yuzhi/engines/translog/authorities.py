"""Who gives time-stamps: an authority at an address, or one made up for demonstrations, which says so.

Source: RFC 3161 section 3.4 (HTTP).
"""

import http.client
import os
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from yuzhi.kernel.errors import BadValue, Refused

DEMO_NAME = "演示时间戳（仅供演示，无证明力）"
DEMO_POLICY = "1.3.6.1.4.1.99999.1"
"""An arc that nobody owns: no verifier takes it for a real policy."""
_SECONDS, _MOST = 20, 1_000_000


class Authority(Protocol):
    """Whoever answers time-stamp requests."""

    def stamped(self, request: bytes) -> bytes:
        """The answer to a request, both in DER; not checked yet."""


@dataclass(frozen=True, slots=True)
class HttpAuthority:
    """An authority at an address."""

    url: str

    def stamped(self, request: bytes) -> bytes:
        """The answer of the authority.

        Raises: Refused where it cannot be reached or does not answer with a time-stamp.
        """
        status, said = posted(self.url, request, "application/timestamp-query")
        if status != 200:
            raise Refused(f"时间戳机构 {self.url} 没有加盖（HTTP {status}），稍后会再请求。")
        return said


@dataclass(frozen=True, slots=True)
class DemoAuthority:
    """An authority in a folder, made up for demonstrations: its name says that it proves nothing."""

    folder: Path

    @property
    def root(self) -> Path:
        """The certificate of its root."""
        return self.folder / "root.pem"

    def made(self, now: datetime) -> "DemoAuthority":
        """The same, with keys and certificates in place; only the owner reads the key."""
        if not (self.folder / "key.pem").exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            _make(self.folder, now)
        return self

    def stamped(self, request: bytes) -> bytes:
        """The answer to a request.

        Raises: Refused where openssl is not here.
        """
        with tempfile.TemporaryDirectory() as work:
            asked, answer, settings = (Path(work, name) for name in ("asked", "answer", "settings"))
            asked.write_bytes(request)
            settings.write_text(_SETTINGS.format(serial=Path(work, "serial"), policy=DEMO_POLICY), encoding="utf-8")
            Path(work, "serial").write_text(os.urandom(8).hex().upper() + "\n", encoding="ascii")
            words = [
                "openssl", "ts", "-reply", "-config", str(settings), "-queryfile", str(asked), "-out", str(answer),
                "-inkey", str(self.folder / "key.pem"), "-signer", str(self.folder / "signer.pem"),
            ]
            try:
                done = subprocess.run(words, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - our own words
            except (OSError, subprocess.TimeoutExpired) as fault:
                raise Refused(f"这台机器上用不了 openssl（{fault}），没有加盖演示时间戳。请安装 OpenSSL 3。") from fault
            if done.returncode:
                raise Refused(f"演示时间戳没有盖成：{done.stderr.decode(errors='replace').strip()[:200]}")
            return answer.read_bytes()


_SETTINGS = """[tsa]
default_tsa = demo
[demo]
serial = {serial}
default_policy = {policy}
signer_digest = sha256
digests = sha256, sha384, sha512
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def posted(url: str, body: bytes, kind: str, seconds: float = _SECONDS) -> tuple[int, bytes]:
    """The status and the body that an address answers to a POST.

    Raises: Refused where it cannot be reached, BadValue for what is no address of the web.
    """
    parts = urlsplit(url)
    made = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}.get(parts.scheme)
    if made is None or not parts.hostname:
        raise BadValue(f"“{url}”不是网址（http 或 https）。")
    connection = made(parts.hostname, parts.port, timeout=seconds)
    try:
        connection.request("POST", parts.path or "/", body, {"Content-Type": kind, "User-Agent": "yuzhi"})
        answer = connection.getresponse()
        return answer.status, answer.read(_MOST)
    except (OSError, http.client.HTTPException) as fault:
        raise Refused(f"连不上 {url}（{fault}），稍后会再请求。") from fault
    finally:
        connection.close()


def _make(folder: Path, now: datetime) -> None:
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{DEMO_NAME}根 {os.urandom(4).hex()}")])
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, DEMO_NAME)])
    begun, ended = now - timedelta(days=1), now + timedelta(days=365 * 10)

    def blank(subject: x509.Name, public: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder().subject_name(subject).issuer_name(root_name).public_key(public)
            .serial_number(x509.random_serial_number()).not_valid_before(begun).not_valid_after(ended)
        )

    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    root = blank(root_name, root_key.public_key()).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    signer = blank(name, key.public_key()).add_extension(usage, critical=True)
    for file, certificate in (("root.pem", root), ("signer.pem", signer)):
        pem = certificate.sign(root_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        (folder / file).write_bytes(pem)
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    aside = folder / "key.new"
    aside.touch(mode=0o600)
    aside.write_bytes(private)
    aside.rename(folder / "key.pem")      # last: a folder with a key is whole
