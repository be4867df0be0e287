"""How the columns of one template are read: worked out once for a file, used for each of its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yuzhi.engines.formats.tables import CHOICES, TABLES
from yuzhi.engines.formats.templates import (
    MADE_UP,
    OPERATION,
    WITHDRAWN,
    Column,
    Template,
    in_wan,
    which,
)
from yuzhi.engines.reading.placing import COUNTY_RULE, REPORTED_RULE
from yuzhi.engines.reading.rows import Row, Rule, missing_columns
from yuzhi.engines.reading.rules import RULES, area, area_code, choice, only
from yuzhi.engines.reading.sources import Context
from yuzhi.kernel.origin import FieldOrigin

NUMBERS = frozenset({"application_number", "publication_number", "registration_number"})
"""Rules whose values know their key and are stored as they are written."""


@dataclass(frozen=True, slots=True)
class Step:
    """One title with the rule that reads it into a field.

    `key` columns are needed even to withdraw a row. `alternatives` are the titles of which a required one must
    be there: a sum may stand in yuan or in ten thousands of yuan.
    """

    title: str
    field: str
    rule: Rule[Any]
    required: bool
    key: bool
    alternatives: frozenset[str]


class Plan:
    """The steps of a template, with what its rows have in common."""

    __slots__ = ("address", "context", "county", "numbers", "places", "steps", "template", "titles")

    def __init__(self, template: Template, context: Context) -> None:
        self.template = template
        self.context = context
        self.steps = tuple(step for column in template.columns for step in _steps(template, column, context))
        self.titles = frozenset(step.title for step in self.steps)
        self.numbers = tuple(step.field for step in self.steps if step.rule.name in NUMBERS)
        self.places = "county" in TABLES[template.table].names
        self.county = _origin(template, "county", REPORTED_RULE)
        self.address = _origin(template, "address", COUNTY_RULE)

    @property
    def required(self) -> frozenset[str]:
        """The titles without which a file is not read; sums have two and are looked for in the rows."""
        return frozenset(step.title for step in self.steps if step.required and len(step.alternatives) == 1)

    def header(self, texts: Sequence[str]) -> Mapping[str, str] | None:
        """What each title means, where the row is the template's header."""
        return self.template.names(texts) if which(texts) is self.template else None

    def values(self, row: Row) -> dict[str, Any]:
        """The values of all columns that the row has; a withdrawn row needs only its key.

        Raises: BadFile for a column that nobody reads, and where a sum has no column.
        """
        cells = row.cells
        withdrawn = bool(cells.get(OPERATION, "").strip())
        values: dict[str, Any] = {}
        for step in self.steps:
            title = step.title
            if title not in cells:
                if step.required and not step.alternatives & cells.keys():
                    raise missing_columns(row.origin.place, sorted(step.alternatives))
                continue
            required = step.required and (step.key or not withdrawn)
            if required or not row.blank(title):
                value = row.take(title, step.rule, required=required, field=step.field)
                if value is not None:
                    values[step.field] = value
        row.finish(ignore=self.titles)
        return values


def _steps(template: Template, column: Column, context: Context) -> list[Step]:
    rules = {column.zh: _rule(column, context)}
    if column.rule == "money_yuan":
        rules[in_wan(column.zh)] = RULES["money_wan"]
    key = column.required and column.field in template.key
    return [Step(title, column.field, rule, column.required, key, frozenset(rules)) for title, rule in rules.items()]


def _rule(column: Column, context: Context) -> Rule[Any]:
    if column.rule == "choice":
        return Rule("choice", choice(CHOICES[column.field]))
    made: dict[str, Rule[Any]] = {
        "area": Rule(REPORTED_RULE, area(context.areas)),
        "area_code": Rule("area_code", area_code(context.areas), exact=True),
        "operation": Rule("operation", only(WITHDRAWN)),
        "nature": Rule("nature", only(MADE_UP)),
    }
    return made.get(column.rule) or RULES[column.rule]


def _origin(template: Template, field: str, rule: str) -> FieldOrigin | None:
    return FieldOrigin(template.column(field).zh, rule) if template.has(field) else None
