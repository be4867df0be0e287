"""Writes the corpus into a folder, a file for each family, and lists it in JSON: `python -m tests.hostile FOLDER`."""

import json
import sys
from pathlib import Path

from tests.hostile.corpus import families


def main() -> None:
    """A line for each family: its name, file, fate and words."""
    for family in families():
        (Path(sys.argv[1]) / family.file).write_bytes(family.make())
        print(json.dumps({"name": family.name, "file": family.file, "fate": family.fate, "words": family.words}, ensure_ascii=False))


if __name__ == "__main__":
    main()
