"""Reading an answer of the EPO document by document."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from yuzhi.engines.formats.ops import EXCHANGE, ROOT
from yuzhi.engines.formats.patent_xml import PatentXml
from yuzhi.engines.reading.members import Member, members
from yuzhi.engines.reading.patents.document import read_document
from yuzhi.engines.reading.patents.enclosed import Enclosed, enclosed
from yuzhi.engines.reading.patents.parts import Element, name_of
from yuzhi.engines.reading.records import Fault, Record, Skipped
from yuzhi.engines.reading.sources import Context, Document, Glimpse, Outcome
from yuzhi.engines.reading.xml import LIMITS, Limits, parse
from yuzhi.kernel.errors import BadFile, BadValue
from yuzhi.kernel.origin import FieldOrigin, Origin
from yuzhi.kernel.publications import PublicationNumber
from yuzhi.packs.ep.publishing import PRACTICE
from yuzhi.packs.ep.sources.ops.once import settle
from yuzhi.packs.ep.sources.ops.services import service

FAMILY_ABSTRACT = "abstract_of_family"
"""The rule of an abstract that the EPO took from another member of the family."""
More = Callable[[Element, Origin, str], Iterator[Outcome]]
"""What else a document tells, given its place and the key of its patent."""


def recogniser(wanted: str) -> Callable[[Glimpse], bool]:
    """The answer to whether a file is an answer of that service."""
    return lambda glimpse: service(glimpse) == wanted


def reader(
    form: PatentXml, more: More | None = None, limits: Limits = LIMITS
) -> Callable[[Document, Context], Iterator[Outcome]]:
    """The reader of answers that hold such documents; `more` yields what else each of them tells.

    A file of any length is read document by document: the limits are those of one document.
    """

    def read(document: Document, context: Context) -> Iterator[Outcome]:
        for member in members(document):
            if isinstance(member, Skipped):
                yield member
                continue
            read_one = _Reader(form, more)
            for one in enclosed(member, form.roots[0], limits):
                yield from read_one.outcomes(member, one, document.digest, context)
                if member.alone and one.passed <= document.size:     # of what is unfolded, the share is not known
                    document.tell(one.passed / max(document.size, 1))

    return read


class _Reader:
    """Reads the documents of one member out of their frames."""

    def __init__(self, form: PatentXml, more: More | None) -> None:
        self.form, self.more = form, more
        self.named: set[str] = set()        # entities that nobody declared: named once for a file

    def outcomes(self, member: Member, one: Enclosed, digest: str, context: Context) -> Iterator[Outcome]:
        """What the document tells; a fault where it cannot be read.

        Raises: BadFile where it is all that the file holds.
        """
        origin = Origin(digest, member.place if one.only else f"{member.place}#{one.number}")
        where = member.where if one.only else f"{member.where}第 {one.number} 件"
        unknown = list[str]()
        try:
            if one.refusal:
                raise BadFile(one.refusal)
            root = parse(one.stream, where, unknown=unknown)
        except BadFile as bad:
            if member.alone and one.only:
                raise
            yield Fault(origin, "/", "", bad.sentence)
            return
        found = list(root.iter(f"{{*}}{self.form.roots[0]}"))
        if not found or name_of(root) not in (ROOT.replace("-", ""), "exchangedocuments"):
            yield Skipped(origin, f"根元素是 {str(root.tag).rpartition('}')[2]}，其中没有 {self.form.roots[0]}，没有读取。")
            return
        if new := [name for name in dict.fromkeys(unknown) if name not in self.named]:
            self.named.update(new)
            names = "、".join(f"&{name};" for name in new)
            yield Skipped(origin, f"用到了没有定义的实体 {names}，按原样保留，文件其余部分已读取。")
        for number, document in enumerate(found, start=1):
            place = origin if len(found) == 1 else Origin(digest, f"{member.place}#{number}")
            yield from self._read(document, place, context)

    def _read(self, document: Element, place: Origin, context: Context) -> Iterator[Outcome]:
        if left := settle(document):
            yield Skipped(place, f"另有{'、'.join(left)}，不读取；已读取的是中文、英文或第一种文本。")
        key = ""
        for outcome in read_document(document, self.form, place, context, PRACTICE):
            if isinstance(outcome, Record) and outcome.table == "patents":
                key = outcome.key
                yield _labelled(outcome, document)
            else:
                yield outcome
        if self.more is not None and key:
            yield from self.more(document, place, key)


def _labelled(record: Record, document: Element) -> Record:
    """The record, its abstract labelled where the EPO took it from another member of the family."""
    abstract = document.find(f"{{{EXCHANGE}}}abstract")
    if abstract is None or "abstract" not in record.values:
        return record
    told = "".join(abstract.get(name) or "" for name in ("country", "doc-number", "kind"))
    try:
        lender = str(PublicationNumber.parse(told)) if told else ""
    except BadValue:
        lender = told  # whose it is matters less than that it is another's
    if not lender or lender == record.values.get("publication"):
        return record
    path = record.origins["abstract"].path
    return replace(
        record, values={**record.values, "abstract": f"（摘自同族文献 {lender}）{record.values['abstract']}"},
        origins={**record.origins, "abstract": FieldOrigin(path, FAMILY_ABSTRACT)},
    )
