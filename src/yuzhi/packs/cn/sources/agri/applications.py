"""What both readers of the collection share: an application with its title and abstract in plain text."""

from collections.abc import Iterator
from typing import Any

from yuzhi.engines.formats.agri import PLAIN_RULE, plain_text
from yuzhi.engines.reading.records import Fault, Record
from yuzhi.engines.reading.rows import Row, Rule
from yuzhi.engines.reading.rules import RULES
from yuzhi.kernel.numbers import ApplicationNumber
from yuzhi.kernel.origin import FieldOrigin

PLAIN = Rule(PLAIN_RULE, plain_text)


def take_application(row: Row, number: str, title: str, abstract: str) -> tuple[ApplicationNumber | None, dict[str, Any]]:
    """The application number of a row and what it tells, by the titles of the three columns."""
    found: ApplicationNumber | None = row.take(number, RULES["application_number"], required=True, field="number")
    values: dict[str, Any] = {"title": row.take(title, PLAIN, required=True, field="title")}
    if told := row.take(abstract, PLAIN, field="abstract"):
        values["abstract"] = told
    if found is not None:
        values |= {"office": "CN", "number": str(found), "right_kind": found.kind}
        row.fields["office"] = row.fields["number"]
        row.fields["right_kind"] = FieldOrigin(number, "kind_of_number")
    return found, values


def outcomes(row: Row, number: ApplicationNumber | None, values: dict[str, Any]) -> Iterator[Record | Fault]:
    """The record of a row about an application, or the faults that keep it out."""
    if row.faults or number is None:
        yield from row.faults
        return
    origins = {name: origin for name, origin in row.fields.items() if name in values}
    yield Record("patents", number.key, number.key, values, row.origin, origins)
