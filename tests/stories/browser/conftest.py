"""A real site over a small made-up city, and a real browser that walks it."""

import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.stories.test_the_site_stays_up import free_port, until

ROOT = Path(__file__).resolve().parents[3]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@dataclass(frozen=True, slots=True)
class Site:
    """A running site: its address, and the demo accounts' passwords."""

    address: str
    passwords: dict[str, str]


@pytest.fixture(scope="session")
def site(commands, sample, tmp_path_factory):
    """The site over a sample city of a hundredth, read from its office files."""
    home, port = tmp_path_factory.mktemp("site"), free_port()
    assert commands.run(home, "ingest", sample(0.01, 3) / "office").code in (0, 5)
    commands.run(home, "accounts")
    told = (home / "demo_accounts.txt").read_text("utf-8").splitlines()
    passwords = {words[0]: words[-1] for words in (line.split("\t") for line in told) if words[0].startswith("demo-")}
    running = commands.start(home, "serve", "--port", port, "--workers", 1)
    until(lambda: _answers(port), seconds=60)
    yield Site(f"http://127.0.0.1:{port}", passwords)
    running.kill()
    running.wait()


def _answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def chromium():
    """Headless Chromium of the system, closed with the module: its event loop keeps Django's database from other tests."""
    if CHROMIUM is None:
        pytest.skip("no chromium: install it (Debian: apt-get install chromium) to walk the pages")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def modules():
    """What the tests take from npm."""
    folder = ROOT / "node_modules"
    if not (folder / "axe-core/axe.min.js").exists():
        pytest.skip("no node_modules/axe-core: run `make test`, which installs it")
    return folder


@pytest.fixture
def visit(site, chromium):
    """Opens a context of the browser: for whom, in which language, how wide."""
    opened = []

    def open_as(who="", language="zh-hans", width=1200, **more):
        context = chromium.new_context(
            base_url=site.address, viewport={"width": width, "height": 900}, locale="zh-CN" if language == "zh-hans" else "en-GB", **more,
        )
        opened.append(context)
        context.add_cookies([{"name": "django_language", "value": language, "url": site.address}])
        page = context.new_page()
        if who:
            page.goto("/sign-in/")
            page.fill("input[name=username]", who)
            page.fill("input[name=password]", site.passwords[who])
            page.click("main button[type=submit]")
            page.wait_for_load_state()
        return page

    yield open_as
    for context in opened:
        context.close()
