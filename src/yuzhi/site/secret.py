"""The deployment's secret: made once and kept in the data folder, for its owner only."""

import contextlib
import os
import secrets
from pathlib import Path


def kept_secret(home: Path) -> str:
    """The secret of a data folder that exists; of several processes that come first, one makes it and all read the same.

    Raises: OSError where it can be neither read nor written.
    """
    kept = home / "secret_key"
    if not kept.exists():
        fresh = home / f"secret_key.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(passing_secret(), encoding="ascii")
        with contextlib.suppress(FileExistsError):
            os.link(fresh, kept)
        fresh.unlink()
    return kept.read_text(encoding="ascii")


def passing_secret() -> str:
    """A secret that nobody keeps: for a command that only looks where there is nothing yet."""
    return secrets.token_urlsafe(50)
