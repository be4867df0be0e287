"""What the pack of China declares: its law book and working days, the data sets derived from offices' tables, and law as tables."""

import csv
from pathlib import Path

import pyarrow as pa

from yuzhi.engines.calendar import Calendar
from yuzhi.engines.calendar import load as load_calendar
from yuzhi.engines.exhibits import custody as custody_fields
from yuzhi.engines.indicators import Dataset
from yuzhi.engines.indicators.loading import datasets as load_datasets
from yuzhi.engines.lawbook import Dated, LawBook, load
from yuzhi.kernel.errors import NotFound

HERE = Path(__file__).parent
RIGHT_KINDS = ("invention", "utility", "design")


def law_book() -> LawBook:
    """The national law: instruments and dated parameters."""
    return load(HERE / "law")


def calendar() -> Calendar:
    """The working days of the country, year by year as its notices arrange them."""
    return load_calendar(HERE / "workdays")


def custody() -> custody_fields.Custody:
    """What a record of custody has a place for: the factors of the rules on evidence and on proceedings online."""
    return custody_fields.load(HERE / "evidence" / "custody.yml")


def datasets() -> tuple[Dataset, ...]:
    """The data sets derived from the lake's tables, for the indicators of every city."""
    return load_datasets(HERE / "datasets")


def law_tables(law: LawBook) -> dict[str, pa.Table]:
    """Legal terms as data sets, so that no query holds a legal number.

    Shape: law_patent_terms (right_kind, filed_since, filed_until, years); law_trademark_graces (expires_since,
           expires_until, months); law_high_value_ages (since, until, years); law_pledge_thresholds (since, until,
           amount), empty where no city names one; class_strategic_industries (rule, symbol, excluded). A second day
           is the first on which the row no longer holds, null while it does.
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
        "law_high_value_ages": _dated(law, "ip_plan_14.high_value_age", "years"),
        "law_pledge_thresholds": _dated(law, "working_rules.pledge_threshold", "amount"),
        "class_strategic_industries": strategic_industries(),
    }


def strategic_industries() -> pa.Table:
    """The symbols of the IPC that stand for strategic emerging industries, rule by rule; a symbol includes those below it.

    Shape:  one row per rule and symbol; columns rule int, symbol str without spaces, excluded bool.
    Source: classes/strategic_industries.tsv, which says where it comes from.
    """
    with (HERE / "classes" / "strategic_industries.tsv").open(encoding="utf-8", newline="") as lines:
        rules = list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))
    return pa.Table.from_pylist(
        [
            {"rule": number, "symbol": symbol, "excluded": column == "not"}
            for number, rule in enumerate(rules, 1) for column in ("symbols", "not") for symbol in rule[column].split()
        ],
        pa.schema([("rule", pa.int64()), ("symbol", pa.string()), ("excluded", pa.bool_())]),
    )


def _dated(law: LawBook, name: str, column: str) -> pa.Table:
    """A parameter's values with their days; empty where the book does not have it."""
    try:
        values = law.parameter(name).values
    except NotFound:
        values = ()
    rows = [{"since": v.since, "until": v.until, column: int(v.value)} for v in values]
    return pa.Table.from_pylist(rows, pa.schema([("since", pa.date32()), ("until", pa.date32()), (column, pa.int64())]))


def _grace(value: Dated) -> dict[str, object]:
    return {"expires_since": value.since, "expires_until": value.until, "months": int(value.value)}
