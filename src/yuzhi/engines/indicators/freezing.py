"""The closing figures of a plan as bytes that can be checked for ever: one document, and the records behind each figure.

The document names every figure with its reason where it is missing, and every list of records by its SHA-256. Whoever
holds document and lists can add the figures up again without a database and without this program.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, Literal

from yuzhi.engines.indicators.computing import Indicators
from yuzhi.engines.indicators.declared import Indicator, Plan
from yuzhi.engines.indicators.disclosure import withheld
from yuzhi.engines.indicators.observations import Contribution

FORMAT = "yuzhi-frozen-plan/1"

Verdict = Literal["match", "mismatch", "absent"]


@dataclass(frozen=True, slots=True)
class FrozenFigure:
    """A closing figure: `records` is how many records make it up; `withheld` says why the public is not told it."""

    indicator: str
    method: int
    unit: str
    as_of: date
    area: str
    value: Decimal | int | None
    reason: str
    records: int
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class Frozen:
    """All that is frozen of a plan: the document's bytes, the figures in it, and the bytes of each list by its SHA-256.

    `digests` names the list of an indicator; a ratio has none.
    """

    document: bytes
    figures: tuple[FrozenFigure, ...]
    digests: Mapping[str, str]
    lists: Mapping[str, bytes]

    @property
    def digest(self) -> str:
        """SHA-256 of the document, in hexadecimal digits."""
        return hashlib.sha256(self.document).hexdigest()


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check of one thing found: what it is, match, mismatch or absent, and a sentence in Chinese."""

    what: str
    verdict: Verdict
    said: str


def closing(runner: Indicators, plan: Plan, edition: int) -> Frozen:
    """The figures of a plan's targets, of what stands beside them and of what ratios divide, each on the target's day.

    Raises: DeclarationFault for a method that contradicts itself.
    """
    figures: list[FrozenFigure] = []
    lists: dict[str, bytes] = {}
    digests: dict[str, str] = {}
    named: list[dict[str, object]] = []
    for name, on in _asked(runner, plan):
        indicator = runner.declared.indicator(name)
        contributions = [] if indicator.ratio else _contributions(runner, indicator, on)
        listed = b"".join(_line(one) for one in contributions)
        digest = hashlib.sha256(listed).hexdigest()
        if not indicator.ratio:
            lists[digest], digests[name] = listed, digest
        figures += _figures(runner, indicator, on, contributions)
        named.append(_named(indicator, on, None if indicator.ratio else digest, len(contributions)))
    document = {
        "format": FORMAT, "plan": plan.name, "first": plan.first.isoformat(), "last": plan.last.isoformat(),
        "city": runner.areas[0], "edition": edition, "targets": [
            {"id": one.id, "label": one.zh, "value": str(one.value), "unit": one.unit, "by": one.by.isoformat(),
             "indicator": one.indicator, "beside": list(one.beside)} for one in runner.targets(plan.name)
        ],
        "indicators": named, "figures": [_figure(one) for one in figures],
    }
    return Frozen(_bytes(document), tuple(figures), digests, lists)


def checked(document: bytes, listed: Callable[[str], bytes | None]) -> list[Finding]:
    """Whether each figure of a document is what its records add up to; `listed` gives a list's bytes by its SHA-256.

    Raises: nothing for a document that is none: that is a mismatch too.
    """
    try:
        told = json.loads(document)
        known = {(one["indicator"], one["as_of"]): one for one in told["indicators"]}
        figures = {(one["indicator"], one["as_of"], one["area"]): one for one in told["figures"]}
        return [_judged(one, told["city"], figures, listed) for one in known.values()]
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as fault:
        return [Finding("document", "mismatch", f"冻结文件读不懂（{type(fault).__name__}），不能核对。")]


def contributions(listed: bytes) -> list[Contribution]:
    """The records that a list's bytes tell of, in their order."""
    return [
        Contribution(one["key"], Decimal(one["value"]), tuple(one["areas"]))
        for one in map(json.loads, listed.splitlines())
    ]


def _asked(runner: Indicators, plan: Plan) -> list[tuple[str, date]]:
    """Every indicator that the plan's targets speak of with its day, each once; what ratios divide comes first."""
    asked: dict[tuple[str, date], None] = {}
    for target in runner.targets(plan.name):
        for name in (target.indicator, *target.beside):
            ratio = runner.declared.indicator(name).ratio if name else None
            for part in (ratio.numerator, ratio.denominator) if ratio else ():
                asked.setdefault((part, target.by))
            if name:
                asked.setdefault((name, target.by))
    return list(asked)


def _contributions(runner: Indicators, indicator: Indicator, on: date) -> Sequence[Contribution]:
    """The records behind the city's and every area's figure; of what areas state themselves, each area's own."""
    if indicator.kind != "stated":
        return runner.explain(indicator.name, runner.areas[0], on)
    areas = [area for area in runner.areas if area]
    return [
        Contribution(one.record, one.value, (area,)) for area in areas for one in runner.explain(indicator.name, area, on)
    ]


def _figures(
    runner: Indicators, indicator: Indicator, on: date, listed: Sequence[Contribution]
) -> Iterator[FrozenFigure]:
    city = runner.areas[0]
    many: dict[str, int] = dict.fromkeys(runner.areas, 0)
    for one in listed:
        for area in one.areas:
            many[area] = many.get(area, 0) + 1
    if indicator.kind == "records":
        hidden = withheld({area: many[area] for area in runner.areas if area != city}) if indicator.unit == "CNY" else {}
        many[city] = len(listed)
    else:
        hidden = {}
    for area, seen in runner.observe(indicator.name, on).items():
        yield FrozenFigure(
            indicator.name, indicator.method, indicator.unit, on, area, seen.value, seen.reason, many[area], hidden.get(area, "")
        )


def _named(indicator: Indicator, on: date, digest: str | None, records: int) -> dict[str, object]:
    named: dict[str, object] = {
        "indicator": indicator.name, "label": indicator.zh, "unit": indicator.unit, "kind": indicator.kind,
        "method": indicator.method, "as_of": on.isoformat(), "cite": str(indicator.cite), "upper_bound": indicator.upper_bound,
    }
    if indicator.ratio:
        parts = indicator.ratio
        return named | {
            "numerator": parts.numerator, "denominator": parts.denominator, "scale": parts.scale, "places": indicator.measure.places
        }
    return named | {"list": digest, "records": records}


def _figure(one: FrozenFigure) -> dict[str, object]:
    value = None if one.value is None else format(Decimal(one.value), "f")
    return {
        "indicator": one.indicator, "as_of": one.as_of.isoformat(), "area": one.area, "value": value, "reason": one.reason,
        "records": one.records,
    }


def _line(one: Contribution) -> bytes:
    return _bytes({"key": one.record, "value": format(Decimal(one.value), "f"), "areas": list(one.areas)})


def _bytes(told: Mapping[str, object]) -> bytes:
    """One line of JSON with sorted keys: the same bytes for the same meaning."""
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _judged(
    named: Mapping[str, Any], city: str, figures: Mapping[tuple[str, str, str], Mapping[str, Any]],
    listed: Callable[[str], bytes | None],
) -> Finding:
    what, on = f"{named['indicator']}@{named['as_of']}", named["as_of"]
    told = {area: one for (name, day, area), one in figures.items() if (name, day) == (named["indicator"], on)}
    if named["kind"] == "ratio":
        wrong = [area for area, one in told.items() if _text(one) != _divided(named, on, area, figures)]
        return _finding(what, wrong, "由冻结的分子和分母重新相除")
    held = listed(named["list"])
    if held is None:
        return Finding(what, "absent", f"没有找到记录清单（SHA-256 {named['list'][:12]}…），不能核对。")
    if hashlib.sha256(held).hexdigest() != named["list"]:
        return Finding(what, "mismatch", f"记录清单的 SHA-256 与冻结文件写的（{named['list'][:12]}…）不同。")
    sums, many = _sums(contributions(held), city, stated=named["kind"] == "stated")
    wrong = [
        area for area, one in told.items()
        if one["records"] != many.get(area, 0) or (one["value"] is not None and Decimal(one["value"]) != sums.get(area, 0))
    ]
    return _finding(what, wrong, f"由 {named['records']} 条记录重新相加")


def _finding(what: str, wrong: Iterable[str], how: str) -> Finding:
    if areas := "、".join(area or "未分县" for area in wrong):
        return Finding(what, "mismatch", f"{how}，下列地区的数对不上：{areas}。")
    return Finding(what, "match", f"{how}，各地区的数都对得上。")


def _sums(rows: Iterable[Contribution], city: str, *, stated: bool) -> tuple[dict[str, Decimal], dict[str, int]]:
    sums: dict[str, Decimal] = {}
    many: dict[str, int] = {}
    for one in rows:
        for area in dict.fromkeys(one.areas if stated else (city, *one.areas)):
            sums[area] = sums.get(area, Decimal(0)) + Decimal(one.value)
            many[area] = many.get(area, 0) + 1
    return sums, many


def _text(one: Mapping[str, Any]) -> Decimal | None:
    return None if one["value"] is None else Decimal(one["value"])


def _divided(
    named: Mapping[str, Any], on: str, area: str, figures: Mapping[tuple[str, str, str], Mapping[str, Any]]
) -> Decimal | None:
    above, below = (_text(figures[named[part], on, area]) for part in ("numerator", "denominator"))
    if above is None or not below:
        return None
    scale: int = named["scale"]
    return (above * scale / below).quantize(Decimal(1).scaleb(-named["places"]), ROUND_HALF_UP)
