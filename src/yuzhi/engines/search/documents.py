"""Entries on their way into the index and back out."""

import json
import re
from dataclasses import fields
from typing import Any

import tantivy

from yuzhi.engines.search.entries import Entry
from yuzhi.engines.search.schema import BREAK, DAY_FIELDS, KEY_PARTS, NONE, SCOPES
from yuzhi.engines.search.spellings import class_forms, class_group, indexed_number
from yuzhi.engines.search.vocabulary import FARTHEST
from yuzhi.engines.text import fold, words
from yuzhi.engines.text.tokens import Pairs, long_words, pairs

_SHORT_TITLE = 12
_BREAK = "\ufdd0"
_GAP = f" {' '.join([BREAK] * (FARTHEST + 2))} "
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_TEXT, _ABSTRACT, _CLAIMS = (
    [field.name for field in fields(Entry)].index(name) for name in ("text", "abstract", "claims")
)
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
    for name, field in DAY_FIELDS.items():
        if _DAY.fullmatch(day := getattr(entry, name)[:10]):
            made.add_integer(field, int(day.replace("-", "")))
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
    """Adds every text to the fields of all texts and of its own scope."""
    received = _texts(entry)
    folded = [part.strip() for part in fold(_BREAK.join(text for _, text in received)).split(_BREAK)]
    if len(folded) != len(received):
        folded = [fold(text) for _, text in received]
    lines: dict[str, list[Pairs]] = {"": []}
    hints: list[str] = []
    for part, (scopes, _) in zip(folded, received, strict=True):
        if part:
            cut = pairs(part)
            for scope in ("", *scopes):
                lines.setdefault(scope, []).append(cut)
            made.add_text("words", " ".join(long_words(part)))
            if "title" in scopes:
                hints += [word for word in words(part) if len(word) > 1]
            if ("title" in scopes or "name" in scopes) and 1 < len(part) <= _SHORT_TITLE:
                hints.append(part.replace(" ", ""))
    for scope, cuts in lines.items():
        held = zip(filter(None, SCOPES[scope]), zip(*cuts, strict=True), strict=False)      # a long scope keeps no pairs
        for field, texts in held:
            made.add_text(field, _GAP.join(texts))
    if hints:
        made.add_text("spellings", " ".join(hints))


def _texts(entry: Entry) -> list[tuple[tuple[str, ...], str]]:
    """The texts of an entry, each with the scopes that it belongs to."""
    found: list[tuple[tuple[str, ...], str]] = [(("title",), entry.title)]
    found += [(("name",), name) for name in entry.names]
    found += [(("inventor",) if name in entry.inventors else (), name) for name in entry.others]
    found += [(("inventor",), name) for name in entry.inventors if name not in entry.others]
    rest = entry.text
    for scope, part in (("abstract", entry.abstract), ("claims", entry.claims)):
        before, held, after = rest.partition(part) if part else (rest, "", "")
        if held:
            found += [((), before), ((scope,), part)]
            rest = after
        elif part:
            found.append(((scope,), part))
    found.append(((), rest))
    return found


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
        entry.others, _place(entry.abstract, entry.text), _place(entry.claims, entry.text), entry.inventors, entry.filed, entry.published, entry.granted,
    ]
    return _JSON.encode(row).encode("utf-8")


def _place(part: str, text: str) -> str | list[int]:
    """Where a part stands in the text, so that it is not kept twice."""
    start = text.find(part) if part else -1
    return part if start < 0 else [start, len(part)]


def unpack(body: bytes) -> Entry:
    """The entry that `pack` stored."""
    row: list[Any] = json.loads(body.decode())
    for at in (_ABSTRACT, _CLAIMS):
        if isinstance(row[at], list):
            start, length = row[at]
            row[at] = row[_TEXT][start:start + length]
    values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row]
    return Entry(*values)


