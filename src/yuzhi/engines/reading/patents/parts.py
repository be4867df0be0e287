"""Finding elements by the paths of a format: prefixes, letter case and hyphens do not matter."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from lxml import etree

from yuzhi.engines.formats.patent_xml import Paths

Element = etree._Element
Found = tuple[Element, str]
"""An element and the path that led to it."""

NAMES: dict[object, str] = {}
"""What `name_of` has answered; loops over hundreds of elements look here before they call it."""
_NONE: list[Element] = []
_LEAF: dict[str, list[Element]] = {}
"""The children of an element that has none."""


def name_of(element: Element) -> str:
    """The element's name without namespace, in small letters without hyphens; "" for what is no element.

    >>> from lxml import etree
    >>> name_of(etree.Element("{http://www.sipo.gov.cn/XMLSchema/base}DocNumber")), name_of(etree.Element("doc-number"))
    ('docnumber', 'docnumber')
    """
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    known = NAMES.get(tag)
    if known is None:
        known = folded(tag.rpartition("}")[2])
        if len(NAMES) < 10_000:
            NAMES[tag] = known
    return known


def folded(name: str) -> str:
    """The name as it is compared."""
    return name.lower().replace("-", "").replace("_", "")


@lru_cache(maxsize=4096)
def steps(path: str) -> tuple[str, ...]:
    """The names along a path."""
    return tuple(folded(step) for step in path.split("/") if step)


@lru_cache(maxsize=4096)
def stepped(paths: Paths) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """The paths, before each its first name and those that follow; a path without a step has "" for the first."""
    return tuple((names[0] if names else "", names[1:], path) for path in paths for names in (steps(path),))


class Index:
    """The children of a document's elements by name, noted once: a bibliography is asked some sixty times."""

    def __init__(self) -> None:
        self._known: dict[Element, dict[str, list[Element]]] = {}

    def every(self, element: Element, paths: Paths) -> list[Found]:
        """All elements that any of the paths leads to, in the order of the paths and of the document."""
        told: list[Found] = []
        children = self._known.get(element) or self.children(element)
        for first, rest, path in stepped(paths):
            if reached := children.get(first) if first else [element]:
                if rest:
                    reached = self.along(reached, rest)
                told += [(one, path) for one in reached]
        return told

    def first(self, element: Element, paths: Paths) -> Found | None:
        """The first element that a path leads to."""
        children = self._known.get(element) or self.children(element)
        for first, rest, path in stepped(paths):
            reached = children.get(first) if first else [element]
            if reached and rest:
                reached = self.along(reached, rest)
            if reached:
                return reached[0], path
        return None

    def along(self, reached: list[Element], names: tuple[str, ...]) -> list[Element]:
        """The elements at the end of these steps below the elements."""
        for name in names:
            if len(reached) == 1:
                reached = self.children(reached[0]).get(name, _NONE)
            else:
                reached = [child for parent in reached for child in self.children(parent).get(name, _NONE)]
        return reached

    def children(self, element: Element) -> dict[str, list[Element]]:
        """The children by name; what is no element is called \"\"."""
        children = self._known.get(element)
        if children is None:
            if not len(element):
                return _LEAF
            children = self._known[element] = {}
            for child in element:
                name = NAMES.get(child.tag) or name_of(child)
                if name in children:
                    children[name].append(child)
                else:
                    children[name] = [child]
        return children


@contextmanager
def unswept() -> Iterator[None]:
    """The search for cyclic garbage waits: the thousands of elements of one document, held while it is read, hold no
    cycles, and looking through them again and again takes a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def preferred(found: list[Found], attribute: str) -> list[Found]:
    """The same things without their repetitions: as originally written rather than standardised, Chinese rather than
    another language; in the order of their sequence numbers."""
    if len(found) < 2:
        return found
    for name, value in ((attribute, "original"), ("lang", "zh")):
        kept = [one for one in found if (one[0].get(name) or "").lower() == value]
        if kept:
            found = kept
    if len(found) > 1:
        numbers = [one[0].get("sequence") or "" for one in found]
        if all(number.isdigit() for number in numbers):
            found = [one for _, one in sorted(zip(map(int, numbers), found, strict=True), key=lambda pair: pair[0])]
    return found
