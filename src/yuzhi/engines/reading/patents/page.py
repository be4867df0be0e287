"""One document while it is being read: its values, where each was found, and what could not be read."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from yuzhi.engines.formats.patent_xml import PatentXml, Paths
from yuzhi.engines.reading.patents.parts import Element, Found, Index, stepped
from yuzhi.engines.reading.patents.practice import Practice
from yuzhi.engines.reading.patents.texts import closed_up, in_line
from yuzhi.engines.reading.records import Fault, Value
from yuzhi.engines.reading.sources import Context
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.origin import FieldOrigin, Origin

_T = TypeVar("_T")


@lru_cache(maxsize=4096)
def field_origin(path: str, rule: str) -> FieldOrigin:
    """The same value for the same words: thousands of documents share their paths."""
    return FieldOrigin(path, rule)


def below(path: str, step: str) -> str:
    """The path of a step below another; an empty step is the element itself."""
    return f"{path}/{step}" if step else path


def _is_foreign(element: Element) -> bool:
    """True of an element whose parent is written in a language other than Chinese."""
    parent = element.getparent()
    return parent is not None and (parent.get("lang") or "zh").lower() != "zh"


class Page:
    """The document `root` as it is read in `form`; fills `values`, `origins` and `faults`.

    Columns in faults and repairs are element paths from the root, with `[2]` behind an element that is not the
    first of its name. A repair entered by an officer takes the place of the text that was found.
    """

    def __init__(
        self, root: Element, form: PatentXml, origin: Origin, context: Context, practice: Practice
    ) -> None:
        self.root = root
        self.form = form
        self.practice = practice
        self.origin = origin
        self.context = context
        self.values: dict[str, Value] = {}
        self.origins: dict[str, FieldOrigin] = {}
        self.faults: list[Fault] = []
        self.index = Index()
        found = self.every(root, form.bibliography)
        self.bibliography, self.base = found[0] if found else (root, "")
        self._plain = not (context.repairs or context.lookups)

    def every(self, element: Element, paths: Paths) -> list[Found]:
        """All elements that any of the paths leads to, with the path of each below the element."""
        return self.index.every(element, paths)

    def first(self, element: Element, paths: Paths) -> Found | None:
        """The first element that a path leads to, with its path below the element."""
        return self.index.first(element, paths)

    def put(self, field: str, value: Value, path: str, rule: str) -> None:
        """Note the value of a field, unless there is none."""
        if value is not None and value not in ("", []):
            self.values[field] = value
            self.origins[field] = field_origin(path, rule)

    def all_in(self, paths: Paths) -> list[Found]:
        """The elements of the bibliography at any of the paths, with their paths from the root."""
        base = self.base
        return [
            (element, f"{base}/{path}" if path else base)
            for element, path in self.index.every(self.bibliography, paths)
        ]

    def text(self, element: Element, base: str, paths: Paths) -> tuple[str, str]:
        """The first text below the element that is not the office's blank, and its path; empty where there is none."""
        blanks, index = self.form.blanks, self.index
        children = index.children(element)
        for first, rest, step in stepped(paths):
            found = children.get(first) if first else [element]
            if found and rest:
                found = index.along(found, rest)
            if not found:
                continue
            # One party may be written in several languages; the office's own comes first.
            for one in found if len(found) < 2 else sorted(found, key=_is_foreign):
                text = in_line(one) if len(one) else one.text or ""
                text = closed_up(text) if "\n" in text else text.strip()
                if text not in blanks:
                    return text, f"{base}/{step}" if step else base
        return "", below(base, paths[0]) if paths else base

    def repaired(self, column: str, text: str, rule: str) -> tuple[str, str]:
        """The text that counts for a column, and the rule to note: an officer's repair goes before the document."""
        if self._plain:
            return text, rule
        repair = self.context.repaired(self.origin.place, column, text)
        return (repair[0].strip(), f"repair:{repair[1]}") if repair else (text, rule)

    def parsed(self, column: str, text: str, parse: "Callable[[str], _T]", rule: str) -> "tuple[_T | None, str]":
        """The value that the text, or its repair, spells, and the rule; None and a fault where it spells none."""
        written, (text, rule) = text, self.repaired(column, text, rule)
        if not text:
            return None, rule
        try:
            return parse(text), rule
        except BadValue as bad:
            self.fault(column, written, bad.sentence)
            return None, rule

    def fault(self, column: str, value: str, reason: str) -> None:
        """Note that a value of the document cannot be read."""
        self.faults.append(Fault(self.origin, column, value[:500], reason, {column: value[:500]}))
