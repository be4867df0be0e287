"""The lake's writing side: append, publish by edition, restore, compact."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa
from deltalake import DeltaTable, WriterProperties, write_deltalake

_PROPERTIES = WriterProperties(compression="ZSTD")


@dataclass(frozen=True, slots=True)
class TableFiles:
    """One table inside an edition: the version that was published and the Parquet files it consists of."""

    version: int
    files: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """What an edition stores."""
        return {"version": self.version, "files": list(self.files)}

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "TableFiles":
        """The inverse of `as_json`."""
        files = stored["files"]
        assert isinstance(files, list) and isinstance(stored["version"], int)
        return cls(stored["version"], tuple(files))


class Lake:
    """Delta tables in one folder. One writer at a time: whoever holds the deployment's writer lock.

    What `append` writes is invisible to readers until its files stand in a published edition, and
    `restore` takes back what was appended but never published.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def append(self, table: str, rows: pa.Table) -> TableFiles:
        """What the table holds with the rows added, in one commit, durable when this returns."""
        write_deltalake(
            str(self.folder / table), rows, mode="append", schema_mode="merge", writer_properties=_PROPERTIES
        )
        return self._kept(self.folder / table)

    def state(self) -> dict[str, TableFiles]:
        """What every table holds now, published or not; a table whose first commit was cut short does not exist."""
        if not self.folder.exists():
            return {}
        return {
            place.name: self._files(place)
            for place in sorted(self.folder.iterdir()) if any((place / "_delta_log").glob("*.json"))
        }

    def restore(self, published: Mapping[str, TableFiles]) -> list[str]:
        """The names of the tables that held more than their edition and were taken back to it."""
        taken_back = []
        for name, now in self.state().items():
            wanted = published.get(name)
            if wanted is not None and set(now.files) == set(wanted.files):
                continue
            table = DeltaTable(str(self.folder / name))
            if wanted is not None:
                table.restore(wanted.version)
            elif now.files:
                table.delete()
            else:
                continue
            self._kept(self.folder / name)
            taken_back.append(name)
        return taken_back

    def compact(self, held: Mapping[str, TableFiles], *, above: int = 40) -> dict[str, TableFiles]:
        """What the tables of more than `above` files hold after they were rewritten into few; rows stay the same."""
        done = {}
        for name, now in held.items():
            if len(now.files) > above:
                DeltaTable(str(self.folder / name)).optimize.compact(writer_properties=_PROPERTIES)
                done[name] = self._kept(self.folder / name)
        return done

    def _kept(self, place: Path) -> TableFiles:
        """What the table holds after a commit that is on disk: the library leaves that to the system's convenience."""
        held = self._files(place)
        log = place / "_delta_log"
        commit = log / f"{held.version:020}.json"
        acts = (json.loads(line) for line in commit.read_text("utf-8").splitlines())
        written = [place / unquote(act["add"]["path"]) for act in acts if "add" in act]
        checkpoint = [log / f"{held.version:020}.checkpoint.parquet", log / "_last_checkpoint"]
        for one in (*written, commit, *(file for file in checkpoint if file.exists()), log, place, self.folder):
            _sync(one)
        return held

    def _files(self, place: Path) -> TableFiles:
        table = DeltaTable(str(place))
        return TableFiles(table.version(), tuple(sorted(uri.rsplit("/", 1)[-1] for uri in table.file_uris())))


def _sync(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
