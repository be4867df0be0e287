"""Administrative areas as values: a city's counties, what they were called before, and places inside them."""

from dataclasses import dataclass
from typing import Literal

GENERIC_ENDINGS = ("自治州", "自治区", "地区", "省", "市", "区", "县")
"""What stands at the end of an area's full name and is dropped in speech."""


@dataclass(frozen=True, slots=True)
class Former:
    """A name (and code) that an area had before, with a Chinese note that says what happened."""

    zh: str
    code: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """One administrative area of GB/T 2260: a province, a city or a county.

    `aliases` are other spellings in use today; names of the past stand in `formers`. `group` names a
    set of counties that the city reports together (`north6`), `tile` its (column, row) in the tile map.

    >>> Area("610881", "神木市", "Shenmu", "610800").stem
    '神木'
    """

    code: str
    zh: str
    en: str
    parent: str
    aliases: tuple[str, ...] = ()
    formers: tuple[Former, ...] = ()
    group: str = ""
    tile: tuple[int, int] | None = None

    @property
    def stem(self) -> str:
        """The name without its generic ending; the full name where less than two characters would remain."""
        for ending in GENERIC_ENDINGS:
            if self.zh.endswith(ending):
                bare = self.zh.removesuffix(ending)
                return bare if len(bare) > 1 else self.zh
        return self.zh


@dataclass(frozen=True, slots=True)
class Locality:
    """A town or a park inside the city: a name that addresses use in place of a county.

    `hosts` are the codes of the counties it lies in; more than one means that the name alone decides nothing.
    `confidence` is `verified` or `memory`, as in citations.
    """

    names: tuple[str, ...]
    kind: Literal["town", "park"]
    hosts: tuple[str, ...]
    confidence: Literal["verified", "memory"] = "verified"

    @property
    def zh(self) -> str:
        """Its full name."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an address lies: the county or None, and a Chinese sentence that says why.

    `inside_city` is true whenever the address lies in the city, whether or not its county can be told.
    """

    area: Area | None
    reason: str
    inside_city: bool = False
