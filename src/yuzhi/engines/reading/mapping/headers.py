"""Whether a row is the header of a mapped spreadsheet, and what it lacks or has too much where it nearly is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yuzhi.engines.formats.titles import plain_title
from yuzhi.engines.reading.delimited import head_rows
from yuzhi.engines.reading.heads import joined
from yuzhi.engines.reading.mapping.declared import SheetMapping
from yuzhi.engines.reading.sheets import HEADER_WITHIN, keyed, untitled
from yuzhi.engines.reading.sources import Glimpse


@dataclass(frozen=True, slots=True)
class Difference:
    """Columns that a header lacks although they are read, and those that nobody knows; `shared` are as they were."""

    missing: tuple[str, ...]
    new: tuple[str, ...]
    shared: int

    @property
    def zh(self) -> str:
        """The difference in words."""
        parts = [f"{word} {'、'.join(f'“{one}”' for one in titles)}" for word, titles in
                 (("缺少列", self.missing), ("多出列", self.new)) if titles]
        return "，".join(parts)


def header_rows(glimpse: Glimpse) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(sheet's title, row) of the rows in which a header may stand."""
    if glimpse.kind == "text" and not glimpse.gzipped:
        yield from (("", tuple(row)) for _, row in joined(enumerate(head_rows(glimpse)), HEADER_WITHIN))
    for title, rows in glimpse.tops.items():
        yield from ((title, tuple(row)) for _, row in joined(enumerate(rows), HEADER_WITHIN))


def names(mapping: SheetMapping, texts: Sequence[str]) -> dict[str, str]:
    """The title of the mapping that each title as received means."""
    known = {plain_title(one.title): one.title for one in mapping.columns}
    return {text: known.get(plain_title(text), text.strip()) for text in texts}


def fits(mapping: SheetMapping, texts: Sequence[str]) -> bool:
    """Whether the row is the mapping's header: all that is read is there, and nothing that nobody knows; in any order."""
    seen, used, known = _sets(mapping, texts)
    return bool(used) and used <= seen <= known


def difference(mapping: SheetMapping, texts: Sequence[str]) -> Difference:
    """What the row lacks and has too much as the mapping's header."""
    seen, used, known = _sets(mapping, texts)
    lacking = tuple(one.title for one in mapping.used if plain_title(one.title) in used - seen)
    new = tuple(dict.fromkeys(text.strip() for text in texts if plain_title(text) in seen - known))
    return Difference(lacking, new, len(used & seen))


def changed(mapping: SheetMapping, glimpse: Glimpse) -> Difference | None:
    """How the file's header differs from the mapping's; None where it is not like it, or not different at all."""
    found = [difference(mapping, row) for _, row in header_rows(glimpse)]
    best = max(found, key=lambda one: (one.shared, -len(one.new)), default=None)
    enough = max(2, (len(mapping.used) + 1) // 2)
    if best is None or best.shared < enough or not (best.missing or best.new) or len(best.new) > best.shared + len(best.missing):
        return None
    return best


def marked(mapping: SheetMapping, glimpse: Glimpse) -> bool:
    """Whether the text that tells senders apart stands in the file's name, a sheet's title or one of the first rows."""
    if not mapping.marker or mapping.marker in glimpse.name:
        return True
    below: set[str] = set()
    for title, row in header_rows(glimpse):
        if fits(mapping, row):
            below.add(title)      # rows of the list itself tell nothing of its sender
        elif title not in below and any(mapping.marker in text for text in (title, *row)):
            return True
    return False


def _sets(mapping: SheetMapping, texts: Sequence[str]) -> tuple[set[str], set[str], set[str]]:
    """Plain titles that are seen, that must be there, and that are known."""
    seen = {plain_title(key) for key in keyed(texts, names(mapping, texts)) if key}
    used = {plain_title(one.title) for one in mapping.used if not untitled(one.title)}
    return seen, used, {plain_title(one.title) for one in mapping.columns}
