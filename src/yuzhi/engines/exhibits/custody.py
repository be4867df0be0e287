"""What a record of custody has a place for, as packs declare it: each field cites the rule that asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from yuzhi.kernel.errors import BadValue


@dataclass(frozen=True, slots=True)
class Field:
    """One field: what is asked, by which articles, and whether the article is told from memory."""

    name: str
    zh: str
    en: str
    cites: tuple[str, ...]
    memory: bool


@dataclass(frozen=True, slots=True)
class Custody:
    """The fields that a record of custody may have."""

    fields: tuple[Field, ...] = ()

    def recorded(self, given: Mapping[str, str]) -> list[dict[str, Any]]:
        """Every field in its order with what was written, empty where nothing was: a gap is seen.

        Raises: BadValue for a field that nobody declared.
        """
        if unknown := sorted(set(given) - {one.name for one in self.fields}):
            known = "、".join(one.name for one in self.fields)
            raise BadValue(f"保管记录没有“{unknown[0]}”这一项，没有接收。有的项目是：{known}。")
        return [
            {"name": one.name, "zh": one.zh, "cites": list(one.cites), "memory": one.memory, "value": given.get(one.name, "").strip()}
            for one in self.fields
        ]


def load(file: Path) -> Custody:
    """The fields in a declaration.

    Raises: BadValue where a field lacks its name or its article, or two have one name.
    """
    rows = yaml.safe_load(file.read_text(encoding="utf-8"))["fields"]
    fields = tuple(Field(row["name"], row["zh"], row["en"], tuple(row["cites"]), bool(row["memory"])) for row in rows)
    if len({one.name for one in fields}) != len(fields) or not all(one.cites and one.zh and one.en for one in fields):
        raise BadValue(f"{file.name} 里有重名、没有名称或没有依据的项目。")
    return Custody(fields)
