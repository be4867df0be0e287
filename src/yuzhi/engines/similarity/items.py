"""What is compared, and what comes out of a comparison."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Shape: one row for each text."""

Embed = Callable[[Sequence[str]], Vectors]
"""Sentence vectors of texts of any language; texts of like meaning lie near each other."""


@dataclass(frozen=True, slots=True)
class Item:
    """One document, or one text that documents are looked for.

    `title` and `body` are as received, each in whichever language. `codes` are class symbols where known. `year` is
    when it came into being (filed, or published), where known: what came later is no prior art.
    """

    key: str
    title: str = ""
    body: str = ""
    codes: tuple[str, ...] = ()
    year: float | None = None

    @property
    def text(self) -> str:
        """Title and body."""
        return f"{self.title}. {self.body}" if self.title and self.body else self.title or self.body


class Parts(NamedTuple):
    """How near two texts are by each kind of evidence, from 0 to 1: words, characters, words of the title, topics, terms in
    translation, sentence vectors, classes.
    """

    words: float = 0.0
    characters: float = 0.0
    title: float = 0.0
    topics: float = 0.0
    translated: float = 0.0
    vectors: float = 0.0
    classes: float = 0.0


class Ranked(NamedTuple):
    """One document of the answer: its key, its score (comparable within one answer only), and the evidence."""

    key: str
    score: float
    language: str
    parts: Parts
