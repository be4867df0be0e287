"""The word lists beside this file, and the names made from them."""

from functools import cache
from pathlib import Path

import yaml

from yuzhi.engines.sampling.chance import Chance


@cache
def words(name: str) -> tuple[str, ...]:
    """One list of `names.yml`."""
    lists = yaml.safe_load((Path(__file__).parent / "names.yml").read_text(encoding="utf-8"))
    return tuple(lists[name])


def person(chance: Chance) -> str:
    """A person's name that was plainly generated: a surname, a celestial stem, a syllable.

    >>> len(person(Chance(1, "doctest")))
    3
    """
    return chance.pick(words("surnames")) + chance.pick(words("stems")) + chance.pick(words("given"))


def people(chance: Chance, low: int, high: int) -> list[str]:
    """Between `low` and `high` different names."""
    return list(dict.fromkeys(person(chance) for _ in range(chance.number(low, high))))


def shop(chance: Chance) -> str:
    """A shop name of three characters, as the middle of a company's name."""
    return chance.pick(words("shop_first")) + chance.pick(words("shop_second")) + chance.pick(words("shop_third"))


def mark(chance: Chance) -> str:
    """A word mark of two to four characters."""
    core = chance.pick(words("mark_first")) + chance.pick(words("mark_second"))
    if chance.happens(0.3):
        return core + chance.pick(words("mark_first")) + chance.pick(words("mark_second"))
    return core + chance.pick(words("mark_third"))
