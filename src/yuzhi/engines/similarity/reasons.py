"""Why a document is like a text: the terms they share, the passage that shares most, and what vectors alone gave."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix as Sparse

from yuzhi.engines.similarity.collection import Collection, home, told
from yuzhi.engines.similarity.features import terms, words
from yuzhi.engines.similarity.items import Item, Parts, Ranked
from yuzhi.engines.similarity.merging import ACROSS, SAME
from yuzhi.engines.similarity.tongues import language

_MOST_TERMS, _LONGEST = 8, 160
_ENDS = re.compile(r"(?<=[。！？!?；;])|(?<=\.)\s+|\n+")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one document is listed.

    `fields` are those of title and text that share words · `terms` the shared terms that weigh most, as they stand in the
    document, and `translated` those that only a translation shares, in English · `passage` the sentence of the document
    that has most of them · `vector_share` the part of the likeness that sentence vectors gave, 0 to 1 · `class_share` how
    alike the classes are.
    """

    fields: tuple[str, ...]
    terms: tuple[str, ...]
    translated: tuple[str, ...]
    passage: str
    vector_share: float
    class_share: float


def reason(asked: Item, found: Item, among: Collection, ranked: Ranked) -> Reason:
    """Why a found document is listed; only from what the two texts and the collection say."""
    tongue, other = home(asked), home(found)
    shared = _shared(asked, found, among, tongue, other)
    weights = SAME if tongue == other else ACROSS
    given = Parts(*(weight * max(0.0, part) for weight, part in zip(weights, ranked.parts, strict=True)))
    total = sum(given)
    titled, bodied = (_has(text, shared) for text in (found.title, found.body))
    return Reason(
        tuple(name for name, has in (("title", titled), ("text", bodied)) if has), tuple(shared),
        _translated(asked, among, ranked.key, tongue) if tongue != other else (),
        _passage(found, shared), round(given.vectors / total, 3) if total else 0.0, round(ranked.parts.classes, 3),
    )


def _shared(asked: Item, found: Item, among: Collection, tongue: str, other: str) -> list[str]:
    """The words that both texts have, the rarest first, as they stand in the found one."""
    wanted = set(words(told(asked, tongue), tongue)) | (set(words(asked.title, language(asked.title))) if asked.title else set())
    weights, places = among.words.weights.get(other), among.words.vocabulary
    met: dict[str, float] = {}
    for word in terms(found.text, ""):
        stems = words(word, other)
        at = places.get(stems[0]) if len(stems) == 1 else None
        if stems and stems[0] in wanted and at is not None and weights is not None:
            met[word] = float(weights[at])
    return sorted(met, key=lambda word: (-met[word], word))[:_MOST_TERMS]


def _translated(asked: Item, among: Collection, key: str, tongue: str) -> tuple[str, ...]:
    if among.bridge is None:
        return ()
    row = among.bridge.vectors([asked], [tongue])
    column = among.bridge.columns[row.indices][:, [among.keys.index(key)]].toarray().ravel()
    names = among.bridge.names()
    best = np.argsort(-(row.data * column))[:_MOST_TERMS]
    return tuple(names[row.indices[at]] for at in best if column[at] > 0 and row.data[at] > 0)


def _has(text: str, shared: Sequence[str]) -> bool:
    folded = text.lower()
    return any(term in folded for term in shared)


def _passage(found: Item, shared: Sequence[str]) -> str:
    """The sentence with most of the shared terms, the earlier where two have as many; "" where none has any."""
    sentences = [sentence.strip() for sentence in _ENDS.split(found.body)]
    counts = [sum(term in sentence.lower() for term in shared) for sentence in sentences]
    if not counts or not max(counts):
        return ""
    best = sentences[counts.index(max(counts))]
    return best if len(best) <= _LONGEST else _around(best, shared)


def _around(sentence: str, shared: Sequence[str]) -> str:
    places = [place for term in shared if (place := sentence.lower().find(term)) >= 0]
    start = max(0, min(places) - _LONGEST // 4)
    cut = sentence[start:start + _LONGEST]
    return f"{'…' if start else ''}{cut}{'…' if start + _LONGEST < len(sentence) else ''}"


def same_texts(ranked: Sequence[Ranked], among: Collection, most: float = .95) -> dict[str, str]:
    """Of the listed documents those whose text is that of one listed before: key → the earlier key.

    Members of a family say the same once for each office and each publication.
    """
    at = {key: place for place, key in enumerate(among.keys)}
    rows = [at[one.key] for one in ranked]
    held: Sparse = among.characters.columns[:, rows]
    near = np.asarray((held.T @ held).toarray())
    found: dict[str, str] = {}
    for place, one in enumerate(ranked):
        for before in range(place):
            if near[place, before] >= most and ranked[before].key not in found:
                found[one.key] = ranked[before].key
                break
    return found
