"""A law book: parameters whose value depends on a date, with the article behind every value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from itertools import pairwise
from typing import TypeVar

from yuzhi.kernel.cite import Cite
from yuzhi.kernel.errors import NotFound, YuzhiError
from yuzhi.kernel.units import Roll, Unit


class LawFault(YuzhiError):
    """A law file that contradicts itself or another; nothing of the book is usable."""

    exit_code = 2


class LawGap(NotFound):
    """No value is in force on that day; says from when and until when there is one."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law, rule or notice by its papers; its wording is not kept here.

    `effective` is the day the first text came into force, `repealed` the first day on which none is.
    """

    key: str
    zh: str
    en: str
    issuer: str
    number: str | None
    promulgated: date | None
    effective: date | None
    repealed: date | None
    address: str | None


@dataclass(frozen=True, slots=True)
class Dated:
    """A value from `since` on; `until` is the first day on which it no longer holds, None while it does.

    `gap` says why nothing holds between `until` and the next value, where that is so.
    """

    since: date
    until: date | None
    value: int | Decimal
    cite: Cite
    gap: str = ""

    def holds(self, on: date) -> bool:
        """Whether the value is in force on that day."""
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of the law over time; `chosen_by` names the day that selects the value, never simply today.

    Where it is a limit, `starts` names the day from which it is counted, and `roll` says what becomes of a last day
    that is no working day; both are empty where it is none.
    """

    name: str
    zh: str
    en: str
    unit: Unit
    chosen_by: str
    values: tuple[Dated, ...]
    starts: str = ""
    roll: Roll | None = None

    def at(self, on: date) -> Dated:
        """The value in force on that day.

        Raises: LawGap before the first value, after the last and inside a declared gap.
        """
        for dated in self.values:
            if dated.holds(on):
                return dated
        spans = "；".join(f"{v.since} 起至 {v.until or '今'}" for v in self.values)
        raise LawGap(
            f"“{self.zh}”（{self.name}）在 {on} 没有可用的值，已录入的区间为：{spans}。请核对日期，或补录法条。"
        )


Thing = TypeVar("Thing", Instrument, Parameter)


class LawBook:
    """Instruments and parameters that do not contradict each other; every value cites a known instrument."""

    def __init__(self, instruments: Iterable[Instrument] = (), parameters: Iterable[Parameter] = ()) -> None:
        self.instruments: Mapping[str, Instrument] = _unique((i.key, i) for i in instruments)
        self.parameters: Mapping[str, Parameter] = _unique((p.name, p) for p in parameters)
        faults = [fault for p in self.parameters.values() for fault in parameter_faults(p, self.instruments)]
        if faults:
            raise LawFault("法规参数有误，未装载：" + "；".join(faults))

    def at(self, name: str, *, on: date) -> Dated:
        """The value of a parameter in force on that day, with its cite; `on` is the day that `chosen_by` names.

        Raises: NotFound for a name the book does not have, LawGap where nothing is in force.
        """
        return self.parameter(name).at(on)

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name (`patent_law.design_term`), with all its values.

        Raises: NotFound for a name the book does not have.
        """
        if name not in self.parameters:
            near = get_close_matches(name, self.parameters, 5, 0.5)
            told = f"相近的有：{'、'.join(near)}。" if near else f"参数名以文件名开头：{'、'.join(self._folders())}。"
            raise NotFound(f"法规参数里没有“{name}”。{told}请核对写法。")
        return self.parameters[name]

    def _folders(self) -> list[str]:
        return sorted({f"{name.partition('.')[0]}.…" for name in self.parameters})

    def joined(self, lower: "LawBook") -> "LawBook":
        """This book with what a lower jurisdiction adds.

        Raises: LawFault where the lower one would override a name (上位法).
        """
        return LawBook(
            [*self.instruments.values(), *lower.instruments.values()],
            [*self.parameters.values(), *lower.parameters.values()],
        )


def parameter_faults(parameter: Parameter, instruments: Mapping[str, Instrument]) -> list[str]:
    """What is wrong with a parameter among these instruments: cites of unknown ones, and dates that do not fit."""
    unknown = {v.cite.instrument for v in parameter.values} - set(instruments)
    faults = [f"{parameter.name} 引用了未登记的文件 {name}" for name in sorted(unknown)]
    return [*faults, *_span_faults(parameter)]


def _span_faults(parameter: Parameter) -> list[str]:
    """What is wrong with the dates of a parameter: no value, an empty span, an overlap, an undeclared gap."""
    name, values = parameter.name, parameter.values
    if not values:
        return [f"{name} 没有任何值"]
    faults = [f"{name} 自 {v.since} 的值在生效前就已失效" for v in values if v.until and v.until <= v.since]
    for earlier, later in pairwise(values):
        if later.since <= earlier.since:
            faults.append(f"{name} 的值没有按日期先后排列：{later.since} 在 {earlier.since} 之后")
        elif earlier.until is None or earlier.until > later.since:
            faults.append(f"{name} 在 {later.since} 有两个值")
        elif earlier.until < later.since and not earlier.gap:
            faults.append(f"{name} 自 {earlier.until} 至 {later.since} 没有值，也没有说明原因（gap）")
    return faults


def _unique(named: Iterable[tuple[str, Thing]]) -> dict[str, Thing]:
    found: dict[str, Thing] = {}
    for name, thing in named:
        if name in found:
            raise LawFault(f"“{name}”被声明了两次：下级只能补充，不能改写上级的规定。请改名或删去其中一处。")
        found[name] = thing
    return found
