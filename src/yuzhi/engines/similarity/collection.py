"""A collection of documents, ready to be asked which of them are most like a text, in whichever language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix as Sparse

from yuzhi.engines.similarity.bridge import Bridge, bridge
from yuzhi.engines.similarity.features import grams, words
from yuzhi.engines.similarity.items import Embed, Item
from yuzhi.engines.similarity.latent import directions
from yuzhi.engines.similarity.senses import Senses, senses
from yuzhi.engines.similarity.spaces import Space, space, unit_rows
from yuzhi.engines.similarity.tongues import language

TOPICS = 200
_ANY = ""
_SUBCLASS = 4
_MANY = 5
"""A language has at most one topic for so many of its documents."""


class Scores(NamedTuple):
    """How like each asked text is to each document by each kind of evidence, 0 where it says nothing.

    Shape: asked texts × documents.
    """

    words: NDArray[np.float32]
    characters: NDArray[np.float32]
    title: NDArray[np.float32]
    topics: NDArray[np.float32]
    translated: NDArray[np.float32]
    vectors: NDArray[np.float32]
    classes: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of one language: how single words (by feature) make them, and its documents (by row) in them."""

    features: NDArray[np.int64]
    directions: NDArray[np.float32]
    rows: NDArray[np.int64]
    documents: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents by row, and what they are compared by; `bridge` and `senses` only where there were vectors."""

    keys: tuple[str, ...]
    languages: tuple[str, ...]
    years: tuple[float | None, ...]
    words: Space
    characters: Space
    titles: Space
    classes: Space
    topics: Mapping[str, Topics]
    bridge: Bridge | None
    senses: Senses | None

    def scores(self, asked: Sequence[Item], embed: Embed | None = None, vectors: NDArray[np.float32] | None = None) -> Scores:
        """Every kind of evidence for every pair; `vectors` are those of the asked texts, where already known."""
        spoken = [home(item) for item in asked]
        bodies = [told(item, tongue) for item, tongue in zip(asked, spoken, strict=True)]
        worded = self.words.vectors([words(text, tongue) for text, tongue in zip(bodies, spoken, strict=True)], spoken)
        lettered = self.characters.vectors([grams(text) for text in bodies], spoken)
        titled = self.titles.vectors(_titles(asked, spoken), spoken)
        nothing = np.zeros((len(asked), len(self.keys)), np.float32)
        translated, sensed = nothing, nothing
        if self.bridge is not None:
            translated = product(self.bridge.vectors(asked, spoken), self.bridge.columns)
        if self.senses is not None and (vectors is not None or embed is not None):
            raw = vectors if vectors is not None else embed([item.text for item in asked]) if embed else nothing
            sensed = self.senses.vectors(raw, spoken) @ self.senses.documents.T
        return Scores(
            product(worded, self.words.columns), product(lettered, self.characters.columns), product(titled, self.titles.columns),
            self._topics(worded, spoken), translated, sensed,
            product(self.classes.vectors([levels(item.codes) for item in asked], [_ANY] * len(asked)), self.classes.columns),
        )

    def _topics(self, worded: Sparse, spoken: Sequence[str]) -> NDArray[np.float32]:
        found = np.zeros((len(spoken), len(self.keys)), np.float32)
        for tongue, topics in self.topics.items():
            asked = np.array([at for at, one in enumerate(spoken) if one == tongue], np.int64)
            if len(asked):
                place = unit_rows(np.asarray(worded[asked][:, topics.features] @ topics.directions))
                found[np.ix_(asked, topics.rows)] = place @ topics.documents.T
        return found


def collection(items: Sequence[Item], embed: Embed | None = None, vectors: NDArray[np.float32] | None = None) -> Collection:
    """The collection of some documents; with `embed` it also finds across languages and by meaning.

    `vectors` are the documents' sentence vectors where already known.
    """
    embed = embed if items else None
    spoken = [home(item) for item in items]
    bodies = [told(item, tongue) for item, tongue in zip(items, spoken, strict=True)]
    worded = space((words(text, tongue) for text, tongue in zip(bodies, spoken, strict=True)), spoken, words=True)
    return Collection(
        tuple(item.key for item in items), tuple(spoken), tuple(item.year for item in items),
        worded, space((grams(text) for text in bodies), spoken), space(_titles(items, spoken), spoken, words=True),
        space([levels(item.codes) for item in items], [_ANY] * len(items)), _topics_of(worded, spoken),
        bridge(items, spoken, embed) if embed else None,
        senses(vectors if vectors is not None else embed([item.text for item in items]), spoken) if embed else None,
    )


def home(item: Item) -> str:
    """The language that a document mainly speaks."""
    return language(item.body or item.title)


def told(item: Item, tongue: str) -> str:
    """What a document says in its main language: its body, and its title where that is in the same language."""
    return item.text if item.title and language(item.title) == tongue else item.body or item.title


def product(asked: Sparse, columns: Sparse) -> NDArray[np.float32]:
    """The cosine of every pair, dense."""
    return np.asarray((asked @ columns).toarray(), np.float32)


def levels(codes: Sequence[str]) -> list[str]:
    """Subclass, main group and group of each class symbol, without repetition.

    >>> levels(["F24F 12/00", "F24F12/006"])
    ['F24F', 'F24F12', 'F24F12/00', 'F24F12/006']
    """
    found: dict[str, None] = {}
    for code in codes:
        tight = code.replace(" ", "").upper()
        found |= dict.fromkeys((tight[:_SUBCLASS], tight.partition("/")[0], tight))
    return list(found)


def _titles(items: Sequence[Item], spoken: Sequence[str]) -> list[list[str]]:
    return [
        words(item.title, tongue) if item.title and language(item.title) == tongue else []
        for item, tongue in zip(items, spoken, strict=True)
    ]


def _topics_of(worded: Space, spoken: Sequence[str]) -> dict[str, Topics]:
    found = {}
    documents = worded.columns.T.tocsr()
    single = np.fromiter((" " not in name for name in worded.vocabulary), bool, len(worded.vocabulary))
    for tongue in sorted(set(spoken)):
        rows = np.array([at for at, one in enumerate(spoken) if one == tongue], np.int64)
        many = min(TOPICS, len(rows) // _MANY)
        if many > 1:
            matrix = documents[rows]
            often = np.bincount(matrix.indices, minlength=matrix.shape[1])
            features = np.flatnonzero(single & (often > 1))
            matrix = matrix[:, features]
            made = directions(matrix, many) if len(features) > many else np.eye(len(features), dtype=np.float32)
            found[tongue] = Topics(features, made, rows, unit_rows(np.asarray(matrix @ made)))
    return found
