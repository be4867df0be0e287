"""What other people call our columns: titles seen in exports of patent databases, offices' monthly sheets and gazettes.

A title proposes a field, it decides nothing: an officer confirms each column. The titles stand in titles.yml.
"""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_TOLD: Mapping[str, Mapping[str, Any]] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))


@lru_cache(maxsize=8192)
def plain_title(text: str) -> str:
    """A title without width, case, blanks, stars and underscores: what two spellings of one have in common.

    >>> plain_title("*申请（专利权）人 ") == plain_title("申请(专利权)人"), plain_title("Application_Number")
    (True, 'applicationnumber')
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(one for one in folded if not one.isspace() and one not in "*★_-·")


@lru_cache(maxsize=64)
def titles_of(table: str) -> Mapping[str, tuple[str, ...]]:
    """Field → the plain titles that others give it, the most usual first; nothing for tables that nobody else keeps."""
    return {name: tuple(plain_title(one) for one in listed) for name, listed in _TOLD["titles"].get(table, {}).items()}


@lru_cache(maxsize=64)
def others_of(table: str) -> frozenset[str]:
    """The plain titles of columns that we do not keep, though they sound like one of ours."""
    return frozenset(plain_title(one) for one in _TOLD["others"].get(table, ()))


@lru_cache(maxsize=64)
def words_of(field: str) -> Mapping[str, str]:
    """Plain word → what is stored for it, for the closed list of that field."""
    return {plain_title(word): stored for stored, listed in _TOLD["words"].get(field, {}).items() for word in listed}
