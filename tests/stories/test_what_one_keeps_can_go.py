"""What somebody saves on a running site lies sealed in a file of its own, and is gone from every file when it is deleted."""

import http.cookiejar
import re
import socket
import sqlite3
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest

pytestmark = pytest.mark.enable_socket
MARKER = "煤气化灰水除硅不外传"


class Browser:
    """A browser of its own: cookies, forms, nothing else."""

    def __init__(self, base):
        self.base, self.jar = base, http.cookiejar.CookieJar()
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path):
        with self._open.open(self.base + path, timeout=30) as answer:
            return answer.read().decode()

    def post(self, path, **fields):
        page = self.get(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        sent = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
        with self._open.open(urllib.request.Request(self.base + path, sent, {"Referer": self.base}), timeout=30) as answer:
            return answer.geturl(), answer.read().decode()


@pytest.fixture
def site(commands, tmp_path, sample):
    """A running site with a few marks, and somebody of a company signed in."""
    office = sample(0.003, 5) / "office"
    read = commands.run(tmp_path, "ingest", *(next(office.glob(f"*{name}")) for name in ("企业与单位.xlsx", "商标1.xlsx")))
    assert read.code == 0, read.err
    told = commands.run(tmp_path, "accounts")
    assert told.code == 0, told.err
    name, password = next(line.split()[0] + " " + line.split()[-1] for line in told.out.splitlines() if "企业" in line).split()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = commands.start(tmp_path, "serve", "--port", port, "--workers", 1)
    browser = Browser(f"http://127.0.0.1:{port}")
    try:
        until_up(browser, running)
        browser.post("/sign-in/", username=name, password=password)
        yield browser
    finally:
        running.kill()


def until_up(browser, running):
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        try:
            return browser.get("/")
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError(running.told())


def files(home):
    """Every file of the home, with its bytes: databases, their journals and logs, the index, the log, sessions."""
    return {file.relative_to(home).as_posix(): file.read_bytes() for file in home.rglob("*") if file.is_file()}


def holding(home, *pieces):
    return [name for name, content in files(home).items() if any(piece in content for piece in pieces)]


def test_after_deletion_no_file_holds_a_byte_of_it(site, commands, tmp_path, tmp_path_factory):
    backup = tmp_path_factory.mktemp("backup")
    spelled = (MARKER.encode(), urllib.parse.quote(MARKER).encode(), MARKER.encode("utf-16-le"))
    for path in ("/search/?q=", "/search.csv?q=", "/api/search?q=", "/searches/new/?q="):
        site.get(path + urllib.parse.quote(MARKER))
    place, _ = site.post("/searches/new/", query=urllib.parse.urlencode({"q": MARKER}), name=f"{MARKER}一", watched="on")
    number = urllib.parse.urlparse(place).path
    assert MARKER in site.get(number) and MARKER in site.get("/searches/")
    assert holding(tmp_path, *spelled) == [], "never in plain: not in the database, its log, the index, a session or a journal"
    drawer, = (tmp_path / "private").glob("*.sqlite3")
    sealed = [row[0] for row in sqlite3.connect(drawer).execute("select sealed from kept")]
    site.post(number, deed="pause")
    sealed += [row[0] for row in sqlite3.connect(drawer).execute("select sealed from kept")]
    pieces = [one[at : at + 24] for one in sealed for at in range(0, len(one) - 24, 24)]
    assert holding(tmp_path, *pieces) == [f"private/{drawer.name}"], "sealed, in its owner's file alone"
    assert commands.run(tmp_path, "backup", backup).code == 0
    assert files(backup) and holding(backup, *spelled, *pieces) == [], "a backup would keep what its owner deletes"
    _, page = site.post(number, deed="delete")
    assert "没有留下任何内容" in page
    assert holding(tmp_path, *spelled, *pieces) == []
