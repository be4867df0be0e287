"""Time-stamps of four authorities are accepted, and each bad one refused for its own reason; chains outlive certificates."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rfc3161_client import decode_timestamp_response

from yuzhi.engines.translog.authorities import DEMO_NAME, DEMO_POLICY, DemoAuthority, HttpAuthority
from yuzhi.engines.translog.errors import BadProof
from yuzhi.engines.translog.stamping import checked_chain, covered, stamp_again
from yuzhi.engines.translog.stamps import Trust, checked, request
from yuzhi.engines.translog.tests.vectors import vector_file
from yuzhi.kernel.errors import BadValue, Refused

THEN = datetime(2025, 7, 1, tzinfo=UTC)


def judged(path: str, message: bytes = b"hello", *, signer: bool = False, now: datetime = THEN) -> str:
    """"holds", or the sentence of the refusal."""
    token = vector_file(f"rfc3161/fixtures/{path}")
    trust = Trust.read((token.parent / "ts_chain.pem").read_bytes(), signer=signer)
    try:
        checked(token.read_bytes(), message, trust, now=now)
    except BadProof as fault:
        return fault.sentence
    return "holds"


@pytest.mark.parametrize(("path", "signer"), [
    ("test_tsa/response.tsr", False), ("sigstage/response-sha256.tsr", False), ("sigstage/response-sha384.tsr", False),
    ("sigstage/response-sha512.tsr", False), ("identrust/issue-104.tsr", False), ("sigstage/response-no-embedded-cert.tsr", True),
])
def test_good_stamps_hold(path: str, signer: bool) -> None:
    assert judged(path, signer=signer) == "holds"


@pytest.mark.parametrize(("path", "reason"), [
    ("sigstage/response-invalid-signature.tsr", "签名不符"),
    ("sigstage/response-no-embedded-cert.tsr", "没有附带签发证书"),
    ("test_tsa/response-injected-certs.tsr", "夹带了与签名无关的证书（"),
    ("test_tsa/other_response.tsr", "不是所信任的机构签发的"),
])
def test_bad_stamps_are_refused_each_for_its_own_reason(path: str, reason: str) -> None:
    assert reason in judged(path)


def test_a_stamp_whose_certificate_has_ended_holds_no_longer() -> None:
    payload = vector_file("rfc3161/fixtures/sigstore.mock/payload").read_bytes()
    path = "sigstore.mock/response-expired.tsr"
    assert judged(path, payload, signer=True, now=datetime(2023, 6, 1, tzinfo=UTC)) == "holds"
    assert "签发证书已于 2024-01-01 到期" in judged(path, payload, signer=True)


def test_a_stamp_is_refused_on_other_content_from_another_authority_and_for_another_request() -> None:
    assert "盖的不是这份内容" in judged("sigstage/response-sha256.tsr", b"hellp")
    token = vector_file("rfc3161/fixtures/sigstage/response-sha256.tsr").read_bytes()
    other = Trust.read(vector_file("rfc3161/fixtures/test_tsa/ts_chain.pem").read_bytes())
    own = Trust.read(vector_file("rfc3161/fixtures/sigstage/ts_chain.pem").read_bytes())
    with pytest.raises(BadProof, match="不是所信任的机构签发的"):
        checked(token, b"hello", other, now=THEN)
    with pytest.raises(BadProof, match="答的不是这次请求"):
        checked(token, b"hello", own, now=THEN, asked=request(b"hello"))
    with pytest.raises(BadProof, match="不是 RFC 3161 时间戳"):
        checked(token[:-9], b"hello", own, now=THEN)


@pytest.mark.filterwarnings("ignore:Parsed a serial number")
def test_every_changed_byte_of_a_stamp_is_caught() -> None:
    """No change may make another stamp of it: neither another time, nor another serial, nor another signer."""
    token = vector_file("rfc3161/fixtures/sigstage/response-sha256.tsr").read_bytes()
    trust = Trust.read(vector_file("rfc3161/fixtures/sigstage/ts_chain.pem").read_bytes())
    whole = checked(token, b"hello", trust, now=THEN)
    for place in range(len(token)):
        changed = token[:place] + bytes([token[place] ^ (1 << place % 8)]) + token[place + 1 :]
        try:
            assert checked(changed, b"hello", trust, now=THEN) == whole
        except BadProof:
            continue


def tools_now() -> datetime:
    """The clock that openssl stamps by."""
    return datetime.fromtimestamp(time.time(), UTC)


def demo(folder: Path, now: datetime) -> tuple[DemoAuthority, Trust]:
    authority = DemoAuthority(folder).made(now)
    return authority, Trust.read(authority.root.read_bytes())


def test_the_demonstrations_authority_says_that_it_proves_nothing(tmp_path: Path) -> None:
    now = tools_now()
    authority, trust = demo(tmp_path / "tsa", now)
    token = stamp_again(b"thing", [], authority, trust, now=now + timedelta(minutes=1))
    stamp = checked(token, b"thing", trust, now=now)
    assert (stamp.authority, stamp.policy, stamp.digest) == (DEMO_NAME, DEMO_POLICY, "sha256")
    assert abs(stamp.at - now) < timedelta(minutes=1)
    assert (tmp_path / "tsa/key.pem").stat().st_mode & 0o777 == 0o600
    assert decode_timestamp_response(token).status == 0


def test_a_chain_of_stamps_holds_after_the_first_certificate_has_ended(tmp_path: Path) -> None:
    now = tools_now()
    early = now - timedelta(days=365 * 10 - 5)
    first, old_trust = demo(tmp_path / "old", early)
    later, new_trust = demo(tmp_path / "new", now)
    trust = Trust((*old_trust.roots, *new_trust.roots))
    soon = now + timedelta(minutes=1)
    tokens = [stamp_again(b"thing", [], first, trust, now=soon)]
    assert checked_chain(b"thing", tokens, trust, now=soon)[0].ageing(soon)
    after = now + timedelta(days=30)
    with pytest.raises(BadProof, match="第 1 个时间戳不成立：签发证书已于"):
        checked_chain(b"thing", tokens, trust, now=after)
    tokens.append(stamp_again(b"thing", tokens, later, trust, now=soon))
    stamps = checked_chain(b"thing", tokens, trust, now=after)
    assert [stamp.digest for stamp in stamps] == ["sha256", "sha512"] and not stamps[-1].ageing(after)
    with pytest.raises(BadProof, match="第 2 个时间戳不成立：盖的不是这份内容"):
        checked_chain(b"thing", [tokens[0][:-1] + b"\0", tokens[1]], trust, now=after)
    assert covered(b"thing", tokens) != covered(b"thing", tokens[::-1])


def test_an_authority_that_cannot_be_reached_is_told() -> None:
    with pytest.raises(Refused, match="连不上"):
        HttpAuthority("http://127.0.0.1:9/").stamped(b"")
    with pytest.raises(BadValue, match="不是网址"):
        HttpAuthority("ftp://example/").stamped(b"")
    with pytest.raises(BadValue, match=r"没有根证书|不是证书文件"):
        Trust.read(b"-----BEGIN nothing")
