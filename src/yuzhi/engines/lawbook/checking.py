"""All that is wrong with law folders at once, where the load would stop at the first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yuzhi.engines.lawbook.book import Instrument, LawFault, LawGap, Parameter, parameter_faults
from yuzhi.engines.lawbook.loading import cases, places, read_instrument, read_parameter, written_parameters
from yuzhi.kernel.errors import BadValue


@dataclass(frozen=True, slots=True)
class Examined:
    """What law folders hold, and what is wrong with it; they are sound where `faults` is empty."""

    instruments: int
    parameters: int
    values: int
    verified: int
    cases: int
    faults: tuple[str, ...]


def examined(folders: Iterable[Path]) -> Examined:
    """What the folders hold, from the highest jurisdiction to the lowest, and every fault of every file.

    A fault is a value without a cite, a date that overlaps or leaves an undeclared gap, a unit that is not on the list,
    a value older or younger than its instrument, a name declared twice, or a worked example that does not come out.
    """
    instruments: dict[str, Instrument] = {}
    parameters: dict[str, Parameter] = {}
    faults: list[str] = []
    listed = list(folders)
    faults += [fault for folder in listed for fault in _unregistered(folder)]
    for place in (place for folder in listed for place in places(folder)):
        try:
            instrument = read_instrument(place)
            written = written_parameters(place)
        except (LawFault, BadValue) as fault:
            faults.append(fault.sentence)
            continue
        if instrument.key in instruments:
            faults.append(f"文件 {instrument.key} 登记了两次。")
        instruments[instrument.key] = instrument
        for name, one in written.items():
            try:
                parameter = read_parameter(place, name, one, instrument)
            except (LawFault, BadValue) as fault:
                faults.append(fault.sentence)
                continue
            if parameter.name in parameters:
                faults.append(f"参数 {parameter.name} 声明了两次：下级只能补充，不能改写上级的规定。")
            parameters[parameter.name] = parameter
    for parameter in parameters.values():
        faults += [f"{fault}。" for fault in parameter_faults(parameter, instruments)]
        faults += _outside_instruments(parameter, instruments)
    worked, wrong = _worked(listed, parameters)
    values = [value for parameter in parameters.values() for value in parameter.values]
    return Examined(
        len(instruments), len(parameters), len(values), sum(v.cite.confidence == "verified" for v in values),
        worked, (*faults, *wrong),
    )


def _unregistered(folder: Path) -> Iterator[str]:
    """Files that no load would read: parameters beside no instrument."""
    if not places(folder):
        yield f"{folder} 里没有登记任何文件：每个文件一个文件夹，内有 instrument.yml。"
    for path in sorted({*folder.glob("*/parameters.yml"), *folder.glob("*/cases.yml")}):
        if not (path.parent / "instrument.yml").exists():
            yield f"{path.parent.name}/{path.name} 旁边没有 instrument.yml，不会装载。"


def _outside_instruments(parameter: Parameter, instruments: dict[str, Instrument]) -> Iterator[str]:
    """Values that begin before the instrument they cite was in force, or hold after it was repealed."""
    for value in parameter.values:
        instrument = instruments.get(value.cite.instrument)
        if instrument is None:
            continue
        if instrument.effective and value.since < instrument.effective:
            yield f"{parameter.name} 自 {value.since} 的值早于所引文件 {instrument.key} 的施行日 {instrument.effective}。"
        if instrument.repealed and (value.until or date.max) > instrument.repealed:
            yield f"{parameter.name} 自 {value.since} 的值在所引文件 {instrument.key} 于 {instrument.repealed} 废止后仍然适用。"


def _worked(folders: list[Path], parameters: dict[str, Parameter]) -> tuple[int, list[str]]:
    """How many worked examples there are, and those that do not come out; a parameter needs at least one."""
    faults, seen, count = [], set(), 0
    for folder in folders:
        try:
            listed = cases(folder)
        except (LawFault, KeyError, ArithmeticError) as fault:
            faults.append(fault.sentence if isinstance(fault, LawFault) else f"{folder.parent.name} 的算例读不懂：{fault}。")
            continue
        for name, on, value in listed:
            count += 1
            seen.add(name)
            if name not in parameters:
                faults.append(f"算例引用了没有的参数 {name}。")
                continue
            try:
                found = parameters[name].at(on).value
            except LawGap as gap:
                faults.append(gap.sentence)
                continue
            if found != value:
                faults.append(f"{name} 在 {on} 的值为 {found}，算例写的是 {value}。")
    return count, faults + [f"{name} 没有算例。" for name in sorted(set(parameters) - seen)]
