"""Entries on their way into the index and back out."""

import json
import re
from dataclasses import fields
from typing import Any

import tantivy

from yuzhi.engines.search.entries import Entry
from yuzhi.engines.search.schema import KEY_PARTS, NONE
from yuzhi.engines.search.spellings import class_forms, class_group, indexed_number
from yuzhi.engines.text import fold, words
from yuzhi.engines.text.tokens import long_words, pairs

_SHORT_TITLE = 12
_BREAK = "\ufdd0"
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
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
    return f"{turned:08d}{entry.key}"


def document(entry: Entry) -> tantivy.Document:
    """The entry as the index stores it."""
    try:
        return _document(entry)
    except UnicodeEncodeError:
        return _document(_sounded(entry))


def _document(entry: Entry) -> tantivy.Document:
    made = tantivy.Document()
    add = made.add_text
    add("key", entry.key)
    made.add_bytes("body", pack(entry))
    _add_texts(made, entry)
    for form in {form for number in entry.numbers for form in indexed_number(number)}:
        add("number", form)
    classes = [class_forms(code) for code in entry.codes]
    for form in {form for forms in classes for form in forms}:
        add("code", form)
    if entry.year is not None:
        made.add_integer("year", entry.year)
    add("year_word", NONE if entry.year is None else str(entry.year))
    add("kind", entry.kind or NONE)
    add("county", entry.county or NONE)
    add("state", entry.state or NONE)
    add("made_up", "1" if entry.made_up else "0")
    groups = {class_group(forms) for forms in classes}
    for field, values in (
        ("group", groups), ("party", set(entry.party_keys)), ("name", set(entry.names)), ("source", set(entry.sources)),
    ):
        for value in values or ("",):
            add(field, value or NONE)
    add("order", order_of(entry))
    for name, number in zip(KEY_PARTS, key_parts(entry.key), strict=True):
        made.add_unsigned(name, number)
    return made


def _add_texts(made: tantivy.Document, entry: Entry) -> None:
    received = (entry.title, *entry.names, *entry.others, entry.text)
    parts = [part.strip() for part in fold(_BREAK.join(received)).split(_BREAK)]
    if len(parts) != len(received):
        parts = [fold(part) for part in received]
    title, *names, _ = parts
    scopes = ("title", *["name"] * len(entry.names), *[""] * len(entry.others), "")
    for part, scope in zip(parts, scopes, strict=True):
        if part:
            cut = pairs(part)
            made.add_text("units", cut.units)
            made.add_text("pairs", cut.pairs)
            made.add_text("words", " ".join(long_words(part)))
            if scope:
                made.add_text(f"{scope}_units", cut.units)
                made.add_text(f"{scope}_pairs", cut.pairs)
    hints = [word for word in words(title) if len(word) > 1] if title else []
    hints += [part.replace(" ", "") for part in (title, *names) if 1 < len(part) <= _SHORT_TITLE]
    if hints:
        made.add_text("spellings", " ".join(hints))


def _sounded(entry: Entry) -> Entry:
    """The entry with every text made sound; its body is then stored so, too."""
    values: list[Any] = []
    for field in fields(entry):
        value = getattr(entry, field.name)
        if isinstance(value, tuple | list):
            value = tuple(sound(part) for part in value)
        values.append(sound(value) if isinstance(value, str) else value)
    return Entry(*values)


def pack(entry: Entry) -> bytes:
    """The entry as compact bytes, everything as received."""
    row = [
        entry.key, entry.kind, entry.title, entry.text, entry.names, entry.numbers, entry.codes, entry.year,
        entry.county, entry.state, entry.party_keys, entry.made_up, entry.day, entry.language, entry.sources,
        entry.others,
    ]
    return _JSON.encode(row).encode("utf-8")


def unpack(body: bytes) -> Entry:
    """The entry that `pack` stored."""
    row: list[Any] = json.loads(body.decode())
    values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row]
    return Entry(*values)


