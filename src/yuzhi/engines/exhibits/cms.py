"""A signature over bytes as CMS, in the form that PAdES asks for: the signer's certificate is signed along, a time-stamp stands beside.

Source: RFC 5652 (CMS), RFC 5035 (signing certificate, version 2), ETSI EN 319 142-1 (PAdES baseline B-B, and B-T with a time-stamp).
"""

import hashlib
from collections.abc import Callable

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

_SEQUENCE, _SET, _OID, _OCTETS, _INTEGER, _NULL = 0x30, 0x31, 0x06, 0x04, 0x02, 0x05
_DATA, _SIGNED = "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.2"
_TYPE, _DIGEST, _CERTIFICATE = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.16.2.47"
_STAMP, _SHA256, _ECDSA = "1.2.840.113549.1.9.16.2.14", "2.16.840.1.101.3.4.2.1", "1.2.840.10045.4.3.2"


def cms(
    content: bytes, key: ec.EllipticCurvePrivateKey, certificates: list[x509.Certificate], stamp: Callable[[bytes], bytes] | None = None,
) -> bytes:
    """The detached signature over the content in DER; the first certificate is the signer's.

    `stamp` answers for the signature's bytes with a time-stamp response of RFC 3161.
    """
    signer = certificates[0]
    written = [one.public_bytes(Encoding.DER) for one in certificates]
    attributes = sorted([
        _attribute(_TYPE, _oid(_DATA)),
        _attribute(_DIGEST, _der(_OCTETS, hashlib.sha256(content).digest())),
        _attribute(_CERTIFICATE, _der(_SEQUENCE, _der(_SEQUENCE, _der(_SEQUENCE, _der(_OCTETS, hashlib.sha256(written[0]).digest()))))),
    ])
    mark = key.sign(_der(_SET, *attributes), ec.ECDSA(hashes.SHA256()))
    token = stamp(mark) if stamp else None
    info = _der(
        _SEQUENCE, _der(_INTEGER, b"\1"),
        _der(_SEQUENCE, signer.issuer.public_bytes(), _integer(signer.serial_number)),
        _der(_SEQUENCE, _oid(_SHA256)), _der(0xA0, *attributes), _der(_SEQUENCE, _oid(_ECDSA)), _der(_OCTETS, mark),
        *([_der(0xA1, _attribute(_STAMP, token_of(token)))] if token else []),
    )
    signed = _der(
        _SEQUENCE, _der(_INTEGER, b"\1"), _der(_SET, _der(_SEQUENCE, _oid(_SHA256))), _der(_SEQUENCE, _oid(_DATA)),
        _der(0xA0, *written), _der(_SET, info),
    )
    return _der(_SEQUENCE, _oid(_SIGNED), _der(0xA0, signed))


def token_of(response: bytes) -> bytes:
    """The time-stamp token inside a response: what stands behind the status."""
    start = _opened(response, 0)[0]
    inner, length = _opened(response, start)
    return response[inner + length:]


def _der(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    size = len(body)
    length = bytes([size]) if size < 128 else bytes([128 + (size.bit_length() + 7) // 8]) + size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag]) + length + body


def _opened(raw: bytes, at: int) -> tuple[int, int]:
    """Where the content of an element begins, and its length."""
    first = raw[at + 1]
    if first < 128:
        return at + 2, first
    more = first - 128
    return at + 2 + more, int.from_bytes(raw[at + 2:at + 2 + more], "big")


def _integer(value: int) -> bytes:
    return _der(_INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _oid(dotted: str) -> bytes:
    first, second, *rest = (int(one) for one in dotted.split("."))
    body = bytes([40 * first + second])
    for number in rest:
        piece = bytes([number & 127])
        while number := number >> 7:
            piece = bytes([128 | number & 127]) + piece
        body += piece
    return _der(_OID, body)


def _attribute(kind: str, value: bytes) -> bytes:
    return _der(_SEQUENCE, _oid(kind), _der(_SET, value))
