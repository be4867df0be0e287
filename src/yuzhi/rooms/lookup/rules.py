"""What is news about a saved search: found hits come, go, or say something else than before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

FIELDS = ("title", "state", "names", "numbers", "codes", "day", "county", "others", "text")
"""What is compared of a hit, in this order. `text` is a digest: that it changed is told, not how."""

Shown = Sequence[str]
"""One hit as it was found: a value for each of FIELDS."""


@dataclass(frozen=True, slots=True)
class Change:
    """One piece of news: a hit that is new, gone, or changed in some fields (name, before, now)."""

    key: str
    title: str
    what: Literal["new", "gone", "changed"]
    fields: tuple[tuple[str, str, str], ...] = ()


def changes(before: Mapping[str, Shown], now: Mapping[str, Shown]) -> list[Change]:
    """What came, what went and what changed between two looks, each kind in the order of keys.

    >>> one, other = ("甲", "审查中", *[""] * 7), ("甲", "有效", *[""] * 7)
    >>> [(c.what, c.key, c.fields) for c in changes({"a": one, "b": one}, {"a": other, "c": one})]
    [('new', 'c', ()), ('gone', 'b', ()), ('changed', 'a', (('state', '审查中', '有效'),))]
    """
    new = [Change(key, now[key][0], "new") for key in sorted(now.keys() - before.keys())]
    gone = [Change(key, before[key][0], "gone") for key in sorted(before.keys() - now.keys())]
    changed = [
        Change(key, now[key][0], "changed", moved)
        for key in sorted(now.keys() & before.keys()) if (moved := _moved(before[key], now[key]))
    ]
    return [*new, *gone, *changed]


def _moved(before: Shown, now: Shown) -> tuple[tuple[str, str, str], ...]:
    pairs = zip(FIELDS, before, now, strict=True)
    return tuple((name, "" if name == "text" else old, "" if name == "text" else new) for name, old, new in pairs if old != new)
