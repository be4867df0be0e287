"""What the engine declares in YAML: words of names, places, features with weights, and the thresholds of its bands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

Band = Literal["same", "review", "different"]
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Words:
    """What names of bodies are made of: legal forms by length, heads and units, short forms."""

    forms: Mapping[str, str]
    longest_form: int
    front_forms: Mapping[str, str]
    groups: tuple[str, ...]
    heads: tuple[str, ...]
    named_by_place: tuple[str, ...]
    units: tuple[str, ...]
    branches: tuple[str, ...]
    shorts: Mapping[str, str]
    former: tuple[str, ...]
    bodies: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Places:
    """Places by their bare names: `province_of` a city, `city_of` a county, and the words that end a full name."""

    provinces: frozenset[str]
    province_of: Mapping[str, str]
    city_of: Mapping[str, str]
    endings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One feature, objection or support by name: its number, and what people call it."""

    name: str
    number: float
    zh: str
    lifts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """The published scoring: weights of features, caps of objections, scores of supports, and the two thresholds."""

    version: str
    same: float
    review: float
    features: Mapping[str, Rule]
    objections: Mapping[str, Rule]
    supports: Mapping[str, Rule]

    def band(self, score: float) -> Band:
        """Which band a score falls into."""
        if score >= self.same:
            return "same"
        return "review" if score >= self.review else "different"

    def word(self, name: str) -> str:
        """What people call a feature, an objection or a support."""
        return next(rules[name].zh for rules in (self.features, self.objections, self.supports) if name in rules)


@cache
def words() -> Words:
    """The declared words of Chinese names."""
    said = _read("words.yml")
    forms: dict[str, str] = said["forms"]
    return Words(
        forms, max(len(form) for form in forms), said["front_forms"], tuple(said["groups"]), tuple(said["heads"]), tuple(said["named_by_place"]),
        tuple(said["units"]), tuple(said["branches"]), said["shorts"],
        tuple(said["former"]), re.compile(said["persons"]),
    )


@cache
def places() -> Places:
    """The declared places of the country."""
    said = _read("places.yml")
    provinces: dict[str, list[str]] = said["provinces"]
    of = {city: province for province, cities in provinces.items() for city in cities}
    return Places(frozenset(provinces), of, said["counties"], tuple(said["endings"]))


@cache
def weights() -> Weights:
    """The declared scoring."""
    said = _read("weights.yml")
    bands = said["bands"]
    return Weights(
        str(said["version"]), float(bands["same"]), float(bands["review"]), _rules(said["features"], "weight"),
        _rules(said["objections"], "cap"), _rules(said["supports"], "score"),
    )


def _rules(said: Mapping[str, Mapping[str, Any]], number: str) -> dict[str, Rule]:
    return {
        name: Rule(name, float(rule.get(number, 0)), rule["zh"], tuple(rule.get("lifts", ())))
        for name, rule in said.items()
    }


def _read(name: str) -> Any:
    return yaml.safe_load((_HERE / name).read_text(encoding="utf-8"))
