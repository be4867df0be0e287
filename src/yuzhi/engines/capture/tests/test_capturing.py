"""Pages of a real shop, captured by a real browser: sealed before they are asked for, whole in every file, and never past the gate."""

import hashlib
import io
import json
import socket

import pytest
from warcio.archiveiterator import ArchiveIterator

from yuzhi.engines.capture.camera import opened
from yuzhi.engines.capture.devtools import found
from yuzhi.engines.capture.gate import Kept
from yuzhi.engines.capture.receiving import archive_entries
from yuzhi.engines.capture.steps import address, one_page, read_steps
from yuzhi.engines.capture.tests.shop import PAGES, Shop, answers, camera, certificate, needs_chromium, now, shop
from yuzhi.kernel.errors import BadValue, NotFound, Refused

pytestmark = [pytest.mark.browser, needs_chromium]


def taken(folder, url, **more):
    with opened(camera(**more), one_page(url), folder / "run", now) as session:
        return session.cleanliness, session.take()


def records(archive, kind="response"):
    return {
        one.rec_headers.get_header("WARC-Target-URI"): (one.http_headers, one.raw_stream.read())
        for one in ArchiveIterator(io.BytesIO(archive)) if one.rec_type == kind
    }


def account(files):
    return json.loads(files["capture.json"])


@pytest.fixture(scope="module")
def captured(tmp_path_factory):
    folder = tmp_path_factory.mktemp("captured")
    with shop() as port, opened(camera(), one_page(f"http://shop.example:{port}/to//"), folder / "run", now) as session:
        before = list(Shop.asked)
        clean, made = session.cleanliness, session.take()
    return port, before, clean, made, folder


def test_cleanliness_is_looked_at_before_anything_is_asked_for(captured):
    _, before, clean, made, _ = captured
    assert before == []
    said = json.loads(clean.written)
    assert [one["name"] for one in said["checks"]] == [
        "machine", "software", "running", "clock", "names", "hosts", "proxies", "routes", "tls", "fresh", "viruses",
    ]
    assert all(one["verdict"] in ("clean", "note", "absent") and one["told"] for one in said["checks"])
    assert clean.at < made.steps[0].at
    assert account(made.files)["cleanliness_sha256"] == hashlib.sha256(clean.written).hexdigest()


def test_the_archive_holds_every_answer_with_its_digest(captured):
    port, _, clean, made, _ = captured
    base = f"http://shop.example:{port}"
    for name in ("capture.warc.gz", "capture.wacz"):
        found_entries = archive_entries(name, made.files[name])
        assert all(one.digest for one in found_entries)
        assert [one.kind for one in found_entries][:2] == ["warcinfo", "metadata"]
    held = records(made.files["capture.warc.gz"])
    assert set(held) >= {base + one for one in ("/to//", "/", "/look.css", "/tall.gif", "/late.gif")}
    headers, body = held[base + "/"]
    assert body == PAGES["/"].encode() and headers.get_header("X-Orig-Content-Encoding") == "gzip"
    assert headers.get_header("Content-Encoding") is None and headers.get_header("Set-Cookie") in (None, "[not kept]")
    assert held[base + "/to//"][0].get_statuscode() == "302"
    assert records(made.files["capture.warc.gz"], "metadata")["urn:yuzhi:cleanliness"][1] == clean.written


def test_no_file_holds_a_cookie(captured):
    _, _, _, made, _ = captured
    for name, content in made.files.items():
        assert b"session=7" not in content, name
    for _, (headers, _) in records(made.files["capture.warc.gz"], "request").items():
        assert headers.get_header("Cookie") in (None, "[not kept]")
        assert headers.get_header("Proxy-Connection") is None


def test_picture_paper_and_account_are_of_the_page_that_was_reached(captured):
    port, _, _, made, folder = captured
    step = made.steps[0]
    assert (step.url, step.title) == (f"http://shop.example:{port}/", "横山羊肉")
    assert made.files[step.picture].startswith(b"\x89PNG") and made.files[step.paper].startswith(b"%PDF-")
    assert int.from_bytes(made.files[step.picture][20:24], "big") > 4_000       # the whole height, not a screen
    entries = json.loads(made.files["capture.har"])["log"]["entries"]
    assert [one["response"]["status"] for one in entries][:2] == [302, 200]
    assert {one["serverIPAddress"] for one in entries} == {"127.0.0.1"}
    told = account(made.files)
    assert told["failed"] == [] and {one["host"] for one in told["reached"]} == {"shop.example"}
    assert all(hashlib.sha256(made.files[name]).hexdigest() == one["sha256"] for name, one in told["files"].items())
    assert not (folder / "run").exists()


def test_what_a_page_asks_of_private_addresses_is_refused_and_told(tmp_path):
    with shop() as port:
        _, made = taken(tmp_path, f"http://shop.example:{port}/noisy")
        asked = list(Shop.asked)
    told = account(made.files)
    assert set(told["refused"]) == {"http://evil.example/a.gif", "http://169.254.169.254/latest/meta-data/"}
    assert {one["address"] for one in told["reached"]} == {"127.0.0.1"}
    assert "/goods" in asked      # the frame of the other host, which may be reached
    assert any("限时" in one for one in made.notes)
    assert f"http://shop.example:{port}/order" in records(made.files["capture.warc.gz"])


def test_no_script_finds_another_way_out(tmp_path):
    """Datagrams, sockets, workers and hints to an address that may not be reached: nothing arrives there."""
    with shop() as port, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams, socket.socket() as links:
        datagrams.bind(("127.0.0.1", 0))
        links.bind(("127.0.0.1", 0))
        links.listen()
        Shop.elsewhere = {"DATAGRAM": datagrams.getsockname()[1], "UNASKED": links.getsockname()[1]}
        plan = read_steps(json.dumps({"steps": [{"open": f"http://shop.example:{port}/sly"}, {"wait": 4}]}), {})
        only_the_shop = lambda host: ["192.168.1.9"] if host == "127.0.0.1" else answers(host)  # noqa: E731 - its own address as one inside the house
        with opened(camera(ask=only_the_shop), plan, tmp_path / "run", now) as session:
            made = session.take()
        for one in (datagrams, links):
            one.settimeout(0.3)
        with pytest.raises(TimeoutError):
            datagrams.recv(100)
        with pytest.raises(TimeoutError):
            links.accept()
    told = account(made.files)
    assert {one["host"] for one in told["reached"]} == {"shop.example"}
    assert {"/plain", "/frame", "/worker"} <= {url.partition("127.0.0.1")[2].partition("/")[1] + url.rpartition("/")[2] for url in told["refused"]}


@pytest.mark.parametrize(("way", "words"), [
    ("/to/http://evil.example/", "转到了 http://evil.example/：evil.example 指向 192.168.1.9"),
    ("/to/http://169.254.169.254/latest/", "云主机的管理地址"),
    ("/to/http://mixed.example:PORT/", "指向 10.0.0.1"),
])
def test_a_redirect_to_a_private_address_is_refused(tmp_path, way, words):
    with shop() as port, pytest.raises(Refused, match=words):
        taken(tmp_path, f"http://shop.example:{port}{way}")
    assert not (tmp_path / "run").exists()


def test_a_private_address_is_refused_before_a_browser_is_started(tmp_path):
    with shop() as port, pytest.raises(Kept, match="YUZHI_CAPTURE_PRIVATE"):
        taken(tmp_path, f"http://127.0.0.1:{port}/", private=())
    assert Shop.asked == []


def test_the_chain_that_was_sealed_is_the_one_the_browser_saw(tmp_path):
    file, digest = certificate(tmp_path)
    with shop(file) as port:
        clean, made = taken(tmp_path, f"https://shop.example:{port}/plain", flags=(f"--ignore-certificate-errors-spki-list={digest}",))
    chain = next(one for one in clean.checks if one.name == "tls")
    assert chain.verdict == "note" and "18 (self-signed certificate)" in chain.told       # believed by a flag that the record names
    sealed = [one["sha256"] for one in chain.seen[0]["certificates"]]
    assert account(made.files)["certificates"] == {f"https://shop.example:{port}": sealed}
    assert records(made.files["capture.warc.gz"])[f"https://shop.example:{port}/plain"][1] == PAGES["/plain"].encode()


def test_a_certificate_that_nobody_believes_stops_the_capture(tmp_path):
    file, _ = certificate(tmp_path)
    with shop(file) as port, pytest.raises(Refused, match="证书不可信"):
        taken(tmp_path, f"https://shop.example:{port}/")


def test_a_file_to_download_and_a_server_that_is_gone_are_told_apart(tmp_path):
    with shop() as port:
        with pytest.raises(Refused, match="是要下载的文件"):
            taken(tmp_path, f"http://shop.example:{port}/file.zip")
        _, made = taken(tmp_path, f"http://shop.example:{port}/none")
        assert records(made.files["capture.warc.gz"])[f"http://shop.example:{port}/none"][0].get_statuscode() == "404"
    with pytest.raises(Refused, match="打不开"):
        taken(tmp_path, f"http://shop.example:{port}/")


def test_without_a_browser_it_is_said_what_to_install():
    with pytest.raises(NotFound, match="apt-get install chromium"):
        found("no-such-browser")


@pytest.mark.parametrize("written", ["", "shop.example", "ftp://a.example/", "https://", "http://a b/", "http://[::1", "file:///etc/passwd", "javascript:1"])
def test_what_is_no_address_of_a_page_is_refused(written):
    with pytest.raises(BadValue, match="不是网页地址"):
        address(written)
    with pytest.raises(BadValue, match="用户名或密码"):
        address("https://me:secret@a.example/")
