"""Dirty rows: what goes wrong in real sheets, put on copies of good rows that no count may include."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from yuzhi.engines.sampling.chance import Chance
from yuzhi.engines.sampling.items import Company, Event, IndicationUser, Mark, Patent, Pledge, Work
from yuzhi.engines.sampling.lines import Line, Printer, cnipr_dirty, cnipr_line
from yuzhi.engines.sampling.numbers import wrong_check

SPOILED_SERIAL = "96"
"""Dirty marks, works and pledges have numbers of their own, so that repairing them adds a record."""


def patents(printer: Printer, some: Sequence[Patent]) -> list[Line]:
    """A wrong check digit, an impossible day, a missing title, a number that a spreadsheet spoiled."""
    kinds: tuple[tuple[str, Callable[[str], str], str], ...] = (
        ("number", wrong_check, "wrong_check_digit"),
        ("filed_on", lambda _: "2023-02-30", "impossible_date"),
        ("title", lambda _: "", "missing_required"),
        ("number", _spoiled, "excel_float"),
    )
    return [
        printer.dirty(printer.line(patent, published_on=patent.shown_on), field, bad(patent.number), fault)
        for patent, (field, bad, fault) in zip(some, kinds, strict=False)
    ]


def events(printer: Printer, some: Sequence[Event]) -> list[Line]:
    """An event that nobody knows, and an impossible day."""
    kinds = (("event", "不明事件", "unknown_choice"), ("effective_on", "2022-13-05", "impossible_date"))
    return [
        printer.dirty(printer.line(it), field, bad, fault) for it, (field, bad, fault) in zip(some, kinds, strict=False)
    ]


def marks(printer: Printer, some: Sequence[Mark]) -> list[Line]:
    """A class beyond 45, an impossible day, a missing registrant."""
    kinds = (
        ("nice_class", "46", "impossible_class"),
        ("registered_on", "2021/6/31", "impossible_date"),
        ("registrant", "", "missing_required"),
    )
    own = [replace(mark, number=f"{SPOILED_SERIAL}{n:06d}") for n, mark in enumerate(some, 1)]
    return [
        printer.dirty(printer.line(it), field, bad, fault) for it, (field, bad, fault) in zip(own, kinds, strict=False)
    ]


def works(printer: Printer, some: Sequence[Work]) -> list[Line]:
    """A certificate number in place of the registration number, and a missing owner."""
    kinds = (("number", "软著登字第9600001号", "wrong_number"), ("owner", "", "missing_required"))
    return [
        printer.dirty(printer.line(replace(it, number=f"2020SR96{n:05d}", work_kind="software")), field, bad, fault)
        for n, (it, (field, bad, fault)) in enumerate(zip(some, kinds, strict=False))
    ]


def company_codes(printer: Printer, some: Sequence[Company]) -> list[Line]:
    """A credit code whose last check character is wrong."""
    return [printer.dirty(printer.line(it), "code", wrong_check(it.code), "wrong_check_digit") for it in some[:1]]


def user_codes(printer: Printer, some: Sequence[IndicationUser]) -> list[Line]:
    """A user's credit code whose last check character is wrong."""
    return [
        printer.dirty(printer.line(it), "user_code", wrong_check(it.user_code), "wrong_check_digit") for it in some[:1]
    ]


def pledges(printer: Printer, some: Sequence[Pledge]) -> list[Line]:
    """An amount in words, a missing pledgor, and a registration that ended before it began."""
    told = []
    for n, (it, (field, bad, fault)) in enumerate(
        zip(
            some,
            (
                ("amount", "伍佰万元整", "not_a_number"),
                ("pledgor", "", "missing_required"),
                ("cancelled_on", "2016-01-01", "end_before_begin"),
            ),
            strict=False,
        )
    ):
        own = replace(it, number=f"Y2024{SPOILED_SERIAL}{n:04d}", contract=f"示例瑕疵合同{n + 1}号", loan=f"DK96{n:06d}", cancelled_on=None)
        told.append(printer.dirty(printer.line(own), field, bad, fault))
    return told


def export(some: Sequence[Patent]) -> list[Line]:
    """In the export: a wrong check digit and an impossible day."""
    kinds = (("申请号", "wrong_check_digit"), ("申请日", "impossible_date"))
    told = []
    for patent, (title, fault) in zip(some, kinds, strict=False):
        bad = wrong_check(f"CN{patent.number}") if title == "申请号" else "2021.02.29"
        told.append(cnipr_dirty(cnipr_line(patent), title, bad, fault))
    return told


def mixed(chance: Chance, lines: list[Line], dirty: list[Line]) -> list[Line]:
    """The lines with the dirty ones somewhere among them."""
    for line in dirty:
        lines.insert(chance.number(1, len(lines)), line)
    return lines


def _spoiled(number: str) -> str:
    return f"{number[0]}.{number[1:6]}E+11"
