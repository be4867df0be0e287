"""Messages leave through real servers, and every answer of theirs becomes an outcome."""

import email
import socket
from datetime import timedelta
from email import policy

import pytest

from yuzhi.engines.messaging import Channels, Envelope, channels, pause
from yuzhi.engines.messaging.gateways import SmsGateway, WechatAccount
from yuzhi.engines.messaging.mail import Mail
from yuzhi.engines.messaging.tests.servers import http_server, mail_server
from yuzhi.kernel.errors import BadValue

LETTER = Envelope("k" * 64, "zhang@example.com", "有一件专利要缴年费", "请在 2026-04-10 前缴纳 2,000 元。")


def test_mail_is_taken_over_with_an_identity_that_stays_the_same():
    with mail_server() as (box, port):
        mail = Mail("127.0.0.1", port, "notice@yulin.example", starttls=False)
        first, second = mail.send(LETTER), mail.send(LETTER)
    assert (first.kind, first.said) == ("accepted", "邮件服务器已接收")
    assert first.reference == second.reference
    read = email.message_from_bytes(box.mail[0].content, policy=policy.default)
    assert (read["Subject"], read["Message-ID"]) == (LETTER.title, first.reference)
    assert read.get_content().strip() == LETTER.body


def test_an_address_where_nobody_lives_is_dead_and_a_full_one_is_not():
    with mail_server() as (box, port):
        box.nobody.add(LETTER.to)
        mail = Mail("127.0.0.1", port, "notice@yulin.example", starttls=False)
        nobody = mail.send(LETTER)
        box.nobody.clear()
        box.full.add(LETTER.to)
        full = mail.send(LETTER)
    assert (nobody.kind, nobody.dead) == ("refused", True)
    assert "550" in nobody.said
    assert (full.kind, full.dead) == ("retry", False)


def test_a_server_that_is_not_there_is_tried_again():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        found = Mail("127.0.0.1", port, "a@b.example", starttls=False).send(LETTER)
        sms = SmsGateway(f"http://127.0.0.1:{port}/", "t").send(LETTER)
    assert found.kind == sms.kind == "retry"
    assert "连不上" in found.said and "连不上" in sms.said


@pytest.mark.parametrize(("status", "answer", "kind", "dead"), [
    (200, {"id": "m1"}, "accepted", False),
    (409, {"id": "m1"}, "accepted", False),
    (422, {"code": "invalid_number", "message": "空号"}, "refused", True),
    (400, {"message": "签名未备案"}, "refused", False),
    (429, {}, "retry", False),
    (503, b"<html>busy</html>", "retry", False),
])
def test_every_answer_of_the_sms_gateway_becomes_an_outcome(status, answer, kind, dead):
    with http_server(lambda body, headers: (status, answer)) as (server, url):
        found = SmsGateway(url, "secret").send(LETTER)
    assert (found.kind, found.dead) == (kind, dead)
    _, headers, body = server.asked[0]
    assert headers["Idempotency-Key"] == LETTER.key
    assert headers["Authorization"] == "Bearer secret"
    assert (body["to"], body["text"]) == (LETTER.to, LETTER.body)


@pytest.mark.parametrize(("code", "kind", "dead"), [
    (0, "accepted", False), (40003, "refused", True), (43004, "refused", True), (47003, "refused", False),
    (42001, "retry", False), (-1, "retry", False),
])
def test_every_answer_of_wechat_becomes_an_outcome(code, kind, dead):
    with http_server(lambda body, headers: (200, {"errcode": code, "errmsg": "x", "msgid": 7})) as (server, url):
        found = WechatAccount(url, "token", "T1").send(LETTER)
    assert (found.kind, found.dead) == (kind, dead)
    path, _, body = server.asked[0]
    assert path.endswith("?access_token=token")
    assert (body["touser"], body["data"]["thing1"]["value"]) == (LETTER.to, LETTER.title[:20])


def test_the_pauses_grow_and_end():
    assert [pause(one) for one in (1, 2, 3)] == [timedelta(minutes=10), timedelta(hours=1), None]


def test_without_a_file_there_is_no_way_out(tmp_path):
    assert channels(tmp_path) == Channels()


def configured(folder, text, mode=0o600):
    file = folder / "channels.toml"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return channels(folder)


def test_a_file_sets_up_channels(tmp_path):
    found = configured(tmp_path, (
        '[site]\naddress = "https://ip.example"\n[email]\nhost = "mail.example"\nsender = "a@mail.example"\n'
        '[sms]\nurl = "https://sms.example/send"\ntoken = "t"\n'
    ))
    assert set(found.ports) == {"email", "sms"}
    assert found.ports["email"] == Mail("mail.example", 587, "a@mail.example")
    assert found.address == "https://ip.example"


@pytest.mark.parametrize(("text", "mode", "said"), [
    ("[email]\nhost = 'x'\nsender = 'y'\n", 0o644, "chmod 600"),
    ("[email\n", 0o600, "读不懂"),
    ("[email]\nhost = 'x'\n", 0o600, "sender"),
    ("[fax]\nnumber = '1'\n", 0o600, "fax"),
    ("[sms]\nurl = 'http://sms.example/'\ntoken = 't'\n", 0o600, "https"),
])
def test_a_file_that_is_not_right_sets_up_nothing(tmp_path, text, mode, said):
    with pytest.raises(BadValue, match=said):
        configured(tmp_path, text, mode)
