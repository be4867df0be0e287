"""From the YAML of a pack's law folder to a law book; an unknown word in a file stops the load."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypedDict, cast, get_args

import yaml

from yuzhi.engines.lawbook.book import Dated, Instrument, LawBook, LawFault, Parameter
from yuzhi.kernel.cite import Cite, Confidence
from yuzhi.kernel.units import LIMIT_UNITS, ROLLS, UNITS, Roll, Unit

CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)
INSTRUMENT_FIELDS = {
    "key", "label", "issuer", "number", "promulgated", "effective", "repealed", "address", "note",
}
PARAMETER_FIELDS = {"label", "unit", "starts", "roll", "chosen_by", "values", "note"}
VALUE_FIELDS = {"since", "until", "value", "cite", "confidence", "gap", "note"}


def load(folder: Path) -> LawBook:
    """The law book of one `law/` folder: one folder per instrument, with its papers and parameters.

    Raises: LawFault with file and field for anything that is missing, unknown or contradictory.
    """
    instruments, parameters = [], []
    for place in places(folder):
        instrument = read_instrument(place)
        instruments.append(instrument)
        parameters += [read_parameter(place, name, one, instrument) for name, one in written_parameters(place).items()]
    return LawBook(instruments, parameters)


def places(folder: Path) -> list[Path]:
    """The folders of a `law/` folder that hold an instrument, by name."""
    return sorted(path.parent for path in folder.glob("*/instrument.yml"))


def written_parameters(place: Path) -> Mapping[str, Any]:
    """The parameters of an instrument as its file writes them, unread; none where it has no such file."""
    path = place / "parameters.yml"
    return _mapping(path) if path.exists() else {}


def cases(folder: Path) -> list[tuple[str, date, Decimal]]:
    """The worked examples of a `law/` folder: a parameter, the day that selects, and the value it must have."""
    found = []
    for path in sorted(folder.glob("*/cases.yml")):
        for case in cast(list[dict[str, Any]], yaml.safe_load(path.read_text(encoding="utf-8"))):
            found.append((str(case["parameter"]), _day(case["on"], path, "on"), Decimal(str(case["value"]))))
    return found


def citation(written: Any, path: Path, *, instrument: str = "", confidence: str = "") -> Cite:
    """A cite as YAML writes it: `{instrument, article, confidence}`; the article is a quoted text.

    Raises: LawFault where the article is missing or unquoted, or the confidence is no known word.
    """
    if not isinstance(written, Mapping) or set(written) - {"instrument", "article", "confidence"}:
        raise _fault(path, "cite", written, "应写作 {instrument: 文件, article: \"条\"}")
    article = written.get("article")
    if not isinstance(article, str) or not article:
        raise _fault(path, "cite.article", article, "条号要写，并加引号")
    sure = cast(Confidence, written.get("confidence") or confidence)
    if sure not in CONFIDENCES:
        raise _fault(path, "confidence", sure, f"只能是 {'、'.join(CONFIDENCES)}")
    named = written.get("instrument") or instrument
    if not named:
        raise _fault(path, "cite.instrument", named, "要写明依据的文件")
    return Cite(str(named), article, sure)


def read_instrument(place: Path) -> Instrument:
    """The instrument of a folder.

    Raises: LawFault for a field that is missing, unknown or no date.
    """
    path = place / "instrument.yml"
    written = _mapping(path)
    _known(written, INSTRUMENT_FIELDS, path)
    label = written.get("label") or {}
    for field in ("key", "issuer"):
        if not written.get(field):
            raise _fault(path, field, written.get(field), "必须填写")
    if not label.get("zh"):
        raise _fault(path, "label.zh", label, "必须填写")
    days = {
        field: _day(written[field], path, field) if written.get(field) else None
        for field in ("promulgated", "effective", "repealed")
    }
    return Instrument(
        key=written["key"], zh=label["zh"], en=label.get("en", ""), issuer=written["issuer"],
        number=written.get("number"), address=written.get("address"), **days,
    )


def read_parameter(place: Path, name: str, written: Any, instrument: Instrument) -> Parameter:
    """One parameter of an instrument, with all its values.

    Raises: LawFault for a field that is missing or unknown, a unit that is not on the list, a value without a cite.
    """
    path = place / "parameters.yml"
    if not isinstance(written, Mapping):
        raise _fault(path, name, written, "应为键值对")
    _known(written, PARAMETER_FIELDS, path)
    label = written.get("label")
    if not isinstance(label, Mapping) or not label.get("zh") or not label.get("en"):
        raise _fault(path, f"{name}.label", label, "要写明中文（zh）和英文（en）名称")
    if written.get("unit") not in UNITS:
        raise _fault(path, f"{name}.unit", written.get("unit"), f"只能是 {'、'.join(UNITS)}")
    if not written.get("chosen_by"):
        raise _fault(path, f"{name}.chosen_by", None, "要写明由哪个日期决定适用哪个值")
    return Parameter(
        name=f"{place.name}.{name}", zh=label["zh"], en=label["en"],
        unit=cast(Unit, written["unit"]), chosen_by=written["chosen_by"],
        values=_values(written.get("values") or [], path, instrument.key), **_limit(name, written, path),
    )


class _Limit(TypedDict):
    starts: str
    roll: Roll | None


def _limit(name: str, written: Mapping[str, Any], path: Path) -> _Limit:
    """From which day a limit is counted and whether it rolls: both or neither is written."""
    starts, roll = written.get("starts") or "", written.get("roll")
    if bool(starts) != bool(roll):
        raise _fault(path, f"{name}.roll", roll, "期限要同时写明起算日（starts）和休假日是否顺延（roll）")
    if roll and (roll not in ROLLS or written["unit"] not in LIMIT_UNITS):
        raise _fault(path, f"{name}.roll", roll, f"只能是 {'、'.join(ROLLS)}，且单位为 {'、'.join(LIMIT_UNITS)}")
    return {"starts": starts, "roll": roll or None}


def _values(written: list[dict[str, Any]], path: Path, instrument: str) -> tuple[Dated, ...]:
    values = []
    following: list[dict[str, Any] | None] = [*written[1:], None] if written else []
    for one, after in zip(written, following, strict=True):
        _known(one, VALUE_FIELDS, path)
        if isinstance(one.get("value"), bool) or not isinstance(one.get("value"), int | float):
            raise _fault(path, "value", one.get("value"), "必须是数")
        # A value without an end holds until the next one begins: that is how amendments work.
        until = one.get("until") or (after.get("since") if after else None)
        values.append(Dated(
            since=_day(one.get("since"), path, "since"),
            until=_day(until, path, "until") if until else None,
            value=one["value"] if isinstance(one["value"], int) else Decimal(str(one["value"])),
            cite=citation(one.get("cite"), path, instrument=instrument, confidence=one.get("confidence", "")),
            gap=one.get("gap", ""),
        ))
    return tuple(values)


def _mapping(path: Path) -> dict[str, Any]:
    try:
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise LawFault(f"{path.parent.name}/{path.name} 不是有效的 YAML：{str(fault).splitlines()[0]}。") from fault
    if not isinstance(written, dict):
        raise _fault(path, "/", written, "应为键值对")
    return written


def _known(written: Mapping[str, Any], fields: set[str], path: Path) -> None:
    if unknown := sorted(set(written) - fields):
        raise _fault(path, unknown[0], written[unknown[0]], "没有这个字段")


def _day(written: Any, path: Path, field: str) -> date:
    if not isinstance(written, date) or isinstance(written, datetime):
        raise _fault(path, field, written, "应为日期，如 2021-06-01")
    return written


def _fault(path: Path, field: str, written: Any, why: str) -> LawFault:
    return LawFault(f"{path.parent.name}/{path.name} 的 {field} 写作“{written}”：{why}。")
