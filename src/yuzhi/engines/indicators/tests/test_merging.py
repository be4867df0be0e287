"""A figure and a right's page settle disagreeing sources alike."""

from datetime import UTC, date, datetime

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from yuzhi.engines.formats.tables import PATENTS
from yuzhi.engines.indicators.datasets import source_ranks
from yuzhi.engines.indicators.merging import merge_inputs, merge_query
from yuzhi.engines.indicators.sandbox import run
from yuzhi.engines.lake.merge import merge
from yuzhi.engines.lake.rows import META, schema

FIELDS = ("county", "right_kind", "filed_on", "granted_on")
RANKS = {"first": 10, "second": 20, "level": 20}
DAYS = [None, date(2019, 1, 1), date(2020, 1, 1)]

statements = st.fixed_dictionaries({
    "key": st.sampled_from(["cn/p/1", "cn/p/2"]),
    "source": st.sampled_from(["first", "second", "level", "unranked"]),
    "record": st.sampled_from(["A", "B", "C"]),
    "true_from": st.sampled_from(DAYS),
    "known_from": st.sampled_from([datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)]),
    "load": st.sampled_from(["L1", "L2"]),
    "county": st.sampled_from([None, "", "610802", "610881"]),
    "right_kind": st.sampled_from([None, "invention", "utility"]),
    "filed_on": st.sampled_from(DAYS),
    "granted_on": st.sampled_from(DAYS),
})


@settings(max_examples=150, deadline=None)
@given(st.lists(statements, min_size=1, max_size=8, unique_by=lambda one: (one["source"], one["record"])))
def test_the_query_merges_as_the_page_of_a_right_does(said: list[dict[str, object]]) -> None:
    table = pa.Table.from_pylist(said, pa.schema([f for f in schema(PATENTS) if f.name in {*META.names, *FIELDS}]))
    needed = merge_inputs("patents", FIELDS)["patents"]
    given = {"patents": table.select(list(needed)), "source_ranks": source_ranks(RANKS.items())}
    merged = run(merge_query("patents", FIELDS), given, {}, place="merge").to_pylist()
    full = [{**dict.fromkeys(schema(PATENTS).names), **one, "origins": "{}", "made_up": False} for one in said]
    page = merge("patents", full, RANKS)
    assert {row["key"]: {name: row[name] for name in FIELDS} for row in merged} == {
        key: {name: one.get(name) for name in FIELDS} for key, one in page.items()
    }
