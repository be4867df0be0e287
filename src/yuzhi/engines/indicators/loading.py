"""From the folders of a pack to declarations; an unknown or missing word in a file stops the load."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, cast, get_args

import yaml

from yuzhi.engines.indicators.declared import (
    UNITS,
    Break,
    Dataset,
    DeclarationFault,
    Indicator,
    Kind,
    Parameter,
    Plan,
    Ratio,
    Target,
)
from yuzhi.engines.indicators.merging import merge_inputs, merge_query
from yuzhi.engines.indicators.sandbox import check_query
from yuzhi.engines.lawbook.loading import citation

GRAINS = {"city", "county"}
KINDS: tuple[Kind, ...] = get_args(Kind)
DATASET_FIELDS = {"name", "label", "inputs", "merge", "note"}
INDICATOR_FIELDS = {
    "name", "label", "question", "unit", "kind", "grain", "method", "cite", "inputs", "params", "missing", "targets",
    "owner", "published", "ratio", "breaks", "upper_bound", "note",
}
PLAN_FIELDS = {"plan", "from", "by", "targets", "note"}
TARGET_FIELDS = {"id", "label", "value", "unit", "by", "cite", "indicator", "beside", "pending", "note"}


def datasets(folder: Path) -> tuple[Dataset, ...]:
    """The derived data sets of a folder: `<name>.yml` for people, `<name>.sql` for the arithmetic.

    `merge: {table, fields}` stands in place of the SQL where a data set is one row per key of a stored table.

    Raises: DeclarationFault with file and field.
    """
    return tuple(_dataset(path) for path in sorted(folder.glob("*.yml")))


def indicators(folder: Path) -> tuple[Indicator, ...]:
    """The indicators of a folder, one subfolder each, with the method that `indicator.yml` names.

    Raises: DeclarationFault with file and field; LawFault for a cite that is none.
    """
    return tuple(_indicator(path) for path in sorted(folder.glob("*/indicator.yml")))


def targets(folder: Path) -> tuple[Target, ...]:
    """The targets of all plan periods, one file each, by the files' names and in each plan's order.

    Raises: DeclarationFault with file and field, or for a plan in two files; LawFault for a cite that is none.
    """
    found: list[Target] = []
    for path in sorted(folder.glob("*.yml")):
        written = _mapping(path)
        _known(written, PLAN_FIELDS, path)
        _required(written, ("plan", "from", "by", "targets"), path)
        if any(one.plan.name == written["plan"] for one in found):
            raise _fault(path, "plan", written["plan"], "一个规划期只写在一个文件里")
        plan = _plan(written, path)
        found += [_target(one, plan, path) for one in written["targets"]]
    return tuple(found)


def _plan(written: Mapping[str, Any], path: Path) -> Plan:
    first, last = (_day(written, name, path) for name in ("from", "by"))
    if last < first:
        raise _fault(path, "by", last, f"末日不能早于首日 {first}")
    return Plan(first, last, str(written["plan"]), str(written.get("note") or ""))


def _day(written: Mapping[str, Any], name: str, path: Path) -> date:
    day = written[name]
    if not isinstance(day, date) or isinstance(day, datetime):
        raise _fault(path, name, day, "应为日期")
    return day


def _dataset(path: Path) -> Dataset:
    written = _mapping(path)
    _known(written, DATASET_FIELDS, path)
    _required(written, ("name", "label"), path)
    if written["name"] != path.stem:
        raise _fault(path, "name", written["name"], "应与文件名一致")
    zh, en = written["label"]["zh"], written["label"]["en"]
    if merge := written.get("merge"):
        table, fields = str(merge["table"]), tuple(merge["fields"])
        return Dataset(written["name"], zh, en, merge_inputs(table, fields), merge_query(table, fields))
    _required(written, ("inputs",), path)
    query = path.with_suffix(".sql")
    sql = _text(query)
    check_query(sql, parameters=set(), place=query.name)
    return Dataset(written["name"], zh, en, _inputs(written, path), sql)


def _indicator(path: Path) -> Indicator:
    written = _mapping(path)
    _known(written, INDICATOR_FIELDS, path)
    _required(written, ("name", "label", "question", "unit", "grain", "method", "cite", "missing", "owner"), path)
    if written["name"] != path.parent.name:
        raise _fault(path, "name", written["name"], "应与文件夹同名")
    if written["unit"] not in UNITS:
        raise _fault(path, "unit", written["unit"], f"只能是 {'、'.join(UNITS)}")
    kind = written.get("kind", "records")
    if kind not in KINDS:
        raise _fault(path, "kind", kind, f"只能是 {'、'.join(KINDS)}")
    if not set(written["grain"]) <= GRAINS:
        raise _fault(path, "grain", written["grain"], "只能是 city、county")
    inputs, params = _inputs(written, path), cast(Mapping[str, Parameter], written.get("params") or {})
    return Indicator(
        name=written["name"], zh=written["label"]["zh"], en=written["label"]["en"], question=written["question"],
        unit=written["unit"], kind=kind, grain=tuple(written["grain"]), method=int(written["method"]),
        cite=citation(written["cite"], path), missing=written["missing"], owner=written["owner"], inputs=inputs,
        params=params, targets=tuple(written.get("targets") or ()), published=written.get("published"),
        breaks=tuple(_break(one, path) for one in written.get("breaks") or ()),
        upper_bound=written.get("upper_bound") is True,
        sql="" if kind == "ratio" else _method(path, int(written["method"]), set(params)),
        ratio=_ratio(written, path) if kind == "ratio" else None,
    )


def _break(written: Any, path: Path) -> Break:
    right = isinstance(written, dict) and set(written) == {"day", "why"} and written["why"]
    if not right or not isinstance(written["day"], date) or isinstance(written["day"], datetime):
        raise _fault(path, "breaks", written, "应写作 {day: 日期, why: 为什么}")
    return Break(written["day"], written["why"])


def _method(path: Path, number: int, params: set[str]) -> str:
    query = path.parent / f"method_{number}.sql"
    sql = _text(query)
    check_query(sql, parameters={"as_of"} | params, place=f"{path.parent.name}/{query.name}")
    return sql


def _ratio(written: Mapping[str, Any], path: Path) -> Ratio:
    ratio = written.get("ratio")
    if not isinstance(ratio, dict) or set(ratio) != {"numerator", "denominator", "scale"}:
        raise _fault(path, "ratio", ratio, "应写明 numerator、denominator、scale")
    return Ratio(ratio["numerator"], ratio["denominator"], int(ratio["scale"]))


def _target(written: Mapping[str, Any], plan: Plan, path: Path) -> Target:
    _known(written, TARGET_FIELDS, path)
    _required(written, ("id", "label", "value", "unit", "cite"), path)
    if written["unit"] not in UNITS:
        raise _fault(path, "unit", written["unit"], f"只能是 {'、'.join(UNITS)}")
    by = _day(written, "by", path) if "by" in written else plan.last
    if not plan.first <= by <= plan.last:
        raise _fault(path, "by", by, f"应在规划期 {plan.first} 至 {plan.last} 之内")
    if not written.get("indicator") and not written.get("pending"):
        raise _fault(path, "indicator", None, "没有对应指标的目标要在 pending 说明原因")
    return Target(
        id=written["id"], plan=plan, zh=written["label"]["zh"], en=written["label"]["en"],
        value=Decimal(str(written["value"])), unit=written["unit"], by=by,
        cite=citation(written["cite"], path), indicator=written.get("indicator"),
        beside=tuple(written.get("beside") or ()), pending=written.get("pending", ""), note=written.get("note", ""),
    )


def _inputs(written: Mapping[str, Any], path: Path) -> dict[str, tuple[str, ...]]:
    inputs = written.get("inputs") or {}
    if not isinstance(inputs, dict) or not all(isinstance(columns, list) and columns for columns in inputs.values()):
        raise _fault(path, "inputs", inputs, "应为 {数据集: [列, …]}")
    return {name: tuple(columns) for name, columns in inputs.items()}


def _text(path: Path) -> str:
    if not path.exists():
        raise DeclarationFault(f"缺少 {path.parent.name}/{path.name}：声明了方法，却没有写出算法。")
    return path.read_text(encoding="utf-8")


def _mapping(path: Path) -> dict[str, Any]:
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(written, dict):
        raise _fault(path, "/", written, "应为键值对")
    return written


def _known(written: Mapping[str, Any], fields: set[str], path: Path) -> None:
    if unknown := sorted(set(written) - fields):
        raise _fault(path, unknown[0], written[unknown[0]], "没有这个字段")


def _required(written: Mapping[str, Any], fields: tuple[str, ...], path: Path) -> None:
    for name in fields:
        if written.get(name) in (None, "", [], {}):
            raise _fault(path, name, written.get(name), "必须填写")


def _fault(path: Path, name: str, written: Any, why: str) -> DeclarationFault:
    return DeclarationFault(f"{path.parent.name}/{path.name} 的 {name} 写作“{written}”：{why}。")
