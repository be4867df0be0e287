"""Where a hit matched: marked segments of its texts, and the fields that matched."""

import re
from collections.abc import Sequence

from yuzhi.engines.search.answers import Hit, Segment
from yuzhi.engines.search.compiling import pieces
from yuzhi.engines.search.entries import Entry
from yuzhi.engines.search.language import Leaf, Open
from yuzhi.engines.search.schema import stemmer
from yuzhi.engines.search.spellings import class_form, class_forms, indexed_number, is_ipc, is_number, number_forms
from yuzhi.engines.text import characters, fold
from yuzhi.engines.text.folding import fold_in_place, folded_letters
from yuzhi.engines.text.tokens import chunks

LONGEST_SNIPPET = 120
_BEFORE = 24
_SHOWN_IN = {"abstract": "text", "claims": "text", "inventor": "other"}
"""Fields that are part of what a hit shows under another name."""

_LETTER = re.compile(r"[a-z]+")
_STEMS = stemmer()
_HAN = re.compile("[\u4e00-\u9fff]+")
_BECOMES_HAN = re.compile(
    "[\u0307\u0308\u200b-\u200d\u2060\u2e80-\u2fdf\u3021-\u3029\u3036-\u303a\u3190-\u319f\u3220-\u33ff\uf900-\ufaff\ufeff"
    "\U0001f200-\U0001f2ff\U0002f800-\U0002fa1f]"
)
"""Letters that folding makes Han characters or blanks (and some that it does not); no other letter hides one."""


class Marker:
    """Marks the hits of one question."""

    def __init__(self, wanted: Sequence[Leaf]) -> None:
        everywhere = _pattern(wanted, "text")
        scoped = any(leaf.field for leaf in wanted)
        self._patterns = {
            scope: _pattern(wanted, scope) if scoped else everywhere for scope in ("title", "name", "text", "other")
        }
        self._han = all(_HAN.fullmatch(leaf.text) for leaf in wanted)
        self._numbers = frozenset(
            form for leaf in wanted if leaf.field == "number" or (leaf.field == "" and is_number(leaf.text))
            for forms in (number_forms(leaf.text),) for form in forms.exact | forms.loose
        )
        self._classes = frozenset(
            class_form(leaf.text) for leaf in wanted
            if leaf.field == "class" or (leaf.field == "" and is_ipc(leaf.text))
        )

    def hit(self, entry: Entry, score: float) -> Hit:
        """The entry as the list of hits shows it."""
        title = segments(entry.title, self._patterns["title"], han=self._han)
        snippet = segments(entry.text, self._patterns["text"], LONGEST_SNIPPET, han=self._han)
        why = [field for field, shown in (("title", title), ("text", snippet)) if any(part.marked for part in shown)]
        why += self._elsewhere(entry)
        return Hit(
            key=entry.key, kind=entry.kind, title=title, snippet=snippet, names=entry.names, numbers=entry.numbers,
            codes=entry.codes, day=entry.day, year=entry.year, county=entry.county, state=entry.state,
            party_keys=entry.party_keys, made_up=entry.made_up, language=entry.language, sources=entry.sources,
            why=tuple(why), score=score,
        )

    def marked(self, text: str, scope: str = "text") -> tuple[Segment, ...]:
        """The whole text in segments, marked where the question matches it in this scope."""
        return segments(text, self._patterns[scope], han=self._han)

    def _elsewhere(self, entry: Entry) -> list[str]:
        why = []
        pattern = self._patterns["name"]
        if pattern and any(pattern.search(fold(name)) for name in entry.names):
            why.append("name")
        pattern = self._patterns["other"]
        if pattern and any(pattern.search(fold(name)) for name in (*entry.others, *entry.inventors)):
            why.append("other")
        if self._numbers and any(self._numbers & indexed_number(number) for number in entry.numbers):
            why.append("number")
        if self._classes and any(self._classes.intersection(class_forms(code)) for code in entry.codes):
            why.append("class")
        return why


def segments(
    text: str, pattern: re.Pattern[str] | None, longest: int | None = None, *, han: bool = False
) -> tuple[Segment, ...]:
    """The text in segments, marked where the pattern matches its folded form.

    With `han` the pattern is of Han characters alone, which most texts need not be folded for.
    Where `longest` cuts the text, the piece around the first match is given, "…" standing for the rest.
    """
    if not text:
        return ()
    folded, origins = (text, None) if han and not _BECOMES_HAN.search(text) else _aligned(text)
    found = pattern.search(folded) if pattern else None
    start, end = 0, len(text)
    if longest is not None and len(text) > longest:
        first = 0 if found is None else found.start() if origins is None else origins[found.start()]
        start = max(0, min(first - _BEFORE, len(text) - longest))
        end = start + longest
    cut = [Segment("…", False)] if start else []
    at = start
    for match in pattern.finditer(folded, found.start()) if pattern and found else ():
        first, last = match.span()
        if origins is not None:
            first, last = max(origins[first], at), origins[last]
        if first >= end:
            break
        if first > at:
            cut.append(Segment(text[at:first], False))
        if last > first:
            cut.append(Segment(text[first:min(last, end)], True))
            at = last
    if at < end:
        cut.append(Segment(text[at:end], False))
    if end < len(text):
        cut.append(Segment("…", False))
    return tuple(cut)


def _aligned(text: str) -> tuple[str, list[int] | None]:
    """The folded text, and for each of its places the place in the text, None where they are the same."""
    folded = fold_in_place(text)
    if len(folded) == len(text):
        return folded, None
    origins = [place for place, piece in enumerate(folded_letters(text)) for _ in piece]
    return folded, [*origins, len(text)]


def _pattern(wanted: Sequence[Leaf], scope: str) -> re.Pattern[str] | None:
    """What is marked in a scope; longer matches win."""
    parts: dict[str, None] = {}
    for leaf in wanted:
        if _SHOWN_IN.get(leaf.field, leaf.field) not in ("", scope):
            continue
        if leaf.open:
            parts[_exact(leaf.text, leaf.open)] = None
            continue
        if len(pieces(leaf)) > 1 and len(leaf.text) <= LONGEST_SNIPPET:
            parts[_exact(leaf.text)] = None
        for piece in pieces(leaf):
            parts[_stemmed(piece.text) if piece.latin and not leaf.field else _exact(piece.text)] = None
    ordered = sorted(filter(None, parts), key=len, reverse=True)
    return re.compile("|".join(ordered)) if ordered else None


def _exact(text: str, goes_on: Open = "") -> str:
    """A pattern for the characters in order, blanks between them aside, Latin words whole or with what they go on by."""
    units = characters(text)
    if not units:
        return ""
    body = r"\s*".join(re.escape(unit) for unit in units)
    left, right = ("[a-z]*" if goes_on in (side, "both") else "" for side in ("left", "right"))
    before = rf"(?<![a-z]){left}" if _LETTER.match(units[0]) else ""
    after = rf"{right}(?![a-z])" if _LETTER.match(units[-1]) else ""
    return before + body + after


def _stemmed(word: str) -> str:
    """A pattern for a Latin word and what English endings make of it."""
    stem = (_STEMS.analyze(word) or [word])[0]
    if not chunks(stem) or not stem.isalpha():
        return rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])"
    root = stem[:-1] if stem.endswith("i") and len(stem) > 2 else stem
    return rf"(?<![a-z0-9]){re.escape(root)}[a-z]{{0,5}}(?![a-z0-9])"
