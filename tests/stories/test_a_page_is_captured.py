"""A page becomes an exhibit that strangers check: sealed first, received whole, or not at all however the capture ends."""

import io
import json
import os
import platform
import random
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.stories.commands import ROOT
from yuzhi.engines.capture.receiving import archive_entries
from yuzhi.engines.capture.steps import one_page
from yuzhi.engines.capture.tests.shop import Shop, camera, needs_chromium, shop
from yuzhi.engines.exhibits import verify as checker
from yuzhi.engines.exhibits.verify import sm3
from yuzhi.engines.translog.authorities import DemoAuthority
from yuzhi.engines.translog.notes import read_note
from yuzhi.kernel.errors import BadValue, Refused
from yuzhi.records.evidence import capturing, exhibits
from yuzhi.records.evidence import log as evidence_log
from yuzhi.records.evidence.models import Leaf
from yuzhi.records.evidence.packages import package_of
from yuzhi.site.camera import camera as camera_of_settings
from yuzhi.site.wiring import toolbox

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, needs_chromium]
KILLS = 3


@pytest.fixture
def tools(tmp_path, settings):
    settings.HOME = tmp_path / "home"
    return replace(toolbox(settings.HOME), camera=camera)


def captured(tools, url, **more):
    return capturing.capture(tools, one_page(url), by=exhibits.Giver("operator/test"), made_up=True, **more)


def test_a_captured_page_is_an_exhibit_whose_package_matches(tools):
    with shop() as port:
        made = captured(tools, f"http://shop.example:{port}/", custody={"keeper": "张三"})
    leaves = list(Leaf.objects.order_by("id"))
    assert [one.act for one in leaves] == ["capture.begun", "exhibit.received"] and [one.number for one in leaves] == [1, 2]
    evidence_log.integrate(tools)
    kept = exhibits.exhibit_named(tools, made.leaf.object_key, exhibits.everything)
    with package_of(tools, kept, made_up=True) as made_package:
        package = made_package.read()
    assert not [one for one in checker.verify(package) if one.verdict == "mismatch"]
    said = kept.exhibit.said
    held = {one["name"]: zipfile.ZipFile(io.BytesIO(package)).read(one["path"]) for one in said["files"]}
    assert set(held) == {
        "cleanliness.json", "cleanliness.note", "cleanliness.tsr", "01.png", "01.pdf", "capture.warc.gz", "capture.wacz", "capture.har", "capture.json",
    }
    assert all(archive_entries(name, held[name]) for name in ("capture.warc.gz", "capture.wacz"))
    fields = {one["name"]: one["value"] for one in said["custody"]}
    assert fields["keeper"] == "张三" and "存证第 1 号" in fields["cleanliness"] and fields["interests"] == ""
    assert all(fields[name] for name in ("environment", "running", "checking", "transfer", "process", "source"))


def test_the_seal_is_signed_by_the_log_and_older_than_any_request(tools, tmp_path):
    with shop() as port:
        made = captured(tools, f"http://shop.example:{port}/plain")
    kept = exhibits.exhibit_named(tools, made.leaf.object_key, exhibits.everything)
    held = {one["name"]: tools.archive.path(one["sha256"]).read_bytes() for one in kept.exhibit.said["files"]}
    note = read_note(held["cleanliness.note"])
    assert len(note.signed_by(tools.log.policy().logs)) == 1
    schema, digest, other, at = note.text.decode().splitlines()
    assert schema == capturing.SEAL and made.sealed.object_key == f"capture/{digest}"
    assert other == sm3(held["cleanliness.json"]) and at == json.loads(held["cleanliness.json"])["at"]
    for name in ("cleanliness.note", "cleanliness.tsr"):
        (tmp_path / name).write_bytes(held[name])
    (tmp_path / "roots").write_bytes(tools.log.authority_roots(made_up=True))
    words = ["ts", "-verify", "-data", "cleanliness.note", "-in", "cleanliness.tsr", "-CAfile", "roots"]
    assert subprocess.run(["openssl", *words], cwd=tmp_path, capture_output=True, check=False).returncode == 0
    first = json.loads(held["capture.har"])["log"]["entries"][0]["startedDateTime"]
    assert at < made.sealed.at.isoformat() < first.replace("Z", "+00:00")


def test_a_capture_that_is_refused_leaves_no_exhibit(tools):
    with shop() as port:
        with pytest.raises(BadValue, match="没有“nobody”这一项"):
            captured(tools, f"http://shop.example:{port}/", custody={"nobody": "x"})
        assert not Leaf.objects.exists() and Shop.asked == []
        with pytest.raises(Refused, match="指向 192"):
            captured(tools, f"http://shop.example:{port}/to/http://evil.example/")
    assert [one.act for one in Leaf.objects.all()] == ["capture.begun"]
    assert not exhibits.deposits().exists()
    assert [one.name for one in (tools.home / "capturing").iterdir()] == [".lock"]


def test_what_a_killed_capture_left_is_cleared_by_the_next(tools):
    place = tools.home / "capturing"
    for name in ("begun", "clearing"):
        (place / name / "run/profile").mkdir(parents=True)
    (place / "begun/lock").touch()
    with shop() as port:
        captured(tools, f"http://shop.example:{port}/plain")
    assert [one.name for one in place.iterdir()] == [".lock"]


def test_an_authority_that_is_silent_does_not_stop_a_capture(tools, tmp_path):
    tools.log.begin()
    (tools.log.secret / "authority").write_text("http://127.0.0.1:9/\n")
    (tools.log.secret / "authority.pem").write_bytes(_root(tmp_path))
    with shop() as port:
        made = captured(tools, f"http://shop.example:{port}/plain")
    names = {one["name"] for one in exhibits.exhibit_named(tools, made.leaf.object_key, exhibits.everything).exhibit.said["files"]}
    assert "cleanliness.note" in names and "cleanliness.tsr" not in names


def _root(folder):
    return DemoAuthority(folder / "roots").made(toolbox(folder / "other").now()).root.read_bytes()


def test_the_settings_say_how_pages_are_captured():
    made = camera_of_settings({
        "YUZHI_CHROMIUM": "here", "YUZHI_CAPTURE_PRIVATE": "10.0.0.0/8", "YUZHI_CAPTURE_CLOCKS": "", "YUZHI_CAPTURE_FLAGS": "--a '--b c'",
    })
    assert (made.program, [str(one) for one in made.private], made.clocks, made.flags) == ("here", ["10.0.0.0/8"], (), ("--a", "--b c"))
    assert camera_of_settings({}).clocks and camera_of_settings({}).private == ()


class Command:
    """The command in a process group of its own, over a home of its own."""

    def __init__(self, home, port):
        self.home, self.port = home, port
        self.settings = {"PATH": os.environ["PATH"], "YUZHI_HOME": str(home), "YUZHI_CAPTURE_PRIVATE": "127.0.0.1", "YUZHI_CAPTURE_CLOCKS": ""}

    def started(self, *words):
        program = Path(sys.executable).with_name("yuzhi")
        return subprocess.Popen([program, "evidence", *words], cwd=ROOT, env=self.settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def capture(self):
        return self.started("capture", f"http://127.0.0.1:{self.port}/", "--json")

    def acts(self):
        if not (self.home / "city.sqlite3").exists():
            return []
        with sqlite3.connect(self.home / "city.sqlite3", timeout=30) as database:
            if not database.execute("select 1 from sqlite_master where name = 'evidence_leaf'").fetchone():
                return []
            return [row[0] for row in database.execute("select act from evidence_leaf order by id")]

    def browsers(self):
        """Processes that work in this home."""
        found = []
        for one in Path("/proc").iterdir():
            if one.name.isdigit():
                try:
                    words = (one / "cmdline").read_bytes()
                except OSError:
                    continue
                if f"--user-data-dir={self.home}".encode() in words:
                    found.append(int(one.name))
        return found


def _killed_anywhere(tmp_path, kills, seed):
    with shop() as port:
        command, chance, left = Command(tmp_path / "home", port), random.Random(seed), Counter()
        began = time.monotonic()
        out, err = command.capture().communicate(timeout=120)
        seconds = time.monotonic() - began
        assert json.loads(out)["number"] == 2, err
        for _ in range(kills):
            before = command.acts()
            running = command.capture()
            try:
                running.wait(chance.uniform(0.3, 1.1) * seconds)
            except subprocess.TimeoutExpired:
                running.send_signal(signal.SIGKILL)
            running.communicate(timeout=60)
            new = command.acts()[len(before):]
            assert new in ([], ["capture.begun"], ["capture.begun", "exhibit.received"]), new
            left[("nothing", "seal alone", "whole exhibit")[len(new)]] += 1
            ends = time.monotonic() + 20
            while command.browsers() and time.monotonic() < ends:
                time.sleep(0.1)
            assert command.browsers() == []
        assert json.loads(command.capture().communicate(timeout=120)[0])["sealed"]
        assert [one.name for one in (command.home / "capturing").iterdir()] == [".lock"]
        listed = json.loads(command.started("list", "--json").communicate(timeout=120)[0])["exhibits"]
        assert len(listed) == command.acts().count("exhibit.received")
        for one in (listed[0], listed[-1]):
            file = tmp_path / "package.zip"
            done = command.started("package", one["id"], "--out", str(file))
            assert done.communicate(timeout=120)[1] == "" and done.returncode == 0
            assert not [part for part in checker.verify(file.read_bytes()) if part.verdict == "mismatch"]
    return dict(left)


def test_a_capture_that_is_killed_anywhere_keeps_nothing_half(tmp_path):
    _killed_anywhere(tmp_path, KILLS, 20261201)


@pytest.mark.slow
def test_a_capture_that_is_killed_a_hundred_times_keeps_nothing_half(tmp_path):
    began, seed = time.monotonic(), random.randrange(2**32)
    left = _killed_anywhere(tmp_path, 100, seed)
    result = {
        "what": "random SIGKILLs of `yuzhi evidence capture`, and what each left", "kills": 100, "seed": seed, "left": left, "half_kept": 0,
        "seconds": round(time.monotonic() - began), "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(), "ended": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }
    file = ROOT / "bench/results" / f"kills-capture-{result['ended'][:10]}.json"
    file.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def test_a_private_address_is_refused_by_the_command_in_one_sentence(tmp_path):
    with shop() as port:
        command = Command(tmp_path / "home", port)
        del command.settings["YUZHI_CAPTURE_PRIVATE"]
        running = command.capture()
        out, err = running.communicate(timeout=120)
        assert running.returncode == 3 and out == "" and err.count("\n") == 1 and "YUZHI_CAPTURE_PRIVATE" in err
        assert Shop.asked == []
        command.settings["YUZHI_CHROMIUM"] = "no-such-browser"
        running = command.capture()
        assert "没有 Chromium" in running.communicate(timeout=120)[1] and running.returncode == 4
        assert command.acts() == []
