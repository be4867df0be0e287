"""Reads files in ST.96: finds the elements that hold one right each, and names whatever stands around them."""

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from yuzhi.engines.formats.st96 import LEFT, MARK_OF_ALL, RIGHTS
from yuzhi.engines.reading.declaration import declare
from yuzhi.engines.reading.members import Member, members
from yuzhi.engines.reading.patents.document import MADE_UP
from yuzhi.engines.reading.patents.parts import Element
from yuzhi.engines.reading.prolog import look
from yuzhi.engines.reading.records import Fault, Skipped
from yuzhi.engines.reading.sources import Context, Document, Glimpse, Outcome
from yuzhi.engines.reading.xml import parse
from yuzhi.kernel.errors import BadFile
from yuzhi.kernel.origin import Origin
from yuzhi.packs.wo.sources.st96.indications import read_indication
from yuzhi.packs.wo.sources.st96.marks import read_mark
from yuzhi.packs.wo.sources.st96.patents import read_patent
from yuzhi.packs.wo.sources.st96.rest import local, strangers, told

_READ = {"patent": read_patent, "trademark": read_mark, "indication": read_indication}
_NOT_ALONE = {tag.rpartition("}")[2] for tag in LEFT}
AROUND = "申请手续和外层的资料，不是权利的著录"


def recognised(glimpse: Glimpse) -> bool:
    """True of a document whose root is in one of the standard's namespaces, unless it is one that is named and not read."""
    if glimpse.kind not in {"xml", "zip"} or MARK_OF_ALL not in glimpse.head:
        return False
    name = look(glimpse.head).root
    root = re.search(rb"<(?:(?P<prefix>[\w.-]+):)?" + re.escape(name.encode()) + rb"[\s/>]", glimpse.head)
    if not name or root is None or name in _NOT_ALONE:
        return False
    declared = b"xmlns" + (b":" + root["prefix"] if root["prefix"] else b"")
    return re.search(re.escape(declared) + rb"\s*=\s*[\"']" + re.escape(MARK_OF_ALL), glimpse.head) is not None


def read(document: Document, context: Context) -> Iterator[Outcome]:
    """Everything that the documents of the file say."""
    for member in members(document):
        if isinstance(member, Skipped):
            yield member
        else:
            yield from _member(member, document.digest, context)


def _member(member: Member, digest: str, context: Context) -> Iterator[Outcome]:
    origin = Origin(digest, member.place)
    try:
        root = parse(member.stream, member.where)
    except BadFile as bad:
        if member.alone:
            raise
        yield Fault(origin, "/", "", bad.sentence)
        return
    found = list(_rights(root))
    if not found:
        what = LEFT.get(str(root.tag), f"根元素是 {local(root)}")
        yield Skipped(origin, f"{what}：其中没有专利、商标或地理标志的著录，没有读取。")
        return
    made_up = _made_up(root)
    for number, (element, kind) in enumerate(found, start=1):
        place = origin if len(found) == 1 else Origin(digest, f"{member.place}#{number}")
        if made_up and element is not root:
            element.addprevious(etree.PI(*MADE_UP))
        yield from _READ[kind](element, place, context, made_up)
    for path, (count, text) in strangers(root, frozenset(), frozenset(), frozenset(element for element, _ in found)).items():
        yield Skipped(origin, told(path, count, text, AROUND))


def _rights(element: Element) -> Iterator[tuple[Element, str]]:
    """The outermost elements that hold one right each, in order."""
    kind = RIGHTS.get(str(element.tag))
    if kind:
        yield element, kind
        return
    for child in element.iterchildren(etree.Element):
        yield from _rights(child)


def _made_up(root: Element) -> bool:
    return any(
        isinstance(before, etree._ProcessingInstruction) and (before.target, (before.text or "").strip()) == MADE_UP
        for before in root.itersiblings(preceding=True)
    )


SOURCE = declare(Path(__file__).parent, recognised, read)
