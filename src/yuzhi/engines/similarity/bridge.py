"""The bridge between languages: every text by the English terms that it has, or that its terms translate to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix as Sparse

from yuzhi.engines.similarity.dictionary import most_common, translations
from yuzhi.engines.similarity.features import terms
from yuzhi.engines.similarity.items import Embed, Item
from yuzhi.engines.similarity.spaces import counts, unit
from yuzhi.engines.similarity.tongues import language

PIVOT = "en"
_MOST, _LEAST = 9_000, 4
_POWER = 1.5


@dataclass(frozen=True, slots=True)
class Tongue:
    """The terms of one language: where each stands, how much it says, and its translations."""

    vocabulary: Mapping[str, int]
    weights: np.ndarray[tuple[int], np.dtype[np.float32]]
    translations: Sparse | None


@dataclass(frozen=True, slots=True)
class Bridge:
    """The dictionary of a collection, and its documents as unit vectors of English terms (terms × documents)."""

    tongues: Mapping[str, Tongue]
    columns: Sparse

    def vectors(self, items: Sequence[Item], spoken: Sequence[str]) -> Sparse:
        """Texts as English terms."""
        return _crossed(items, spoken, self.tongues)

    def names(self) -> list[str]:
        """The English terms in their order."""
        return list(self.tongues[PIVOT].vocabulary)


def bridge(items: Sequence[Item], spoken: Sequence[str], embed: Embed) -> Bridge | None:
    """The bridge of a collection; None where nothing in it is English or everything is."""
    sides = _sides(items, spoken)
    met = sorted({tongue for one in sides for tongue in one})
    if PIVOT not in met or len(met) == 1:
        return None
    vocabularies, vectors, tongues = {}, {}, {}
    for tongue in met:
        cut = [terms(one[tongue], tongue) for one in sides if tongue in one]
        listed = most_common([[term for term in one if _own(term, tongue)] for one in cut], _MOST, min(_LEAST, 1 + len(cut) // 100))
        vocabularies[tongue] = {term: at for at, term in enumerate(listed)}
        vectors[tongue] = embed(listed) if listed else np.zeros((0, 1), np.float32)
        held = np.diff(counts(cut, vocabularies[tongue]).tocsc().indptr)
        weight = np.log((len(cut) + 1) / (held + .5)).clip(0) ** _POWER
        tongues[tongue] = (vocabularies[tongue], weight.astype(np.float32))
    made = {
        tongue: Tongue(vocabulary, weight, None if tongue == PIVOT else translations(vectors[tongue], vectors[PIVOT]))
        for tongue, (vocabulary, weight) in tongues.items() if vocabulary
    }
    return Bridge(made, _crossed(items, spoken, made).T.tocsr()) if PIVOT in made else None


def _own(term: str, tongue: str) -> bool:
    """Whether a term is written in the letters of its language: Latin words in Chinese texts are English terms."""
    return tongue not in ("zh", "ja", "ko") or term[0] > "⺀"


def _sides(items: Sequence[Item], spoken: Sequence[str]) -> list[dict[str, str]]:
    """What each text says in each language; Latin words in texts of other letters are read as English."""
    found = []
    for item, tongue in zip(items, spoken, strict=True):
        said = {tongue: item.body or item.title}
        if item.title and item.body:
            other = language(item.title)
            said[other] = f"{item.title} . {said.get(other, '')}"
        if tongue in ("zh", "ja", "ko") and PIVOT not in said:
            latin = " . ".join(word for word in terms(said[tongue], tongue) if word[0] < "⺀")
            if latin:
                said[PIVOT] = latin
        found.append(said)
    return found


def _crossed(items: Sequence[Item], spoken: Sequence[str], tongues: Mapping[str, Tongue]) -> Sparse:
    sides = _sides(items, spoken)
    total = Sparse((len(items), len(tongues[PIVOT].vocabulary)), dtype=np.float32)
    for tongue, known in tongues.items():
        counted = counts([terms(one.get(tongue, ""), tongue) for one in sides], known.vocabulary)
        counted.data = ((1 + np.log(counted.data)) * known.weights[counted.indices]).astype(np.float32)
        total = total + (counted if known.translations is None else counted @ known.translations)
    return unit(total.tocsr())
