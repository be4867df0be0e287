"""How long every indicator takes, kept and on any day, beside raw DuckDB and SQLite over the same rows in the same run.

    python bench/indicators.py [--rows 1000000] [--days 6]

A tile is one indicator for the city and every county. `kept` is a tile whose day is declared (today, the plans' last days,
the ends of years): it is read from the database, where the worker keeps it; that it always equals a full recomputation is a
test (`rooms/datahub/tests/test_kept_figures.py`). `any_day` works a tile out from the tables of the edition. `derivation` is
what the first question of an edition pays once. Raw DuckDB runs the same SQL over tables of its own; SQLite too, for the
methods whose SQL it understands. Figures are medians over days and repetitions, wall and CPU time of all threads.
Bars at 5 million rights: a kept tile ≤ 100 ms, a tile of any day ≤ 5 s, 50 times the speed of SQLite.
The exponent says how the time of all tiles grows with the rights, from the last run at a fifth of them: 1 is in proportion.
"""

import argparse
import json
import math
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import psutil
import pyarrow as pa
from machine import machine
from made_city import made

from yuzhi.engines.indicators import Declarations, Given, Indicators, counting, source_ranks
from yuzhi.engines.indicators.datasets import Resolved
from yuzhi.packs.cn import declarations as china
from yuzhi.packs.cn_shaanxi_yulin import declarations as yulin
from yuzhi.packs.cn_shaanxi_yulin.areas import area_book

BARS = {"kept_tile_ms": 100, "any_day_tile_seconds": 5, "times_sqlite": 50}
DAYS = [date(2019, 3, 28), date(2025, 11, 28), date(2021, 7, 28), date(2023, 11, 28), date(2017, 3, 28), date(2024, 7, 28)]
RESULTS = Path(__file__).parent / "results"
FIFTH = 5

Times = tuple[float, float]
"""Seconds of wall time, and of CPU time in all threads."""


class Named(Given):
    """Tables whose digest is their name, as a lake knows its own without reading them."""

    def digest(self, name: str) -> str:
        """The name of the table."""
        return name


def timed(work: Callable[[], Any]) -> tuple[Times, Any]:
    """How long it took, and what came out."""
    began, cpu = time.perf_counter(), time.process_time()
    answer = work()
    return (time.perf_counter() - began, time.process_time() - cpu), answer


def median(times: list[Times]) -> dict[str, float]:
    """The median of each, in seconds."""
    wall, cpu = (statistics.median(side) for side in zip(*times, strict=True))
    return {"seconds": round(wall, 4), "cpu_seconds": round(cpu, 4)}


def bound(value: object) -> object:
    """A value as SQLite holds it: days as ISO text, amounts as numbers."""
    return str(value) if isinstance(value, date) else float(value) if isinstance(value, Decimal) else value


def inputs(declared: Declarations) -> dict[str, tuple[str, ...]]:
    """Every table that a method reads, with all columns that any of them reads."""
    found: dict[str, dict[str, None]] = {}
    for one in declared.indicators:
        for name, columns in one.inputs.items():
            found.setdefault(name, {}).update(dict.fromkeys(columns))
    return {name: tuple(columns) for name, columns in found.items()}


class Raw:
    """The same rows in a bare DuckDB and a bare SQLite, in memory, without indexes."""

    def __init__(self, tables: Resolved, declared: Declarations) -> None:
        self.duck, self.lite = duckdb.connect(), sqlite3.connect(":memory:")
        for name, columns in inputs(declared).items():
            table = tables.arrow(name, columns)
            self._copy(name, table)
        book = area_book()
        self._copy("areas", pa.table({"code": [area.code for area in (book.city, *book.counties)]}))

    def _copy(self, name: str, table: pa.Table) -> None:
        self.duck.register("given", table)
        self.duck.execute(f"create table {name} as from given")
        self.duck.unregister("given")
        self.lite.execute(f"create table {name} ({', '.join(table.column_names)})")
        for batch in table.to_batches(max_chunksize=100_000):
            rows = zip(*([bound(value) for value in column.to_pylist()] for column in batch.columns), strict=True)
            self.lite.executemany(f"insert into {name} values ({', '.join('?' * len(table.column_names))})", rows)

    def of_duck(self, sql: str, params: dict[str, Any]) -> Any:
        """The city's value."""
        return {area: value for area, value, _ in self.duck.execute(sql, params).fetchall()}[None]

    def of_lite(self, sql: str, params: dict[str, Any]) -> Any:
        """The city's value; sqlite3.OperationalError for what it does not understand."""
        told = self.lite.execute(sql, {name: bound(value) for name, value in params.items()}).fetchall()
        return {area: value for area, value, _ in told}[None]


def beside(runner: Indicators, raw: Raw, day: date) -> dict[str, Any]:
    """Every indicator with a method once: ours, raw DuckDB and SQLite in turns, and whether all say the same."""
    ours, duck, lite, unread, differing = {}, {}, {}, [], []
    for one in runner.declared.indicators:
        if one.ratio or one.kind == "stated":
            continue
        sql, params = counting.totals(one.sql), {**one.params, "as_of": day}
        seen, other, third = [], [], []
        for _ in range(3):
            seen.append(timed(lambda one=one: runner.observe(one.name, day)["610800"].value))
            other.append(timed(lambda sql=sql, params=params: raw.of_duck(sql, params)))
        ours[one.name], duck[one.name] = median([times for times, _ in seen]), median([times for times, _ in other])
        try:
            third.append(timed(lambda sql=sql, params=params: raw.of_lite(sql, params)))
            lite[one.name] = median([times for times, _ in third])
        except sqlite3.OperationalError as fault:
            unread.append(f"{one.name}: {fault}")
        values = [0 if value is None else float(value) for _, value in (seen[0], other[0], *third)]
        if any(abs(value - values[0]) > 1e-6 for value in values):
            differing.append(f"{one.name}: {values}")
    both = [name for name in lite if name in ours]
    return {
        "ours": ours, "raw_duckdb": duck, "sqlite_same_sql": lite, "sqlite_cannot": unread, "differing": differing,
        "over_raw_duckdb": round(total(ours) / total(duck), 2),
        "any_day_times_sqlite": round(sum(lite[name]["seconds"] for name in both) / sum(ours[name]["seconds"] for name in both), 1),
        "sqlite_mean_tile_seconds": round(statistics.mean(one["seconds"] for one in lite.values()), 4),
    }


def total(tiles: dict[str, dict[str, float]]) -> float:
    """All tiles of a day together, in seconds of CPU time."""
    return sum(one["cpu_seconds"] for one in tiles.values())


def kept_tiles(runner: Indicators, day: date, rounds: int = 200) -> dict[str, Any]:
    """A declared day's tiles as a page reads them; the rows of the other declared days lie beside them."""
    edition = Edition.objects.create(number=1, published_at=datetime.now(UTC), tables={})
    names = [one.name for one in runner.declared.indicators]
    days = [day, *(date(year, 12, 31) for year in range(2019, 2026))]
    told = {name: computed(runner, runner.declared.indicator(name), day) for name in names}
    Observation.objects.bulk_create([
        Observation(edition=edition, indicator=name, method=one.indicator.method, as_of=on, area=area, value=one.value,
                    reason=one.reason, computed_at=datetime.now(UTC))
        for on in days for name in names for area, one in told[name].items()
    ], 500)
    single, whole = [], []
    for turn in range(rounds):
        name = names[turn % len(names)]
        found = Figures(runner, edition, None, Operator("bench"))        # type: ignore[arg-type]  # no tool is asked for
        times, figures = timed(lambda found=found, name=name: found.at(name, day))
        assert {area: one.value for area, one in figures.items()} == {area: one.value for area, one in told[name].items()}
        single.append(times)
    for _ in range(20):
        found = Figures(runner, edition, None, Operator("bench"))        # type: ignore[arg-type]
        whole.append(timed(lambda found=found: found.fetch(names, [day]))[0])
    walls = sorted(times[0] * 1e3 for times in single)
    return {
        "tile_ms": {"p50": round(walls[len(walls) // 2], 2), "p95": round(walls[int(len(walls) * .95)], 2)},
        "tile_cpu_ms": round(statistics.median(cpu for _, cpu in single) * 1e3, 2),
        "all_tiles": median(whole), "rows": Observation.objects.count(),
    }


def exponent(rows: int, any_day: float) -> float | None:
    """How the CPU time of all tiles grows with the rights, from the run at a fifth of them; None where it was not run."""
    smaller = RESULTS / f"indicators-{rows // FIFTH}.json"
    if not smaller.exists():
        return None
    before = json.loads(smaller.read_text(encoding="utf-8")).get("any_day", {}).get("all_tiles", {}).get("cpu_seconds")
    return round(math.log(any_day / before) / math.log(FIFTH), 2) if before else None


def main(rows: int, days: list[date]) -> int:
    """Prints and keeps the figures; exit code 1 when a bar in absolute time is missed or the engines differ."""
    law = china.law_book().joined(yulin.law_book())
    declared = Declarations(china.datasets(), yulin.indicators(), yulin.targets())
    ranks = source_ranks([("cn.cnipa_xml", 10), ("cn.templates.trademarks", 30)])
    given = Named({**made(rows), **china.law_tables(law), "source_ranks": ranks})
    runner = Indicators(declared, given, area_book())
    derivation, first = timed(lambda: runner.observe_all(days[0]))
    tiles: dict[str, list[Times]] = {one.name: [] for one in declared.indicators}
    whole: list[Times] = []
    for day in days:
        for name, times in tiles.items():
            times.append(timed(lambda name=name, day=day: runner.observe(name, day))[0])
        whole.append((sum(one[-1][0] for one in tiles.values()), sum(one[-1][1] for one in tiles.values())))
    medians = {name: median(times) for name, times in tiles.items()}
    raw = Raw(Resolved(declared.datasets, given), declared)
    peers = beside(runner, raw, days[0])
    kept = kept_tiles(runner, days[0])
    slowest = max(medians, key=lambda name: medians[name]["seconds"])
    peers["kept_times_sqlite"] = round(peers["sqlite_mean_tile_seconds"] * 1e3 / kept["tile_ms"]["p50"])
    said = {
        "bench": "indicators", "date": datetime.now(UTC).date().isoformat(), "rights": rows, "indicators": len(tiles),
        "with_a_value": sum(one["610800"].value is not None for one in first.values()),
        "kept": kept, "any_day": {
            "all_tiles": median(whole), "slowest_tile": {"indicator": slowest, **medians[slowest]},
            "slowest_of_all_seconds": round(max(times[0] for one in tiles.values() for times in one), 3), "tiles": medians,
        },
        "derivation": median([derivation]), "exponent": exponent(rows, median(whole)["cpu_seconds"]), "beside": peers,
        "resident_mib": psutil.Process().memory_info().rss // 2**20, "bars": BARS,
        "versions": {"duckdb": duckdb.__version__, "sqlite": sqlite3.sqlite_version}, "machine": machine(),
    }
    print(json.dumps(said, ensure_ascii=False, indent=1))
    target = RESULTS / f"indicators-{rows}.json"
    target.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    met = kept["tile_ms"]["p95"] <= BARS["kept_tile_ms"] and medians[slowest]["seconds"] <= BARS["any_day_tile_seconds"]
    return 0 if met and not peers["differing"] else 1


if __name__ == "__main__":
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--rows", type=int, default=1_000_000)
    ask.add_argument("--days", type=int, default=len(DAYS))
    chosen = ask.parse_args()
    with tempfile.TemporaryDirectory(prefix="yuzhi-bench-") as folder:
        os.environ |= {"YUZHI_HOME": folder, "DJANGO_SETTINGS_MODULE": "yuzhi.site.settings"}
        import django

        django.setup()
        from django.core.management import call_command

        from yuzhi.records.accounts.actors import Operator
        from yuzhi.records.datasets.models import Edition
        from yuzhi.records.observations.figures import Figures, computed
        from yuzhi.records.observations.models import Observation

        call_command("migrate", verbosity=0)
        sys.exit(main(chosen.rows, DAYS[: chosen.days]))
