"""The first rows of every sheet of a file, as the officer who maps it sees them."""

from dataclasses import dataclass
from itertools import islice

from yuzhi.engines.reading.heads import joined
from yuzhi.engines.reading.mapping.fields import stated_unit
from yuzhi.engines.reading.sheets import HEADER_WITHIN, key_without_title, keyed, sheets
from yuzhi.engines.reading.sources import Document

ROWS = 200
"""How many rows of a sheet are looked at."""


@dataclass(frozen=True, slots=True)
class Look:
    """The first rows of one sheet, each with its number, as texts."""

    title: str
    hidden: bool
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    @property
    def header(self) -> int:
        """The number of the row that is most likely the header: the first of the first rows that is as full as any."""
        top = [(number, sum(1 for text in texts if text.strip())) for number, texts in self.rows[:HEADER_WITHIN]]
        widest = max((filled for _, filled in top), default=0)
        return next((number for number, filled in top if filled >= max(2, (widest * 2 + 2) // 3)), top[0][0] if top else 1)

    def titles(self, header: int) -> list[str]:
        """The key of each column below that header; cells below no title are named by their column."""
        texts = next((texts for number, texts in self.rows if number == header), ())
        keys = keyed(texts, {})
        width = max((len(one) for number, one in self.rows if number > header), default=0)
        keys += [""] * (width - len(keys))
        below = [texts for number, texts in self.rows if number > header]
        filled = {index for one in below for index, text in enumerate(one) if text.strip()}
        named = [key or (key_without_title(index) if index in filled else "") for index, key in enumerate(keys)]
        return [key for key in named if key]

    def samples(self, header: int) -> dict[str, list[str]]:
        """The filled cells below that header, by column."""
        texts = next((texts for number, texts in self.rows if number == header), ())
        keys = keyed(texts, {})
        found: dict[str, list[str]] = {title: [] for title in self.titles(header)}
        for number, cells in self.rows:
            if number > header:
                for index, text in enumerate(cells):
                    key = keys[index] if index < len(keys) and keys[index] else key_without_title(index)
                    if text.strip() and key in found:
                        found[key].append(text.strip())
        return found

    def unit_above(self, header: int) -> str | None:
        """The unit of sums that a line above the header states: a key of UNITS, None where none is stated."""
        return stated_unit(" ".join(text for number, texts in self.rows if number < header for text in texts))


def look(document: Document) -> tuple[Look, ...]:
    """Every sheet's first rows, filled ones only.

    Raises: BadFile for damaged or hostile files, and for old workbooks.
    """
    found = []
    for sheet in sheets(document):
        filled = ((number, tuple(text.replace("\0", "\ufffd") for text in texts)) for number, texts in joined(sheet.rows, HEADER_WITHIN)
                  if any(text.strip() for text in texts))
        found.append(Look(sheet.title, sheet.hidden, tuple(islice(filled, ROWS))))
    return tuple(found)
