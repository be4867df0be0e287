"""A person deposits files, follows them, takes the package and opens it to others; nobody else sees what is not open."""

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yuzhi.engines.exhibits import verify as checker
from yuzhi.engines.exhibits.cms import token_of
from yuzhi.engines.exhibits.papers import CERTIFICATE, papers
from yuzhi.engines.exhibits.seals import CERTIFICATES, demo_seal
from yuzhi.engines.exhibits.tests.test_papers import NOW, STANDING, exhibit, parts, verified, words
from yuzhi.engines.translog.authorities import DemoAuthority
from yuzhi.engines.translog.keys import CosignatureSigner
from yuzhi.engines.translog.policy import Known
from yuzhi.engines.translog.stamps import request
from yuzhi.records.accounts.actions import create_account
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.models import User
from yuzhi.records.accounts.remits import Remit
from yuzhi.records.evidence import log as evidence_log
from yuzhi.records.evidence.exhibits import committed
from yuzhi.records.evidence.models import Deposit, Fact, Leaf
from yuzhi.records.evidence.queries import body_of
from yuzhi.site import uploads, wiring
from yuzhi.site.signin import BEGAN, SEEN
from yuzhi.site.wiring import toolbox

pytestmark = pytest.mark.django_db(transaction=True)
FIRM = "uscc/91610800MA7000001X"


@pytest.fixture
def city(tmp_path, settings, monkeypatch):
    settings.HOME = tmp_path / "home"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    tools = toolbox(settings.HOME)
    monkeypatch.setattr(wiring, "toolbox", lambda home: tools)
    return tools


def somebody(city, name, role="company", party=""):
    create_account(name, role, "loess-jade-camel-7781", by=Operator("test"), at=datetime(2025, 1, 1, tzinfo=UTC), remit=Remit(role, (), party), made_up=True)
    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(User.objects.get(username=name))
    session = client.session
    session[BEGAN] = session[SEEN] = city.now().timestamp()
    session.save()
    return client


FILES = (("照片.jpg", b"\xff\xd8photo"), ("说明.txt", "羊肉包装".encode()))


def sent(client, title="一张照片", kind="file", files=FILES, **more):
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    said = {"files": uploads, "title": title, "kind": kind, "steps": "拍照\n传到电脑", "keeper": "张三"}
    return client.post("/evidence/add/" + more.pop("at", ""), said | more)


def package(client, digest):
    answer = client.get(f"/evidence/{digest}/package")
    assert answer.status_code == 200, answer
    return b"".join(answer.streaming_content)


def members(raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {one: archive.read(one) for one in archive.namelist()}


def dropped(client, raw, **more):
    return client.post("/evidence/verify/", {"package": SimpleUploadedFile("evidence.zip", raw), **more})


def test_a_person_deposits_files_and_takes_a_package_that_matches(city):
    firm = somebody(city, "firm", party=FIRM)
    before = Leaf.objects.count()
    made = sent(firm)
    assert made.status_code == 302
    row = Deposit.objects.get()
    assert Leaf.objects.count() == before + 1 and made.url == f"/evidence/{row.digest}/"
    assert (row.files, row.size, row.party_key) == (2, len(b"\xff\xd8photo") + len("羊肉包装".encode()), FIRM)
    assert "已编号" in firm.get("/evidence/").content.decode()
    evidence_log.integrate(city)
    page = firm.get(made.url).content.decode()
    assert "已进入日志" in page and hashlib.sha256("羊肉包装".encode()).hexdigest() in page and "张三" in page and "传到电脑" in page
    assert hashlib.new("sm3", "羊肉包装".encode()).hexdigest() in page
    raw = package(firm, row.digest)
    assert checker.verify(raw)[-1].verdict in ("match", "absent")
    assert {one.verdict for one in checker.verify(raw) if one.part in checker.NEEDED} == {"match"}


def test_a_package_holds_a_sealed_certificate_and_a_list_for_people_to_read(city):
    firm = somebody(city, "firm")
    sent(firm)
    row = Deposit.objects.get()
    held = members(package(firm, row.digest))
    said = {name: words(held[name]) for name in ("certificate.pdf", "evidence-list.pdf")}
    assert "还没有进入日志" in said["certificate.pdf"] and "没有电子印章" in said["certificate.pdf"]
    assert hashlib.sha256("羊肉包装".encode()).hexdigest() in said["evidence-list.pdf"] and "张三" in said["evidence-list.pdf"]
    evidence_log.integrate(city)
    demo_seal(city.log.secret, city.now())
    held = members(package(firm, row.digest))
    assert f"第 {row.leaf.number} 条，树有" in words(held["certificate.pdf"]) and b"/ByteRange" in held["certificate.pdf"]
    assert b"certificate.pdf" in held[checker.SUMS]


def test_nobody_else_sees_an_exhibit_that_is_not_open_and_colleagues_of_the_firm_do(city):
    firm, colleague, other = somebody(city, "firm", party=FIRM), somebody(city, "colleague", party=FIRM), somebody(city, "other")
    officer, visitor = somebody(city, "officer", "city_officer"), Client(headers={"accept-language": "zh-CN"})
    sent(firm)
    digest = Deposit.objects.get().digest
    for address in (f"/evidence/{digest}/", f"/evidence/{digest}/package", f"/api/evidence/{digest}"):
        seen = colleague.get(address)
        assert seen.status_code == 200
        seen.close()
        assert [one.get(address).status_code for one in (other, officer, visitor)] == [404, 404, 404]
    assert "一张照片" not in other.get("/evidence/").content.decode()
    assert other.post(f"/evidence/{digest}/publish").status_code == 404
    assert other.get(f"/evidence/add/?after={digest}").status_code == 404


def test_its_giver_opens_an_exhibit_to_everybody_and_closes_it_again_with_one_leaf_each(city):
    firm, visitor = somebody(city, "firm"), Client(headers={"accept-language": "zh-CN"})
    sent(firm)
    digest = Deposit.objects.get().digest
    count = Leaf.objects.count()
    assert firm.post(f"/evidence/{digest}/publish").status_code == 302
    assert "一张照片" in visitor.get(f"/evidence/{digest}/").content.decode()
    assert members(package(visitor, digest))["content/002.txt"] == "羊肉包装".encode()
    assert firm.post(f"/evidence/{digest}/publish").status_code == 409
    assert firm.post(f"/evidence/{digest}/publish", {"closing": "1"}).status_code == 302
    assert visitor.get(f"/evidence/{digest}/").status_code == 404
    assert list(Leaf.objects.order_by("id").values_list("act", flat=True))[count:] == ["exhibit.published", "exhibit.closed"]


def test_of_traditional_knowledge_others_learn_digest_and_day_and_no_leaf_says_who_gave_it(city):
    village, visitor = somebody(city, "village", "citizen"), Client(headers={"accept-language": "zh-CN"})
    sent(village, "祖传面点做法", "knowledge")
    sent(village, "另一件", "knowledge")
    giver, row = User.objects.get(username="village"), Deposit.objects.order_by("leaf").first()
    evidence_log.integrate(city)
    listed = visitor.get("/evidence/knowledge/").content.decode()
    assert row.digest in listed and "祖传" not in listed
    told = visitor.get("/api/evidence/knowledge").json()
    assert told["total"] == 2 and set(told["entries"][0]) == {"id", "number", "received_at", "made_up"}
    raw = package(village, row.digest)
    own = str(giver.key)
    for content in (body_of(row.leaf), bytes(Fact.objects.get(leaf=row.leaf).facts), *members(raw).values()):
        assert own.encode() not in content and b"account/" not in content
    actors = {one.leaf.actor_key for one in Deposit.objects.all()}
    assert len(actors) == 2 and all(one.startswith("giver/") for one in actors)      # two entries of one giver are not tied together
    assert committed(row.giver_secret, giver.actor_key) == row.leaf.actor_key == json.loads(members(raw)["exhibit.json"])["by"]
    assert row.giver_secret in village.get(f"/evidence/{row.digest}/").content.decode()
    assert village.post(f"/evidence/{row.digest}/publish").status_code == 409
    assert visitor.get(f"/evidence/{row.digest}/").status_code == 404


def test_drafts_of_a_work_follow_each_other_and_each_record_names_the_one_before(city):
    author = somebody(city, "author", "citizen")
    sent(author, "第一稿", "draft", files=[("稿.txt", b"one")], ai="none")
    first = Deposit.objects.get()
    assert sent(author, "第二稿", files=[("稿.txt", b"two")], at=f"?after={first.digest}").status_code == 302
    assert sent(author, "第三稿", files=[("稿.txt", b"three")], at=f"?after={first.digest}").status_code == 302
    rows = list(Deposit.objects.order_by("version"))
    assert [(one.version, one.series) for one in rows] == [(n, first.digest) for n in (1, 2, 3)]
    said = [json.loads(members(package(author, one.digest))["exhibit.json"]) for one in rows]
    assert [one.get("previous") for one in said] == [None, rows[0].key, rows[1].key]
    assert said[0]["steps"][-1] == "没有使用人工智能"
    page = author.get(f"/evidence/{rows[1].digest}/").content.decode()
    assert "第 3 稿" in page and rows[0].digest in page


def test_what_cannot_be_deposited_is_told_and_leaves_nothing(city, monkeypatch):
    firm = somebody(city, "firm")
    before = Leaf.objects.count()
    assert firm.post("/evidence/add/", {"title": "没有文件"}).status_code == 422
    assert "空的" in sent(firm, files=[("空.txt", b"")]).content.decode()
    assert sent(firm, title=" ").status_code == 422
    assert sent(firm, kind="dataset").status_code == 422
    monkeypatch.setattr("yuzhi.rooms.openlog.forms.LARGEST", 10)
    assert "请分成几件" in sent(firm).content.decode()
    assert Leaf.objects.count() == before and not Deposit.objects.exists()


def test_lists_of_many_exhibits_have_pages_and_read_no_record(city):
    firm = somebody(city, "firm")
    for number in range(23):
        sent(firm, f"第{number}件", files=[("a.txt", b"x")])
    for record in Deposit.objects.all():
        city.archive.path(record.digest).unlink()
    page = firm.get("/evidence/?page=2").content.decode()
    assert "第0件" in page and "第22件" not in page
    told = firm.get("/api/evidence?top=5&offset=20").json()
    assert told["total"] == 23 and [one["title"] for one in told["exhibits"]] == ["第2件", "第1件", "第0件"]


def test_the_api_deposits_like_the_page(city):
    firm = somebody(city, "firm")
    made = firm.post("/api/evidence", {"files": [SimpleUploadedFile("a.txt", b"a")], "title": "甲", "steps": "一\n二"})
    assert made.status_code == 201 and made.json()["state"] == "sealed"
    assert firm.post("/api/evidence", {"files": [SimpleUploadedFile("a.txt", b"a")], "title": "甲", "kind": "dataset"}).status_code == 422
    assert Client().post("/api/evidence", {"title": "甲"}).status_code == 401


def test_anybody_drops_a_package_and_reads_one_sentence_for_each_part(city, tmp_path):
    firm, visitor = somebody(city, "firm"), Client(headers={"accept-language": "zh-CN"})
    sent(firm)
    evidence_log.integrate(city)
    raw = package(firm, Deposit.objects.get().digest)
    whole = dropped(visitor, raw)
    told = whole.content.decode()
    assert whole.status_code == 200 and "2 个文件都与接收时的 SHA-256 和 SM3 相同" in told and "本平台公布的" in told
    broken = dropped(visitor, raw[:500] + bytes([raw[500] ^ 1]) + raw[501:]).content.decode()
    assert "被改动" in broken and "不符" in broken
    assert "读不开" in dropped(visitor, b"no package").content.decode()
    assert "公钥" in dropped(visitor, raw, policy=SimpleUploadedFile("policy", b"log x+y+z\n")).content.decode()
    assert visitor.post("/evidence/verify/").status_code == 422


def test_what_is_too_large_is_refused_unread_and_a_visitor_sends_large_files_to_the_check_alone(city, monkeypatch):
    firm, visitor = somebody(city, "firm"), Client(headers={"accept-language": "zh-CN"})
    large = bytes(100_000)
    assert "读不开" in dropped(visitor, large).content.decode()
    assert sent(visitor, files=[("a.txt", large)]).url.startswith("/sign-in/")
    assert visitor.post("/api/evidence", {"files": [SimpleUploadedFile("a.txt", large)], "title": "甲"}).status_code == 401
    monkeypatch.setitem(uploads.OPEN, "/evidence/verify/", 1)
    monkeypatch.setitem(uploads.BOUNDS, "/evidence/", 1)
    large = bytes(11 * 2**20)
    assert dropped(visitor, large).status_code == 413 and sent(firm, files=[("a.txt", large)]).status_code == 413
    firm.cookies["django_language"] = "en"
    assert "at most 256 MB" in firm.get("/evidence/add/").content.decode()


def test_an_old_package_is_no_forgery_because_a_witness_has_come_since(city):
    firm, visitor = somebody(city, "firm"), Client(headers={"accept-language": "zh-CN"})
    sent(firm)
    evidence_log.integrate(city)
    raw = package(firm, Deposit.objects.get().digest)
    city.log.know(Known("court", CosignatureSigner("court.example", b"c" * 32, lambda: 0).verifier, "http://127.0.0.1:1"))
    told = dropped(visitor, raw).content.decode()
    assert "名单可能后来变过" in told and "不符" not in told.split("部分", 1)[1].split("选择文件")[0]


def test_a_zip_whose_parts_overlap_is_refused_before_it_is_unpacked():
    one = io.BytesIO()
    with zipfile.ZipFile(one, "w") as archive:
        archive.writestr("a", b"x" * 50_000)
        entry = archive.infolist()[0]
        for number in range(50):
            again = zipfile.ZipInfo(f"b{number}")
            again.file_size = again.compress_size = entry.file_size
            again.CRC, again.header_offset = entry.CRC, entry.header_offset
            archive.filelist.append(again)
    assert "重叠" in checker.verify(one.getvalue())[0].sentence


def test_a_seal_bears_a_time_stamp_where_there_is_an_authority(tmp_path):
    demo = DemoAuthority(tmp_path / "authority").made(NOW)
    asked = []

    def stamp(thing):
        asked.append(demo.stamped(request(thing).as_bytes()))
        return asked[-1]

    said = papers(exhibit(), STANDING, NOW, demo_seal(tmp_path / "seal", NOW), stamp)
    assert len(asked) == 2
    assert token_of(asked[0]) in parts(said[CERTIFICATE])[1]
    assert verified(tmp_path, *parts(said[CERTIFICATE])[:2], tmp_path / "seal" / CERTIFICATES).returncode == 0
