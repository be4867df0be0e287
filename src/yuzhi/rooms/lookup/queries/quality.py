"""How well this deployment finds its own patents, measured after each edition, and what was measured on sets of others.

Nobody has judged the city's own data, so what is known without a judge is measured: a patent is asked for by a part of itself
and has to be found. That is easier than what people ask; it shows what is broken, not how good the search is at its best.
"""

import heapq
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext_lazy as _

from yuzhi.engines.evaluation import Estimate, estimates, measured
from yuzhi.engines.search import Ask, Entry
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import BadValue, Refused
from yuzhi.rooms.lookup.queries.similar import KIND, like_text

MOST = 200
"""So many patents are asked for; which ones follows from their keys, so that the same edition gives the same figures."""
DEPTH = 100
_PASSAGE, _SHORTEST = 30, 80
ROUTES: Mapping[str, Any] = {
    "title": _("用名称里的词"), "passage": _("用摘要中间的一段原文"), "number": _("用换了写法的号码"), "party": _("用权利人的名称（一百条以内）"),
    "similar": _("相似文献：用摘要的后一半"),
}
"""By which part of itself a patent is asked for."""


@dataclass(frozen=True, slots=True)
class Route:
    """What one way of asking found: the share of patents within the first ten, and within the first hundred."""

    name: str
    asked: int
    first_ten: Estimate
    first_hundred: Estimate

    @property
    def label(self) -> str:
        """The way in words."""
        return str(ROUTES[self.name])


@dataclass(frozen=True, slots=True)
class Quality:
    """One measurement of the own data: of which edition, on which day, over how many patents."""

    edition: int | None
    measured_on: date
    documents: int
    made_up: bool
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """Figures of the project on a judged set of others; `name` is (Chinese, English)."""

    name: tuple[str, str]
    documents: int
    queries: int
    measures: Mapping[str, Estimate]


def measure(tools: Toolbox) -> Quality:
    """The own data measured now, as the index shows them."""
    chosen = heapq.nsmallest(MOST, tools.index.entries(KIND), key=lambda entry: sha256(entry.key.encode()).digest())
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in ROUTES}
    for entry in chosen:
        for name, found in _asked(entry, tools):
            row = measured(found, {entry.key: 1})
            if row is not None:
                rows[name].append(row)
    routes = tuple(_route(name, listed) for name, listed in rows.items() if listed)
    return Quality(
        tools.index.edition, tools.today(), tools.index.find(Ask("*", kinds=(KIND,), top=1)).total,
        any(one.made_up for one in chosen), routes,
    )


def keep(found: Quality, tools: Toolbox) -> None:
    """The measurement is on disk, whole or not at all."""
    draft = _file(tools).with_suffix(f".{os.getpid()}.draft")
    with draft.open("w", encoding="utf-8") as file:
        json.dump({**asdict(found), "measured_on": found.measured_on.isoformat()}, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(_file(tools))


def kept(tools: Toolbox) -> Quality | None:
    """The newest measurement; None before the first, and where the file is damaged: it is measured again then."""
    try:
        said = json.loads(_file(tools).read_text("utf-8"))
        routes = tuple(
            Route(one["name"], one["asked"], Estimate(**one["first_ten"]), Estimate(**one["first_hundred"]))
            for one in said["routes"] if one["name"] in ROUTES
        )
        return Quality(said["edition"], date.fromisoformat(said["measured_on"]), said["documents"], said["made_up"], routes)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def due(tools: Toolbox) -> bool:
    """Whether the index shows an edition that was not measured yet."""
    shown, last = tools.index.edition, kept(tools)
    return shown is not None and (last is None or last.edition != shown)


@cache
def published() -> tuple[date, tuple[Published, ...]]:
    """The day and the figures of the project's own measurement on sets of others."""
    said = yaml.safe_load(files("yuzhi.rooms.lookup").joinpath("published.yml").read_text(encoding="utf-8"))
    listed = []
    for one in said["sets"]:
        figures = said["figures"][one["set"]]
        measures = {name: Estimate(*value) for name, value in figures.items() if isinstance(value, list)}
        listed.append(Published((one["zh"], one["en"]), figures["documents"], figures["queries"], measures))
    return said["measured_on"], tuple(listed)


def _file(tools: Toolbox) -> Path:
    return tools.home / "search-quality.json"


def _asked(entry: Entry, tools: Toolbox) -> Iterator[tuple[str, Sequence[str]]]:
    """(way of asking, keys that were found) for one patent."""
    if entry.title:
        yield "title", _keys(entry.title, tools)
    if len(entry.text) >= _SHORTEST:
        at = len(entry.text) // 2 - _PASSAGE // 2
        yield "passage", _keys(f'"{entry.text[at:at + _PASSAGE].replace(chr(34), " ")}"', tools)
        with suppress(Refused, BadValue):      # no collection is ready: this way is left out and says so by its absence
            hits = like_text(entry.text[len(entry.text) // 2:], tools, DEPTH).hits
            yield "similar", [key for one in hits for key in (one.entry.key, *one.also)]
    if entry.numbers:
        yield "number", _keys(_otherwise(entry.numbers[0]), tools)
    if entry.names:
        yield "party", _keys(f"申请人:\"{entry.names[0].replace(chr(34), ' ')}\"", tools)


def _keys(question: str, tools: Toolbox) -> list[str]:
    return [hit.key for hit in tools.index.find(Ask(question, top=DEPTH)).hits]


def _otherwise(number: str) -> str:
    """The number as somebody might paste it: in full width, with letters before it and blanks in between."""
    wide = number.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    return f"ZL {wide[:4]} {wide[4:]}"


def _route(name: str, rows: list[dict[str, float]]) -> Route:
    found = estimates(rows)
    return Route(name, len(rows), found["R@10"], found["R@100"])
