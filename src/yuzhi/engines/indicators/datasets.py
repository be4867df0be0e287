"""Where queries get their tables from: stored ones, given ones, and ones derived by declared queries."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Protocol

import pyarrow as pa

from yuzhi.engines.indicators.declared import Dataset, DeclarationFault
from yuzhi.engines.indicators.sandbox import run


class Datasets(Protocol):
    """Tables by name, unchanging while the object lives."""

    def arrow(self, name: str, columns: tuple[str, ...]) -> pa.Table:
        """Those columns of a table, in that order; KeyError for an unknown table."""

    def digest(self, name: str) -> str:
        """What tells one content of a table from another; KeyError for an unknown table."""


class Given:
    """Tables held in memory, in front of others: what is not among them is asked of `behind`."""

    def __init__(self, tables: Mapping[str, pa.Table], behind: Datasets | None = None) -> None:
        self._tables = dict(tables)
        self._behind = behind
        self._digests: dict[str, str] = {}

    def arrow(self, name: str, columns: tuple[str, ...]) -> pa.Table:
        """Those columns of a table, in that order; KeyError for an unknown table."""
        if name in self._tables:
            return self._tables[name].select(list(columns))
        return self._other(name).arrow(name, columns)

    def digest(self, name: str) -> str:
        """The sha256 of a table's Arrow form, or what the tables behind say."""
        if name not in self._tables:
            return self._other(name).digest(name)
        if name not in self._digests:
            self._digests[name] = content_digest(self._tables[name])
        return self._digests[name]

    def _other(self, name: str) -> Datasets:
        if self._behind is None:
            raise KeyError(name)
        return self._behind


class Resolved:
    """Stored tables together with the declared ones, each derived once and kept while the object lives.

    Raises: DeclarationFault for data sets that need each other, and for a table that nobody has.
    """

    def __init__(self, declared: Iterable[Dataset], stored: Datasets) -> None:
        self._declared = {dataset.name: dataset for dataset in declared}
        self._stored = stored
        self._kept: dict[tuple[str, tuple[str, ...]], pa.Table] = {}
        self._derived: dict[str, pa.Table] = {}
        for name in self._declared:
            self._no_circle(name, ())

    def arrow(self, name: str, columns: tuple[str, ...]) -> pa.Table:
        """Those columns of a stored or derived table."""
        asked = (name, columns)
        if asked not in self._kept:
            self._kept[asked] = self._derive(name, columns) if name in self._declared else self._fetch(name, columns)
        return self._kept[asked]

    def digest(self, name: str) -> str:
        """For a derived table the sha256 of its query and its inputs' digests; for others what the store says."""
        if name not in self._declared:
            return self._stored.digest(name)
        dataset = self._declared[name]
        said = [dataset.sql, *(f"{one}={self.digest(one)}" for one in sorted(dataset.inputs))]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()

    def lineage(self, names: Iterable[str]) -> dict[str, str]:
        """The digests of these tables and of all that they are derived from, by name."""
        found: dict[str, str] = {}
        waiting = sorted(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = self.digest(name)
                waiting += self._declared[name].inputs if name in self._declared else ()
        return dict(sorted(found.items()))

    def _derive(self, name: str, columns: tuple[str, ...]) -> pa.Table:
        if name not in self._derived:
            dataset = self._declared[name]
            # Inputs are fetched past the cache: they are needed once, and are the largest things in memory.
            tables = {
                one: self.arrow(one, needed) if one in self._declared else self._fetch(one, needed)
                for one, needed in dataset.inputs.items()
            }
            self._derived[name] = run(dataset.sql, tables, {}, place=f"{name}.sql")
        return self._derived[name].select(list(columns))

    def _fetch(self, name: str, columns: tuple[str, ...]) -> pa.Table:
        try:
            return self._stored.arrow(name, columns)
        except KeyError as error:
            raise DeclarationFault(f"没有数据集“{name}”或它缺少所需的列（{'、'.join(columns)}）：{error}") from error

    def _no_circle(self, name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise DeclarationFault(f"数据集互为来源：{' → '.join([*above, name])}。")
        if name in self._declared:
            for one in self._declared[name].inputs:
                self._no_circle(one, (*above, name))


def source_ranks(ranks: Iterable[tuple[str, int]]) -> pa.Table:
    """The data set `source_ranks`: which source wins where several speak of one thing; the lower rank does.

    Shape: one row per source; columns source str, rank int.
    """
    pairs = sorted(ranks)
    return pa.table({
        "source": pa.array([name for name, _ in pairs], pa.string()),
        "rank": pa.array([rank for _, rank in pairs], pa.int64()),
    })


def content_digest(table: pa.Table) -> str:
    """The sha256 of a table's schema and rows; the way it is cut into chunks does not matter."""
    sink = pa.BufferOutputStream()
    whole = table.combine_chunks()
    with pa.ipc.new_stream(sink, whole.schema) as writer:
        writer.write_table(whole)
    return hashlib.sha256(sink.getvalue()).hexdigest()
