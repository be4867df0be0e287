"""The certificates that a server shows, as openssl was shown them, before any page is asked for."""

import re
import shutil
import subprocess
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

_WAIT = 15


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate of a chain."""

    subject: str
    issuer: str
    serial: str
    since: str
    until: str
    sha256: str
    pem: str


@dataclass(frozen=True, slots=True)
class Chain:
    """What a server showed: the certificates from its own upwards, protocol and cipher, and whether this machine believes them."""

    certificates: tuple[Certificate, ...]
    protocol: str
    verified: str
    """Empty where nothing was shown, else openssl's word: `0 (ok)` or why not."""
    fault: str = ""


def shown(host: str, address: str, port: int) -> Chain:
    """The chain that the address shows when it is asked for the host; empty with the reason where there is none."""
    program = shutil.which("openssl")
    if program is None:
        return Chain((), "", "", "这台机器上没有 openssl 命令")
    named = [] if _is_address(host) else ["-servername", host, "-verify_hostname", host]
    place = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
    try:
        said = subprocess.run(  # noqa: S603 - openssl of the system, words from a checked address
            [program, "s_client", "-connect", place, *named, "-showcerts"], stdin=subprocess.DEVNULL, capture_output=True, timeout=_WAIT, check=False,
        ).stdout.decode("utf-8", "replace")
    except (subprocess.TimeoutExpired, OSError) as fault:
        return Chain((), "", "", f"{place} 没有给出证书（{type(fault).__name__}）")
    pems = re.findall(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", said, re.DOTALL)
    if not pems:
        return Chain((), "", "", f"{place} 没有给出证书")
    protocol = re.search(r"New, (TLS\S+), Cipher is (\S+)", said)
    verified = re.search(r"Verify return code: (.+)", said)
    return Chain(
        tuple(_read(one) for one in pems[:10]), f"{protocol[1]} {protocol[2]}" if protocol else "", verified[1].strip() if verified else "没有说明",
    )


def _is_address(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()


def _read(pem: str) -> Certificate:
    one = x509.load_pem_x509_certificate(pem.encode())
    return Certificate(
        one.subject.rfc4514_string(), one.issuer.rfc4514_string(), format(one.serial_number, "x"), one.not_valid_before_utc.isoformat(),
        one.not_valid_after_utc.isoformat(), one.fingerprint(hashes.SHA256()).hex(), one.public_bytes(Encoding.PEM).decode(),
    )
