"""What the documents say is there: links, commands, options, paths, words."""

import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import click
import pytest
import yaml

from yuzhi.kernel import errors
from yuzhi.site.cli import entry

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "yuzhi"
HIDDEN = {".venv", "node_modules", ".yuzhi", ".pytest_cache", ".hypothesis"}
PAGES = sorted(p for p in ROOT.rglob("*.md") if not HIDDEN & {*p.relative_to(ROOT).parts})
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
ROOMS = sorted(p for p in (SRC / "rooms").iterdir() if (p / "__init__.py").exists())

_FENCE = re.compile(r"^( *)```.*?^\1```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)+\.(?:py|yml|sql|sh|md|toml|json|txt|in)")


def named(path):
    return str(path.relative_to(ROOT))


def read(path):
    return path.read_text(encoding="utf-8")


def spans(text):
    """The inline code of a page, without its fenced blocks."""
    return _SPAN.findall(_FENCE.sub("", text))


def said(text):
    """Every line or span of code."""
    fenced = [line.strip() for block in _FENCE.finditer(text) for line in block.group().splitlines()]
    return [*fenced, *spans(text)]


@cache
def anchors(path):
    """The addresses of the headings of a page."""
    heads = re.findall(r"^#+ +(.+?)\s*$", _FENCE.sub("", read(path)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@cache
def targets():
    return set(re.findall(r"^([a-z]+):", read(ROOT / "Makefile"), re.MULTILINE))


@cache
def command(name):
    group = entry._yuzhi
    return group.get_command(click.Context(group), name)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_relative_link_leads_somewhere(page):
    for link in _LINK.findall(_FENCE.sub("", read(page))):
        if re.match(r"[a-z]+:", link):
            continue
        place, _, anchor = link.partition("#")
        goal = (page.parent / place).resolve() if place else page
        assert goal.exists(), f"{named(page)} → {link}"
        if anchor and goal.suffix == ".md":
            assert anchor in anchors(goal), f"{named(page)} → {link}: no such heading"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_that_a_page_names_exists(page):
    for code in said(read(page)):
        for target in re.findall(r"(?:^|[;&|] *)make ([a-z]+)", code):
            assert target in targets(), f"{named(page)}: make {target}"
        for word, rest in re.findall(r"(?:^|[;&|] *|\s|/)yuzhi ([a-z]+(?:-[a-z0-9]+)*)\b([^#;&|]*)", code):
            found = command(word)
            assert found is not None, f"{named(page)}: yuzhi {word}"
            if isinstance(found, click.Group):
                found = found.commands.get(rest.split()[0] if rest.split() else "", found)
            known = {option for parameter in found.params for option in parameter.opts} | {"--help"}
            strange = set(re.findall(r"(?<!\S)--[a-z-]+", rest)) - known
            assert not strange, f"{named(page)}: yuzhi {word} has no {sorted(strange)}"


def test_the_readmes_name_both_commands_and_every_subcommand():
    for page in READMES:
        code = "\n".join(said(read(page)))
        assert "make demo" in code and "make test" in code
        missing = [name for name in entry._yuzhi.list_commands(click.Context(entry._yuzhi)) if f"yuzhi {name}" not in code]
        assert missing == [], f"{named(page)} does not tell of {missing}"


def test_the_readmes_tell_every_exit_code():
    kinds = [errors.YuzhiError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    codes = {0, 130, *(kind.exit_code for kind in kinds)}
    for page in READMES:
        assert {int(code) for code in re.findall(r"^\| (\d+) \|", read(page), re.MULTILINE)} == codes


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_file_that_a_page_names_exists(page):
    for code in spans(read(page)):
        if _PATH.fullmatch(code) and not code.startswith(("templates/", "sample-city/", "parameters")):
            places = (ROOT / code, SRC / code, SRC / "packs" / "cn_shaanxi_yulin" / code, page.parent / code)
            assert any(place.exists() for place in places), f"{named(page)}: {code}"


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_room_says_for_whom_it_is(room):
    page = read(room / "README.md")
    assert "**Clause.**" in page and "**For**" in page and "Five words" in page
    assert len(page.splitlines()) <= 25, f"{room.name}/README.md is longer than a glance"


def test_decisions_are_numbered_once_and_say_so():
    numbers = [page.name[:4] for page in DECISIONS]
    assert len(set(numbers)) == len(numbers)
    for page in DECISIONS:
        assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", page.name)
        assert read(page).startswith(f"# {page.name[:4]} · "), named(page)


def test_every_dependency_has_its_line_in_the_decision():
    wanted = {re.split(r"[<>=\[ ]", line)[0] for line in read(ROOT / "requirements" / "base.in").splitlines()
              if line and not line.startswith("#")}
    table = read(ROOT / "docs" / "decisions" / "0005-dependencies.md")
    told = {row.split(" ")[0] for row in re.findall(r"^\| ([^|]+?) \|", table, re.MULTILINE)}
    assert wanted - told == set(), "say what it replaces, its licence, and how to live without it"
    assert told - wanted - {"package", "---"} == set(), "the decision names what is no longer needed"


def test_publiccode_is_what_catalogues_expect():
    told = yaml.safe_load(read(ROOT / "publiccode.yml"))
    assert {"publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus", "softwareType",
            "description", "legal", "maintenance", "localisation"} <= set(told)
    assert told["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert told["softwareType"] == "standalone/web"
    licence = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]["license"]["text"]
    assert told["legal"]["license"] == licence == "Apache-2.0"
    assert told["maintenance"]["type"] in {"internal", "community", "none"} and told["maintenance"]["contacts"][0]["name"]
    assert isinstance(told["localisation"]["localisationReady"], bool) and told["localisation"]["availableLanguages"]
    for words in told["description"].values():
        assert len(words["shortDescription"]) <= 150 <= len(words["longDescription"]) <= 10_000
        assert words["features"]


def test_the_project_speaks_of_itself_alone():
    """Words of the places where it is built have no meaning to its readers; they are put together here, never written."""
    place, tool = "/" + "work/", "fa" + "rm"
    words = [
        place + "(main|steering|shared|[.]library)", tool + "-(bench|studio)", f"/{tool}/", r"\bsub" + "agent",
        "DEVEL" + "OPERS[.]md", "COM" + "PASS[.]md", "before" + "-stop",
    ]
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    found, banned = [], re.compile("|".join(words), re.IGNORECASE)
    for name in files:
        path = ROOT / name
        if name.endswith(("lock.json", ".lock")) or not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", "ignore")
        found += [f"{name}:{n}" for n, line in enumerate(text.splitlines(), 1) if banned.search(line)]
    assert found == []
