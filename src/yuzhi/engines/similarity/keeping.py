"""A collection kept in one file, which is replaced whole; and one that is read once in a process until it changes."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix as Sparse

from yuzhi.engines.similarity.bridge import Bridge, Tongue
from yuzhi.engines.similarity.collection import Collection, Topics
from yuzhi.engines.similarity.senses import Senses
from yuzhi.engines.similarity.spaces import Space

VERSION = 1
"""Raised when what is kept changes: a file of another version counts as none."""

_TOPICS = ("features", "directions", "rows", "documents")
_SPACES = ("words", "characters", "titles", "classes")
Arrays = dict[str, NDArray[Any]]


class Store:
    """The kept collection of one installation; one process writes, any number read."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / f"collection-{VERSION}.npz"
        self._lock = Lock()
        self._read: tuple[int, Collection, int | None] | None = None

    def put(self, among: Collection, edition: int | None) -> None:
        """Keeps a collection, which shows that edition, in place of the one before."""
        arrays, about = _flat(among)
        about["edition"] = edition
        arrays["about"] = np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), np.uint8)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_suffix(f".{os.getpid()}.draft")
        with draft.open("wb") as file:
            np.savez(file, **arrays)  # type: ignore[arg-type]  # the stubs take the names for options
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._file)

    def get(self) -> tuple[Collection, int | None] | None:
        """The kept collection and the edition that it shows; None where there is none, or it cannot be read."""
        try:
            stamp = self._file.stat().st_mtime_ns
        except FileNotFoundError:
            return None
        with self._lock:
            if self._read is None or self._read[0] != stamp:
                try:
                    with self._file.open("rb") as file, np.load(file) as held:
                        arrays = {name: held[name] for name in held.files}
                    about = json.loads(arrays.pop("about").tobytes())
                    self._read = stamp, _whole(arrays, about), about["edition"]
                except (OSError, ValueError, KeyError, BadZipFile):      # damaged: it is made anew
                    return None
            return self._read[1], self._read[2]


def _flat(among: Collection) -> tuple[Arrays, dict[str, Any]]:
    arrays: Arrays = {}
    about: dict[str, Any] = {
        "keys": among.keys, "languages": among.languages, "years": among.years, "topics": sorted(among.topics),
        "bridge": None, "middles": sorted(among.senses.middles) if among.senses else None,
    }
    for name in _SPACES:
        one: Space = getattr(among, name)
        about[name] = list(one.vocabulary)
        about[f"{name}/weights"] = sorted(one.weights)
        arrays |= {f"{name}/weights/{tongue}": weight for tongue, weight in one.weights.items()} | _sparse(name, one.columns)
    for tongue, topics in among.topics.items():
        arrays |= {f"topics/{tongue}/{part}": getattr(topics, part) for part in _TOPICS}
    if among.senses:
        arrays |= {"senses/turning": among.senses.turning, "senses/documents": among.senses.documents}
        arrays |= {f"senses/middles/{tongue}": middle for tongue, middle in among.senses.middles.items()}
    if among.bridge:
        about["bridge"] = {tongue: [list(one.vocabulary), one.translations is None] for tongue, one in among.bridge.tongues.items()}
        arrays |= _sparse("bridge", among.bridge.columns)
        for tongue, known in among.bridge.tongues.items():
            arrays[f"bridge/weights/{tongue}"] = known.weights
            if known.translations is not None:
                arrays |= _sparse(f"bridge/{tongue}", known.translations)
    return arrays, about


def _whole(arrays: Mapping[str, NDArray[Any]], about: Mapping[str, Any]) -> Collection:
    spaces = {
        name: Space(
            _places(about[name]), {tongue: arrays[f"{name}/weights/{tongue}"] for tongue in about[f"{name}/weights"]}, _unsparse(name, arrays)
        )
        for name in _SPACES
    }
    topics = {
        tongue: Topics(*(arrays[f"topics/{tongue}/{part}"] for part in _TOPICS)) for tongue in about["topics"]
    }
    bridge = senses = None
    if about["bridge"] is not None:
        bridge = Bridge({
            tongue: Tongue(_places(names), arrays[f"bridge/weights/{tongue}"], None if pivot else _unsparse(f"bridge/{tongue}", arrays))
            for tongue, (names, pivot) in about["bridge"].items()
        }, _unsparse("bridge", arrays))
    if about["middles"] is not None:
        middles = {tongue: arrays[f"senses/middles/{tongue}"] for tongue in about["middles"]}
        senses = Senses(middles, arrays["senses/turning"], arrays["senses/documents"])
    return Collection(
        tuple(about["keys"]), tuple(about["languages"]), tuple(about["years"]), spaces["words"], spaces["characters"], spaces["titles"],
        spaces["classes"], topics, bridge, senses,
    )


def _places(names: list[str]) -> dict[str, int]:
    return {name: at for at, name in enumerate(names)}


def _sparse(name: str, matrix: Sparse) -> Arrays:
    parts = {part: getattr(matrix, part) for part in ("data", "indices", "indptr")}
    return {f"{name}/sparse/{part}": value for part, value in parts.items()} | {f"{name}/sparse/shape": np.array(matrix.shape)}


def _unsparse(name: str, arrays: Mapping[str, NDArray[Any]]) -> Sparse:
    data, indices, starts, shape = (arrays[f"{name}/sparse/{part}"] for part in ("data", "indices", "indptr", "shape"))
    return Sparse((data, indices, starts), shape=tuple(int(one) for one in shape))
