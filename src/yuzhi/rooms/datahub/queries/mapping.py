"""Reads of mapped sources: what an unknown sheet most likely is, what reading it would bring, and the versions there are."""

from itertools import islice
from typing import Any

from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.mapping import Check, Look, SheetMapping, check, look, suggested, tables_for
from yuzhi.engines.reading.mapping.headers import changed
from yuzhi.engines.reading.sources import Context, Document, Source
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import BadFile
from yuzhi.records.datasets.mappings import versions
from yuzhi.records.datasets.models import MappedSource, MappingVersion

MOST_COLUMNS = 250
"""A page can ask about so many columns; exports of patent databases have some twenty to a hundred."""
_FIRST = 20
"""How many outcomes show that a source reads a file: an unknown column stops it at the first row."""


def looks(document: Document) -> tuple[Look, ...]:
    """The sheets of a file that have rows, visible ones first.

    Raises: BadFile for a damaged file and for one in which nothing stands.
    """
    found = [one for one in look(document) if one.rows]
    if not found:
        raise BadFile(f"《{document.name}》里没有有内容的工作表，不能对照。请检查文件。")
    if (wide := max(len(one.titles(one.header)) for one in found)) > MOST_COLUMNS:
        raise BadFile(f"《{document.name}》有 {wide} 列，超过 {MOST_COLUMNS} 列，不能对照。请先删去不需要的列，或只导出需要的列。")
    return tuple(sorted(found, key=lambda one: one.hidden))


def best_look(found: tuple[Look, ...], tools: Toolbox) -> Look:
    """The sheet that is most like one of our tables."""
    return max(found, key=lambda one: tables_for(one, one.header, tools.areas)[0][1] - one.hidden) if len(found) > 1 else found[0]


def suggestion(found: Look, header: int, table: str, tools: Toolbox) -> SheetMapping:
    """The most likely mapping of that sheet to a table."""
    return suggested(found, header, table, tools.areas)


def checked(mapping: SheetMapping, document: Document, tools: Toolbox) -> Check | None:
    """What reading the file by the mapping would bring; None where its key is not complete.

    Raises: BadFile where nothing of the file can be read by it.
    """
    if mapping.missing:
        return None
    return check(tools.mapped([mapping]).read(document, Context(tools.areas)))


def known_as(document: Document, tools: Toolbox) -> Source | None:
    """A source that recognises the file already, and does not stop at one of its columns."""
    seen = glimpse(document.path, document.name)
    found = [one for one in tools.sources if one.recognise(seen)]
    return next((one for one in [one for one in found if one.exact] or found if _reads(one, document, tools)), None)


def _reads(source: Source, document: Document, tools: Toolbox) -> bool:
    try:
        for _ in islice(source.read(document, Context(tools.areas)), _FIRST):
            pass
    except BadFile:
        return False
    return True


def nearest(document: Document) -> SheetMapping | None:
    """The newest version of the mapped source whose header the file's is most like, though changed."""
    seen = glimpse(document.path, document.name)
    found = []
    for source in MappedSource.objects.filter(retired_at=None):
        newest = versions(source.name)[-1]
        if differs := changed(newest, seen):
            found.append((differs.shared, newest))
    return max(found, key=lambda one: one[0])[1] if found else None


def mapped(name: str) -> list[dict[str, Any]]:
    """The versions of a mapped source, newest first, as they are shown."""
    rows = MappingVersion.objects.filter(source__name=name).select_related("source").order_by("-number")
    told = list(reversed(versions(name)))
    return [{"version": row, "mapping": mapping} for row, mapping in zip(rows, told, strict=True)]
