"""What nobody reads: elements that no path of the format leads to and that are not known and passed over.

The rule of the house is that an unknown column stops the file. A patent document is not a table that a clerk
can mend: an office adds an optional element from one delivery to the next, and a whole document would be lost for the
sake of it. So the document is read, and each unknown element is reported by path with the beginning of its text, where
it can be seen, and either read by a later version of the format or named as ignored.
"""

from collections.abc import Iterator
from dataclasses import fields
from functools import lru_cache

from lxml import etree

from yuzhi.engines.formats.patent_xml import PatentXml
from yuzhi.engines.reading.patents.page import Page
from yuzhi.engines.reading.patents.parts import Element, folded, name_of, steps
from yuzhi.engines.reading.patents.texts import in_line
from yuzhi.engines.reading.records import Skipped

_WHOLE = ("titles", "abstract", "citations", "claims", "description", "drawings")
"""Parts that are read whole, whatever is in them."""
_SHOWN = 60


@lru_cache(maxsize=8)
def _names(form: PatentXml) -> tuple[frozenset[str], frozenset[str]]:
    """Names of elements that somebody reads, and of those whose inside is of no concern here."""
    read = {folded(form.document)}
    for field in fields(form):
        value = getattr(form, field.name)
        if isinstance(value, tuple):
            read.update(name for path in value for name in steps(path))
    whole = {steps(path)[-1] for field in _WHOLE for path in getattr(form, field)}
    return frozenset(read), frozenset(whole | set(map(folded, form.passed_over)))


def unread(page: Page) -> Iterator[Skipped]:
    """One Skipped for each path that nobody reads, with the beginning of what stands there."""
    read, closed = _names(page.form)
    if _all_known(page, read, closed):
        return
    met: set[str] = set()
    tops = {folded(steps(path)[0]) for path in page.form.bibliography}
    for child in page.root:
        name = name_of(child)
        if not name or name in closed:
            continue
        known = name in tops or name in read
        for element, path in _strangers(child, _spelled(child), read, closed) if known else [(child, _spelled(child))]:
            if path not in met and not _ignored(page, path):
                met.add(path)
                text = in_line(element)
                shown = f"{text[:_SHOWN]}…" if len(text) > _SHOWN else text or "空"
                yield Skipped(page.origin, f"没有人读元素 {path}（内容：{shown}），文件其余部分已读取。")


_IN_TEXTS = frozenset(map(folded, (
    "p", "Paragraphs", "br", "sub", "sup", "b", "i", "u", "img", "Image", "Figure", "bio-deposit", "depositary",
    "bio-accno",
)))


def _all_known(page: Page, read: frozenset[str], closed: frozenset[str]) -> bool:
    """True where no name needs a second look, as in nearly every document: names are compared, not places."""
    tags = {child.tag for child in page.root} | {element.tag for element in page.bibliography.iter(etree.Element)}
    known = _known_tags(page.form)
    if not tags <= known:
        known.update(tag for tag in tags if not isinstance(tag, str) or folded(tag.rpartition("}")[2]) in
                     (read | closed | _IN_TEXTS))
    return tags <= known


@lru_cache(maxsize=8)
def _known_tags(form: PatentXml) -> set[object]:
    """The tags met so far, with their namespaces, that name something known."""
    return set()


def _strangers(parent: Element, path: str, read: frozenset[str], closed: frozenset[str]
               ) -> Iterator[tuple[Element, str]]:
    for child in parent:
        name = name_of(child)
        if not name or name in closed:
            continue
        here = f"{path}/{_spelled(child)}"
        if name not in read:
            yield child, here
        elif len(child):
            yield from _strangers(child, here, read, closed)


def _ignored(page: Page, path: str) -> bool:
    return path in page.context.ignored or path.rpartition("/")[2] in page.context.ignored


def _spelled(element: Element) -> str:
    """The element's name as the file writes it, without namespace."""
    return str(element.tag).rpartition("}")[2]
