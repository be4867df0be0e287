"""How long an indicator takes on any day over many rights, beside SQLite with the same SQL over the same rows.

Run `python bench/indicators.py [--rows 1000000]`: half of the rights are patents, half are marks, straight into Arrow
tables. Prints one JSON object and keeps it in `bench/results/indicators-ROWS.json`. Bars: all five figures on any day within
5 s at 5 million rights (the script fails above it), and 50 times the speed of SQLite (reported). The first day also merges all statements
and derives the spans in force, once for an edition; `any_day` is every day after it.
"""

import argparse
import json
import platform
import sqlite3
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import psutil
import pyarrow as pa
from machine import machine

from yuzhi.engines.indicators import Declarations, Given, Indicators, counting, source_ranks
from yuzhi.engines.indicators.datasets import Resolved
from yuzhi.packs.cn import declarations as china
from yuzhi.packs.cn_shaanxi_yulin import declarations as yulin
from yuzhi.packs.cn_shaanxi_yulin.areas import area_book

BARS = {"any_day_seconds_at_5_million": 5.0, "times_sqlite": 50}
NAMES = ("valid_inventions", "valid_utilities", "valid_designs", "effective_trademarks", "effective_trademarks_grace")
DAYS = [date(year, month, 28) for year in (2019, 2021, 2023, 2025) for month in (3, 7, 11)]
RESULTS = Path(__file__).parent / "results"

_AREA = "case {i} % 7 when 0 then '610800' when 1 then '' else '6108' || lpad(cast({i} % 13 + 2 as varchar), 2, '0') end"
_PATENTS = """
select 'cn/p/20' || lpad(cast((i * 7919) % {n} as varchar), 10, '0') as key,
       'CN' || i || case when s = 0 then 'A' else 'B' end as record,
       'cn.cnipa_xml' as source, date '2005-01-01' + cast(i * 31 % 7000 + s * 900 as integer) as true_from,
       timestamptz '2025-01-01 00:00:00+00' as known_from, 'L' || (i % 9) as load, {area} as county,
       ['invention', 'utility', 'design'][1 + i % 3] as right_kind,
       date '2004-01-01' + cast(i * 31 % 7000 as integer) as filed_on,
       case when s = 1 or i % 3 > 0 then date '2005-06-01' + cast(i * 31 % 7000 as integer) end as granted_on
from range({n}) t(i) cross join range(2) u(s) where s = 0 or i % 5 < 2
"""
_EVENTS = """
select key, case when i % 11 = 0 then 'restored' else 'fee_lapsed' end as event,
       filed_on + cast(365 * (4 + i % 9) as integer) as effective_on
from (select key, filed_on, row_number() over () as i from patents where record like '%A') where i % 3 = 0
"""
_MARKS = """
select 'cn/t/' || i || '/' || (1 + i % 45) as key, cast(i as varchar) as record, 'cn.templates.trademarks' as source,
       null::date as true_from, timestamptz '2025-01-01 00:00:00+00' as known_from, 'L' || (i % 9) as load,
       {area} as county, '驼塬' || i as name, '示例公司' || (i % 5000) as registrant,
       null::varchar as registrant_code, ['market', 'market', 'person'][1 + i % 3] as registrant_kind,
       date '2006-01-01' + cast(i * 17 % 7000 as integer) as registered_on,
       date '2016-01-01' + cast(i * 17 % 7000 as integer) as expires_on,
       case when i % 20 = 0 then date '2012-01-01' + cast(i * 17 % 7000 as integer) end as ended_on,
       case when i % 20 = 0 then ['撤销', '注销', '无效宣告'][1 + i % 3] end as end_reason
from range({n}) t(i)
"""


def made(rows: int) -> dict[str, pa.Table]:
    """The lake's tables of a made-up city with that many rights: statements of patents, their events, and marks."""
    with duckdb.connect() as connection:
        area = _AREA.format(i="i")
        connection.execute(f"create table patents as {_PATENTS.format(n=rows // 2, area=area)}")
        return {
            "patents": connection.sql("from patents").to_arrow_table(),
            "patent_events": connection.sql(_EVENTS).to_arrow_table(),
            "trademarks": connection.sql(_MARKS.format(n=rows - rows // 2, area=area)).to_arrow_table(),
        }


class Named(Given):
    """Tables whose digest is their name, as a lake knows its own without reading them."""

    def digest(self, name: str) -> str:
        """The name of the table."""
        return name


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """How many seconds it took, and what came out."""
    began = time.perf_counter()
    answer = work()
    return time.perf_counter() - began, answer


def sqlite_copy(tables: Resolved, declared: Declarations) -> sqlite3.Connection:
    """The derived tables in SQLite, days as ISO text, with the areas beside them."""
    copy = sqlite3.connect(":memory:")
    inputs = {name: columns for one in NAMES for name, columns in declared.indicator(one).inputs.items()}
    inputs["trademark_rights"] = declared.indicator("effective_trademarks_grace").inputs["trademark_rights"]
    for name, columns in inputs.items():
        copy.execute(f"create table {name} ({', '.join(columns)})")
        for batch in tables.arrow(name, columns).to_batches(max_chunksize=100_000):
            texts = [[str(v) if isinstance(v, date) else v for v in batch.column(c).to_pylist()] for c in columns]
            marks = ", ".join("?" * len(columns))
            copy.executemany(f"insert into {name} values ({marks})", zip(*texts, strict=True))
    copy.execute("create table areas (code)")
    book = area_book()
    copy.executemany("insert into areas values (?)", [(area.code,) for area in (book.city, *book.counties)])
    return copy


def main(rows: int, days: list[date]) -> int:
    """Prints and keeps the figures; exit code 1 when a bar is missed or the two engines differ."""
    law = china.law_book().joined(yulin.law_book())
    declared = Declarations(china.datasets(), yulin.indicators(), yulin.targets())
    ranks = source_ranks([("cn.cnipa_xml", 10), ("cn.templates.trademarks", 30)])
    given = Named({**made(rows), **china.law_tables(law), "source_ranks": ranks})
    first = Indicators(declared, given, area_book())
    processor = time.process_time()
    derive, _ = timed(lambda: [first.observe(name, days[0]) for name in NAMES])
    processor = time.process_time() - processor
    ours: dict[str, list[float]] = {name: [] for name in NAMES}
    values: dict[tuple[str, date], int] = {}
    for day in days:
        for name in NAMES:
            seconds, seen = timed(lambda name=name, day=day: first.observe(name, day))
            ours[name].append(seconds)
            values[name, day] = seen["610800"].value
    explain, records = timed(lambda: first.explain("valid_inventions", "610802", days[-1]))
    copy = sqlite_copy(Resolved(declared.datasets, given), declared)
    theirs, same = {}, True
    for name in NAMES:
        sql = counting.totals(declared.indicator(name).sql)
        theirs[name], answer = timed(lambda sql=sql: copy.execute(sql, {"as_of": str(days[0])}).fetchall())
        same &= {area: value for area, value, _ in answer}[None] == values[name, days[0]]
    medians = {name: statistics.median(seconds) for name, seconds in ours.items()}
    any_day = sum(medians.values())
    times = sum(theirs.values()) / any_day
    memory = psutil.Process().memory_info().rss // 2**20
    said = {
        "rights": rows,
        "first_day_with_derivation": {"seconds": round(derive, 2), "processor_seconds": round(processor, 2)},
        "any_day_seconds": {"all_five": round(any_day, 3), **{name: round(s, 3) for name, s in medians.items()}},
        "slowest_seconds": round(max(max(s) for s in ours.values()), 3),
        "explain_a_county_seconds": {"seconds": round(explain, 3), "records": len(records)},
        "sqlite_same_sql_seconds": {name: round(s, 3) for name, s in theirs.items()},
        "times_sqlite": round(times, 1),
        "same_values": same,
        "resident_mib": memory,
        "bars": BARS,
        "versions": {"duckdb": duckdb.__version__, "sqlite": sqlite3.sqlite_version, "python": platform.python_version()},
        "machine": machine(),
        "measured_on": datetime.now(UTC).date().isoformat(),
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"indicators-{rows}.json").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(said, indent=1))
    return 0 if same and any_day <= BARS["any_day_seconds_at_5_million"] else 1


if __name__ == "__main__":
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--rows", type=int, default=1_000_000)
    ask.add_argument("--days", type=int, default=len(DAYS))
    chosen = ask.parse_args()
    raise SystemExit(main(chosen.rows, DAYS[: chosen.days]))
