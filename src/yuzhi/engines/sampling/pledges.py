"""Made-up pledges: contracts over one or many rights, in one or two registers, renewed and cancelled."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from yuzhi.engines.sampling.chance import Chance
from yuzhi.engines.sampling.companies import Companies
from yuzhi.engines.sampling.items import Company, Event, Mark, Patent, Pledge
from yuzhi.engines.sampling.months import plus_months
from yuzhi.engines.sampling.plan import CityPlan

_EARLY = 0.04
"""The share of contracts from the first, thin years of the register."""
_LARGE = 8
"""One contract in so many is large."""
_BEGAN, _GREW, _LARGE_SINCE = date(2018, 6, 1), date(2021, 1, 1), date(2022, 1, 1)


@dataclass(frozen=True, slots=True)
class Rights:
    """What a firm could pledge: its granted patents and its marks."""

    patents: list[Patent]
    marks: list[Mark]


def rights_of(patents: tuple[Patent, ...], marks: tuple[Mark, ...]) -> dict[str, Rights]:
    """The pledgeable rights of each owner, by its code."""
    found: dict[str, Rights] = defaultdict(lambda: Rights([], []))
    for patent in patents:
        if patent.owner and patent.granted_on:
            found[patent.owner.code].patents.append(patent)
    for mark in marks:
        if mark.registrant_code and mark.mark_kind == "ordinary":
            found[mark.registrant_code].marks.append(mark)
    return dict(found)


def pledges(
    plan: CityPlan, bodies: Companies, rights: dict[str, Rights], seed: int, scale: float, today: date
) -> tuple[tuple[Pledge, ...], tuple[Event, ...]]:
    """The registrations, and the events that they put on the life lines of the pledged patents."""
    bank = _Bank(
        plan, Chance(seed, "pledges"), today, plan.pledge_total_yuan * scale, plan.size("contracts", scale, 12)
    )
    owners = [f for f in (*bodies.firms, *bodies.outsiders[:3]) if f.code in rights]
    for nth in range(plan.size("contracts", scale, 12)):
        bank.lend(owners, rights, large=nth % _LARGE == _LARGE // 2)
    return tuple(bank.registered), tuple(bank.events)


def _inventions(own: Rights) -> list[Patent]:
    return [patent for patent in own.patents if patent.right_kind == "invention"]


class _Bank:
    """Registers contracts and what follows from them."""

    def __init__(self, plan: CityPlan, chance: Chance, today: date, total: float, contracts: int) -> None:
        self._plan, self._chance, self._today = plan, chance, today
        large = contracts // _LARGE
        rest = total / 10000 / 0.95 - large * sum(plan.large_loan_wan) / 2
        self._mean_wan = max(60, round(rest / (contracts - large)))
        self._serial = 0
        self.registered: list[Pledge] = []
        self.events: list[Event] = []

    def lend(self, owners: list[Company], rights: dict[str, Rights], *, large: bool) -> None:
        """A contract of one firm; one in five is renewed when it ends, one in nine stands in two registers.

        A large one is over inventions alone, for three years, and begins before the last day of the truth.
        """
        chance = self._chance
        inventive = [o for o in owners if o.place.inside and _inventions(rights[o.code])]
        large = large and bool(inventive)
        firm = chance.early(inventive if large else owners, 1.6)
        own = Rights(_inventions(rights[firm.code]), []) if large else rights[firm.code]
        early = chance.happens(_EARLY)
        on = chance.day(_BEGAN, _GREW) if early else chance.day(_GREW, self._today, 0.75)
        share = chance.number(20, 180)
        least, most = self._plan.large_loan_wan
        wan = 10 * max(5, round(self._mean_wan * share / 1000))
        if large:
            on = chance.day(_LARGE_SINCE, self._plan.truth_dates[-1])
            wan = least + (most - least) * (share - 20) // 160
        self._register(firm, own, on, wan, False, months=36 if large else 0)
        again = plus_months(on, 12) + timedelta(days=chance.number(1, 25))
        if chance.happens(0.2) and not large and again <= self._today:
            self._register(firm, own, again, wan, True)

    def _register(self, firm: Company, own: Rights, on: date, wan: int, renewal: bool, months: int = 0) -> None:
        chance = self._chance
        self._serial += 1
        patents = [p.number for p in chance.some(own.patents, 1, 6)] if own.patents else []
        marks = [f"{m.number}/{m.nice_class}" for m in chance.some(own.marks, 1, 4)] if own.marks else []
        both = bool(patents and marks) and chance.happens(0.16)
        parts = [("patent", patents)] if patents and (both or not marks or chance.happens(0.7)) else []
        if marks and (both or not parts):
            parts.append(("trademark", marks))
        term_to = plus_months(on, months or chance.pick((12, 12, 12, 24, 36)))
        done = term_to + timedelta(days=chance.number(1, 40))
        cancelled = done if done <= self._today and chance.happens(0.6) else None
        for nth, (kind, numbers) in enumerate(parts):
            registered = on + timedelta(days=3 * nth)
            if nth and (registered.year != on.year or registered > self._today):
                continue
            self.registered.append(
                Pledge(
                    number=f"{'Y' if kind == 'patent' else 'SB'}{on.year}61{990000 + self._serial}",
                    contract=f"榆示质字{on.year}第{self._serial:05d}号" + ("-标" if nth and self._serial % 2 else ""),
                    loan=f"DK{on.year}{self._serial:06d}",
                    pledgor=firm.name,
                    pledgor_code=firm.code,
                    pledgee=chance.pick(self._plan.banks) if not nth else self.registered[-1].pledgee,
                    rights=numbers,
                    rights_kind=kind,
                    amount=f"{wan * 10000}.00",
                    term_from=on,
                    term_to=term_to,
                    renewal=renewal,
                    registered_on=registered,
                    lent_amount=f"{wan * 9000}.00",
                    lent_on=on + timedelta(days=chance.number(1, 9)),
                    cancelled_on=cancelled,
                    county=firm.place.county,
                    inside=firm.place.inside,
                )
            )
            if kind == "patent":
                self._note(numbers, registered, cancelled)

    def _note(self, numbers: list[str], on: date, cancelled: date | None) -> None:
        for number in numbers:
            self.events.append(
                Event(number, "pledged", on, min(on + timedelta(days=20), self._today), "PP01", "质押登记（示例）")
            )
            if cancelled:
                told = min(cancelled + timedelta(days=20), self._today)
                self.events.append(Event(number, "pledge_released", cancelled, told, "PP02", "质押解除（示例）"))
