"""A source's own words live in its `source.yml`; this joins them with its recogniser and its reader."""

from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from yuzhi.engines.reading.mapping.declared import delivery
from yuzhi.engines.reading.sources import Context, Document, Glimpse, Outcome, Source

TEXTS = ("name", "zh", "en", "publisher", "licence", "covers")
NUMBERS = ("rank", "version")


def declare(
    folder: Path,
    recognise: Callable[[Glimpse], bool],
    read: Callable[[Document, Context], Iterator[Outcome]],
) -> Source:
    """The source that `folder/source.yml` describes, with the two functions that only code can say.

    Raises: ValueError when the page lacks a word, has one that nobody reads, or has one of the wrong type;
    this is a mistake of the one who adds the source, so it stops the import.
    """
    page = folder / "source.yml"
    told = yaml.safe_load(page.read_text(encoding="utf-8"))
    wanted = {*TEXTS, *NUMBERS, "tables"}
    if not isinstance(told, dict) or set(told) - {"delivery"} != wanted:
        raise ValueError(f"{page} must say exactly {sorted(wanted)}, and may say delivery")
    wrong = [word for word in TEXTS if not isinstance(told[word], str)]
    wrong += [word for word in NUMBERS if not isinstance(told[word], int)]
    if wrong or not isinstance(told["tables"], list):
        raise ValueError(f"{page}: {wrong or 'tables'} has the wrong type")
    return Source(
        **{word: told[word].strip() for word in TEXTS},
        **{word: told[word] for word in NUMBERS},
        recognise=recognise,
        read=read,
        tables=tuple(str(table) for table in told["tables"]),
        delivery=delivery(told["delivery"]) if "delivery" in told else None,
    )
