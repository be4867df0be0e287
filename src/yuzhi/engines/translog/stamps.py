"""RFC 3161 time-stamps: what one says, and whether it holds for a message at a moment.

The cryptography is the library's; the rules and the reasons are here.
Source: RFC 3161 sections 2.2 and 2.4.2, RFC 5816.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509.oid import NameOID
from rfc3161_client import (
    HashAlgorithm,
    TimeStampRequest,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from yuzhi.engines.translog.errors import BadProof
from yuzhi.kernel.errors import BadValue

HASHES = {"2.16.840.1.101.3.4.2.1": "sha256", "2.16.840.1.101.3.4.2.2": "sha384", "2.16.840.1.101.3.4.2.3": "sha512"}
"""Digests that a time-stamp may rest on today; taking one out is how an algorithm is given up."""
RENEW_BEFORE = timedelta(days=180)
"""A stamp is renewed so long before its certificate ends."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom a time-stamp is believed from: roots, certificates between, and the signer's own where stamps carry none."""

    roots: tuple[x509.Certificate, ...]
    between: tuple[x509.Certificate, ...] = ()
    signer: x509.Certificate | None = None

    @classmethod
    def read(cls, pem: bytes, *, signer: bool = False) -> "Trust":
        """The trust that a file of certificates tells, the signer's first where it is in it.

        Raises: BadValue.
        """
        try:
            held = x509.load_pem_x509_certificates(pem) if b"-----BEGIN" in pem else [x509.load_der_x509_certificate(pem)]
        except ValueError as fault:
            raise BadValue("这不是证书文件（PEM 或 DER），没有采用。") from fault
        roots = tuple(one for one in held if one.issuer == one.subject)
        between = tuple(one for one in held if one.issuer != one.subject)
        if not roots:
            raise BadValue("证书文件里没有根证书（自签的），没有采用。")
        return cls(roots, between, held[0] if signer else None)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a time-stamp says, once it has been found to hold.

    `good_until` is when its signer's certificate ends: by then it must have been stamped again.
    """

    at: datetime
    authority: str
    serial: int
    policy: str
    digest: str
    good_until: datetime

    def ageing(self, now: datetime) -> bool:
        """Whether it is time to stamp again."""
        return now >= self.good_until - RENEW_BEFORE


def request(message: bytes, *, strong: bool = False) -> TimeStampRequest:
    """A request to stamp the message, with a nonce; SHA-512 where it is to be strong."""
    kind = HashAlgorithm.SHA512 if strong else HashAlgorithm.SHA256
    return TimestampRequestBuilder(data=message, hash_algorithm=kind).build()


def checked(
    token: bytes, message: bytes, trust: Trust, *, now: datetime, asked: TimeStampRequest | None = None
) -> Stamp:
    """The stamp, when it holds for the message, is from whom is trusted, answers what was asked and is still good now.

    Raises: BadProof, each time with the reason.
    """
    try:
        return _checked(token, message, trust, now, asked)
    except BadProof:
        raise
    except Exception as fault:      # certificates are parsed when they are first looked into; the parsers raise whatever
        raise BadProof(f"时间戳不成立：其中有读不懂的内容（{str(fault)[:80]}）。") from fault


def _checked(token: bytes, message: bytes, trust: Trust, now: datetime, asked: TimeStampRequest | None) -> Stamp:
    response = _decoded(token)
    told = response.tst_info
    digest = HASHES.get(told.message_imprint.hash_algorithm.dotted_string)
    if digest is None:
        _bad(f"所用的摘要算法 {told.message_imprint.hash_algorithm.dotted_string} 不再采信")
    if told.message_imprint.message != hashlib.new(digest, message).digest():
        _bad("盖的不是这份内容")
    signer = _signer(response, trust)
    _on_the_way(response, signer, trust)
    _must_verify(response, trust, signer, asked)
    if now >= signer.not_valid_after_utc:
        _bad(f"签发证书已于 {signer.not_valid_after_utc:%Y-%m-%d} 到期，到期前没有再次加盖")
    return Stamp(
        told.gen_time, _common_name(signer), told.serial_number, told.policy.dotted_string, digest, signer.not_valid_after_utc,
    )


def _decoded(token: bytes) -> TimeStampResponse:
    try:
        response = decode_timestamp_response(token)
        if response.status not in (0, 1):
            _bad(f"机构没有加盖（状态 {response.status} {'；'.join(response.status_string)}）")
        response.tst_info.gen_time   # noqa: B018 - read here: a token without content fails when it is first read
    except ValueError as fault:
        raise BadProof(f"时间戳不成立：不是 RFC 3161 时间戳（{str(fault)[:80]}）。") from fault
    return response


def _embedded(response: TimeStampResponse) -> list[x509.Certificate]:
    return [x509.load_der_x509_certificate(one) for one in sorted(response.signed_data.certificates)]


def _signer(response: TimeStampResponse, trust: Trust) -> x509.Certificate:
    """The certificate that the signature itself names, among those that came along and those that are known."""
    signers = list(response.signed_data.signer_infos)
    if len(signers) != 1:
        _bad(f"应有一个签名人，实有 {len(signers)} 个")
    known = [*_embedded(response), *([trust.signer] if trust.signer else [])]
    for one in known:
        if one.issuer == signers[0].issuer and one.serial_number == signers[0].serial_number:
            return one
    _bad("没有附带签发证书，也没有另行给出" if not known else "签名所指的证书不在其中")


def _on_the_way(response: TimeStampResponse, signer: x509.Certificate, trust: Trust) -> None:
    """Signed certificates lead from the signer to a root, and all that came along are among them.

    The library looks the signer up among known certificates too, so one that came along is checked here for itself;
    others that came along are there to deceive.
    """
    held = _embedded(response)
    way, pool = [signer], [*trust.roots, *trust.between, *held]
    while (above := _issuer(way[-1], pool)) is not None and above not in way:
        way.append(above)
    if way[-1] not in trust.roots:
        _bad("不是所信任的机构签发的")
    if strangers := [one for one in held if one not in way]:
        _bad(f"夹带了与签名无关的证书（{'、'.join(_common_name(one) for one in strangers)}）")


def _issuer(below: x509.Certificate, pool: Sequence[x509.Certificate]) -> x509.Certificate | None:
    for one in pool:
        if one.subject == below.issuer:
            try:
                below.verify_directly_issued_by(one)
            except (InvalidSignature, ValueError, TypeError):
                continue
            return one
    return None


def _must_verify(
    response: TimeStampResponse, trust: Trust, signer: x509.Certificate, asked: TimeStampRequest | None
) -> None:
    verifier = VerifierBuilder(
        roots=list(trust.roots), intermediates=list(trust.between), tsa_certificate=signer if signer == trust.signer else None,
        nonce=asked.nonce if asked else None, policy_id=asked.policy if asked else None,
    ).build()
    try:
        verifier.verify(response, response.tst_info.message_imprint.message)
    except VerificationError as fault:
        raise BadProof(f"时间戳不成立：{_reason(str(fault))}。") from fault


_REASONS = (
    ("nonce", "答的不是这次请求（随机数不同）"),
    ("policy", "答的不是这次请求（策略不同）"),
    ("signature failure", "签名不符：时间戳被改动过"),
    ("bad signature", "签名不符：时间戳被改动过"),
    ("digest failure", "签名不符：时间戳被改动过"),
    ("certificate verify error", "不是所信任的机构签发的，或加盖时证书不在有效期内"),
    ("eku", "签发证书不是时间戳专用证书"),
    ("granted", "机构没有无保留地加盖"),
)


def _reason(said: str) -> str:
    return next((reason for word, reason in _REASONS if word in said.lower()), f"核验未通过（{said[:120]}）")


def _common_name(certificate: x509.Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def _bad(why: str) -> NoReturn:
    raise BadProof(f"时间戳不成立：{why}。")
