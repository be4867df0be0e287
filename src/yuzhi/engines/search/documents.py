"""Entries on their way into the index and back out."""

import json
import re
from collections.abc import Sequence
from typing import Any

import tantivy

from yuzhi.engines.search.entries import Entry
from yuzhi.engines.search.schema import KEY_PARTS, NONE
from yuzhi.engines.search.spellings import class_forms, class_group, indexed_number
from yuzhi.engines.text import fold, words
from yuzhi.engines.text.tokens import long_words, pairs

_SHORT_TITLE = 12
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def sound(text: str) -> str:
    """The text without half characters (lone surrogates), which no index can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def key_parts(key: str) -> list[int]:
    """The first 24 bytes of a key as three numbers that sort as the keys do."""
    raw = key.encode("utf-8", "replace")[:24].ljust(24, b"\0")
    return [int.from_bytes(raw[at:at + 8], "big") for at in (0, 8, 16)]


def order_of(entry: Entry) -> str:
    """What "newest first" sorts by, ascending: the day turned round, then the key."""
    day = entry.day[:10]
    turned = 99_999_999 - int(day.replace("-", "")) if _DAY.fullmatch(day) else 99_999_999
    return f"{turned:08d}{sound(entry.key)}"


def document(entry: Entry) -> tantivy.Document:
    """The entry as the index stores it."""
    made = tantivy.Document()
    made.add_text("key", sound(entry.key))
    made.add_bytes("body", pack(entry))
    _add_texts(made, entry)
    for form in {form for number in entry.numbers for form in indexed_number(number)}:
        made.add_text("number", sound(form))
    for form in {form for code in entry.codes for form in class_forms(code)}:
        made.add_text("code", sound(form))
    year = entry.year
    if year is not None:
        made.add_integer("year", year)
    _add_values(made, "year_word", (str(year) if year is not None else "",))
    _add_values(made, "kind", (entry.kind,))
    _add_values(made, "county", (entry.county,))
    _add_values(made, "state", (entry.state,))
    _add_values(made, "made_up", ("1" if entry.made_up else "0",))
    _add_values(made, "group", tuple(class_group(code) for code in entry.codes))
    _add_values(made, "party", entry.party_keys)
    _add_values(made, "name", entry.names)
    _add_values(made, "source", entry.sources)
    made.add_text("order", order_of(entry))
    for name, number in zip(KEY_PARTS, key_parts(entry.key), strict=True):
        made.add_unsigned(name, number)
    return made


def _add_texts(made: tantivy.Document, entry: Entry) -> None:
    title, names, text = fold(sound(entry.title)), [fold(sound(name)) for name in entry.names], fold(sound(entry.text))
    for part, scope in ((title, "title"), *((name, "name") for name in names), (text, "")):
        if part:
            cut = pairs(part)
            made.add_text("units", cut.units)
            made.add_text("pairs", cut.pairs)
            made.add_text("words", " ".join(long_words(part)))
            if scope:
                made.add_text(f"{scope}_units", cut.units)
                made.add_text(f"{scope}_pairs", cut.pairs)
    hints = [word for word in words(title) if len(word) > 1]
    hints += [part.replace(" ", "") for part in (title, *names) if 1 < len(part) <= _SHORT_TITLE]
    made.add_text("spellings", " ".join(hints))


def _add_values(made: tantivy.Document, field: str, values: Sequence[str]) -> None:
    for value in dict.fromkeys(values) if values else ("",):
        made.add_text(field, sound(value) or NONE)


def pack(entry: Entry) -> bytes:
    """The entry as compact bytes, everything as received."""
    row = [
        entry.key, entry.kind, entry.title, entry.text, list(entry.names), list(entry.numbers), list(entry.codes),
        entry.year, entry.county, entry.state, list(entry.party_keys), entry.made_up, entry.day, entry.language,
        list(entry.sources),
    ]
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def unpack(body: bytes) -> Entry:
    """The entry that `pack` stored."""
    row: list[Any] = json.loads(bytes(body).decode("utf-8", "surrogatepass"))
    values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row]
    return Entry(*values)


