"""What nobody reads: elements that no path of the format leads to and that are not known and passed over.

The rule of the house is that an unknown column stops the file. A patent document is not a table that a clerk
can mend: an office adds an optional element from one delivery to the next, and a whole document would be lost for the
sake of it. So the document is read, and each unknown element is reported by path with the beginning of its text, where
it can be seen, and either read by a later version of the format or named as ignored.
"""

from collections.abc import Iterator
from dataclasses import fields
from functools import lru_cache
from itertools import takewhile

from yuzhi.engines.formats.patent_xml import PatentXml
from yuzhi.engines.reading.patents.page import Page
from yuzhi.engines.reading.patents.parts import Element, folded, steps
from yuzhi.engines.reading.patents.texts import in_line
from yuzhi.engines.reading.records import Skipped

_WHOLE = ("titles", "abstract", "citations", "claims", "description", "drawings")
"""Parts that are read whole, whatever is in them."""
_IN_TEXTS = (
    "p", "Paragraphs", "br", "sub", "sup", "b", "i", "u", "img", "Image", "Figure", "bio-deposit", "depositary", "bio-accno",
)
"""Parts of a text: whoever reads the text reads them."""
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
    return frozenset(read), frozenset(whole | set(map(folded, (*form.passed_over, *_IN_TEXTS))))


def unread(page: Page) -> Iterator[Skipped]:
    """One Skipped for each path that nobody reads, with the beginning of what stands there."""
    met: dict[str, Element] = {}
    for element in _strangers(page):
        met.setdefault(_path(element, page.root), element)
    for path, element in sorted(met.items()):
        if not _ignored(page, path):
            text = in_line(element)
            shown = f"{text[:_SHOWN]}…" if len(text) > _SHOWN else text or "空"
            yield Skipped(page.origin, f"没有人读元素 {path}（内容：{shown}），文件其余部分已读取。")


def _strangers(page: Page) -> list[Element]:
    """The elements that nobody reads, the outermost of each place, level by level."""
    read, closed = _names(page.form)
    found, parents = [], [page.root]
    for parent in parents:                      # grows while it is gone through
        for name, children in page.index.children(parent).items():
            if name in closed:
                continue
            if name in read:
                parents += children
            elif name:
                found += children
    return found


def _path(element: Element, root: Element) -> str:
    """The path below the root as the file writes it, without namespaces."""
    above = takewhile(lambda one: one is not root, element.iterancestors())
    return "/".join(str(one.tag).rpartition("}")[2] for one in reversed([element, *above]))


def _ignored(page: Page, path: str) -> bool:
    return path in page.context.ignored or path.rpartition("/")[2] in page.context.ignored
