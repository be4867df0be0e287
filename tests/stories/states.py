"""What a data folder holds, told so that two folders can be compared: no load, no instant, no order of files."""

import json
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

from tests.stories.commands import Commands
from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.lake import Snapshot, TableFiles

_WHEN = "exclude (load, known_from, seq)"
_TABLES = {
    "rights": "select key, kind, subkind, number, title, county, county_reason, holders, begun_on, granted_on, ends_on, "
              "state, made_up from rights_right order by key",
    "holdings": "select right_id, position, party_id from rights_holding order by 1, 2",
    "parties": "select key, name, sort_key, code, person, county, address, phone, representative, industry, size, "
               "right_count, made_up from parties_party order by key",
    "quarantine": "select file_name, digest, source, place, \"column\", value, reason, \"row\", state "
                  "from datasets_quarantined order by 1, 2, 4, 5",
    "files": "select f.name, f.digest, f.size, f.state, f.message, f.quarantined, f.skipped, l.source, l.state "
             "from datasets_loadfile f join datasets_load l on l.id = f.load_id order by 1, 2",
    "loads": "select source, state, requested_by, message, bytes_total, bytes_done, records_read, added, changed, withdrawn, "
             "unchanged, quarantined, skipped, tables, covered_to, made_up from datasets_load order by id",
    "leaves": "select act, count(*) from evidence_leaf group by act order by act",
}
QUESTIONS: tuple[tuple[str, ...], ...] = (
    ("search", "*", "--top", "1000", "--sort", "newest", "--facet", "kind", "--facet", "county", "--facet", "state"),
    ("search", "煤", "--top", "1000", "--sort", "newest"),
    ("search", "榆林", "--top", "1000", "--sort", "newest"),
    ("indicators", "--as-of", "2024-12-31"),
    ("indicators", "--as-of", "2026-10-31"),
    ("doctor", "--deep"),
)


def stored(home: Path) -> dict[str, Any]:
    """Every row of lake and database, but for what differs between any two runs."""
    with sqlite3.connect(f"file:{home}/city.sqlite3?mode=ro", uri=True) as database:
        found: dict[str, Any] = {name: database.execute(sql).fetchall() for name, sql in _TABLES.items()}
        newest = database.execute("select tables from datasets_edition order by number desc limit 1").fetchone()
    database.close()
    held = json.loads(newest[0]) if newest else {}
    snapshot = Snapshot(home / "lake", {name: TableFiles.from_json(files) for name, files in held.items()})
    for name in TABLES:
        found[f"lake {name}"] = counted(snapshot, f"select * {_WHEN} from {snapshot.current(name)}")
        found[f"versions of {name}"] = counted(
            snapshot, f"select source, record, digest, withdrawn, file, place from {snapshot.versions(name)}"
        )
    return found


def counted(snapshot: Snapshot, sql: str) -> Counter[str]:
    """The rows of a query, each with how often it is there."""
    return Counter(json.dumps(row, ensure_ascii=False, default=str, sort_keys=True) for row in snapshot.rows(sql))


def told(commands: Commands, home: Path) -> dict[str, Any]:
    """What the commands answer, but for what differs between any two runs; the doctor must find all well."""
    ended = commands.run_each(home, [(*question, "--json") for question in QUESTIONS])
    assert ended.code == 0, ended.out[-2000:] + ended.err
    answers = dict(zip(QUESTIONS, ended.answers, strict=True))
    seen = answers.pop(QUESTIONS[-1])
    assert seen["well"], seen
    found: dict[str, Any] = {}
    for question, answer in answers.items():
        if question[0] == "search":
            found[" ".join(question)] = answer["total"], answer.get("facets"), sorted(hit["key"] for hit in answer["hits"])
        else:
            found[" ".join(question)] = {one["name"]: (one["values"], one["reasons"]) for one in answer["indicators"]}
    return found


def differences(wanted: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Where two homes differ, in words; nothing where they do not."""
    said = []
    for name in wanted | found:
        one, other = wanted.get(name), found.get(name)
        if one == other:
            continue
        if isinstance(one, list | Counter) and isinstance(other, list | Counter):
            one, other = Counter(map(str, one)) if isinstance(one, list) else one, Counter(map(str, other)) if isinstance(other, list) else other
            said.append(f"{name}: missing {list(one - other)[:3]}, too much {list(other - one)[:3]}")
        else:
            said.append(f"{name}: {str(one)[:600]} is not {str(other)[:600]}")
    return said
