"""The generated pages say what the program declares today."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def reference():
    spec = importlib.util.spec_from_file_location("reference", ROOT / "scripts" / "reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_generated_page_is_stale(reference):
    for name, text in reference.pages().items():
        kept = (reference.PAGES / name).read_text(encoding="utf-8")
        assert kept == text, f"docs/reference/{name} is stale: run `make docs`"


def test_every_page_is_generated(reference):
    assert {path.name for path in reference.PAGES.iterdir()} == set(reference.pages())


def test_every_command_and_error_has_its_place(reference):
    pages = reference.pages()
    for name in reference.commands():
        assert f"## yuzhi {name}\n" in pages["cli.md"]
    for kind in reference.MEANINGS:
        assert f"`{kind}`" in pages["errors.md"]


def test_links_lead_to_a_heading(reference):
    pages = reference.pages()
    for text in pages.values():
        for page, place in re.findall(r"\]\((\w+\.md)#(\w+)\)", text):
            assert f"\n### {place}\n" in pages[page].lower(), (page, place)
