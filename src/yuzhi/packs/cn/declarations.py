"""What the pack of China declares: its law book and working days, the data sets derived from offices' tables, and law as tables."""

from pathlib import Path

import pyarrow as pa

from yuzhi.engines.calendar import Calendar
from yuzhi.engines.calendar import load as load_calendar
from yuzhi.engines.indicators import Dataset
from yuzhi.engines.indicators.loading import datasets as load_datasets
from yuzhi.engines.lawbook import Dated, LawBook, load

HERE = Path(__file__).parent
RIGHT_KINDS = ("invention", "utility", "design")


def law_book() -> LawBook:
    """The national law: instruments and dated parameters."""
    return load(HERE / "law")


def calendar() -> Calendar:
    """The working days of the country, year by year as its notices arrange them."""
    return load_calendar(HERE / "workdays")


def datasets() -> tuple[Dataset, ...]:
    """The data sets derived from the lake's tables, for the indicators of every city."""
    return load_datasets(HERE / "datasets")


def law_tables(law: LawBook) -> dict[str, pa.Table]:
    """Legal terms as data sets, so that no query holds a legal number.

    Shape: law_patent_terms (right_kind, filed_since, filed_until, years) and law_trademark_graces (expires_since,
           expires_until, months); the second day is the first on which the row no longer holds, null while it does.
    """
    terms = [
        {"right_kind": kind, "filed_since": v.since, "filed_until": v.until, "years": int(v.value)}
        for kind in RIGHT_KINDS for v in law.parameter(f"patent_law.{kind}_term").values
    ]
    graces = [_grace(v) for v in law.parameter("trademark_law.grace").values]
    return {
        "law_patent_terms": pa.Table.from_pylist(terms, pa.schema([
            ("right_kind", pa.string()), ("filed_since", pa.date32()), ("filed_until", pa.date32()),
            ("years", pa.int64()),
        ])),
        "law_trademark_graces": pa.Table.from_pylist(graces, pa.schema([
            ("expires_since", pa.date32()), ("expires_until", pa.date32()), ("months", pa.int64()),
        ])),
    }


def _grace(value: Dated) -> dict[str, object]:
    return {"expires_since": value.since, "expires_until": value.until, "months": int(value.value)}
