"""A small deployment for tests: real archive, lake and index in a temporary folder, one tiny line source."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

from yuzhi.engines.archive import Archive
from yuzhi.engines.calendar import Calendar, Notice
from yuzhi.engines.indicators.computing import Indicators
from yuzhi.engines.indicators.declared import Declarations
from yuzhi.engines.lake import Lake
from yuzhi.engines.lawbook.book import LawBook
from yuzhi.engines.reading.records import Fault, Record, Skipped
from yuzhi.engines.reading.sources import Context, Document, Outcome, Source
from yuzhi.engines.search.index import SearchIndex
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.areas import Area, AreaBook
from yuzhi.kernel.errors import BadFile
from yuzhi.kernel.origin import FieldOrigin, Origin
from yuzhi.kernel.standing import Standing

AREAS = AreaBook(
    [
        Area("610800", "榆林市", "Yulin", "610000"), Area("610802", "榆阳区", "Yuyang", "610800"),
        Area("610881", "神木市", "Shenmu", "610800"),
    ],
    city="610800",
)
TODAY = date(2026, 3, 2)


def lines(document: Document, context: Context) -> Iterator[Outcome]:
    """One JSON object a line; {"bad": …} is a fault, {"skip": …} is skipped, {"stop": …} refuses the file."""
    for number, line in enumerate(document.path.read_text(encoding="utf-8").splitlines(), 1):
        origin = Origin(document.digest, f"line {number}")
        said = json.loads(line)
        repair = context.repairs.get((origin.place, "bad"))
        if "stop" in said:
            raise BadFile(said["stop"])
        if "skip" in said:
            yield Skipped(origin, said["skip"])
        elif "bad" in said and repair is None:
            yield Fault(origin, "bad", said["bad"], "看不懂", {"bad": said["bad"]})
        else:
            yield _record(origin, said, repair[0] if repair else None)


def _record(origin: Origin, said: dict, repaired: str | None) -> Record:
    number = repaired or said["n"]
    values = {"number": number, "title": said.get("title", "煤制油催化剂"), "office": "CN", "right_kind": "invention",
              "applicants": said.get("who", ["榆林某煤化公司"]), "county": said.get("county", "610802"),
              "county_reason": "地址", "filed_on": date(2020, 1, 2), "granted_on": date(2021, 3, 4)}
    origins = {name: FieldOrigin(name, "repair:1" if repaired else "text") for name in values}
    return Record("patents", f"cn/p/{number}", number, values, origin, origins, date(2021, 3, 4),
                  withdrawn=said.get("withdrawn", False), made_up=said.get("made_up", False))


def _standing(kind: str, get: object, events: object, on: date) -> Standing:
    return Standing("valid", "测试", date(2020, 1, 2), date(2021, 3, 4), None)


LINES = Source("test.lines", "测试行", "test lines", "测试", "无", "测试", 30, 1, lambda g: True, lines, ("patents",))


def small_city(folder: Path, *, source: Source = LINES) -> Toolbox:
    """A toolbox whose clock moves a second with every look."""
    ticks = count()
    return Toolbox(
        home=folder, archive=Archive(folder / "archive"), lake=Lake(folder / "lake"), index=SearchIndex(folder / "index"),
        pack_sources=(source,), areas=AREAS, law=LawBook(), standing=_standing,
        life=lambda kind, get, events: (),
        indicators=lambda snapshot: Indicators(Declarations(), snapshot, AREAS),
        today=lambda: TODAY, now=lambda: datetime(2026, 3, 2, tzinfo=UTC) + timedelta(seconds=next(ticks)),
        workdays=lambda: Calendar([Notice(2026, frozenset(), frozenset())]), mapped=lambda versions: source,
    )

