"""Fixtures that every floor may use."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# The same cases at each run, so that a failure says something of the change at hand; HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

ROOT = Path(__file__).resolve().parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data and vectors beside the checkout; tests skip loudly where it is absent."""
    folder = Path(os.environ.get("YUZHI_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(f"no shared data at {folder}: set YUZHI_SHARED to try real files")
    return folder
