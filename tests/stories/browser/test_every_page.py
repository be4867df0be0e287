"""Every page that links lead to is accessible and valid, for a visitor and an officer, in Chinese and in English."""

import json
import shutil
import subprocess
from dataclasses import dataclass, field

import pytest

from tests.stories.browser.walking import walk

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
STARTS = ("/", "/search/?q=*", "/search/?q=没有这样的东西吧", "/search/?q=(", "/nowhere/", "/sign-in/", "/me/", "/styleguide/")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WALKS = [(who, language) for who in ("", "demo-city-officer") for language in ("zh-hans", "en")]


@dataclass
class Walked:
    """What a walk saw: the text of each page as the server sent it, and what axe complains of."""

    pages: dict[str, str] = field(default_factory=dict)
    barriers: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def walks():
    return {}


@pytest.fixture(params=WALKS, ids=[f"{who or 'visitor'}-{language}" for who, language in WALKS])
def walked(request, walks, visit, modules):
    """One walk for all tests: opening a page is what costs."""
    if request.param not in walks:
        page, axe = visit(*request.param), (modules / "axe-core/axe.min.js").read_text("utf-8")
        walks[request.param] = found = Walked()
        for address in walk(page, STARTS):
            assert page.get_attribute("html", "lang") == {"zh-hans": "zh-CN", "en": "en"}[request.param[1]]
            found.pages[address] = page.request.get(address).text()
            page.evaluate(axe)          # inside the page's world: the page's own policy stays as strict as it is
            for one in page.evaluate("rules => axe.run(rules)", RULES)["violations"]:
                found.barriers += [f"{address} {one['id']}: {node['target']} {node['failureSummary']}" for node in one["nodes"][:3]]
    return walks[request.param]


def test_axe_finds_no_barrier_on_any_page(walked):
    assert len(walked.pages) >= 20, list(walked.pages)
    assert not walked.barriers, "\n".join(walked.barriers[:20])


def test_the_validator_finds_no_error_on_any_page(walked, modules, tmp_path):
    if shutil.which("java") is None:
        pytest.skip("no java: the HTML validator vnu was not run")
    addresses = {}
    for number, (address, text) in enumerate(walked.pages.items()):
        (tmp_path / f"{number}.html").write_text(text, "utf-8")
        addresses[f"{number}.html"] = address
    command = ["java", "-Xss8m", "-jar", str(modules / "vnu-jar/build/dist/vnu.jar"), "--format", "json", "--exit-zero-always"]
    done = subprocess.run([*command, *(str(tmp_path / name) for name in addresses)], capture_output=True, text=True, check=True)
    told = [one for one in json.loads(done.stderr)["messages"] if one["type"] == "error"]
    assert not told, "\n".join(f"{addresses[one['url'].rpartition('/')[2]]}: {one['message']} …{one.get('extract', '')}…" for one in told[:20])


def test_axe_does_see_a_barrier(visit, modules):
    page = visit()
    page.set_content("<html><body><main><h1>x</h1><input></main></body></html>")
    page.evaluate((modules / "axe-core/axe.min.js").read_text("utf-8"))
    assert {one["id"] for one in page.evaluate("rules => axe.run(rules)", RULES)["violations"]} >= {"label", "html-has-lang"}
