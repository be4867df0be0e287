"""Yulin's areas as the rest of the house uses them, read strictly from areas.yml."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from yuzhi.kernel.areas import Area, AreaBook, Former, Locality
from yuzhi.kernel.cite import Cite, Confidence
from yuzhi.kernel.errors import BadValue

_FILE = Path(__file__).with_name("areas.yml")
_PARTS = {"cite", "confidence", "city", "areas", "groups", "parks", "towns", "populations"}


@dataclass(frozen=True, slots=True)
class PopulationFact:
    """How many people lived in an area, or in a group of counties; `basis` is `census` or `year_end`."""

    area: str
    year: int
    residents: int
    basis: str
    confidence: Confidence
    source: str


@dataclass(frozen=True, slots=True)
class Group:
    """A set of counties that the city reports together."""

    key: str
    zh: str
    en: str


@cache
def area_book() -> AreaBook:
    """The areas of Yulin with their former names, towns and parks."""
    declared = _declared()
    return AreaBook(map(_area, declared["areas"]), city=declared["city"], places=_places(declared))


def populations() -> tuple[PopulationFact, ...]:
    """What is known of the residents, each with its source; counties without a known figure are missing."""
    return tuple(PopulationFact(**fact) for fact in _declared()["populations"])


def groups() -> tuple[Group, ...]:
    """The groups of counties, in order."""
    return tuple(Group(key, **labels) for key, labels in _declared()["groups"].items())


def source() -> Cite:
    """What the names and codes of areas and towns rest on."""
    declared = _declared()
    return Cite(**declared["cite"], confidence=declared["confidence"])


@cache
def _declared() -> Mapping[str, Any]:
    declared = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    if strange := set(declared) ^ _PARTS:
        raise BadValue(f"{_FILE.name} 的内容不对：{'、'.join(sorted(strange))} 多余或缺少；请对照其他城市包改正。")
    return dict(declared)


def _area(entry: Mapping[str, Any]) -> Area:
    former = [Former(f["zh"], f.get("code", ""), f.get("note", "")) for f in entry.get("formers", ())]
    column, row = entry.get("tile", (None, None))
    known = {"code", "zh", "en", "parent", "aliases", "formers", "group", "tile"}
    if strange := set(entry) - known:
        raise BadValue(f"{_FILE.name} 中{entry.get('zh')}的字段 {'、'.join(sorted(strange))} 无人读取：请删除或改名。")
    return Area(
        entry["code"], entry["zh"], entry["en"], entry["parent"],
        aliases=tuple(entry.get("aliases", ())), formers=tuple(former), group=entry.get("group", ""),
        tile=None if column is None else (column, row),
    )  # fmt: skip


def _places(declared: Mapping[str, Any]) -> Iterator[Locality]:
    """Parks first, then towns; a town of three characters or more is also known without its 镇 or 乡."""
    for park in declared["parks"]:
        yield Locality(tuple(park["names"]), "park", tuple(park["hosts"]), park["confidence"])
    for code, towns in declared["towns"].items():
        for town in towns:
            short = town.removesuffix("镇").removesuffix("乡")
            names = (town, short) if town != short and len(short) >= 3 else (town,)
            yield Locality(names, "town", (code,))


AREAS: AreaBook = area_book()
"""The areas of Yulin."""
