"""A source of patent documents in XML: recognising its files, and reading them one document at a time."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from yuzhi.engines.formats.patent_xml import PatentXml
from yuzhi.engines.reading.members import Member, members
from yuzhi.engines.reading.patents.cnipa_practice import CHINESE
from yuzhi.engines.reading.patents.document import read_document
from yuzhi.engines.reading.patents.parts import Element, folded, name_of
from yuzhi.engines.reading.patents.pieces import pieces
from yuzhi.engines.reading.patents.practice import Practice
from yuzhi.engines.reading.prolog import SPAN, look
from yuzhi.engines.reading.records import Fault, Skipped
from yuzhi.engines.reading.sources import Context, Document, Glimpse, Outcome
from yuzhi.engines.reading.xml import parse
from yuzhi.kernel.errors import BadFile
from yuzhi.kernel.origin import Origin


def recogniser(form: PatentXml) -> Callable[[Glimpse], bool]:
    """The answer to whether a file, or the first document of an archive, has a root element of that format."""
    roots = {folded(name) for name in (*form.roots, *form.other_roots)}

    def recognise(glimpse: Glimpse) -> bool:
        return glimpse.kind in {"xml", "zip"} and folded(look(glimpse.head).root) in roots

    return recognise


def reader(
    form: PatentXml, others: Mapping[str, str] | None = None, practice: Practice = CHINESE
) -> Callable[[Document, Context], Iterator[Outcome]]:
    """The reader of files, gzips and ZIPs of such documents.

    `others` names the source of each root element that another source reads: archives hold several generations, and
    each source reads its own members.
    """
    sources = {folded(root): source for root, source in (others or {}).items()}

    def read(document: Document, context: Context) -> Iterator[Outcome]:
        left: Counter[str] = Counter()
        for member in members(document):
            if isinstance(member, Skipped):
                yield member
            elif not member.alone and (source := sources.get(_root(member))):
                left[source] += 1
            else:
                yield from read_member(member, form, document.digest, context, practice)
        for source, count in sorted(left.items()):
            reason = f"另有 {count:,} 件文献属于来源 {source}，由它另成一批读取。"
            yield Skipped(Origin(document.digest, "*.xml"), reason, source)

    return read


def _root(member: Member) -> str:
    """The name of the document's root element, "" where its beginning does not show it: reading it says why."""
    try:
        return folded(look(member.stream.peek(SPAN)).root)
    except BadFile:
        return ""


def read_member(
    member: Member, form: PatentXml, digest: str, context: Context, practice: Practice = CHINESE
) -> Iterator[Outcome]:
    """The outcomes of one member, which in some formats holds several documents one behind the other; a damaged one
    among others is a fault, and the others go on.

    Raises: BadFile when the damaged document is the whole file.
    """
    for piece in pieces(member) if form.several else (member,):
        origin = Origin(digest, piece.place)
        try:
            root = parse(piece.stream, piece.where)
        except BadFile as bad:
            if piece.alone:
                raise
            yield Fault(origin, "/", "", bad.sentence)
            continue
        yield from _read_root(root, form, origin, context, practice)


def _read_root(
    root: Element, form: PatentXml, origin: Origin, context: Context, practice: Practice
) -> Iterator[Outcome]:
    name = name_of(root)
    if name in map(folded, form.roots):
        yield from read_document(root, form, origin, context, practice)
        return
    reasons = {folded(other): reason for other, reason in form.other_roots.items()}
    written = str(root.tag).rpartition("}")[2]
    yield Skipped(origin, reasons.get(name) or f"根元素是 {written}，不是本来源的专利文献，没有读取。")
