"""The text of claims and descriptions, as a person reads it.

Paragraphs and headings stand on lines of their own; the rows of a table too, with ` | ` between cells. Subscripts and
superscripts stay in the line; drawings and formulas leave `[图]` and `[公式]`. Line ends which only come from the width
of the printed page are closed up, so that words can be found.
"""

import re
from collections.abc import Sequence
from itertools import islice

from lxml import etree

from yuzhi.engines.reading.patents.parts import NAMES, Element, folded, name_of

FIGURE = "[图]"
FORMULA = "[公式]"

_BLOCKS = frozenset(map(folded, (
    "p", "Paragraphs", "heading", "claim-text", "invention-title", "design-title", "li", "dt", "dd", "pre", "note",
)))
_MELTING = (*(f"{{*}}{name}" for name in (
    "br", "sub", "sup", "Sub", "Sup", "b", "i", "u", "o", "B", "I", "U", "figref", "claim-ref", "crossref",
)), etree.ProcessingInstruction)
_TABLES = frozenset({"tables", "table"})
_ROWS = frozenset({"row", "tr"})
_CELLS = frozenset({"entry", "td", "th"})
_FORMULAS = frozenset({"maths", "math", "chemistry", "chem", "formula", "formulae", "equation"})
_FIGURES = frozenset({"img", "image", "figure", "figures", "drawing"})
_FORMULA_IMAGES = frozenset({"formula", "math", "maths", "equation", "chem", "chemistry", "chemicalformula"})
_DEPOSITS = frozenset({"biodeposit", "biologicaldeposit", "biologicalmaterialdeposit"})
_FEW = 8
"""Fewer texts than this are closed up one by one."""
_BLOCK_TAGS: set[object] = set()
_OTHER_TAGS: set[object] = set()
_NOTED = 10_000
"""More tags than this, which no office has, are not noted."""
_MARK = "\x01"
"""No XML document can hold this character, and it leaves a text of one byte for a character as narrow as it is."""
_BETWEEN_WORDS = re.compile(r"\n(?<=[0-9A-Za-z,.;:)\]%]\n)(?=[0-9A-Za-z(\[])")


def melt(holder: Element) -> None:
    """Let breaks and inline marks in a long text become part of the text around them, so that it reads fast.

    The tree loses these elements; what `text_of` says of it stays the same.
    """
    breaks = list(holder.iter("{*}br"))
    if not _is_laid_out(breaks):
        for mark in breaks:
            mark.tail = f"\n{mark.tail or ''}"
    etree.strip_tags(holder, *_MELTING)


def _is_laid_out(breaks: Sequence[Element]) -> bool:
    """True where the first breaks all stand at the beginning of a line: a file is laid out by a program, all or not."""
    for mark in breaks[:8]:
        before, parent = mark.getprevious(), mark.getparent()
        text = before.tail if before is not None else parent.text if parent is not None else ""
        if "\n" not in (text or "")[-40:]:
            return False
    return True


def text_of(holder: Element) -> str:
    """All text in the element, a line for each paragraph."""
    return "\n".join(paragraphs(holder))


def paragraphs(holder: Element) -> list[str]:
    """The paragraphs in the element, in order, blank ones left out."""
    return [line for line in _all_closed_up(_raw(holder)) if line]


def texts_of(holders: Sequence[Element]) -> list[str]:
    """What `text_of` says of each."""
    raw = [_raw(holder) for holder in holders]
    lines = iter(_all_closed_up([line for lines in raw for line in lines]))
    return ["\n".join(filter(None, islice(lines, len(one)))) for one in raw]


def _raw(holder: Element) -> list[str]:
    lines: list[str] = []
    rest: list[str] = []
    _walk(holder, lines, rest)
    _flush(rest, lines)
    return lines


def in_line(element: Element) -> str:
    """All text in the element on one line."""
    if len(element) == 0:
        return closed_up(element.text or "")
    return " ".join(paragraphs(element))


def closed_up(text: str) -> str:
    """The text without blanks at its ends and without line ends that only the printed page had.

    >>> closed_up("将甘草粉与水\\n\\t\\t按1:5配制")
    '将甘草粉与水按1:5配制'
    >>> closed_up("made of PVC\\n and PE")
    'made of PVC and PE'
    """
    if "\n" not in text:
        return text.strip()
    lines = "\n".join(filter(None, map(str.strip, text.split("\n"))))
    return _BETWEEN_WORDS.sub(" ", lines).replace("\n", "")


def _all_closed_up(texts: list[str]) -> list[str]:
    """Every text closed up; those of several lines in one go where they are many."""
    broken = [text for text in texts if "\n" in text]
    if len(broken) < _FEW:
        return [closed_up(text) if "\n" in text else text.strip() for text in texts]
    lines = "\n".join(filter(None, map(str.strip, _MARK.join(broken).split("\n"))))
    closed = iter(_BETWEEN_WORDS.sub(" ", lines).replace("\n", "").split(_MARK))
    return [(next(closed) if "\n" in text else text).strip() for text in texts]


def _walk(element: Element, lines: list[str], rest: list[str]) -> None:
    """Put the element's text into `rest`, and into `lines` whatever is complete."""
    if (text := element.text) and (rest or not text.isspace()):
        rest.append(text)
    for child in element:
        tag = child.tag
        if tag in _BLOCK_TAGS or (tag not in _OTHER_TAGS and _is_block(tag)):
            if rest:
                lines.append("".join(rest))
                rest.clear()
            if len(child):
                _walk(child, lines, rest)
                _flush(rest, lines)
            elif text := child.text:
                lines.append(text)
        elif name := NAMES.get(tag) or name_of(child):
            _within(child, name, lines, rest)
        elif tag is etree.Entity:
            rest.append(child.text or "")
        if (tail := child.tail) and (rest or not tail.isspace()):
            rest.append(tail)


def _is_block(tag: object) -> bool:
    """Whether the tag is that of a paragraph or the like; noted, so that a loop need not ask again."""
    is_block = isinstance(tag, str) and folded(tag.rpartition("}")[2]) in _BLOCKS
    noted = _BLOCK_TAGS if is_block else _OTHER_TAGS
    if len(noted) < _NOTED:
        noted.add(tag)
    return is_block


def _within(child: Element, name: str, lines: list[str], rest: list[str]) -> None:
    if name == "br":
        rest.append("\n")
    elif name in _FORMULAS or (name in _FIGURES and _shows_formula(child)):
        rest.append(FORMULA)
    elif name in _FIGURES:
        rest.append(FIGURE)
    elif name in _TABLES:
        _flush(rest, lines)
        _table(child, lines)
    elif name in _DEPOSITS:
        rest.append(" ".join(str(part).strip() for part in child.itertext() if part.strip()))
    else:
        _walk(child, lines, rest)


def _table(table: Element, lines: list[str]) -> None:
    """A line for each row, and one for whatever stands between rows; a table inside a cell belongs to the cell."""
    _stray(table.text, lines)
    for part in table:
        name = NAMES.get(part.tag) or name_of(part)
        if name in _ROWS:
            cells = _cells(part)
            if any(cells):
                lines.append(" | ".join(cells))
        elif name in _CELLS or name in _BLOCKS or name in _FIGURES or name in _FORMULAS:
            lines.extend(_alone(part))
        elif name:
            _table(part, lines)
        if (tail := part.tail) and not tail.isspace():
            lines.append(tail)


def _cells(row: Element) -> list[str]:
    """The cells of a row; a text that stands beside them is kept as one."""
    cells: list[str] = []
    _stray(row.text, cells)
    for part in row:
        name = NAMES.get(part.tag) or name_of(part)
        if name in _CELLS:
            text = " ".join(paragraphs(part)) if len(part) else part.text or ""
            cells.append(closed_up(text) if "\n" in text else text.strip())
        elif name:
            cells.append(" ".join(_alone(part)))
        if (tail := part.tail) and not tail.isspace():
            cells.append(tail)
    return cells


def _alone(part: Element) -> list[str]:
    """The lines of one element by itself, without what follows it."""
    lines: list[str] = []
    rest: list[str] = []
    name = name_of(part)
    if name in _BLOCKS or name in _CELLS:
        _walk(part, lines, rest)
    else:
        _within(part, name, lines, rest)
    _flush(rest, lines)
    return lines


def _stray(text: str | None, into: list[str]) -> None:
    if text and not text.isspace():
        into.append(text)


def _shows_formula(image: Element) -> bool:
    content = image.get("imgContent") or image.get("img-content") or ""
    return folded(content) in _FORMULA_IMAGES


def _flush(rest: list[str], lines: list[str]) -> None:
    if rest:
        lines.append("".join(rest))
        rest.clear()
