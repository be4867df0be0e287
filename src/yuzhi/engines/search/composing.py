"""A form filled in, written as a question of the query language."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from yuzhi.engines.search.language import Either, Every, Leaf, Near, Node, Without, leaves, read
from yuzhi.engines.search.vocabulary import DAYS, USUAL
from yuzhi.engines.search.writing import written

_SIGNS = re.compile(r'["()|“”„‟「」『』«»]')
_TELLING = re.compile(r"[^\W_]")
_LISTED = re.compile(r"[,;、，；]")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a form asks for; "" asks for nothing.

    `every`, `some`, `without` and the fields of texts hold words between blanks. `classes` are separated by commas.
    `since` and `until` are ISO dates of the day that `day` names. `county`, `state` and `kind` are words people use.
    """

    every: str = ""
    some: str = ""
    exact: str = ""
    without: str = ""
    left: str = ""
    right: str = ""
    far: int = USUAL
    ordered: bool = False
    title: str = ""
    abstract: str = ""
    claims: str = ""
    name: str = ""
    inventor: str = ""
    classes: str = ""
    number: str = ""
    day: str = "filed"
    since: str = ""
    until: str = ""
    county: str = ""
    state: str = ""
    kind: str = ""


def composed(wishes: Wishes) -> Node | None:
    """The question that a form asks, as `read` makes it of what `written` writes; None where it asks for nothing.

    >>> written(composed(Wishes(every="余热 锅炉", some="煤 焦", name="榆林", since="2020-01-01")))
    '余热 锅炉 (煤 OR 焦) 申请人:榆林 申请日:2020-01-01..'
    """
    parts: list[Node] = list(_words(wishes.every))
    if some := _words(wishes.some):
        parts.append(_any(some))
    if _TELLING.search(wishes.exact):
        parts.append(Leaf(_clean(wishes.exact), quoted=True))
    left, right = _words(wishes.left), _words(wishes.right)
    if left and right:
        parts.append(Near(_any(left), _any(right), wishes.far, wishes.ordered))
    else:
        parts += [*left, *right]
    for field in ("title", "abstract", "claims", "name", "inventor"):
        parts += _words(getattr(wishes, field), field)
    if classes := [_one(one, "class") for one in _LISTED.split(wishes.classes) if _TELLING.search(one)]:
        parts.append(_any(classes))
    for field in ("number", "county", "state", "kind"):
        if _TELLING.search(value := getattr(wishes, field)):
            parts.append(_one(value, field))
    if wishes.day in DAYS and (wishes.since or wishes.until):
        parts += leaves(read(f"{wishes.day}:{wishes.since}..{wishes.until}").tree)
    parts += [Without(word) for word in _words(wishes.without)]
    return parts[0] if len(parts) == 1 else Every(tuple(parts)) if parts else None


def wishes_of(query: str) -> Wishes:
    """A form with the words of a question in it, where it is nothing but words."""
    tree = read(query).tree
    parts = tree.parts if isinstance(tree, Every) else (tree,)
    plain = all(isinstance(part, Leaf) and not part.field and not part.quoted for part in parts)
    return Wishes(every=written(tree)) if tree and plain else Wishes()


def _any(found: list[Leaf]) -> Leaf | Either:
    return found[0] if len(found) == 1 else Either(tuple(found))


def _one(text: str, field: str) -> Leaf:
    """The text as one leaf, quoted where it would be read as something else."""
    leaf = Leaf(_clean(text), field)
    reading = read(written(leaf))
    return leaf if reading.tree == leaf and not reading.problems else replace(leaf, quoted=True)


def _words(text: str, field: str = "") -> list[Leaf]:
    return list(_leaves(_clean(text).split(), field))


def _leaves(words: Iterable[str], field: str) -> Iterable[Leaf]:
    """The words as leaves; what the language would read as something else is quoted."""
    for word in words:
        if not _TELLING.search(word):
            continue
        leaf = Leaf(word, field)
        reading = read(written(leaf))
        if isinstance(reading.tree, Leaf) and reading.tree.open and reading.tree.field == field and not reading.problems:
            yield reading.tree
        else:
            yield leaf if reading.tree == leaf and not reading.problems else replace(leaf, quoted=True)


def _clean(text: str) -> str:
    """The text without the signs of the language."""
    return " ".join(_SIGNS.sub(" ", unicodedata.normalize("NFKC", text)).split())
