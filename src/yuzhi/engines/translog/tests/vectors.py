"""Vectors that others publish, read in place."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[5]
VECTORS = Path(os.environ.get("YUZHI_SHARED", ROOT.parent / "shared")) / "vectors"


def cases(folder: str) -> list[Any]:
    """One test case per JSON file of a folder; one that skips loudly where the vectors are absent."""
    found = sorted((VECTORS / folder).rglob("*.json"))
    if not found:
        return [pytest.param({}, marks=pytest.mark.skip(reason=f"no vectors at {VECTORS / folder}: set YUZHI_SHARED"))]
    return [pytest.param(json.loads(path.read_text()), id=str(path.relative_to(VECTORS / folder))) for path in found]


def vector_file(path: str) -> Path:
    """A file or folder of the vectors.

    Raises: pytest's skip where it is absent.
    """
    if not (VECTORS / path).exists():
        pytest.skip(f"no vectors at {VECTORS / path}: set YUZHI_SHARED")
    return VECTORS / path
