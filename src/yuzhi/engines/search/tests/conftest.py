"""Indexes to ask: one of a few entries, and one of real abstracts."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from yuzhi.engines.search import Entry, SearchIndex

LABELS = {
    "county": {"610881": "神木市", "610822": "府谷县"},
    "state": {"in_force": "有效", "lapsed": "失效"},
    "kind": {"patents": "专利", "trademarks": "商标"},
}


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    """An empty index."""
    return SearchIndex(tmp_path / "index", LABELS)


@pytest.fixture
def filled(index: SearchIndex) -> Callable[..., SearchIndex]:
    """The index with these entries."""
    def fill(*entries: Entry) -> SearchIndex:
        index.put(entries)
        return index
    return fill


@pytest.fixture(scope="session")
def abstracts(shared: Path) -> list[Entry]:
    """2,600 real publications: 2,200 with Chinese abstracts, 400 with English ones."""
    chinese: list[Entry] = []
    english: list[Entry] = []
    met: set[str] = set()
    with gzip.open(shared / "data/patents_energy/abstracts.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            number, text = row["id"], row["abstract"] or ""
            if number in met:
                continue
            met.add(number)
            part, most = (chinese, 2200) if number.startswith("CN") else (english, 400)
            if text and len(part) < most:
                part.append(Entry(
                    key=f"pub/{number}", kind="patents" if len(part) % 3 else "trademarks", title=text[:15], text=text,
                    numbers=(number,), codes=(row["ipc_query"],), year=row["year_bucket"],
                    county=("", "610881", "610822")[len(part) % 3], state=("in_force", "lapsed")[len(part) % 2],
                    names=(f"第{len(part) % 7}公司",), party_keys=(f"uscc/{len(part) % 7}", f"uscc/{len(part) % 5}"),
                    day=f"20{10 + len(part) % 12}-0{1 + len(part) % 9}-11",
                ))
            if len(chinese) == 2200 and len(english) == 400:
                break
    return chinese + english


@pytest.fixture(scope="session")
def library(abstracts: list[Entry], tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """The index of the real abstracts; nobody writes to it."""
    made = SearchIndex(tmp_path_factory.mktemp("library"), LABELS)
    made.put(abstracts, edition=1)
    return made
