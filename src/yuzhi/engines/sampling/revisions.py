"""What a first delivery got wrong: earlier versions that a later delivery corrects, and rows that it withdraws."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

from yuzhi.engines.sampling.chance import Chance
from yuzhi.engines.sampling.city import City
from yuzhi.engines.sampling.items import IndicationUser, Mark, Patent, Pledge, Work
from yuzhi.engines.sampling.numbers import application
from yuzhi.engines.sampling.patents import SHEETS
from yuzhi.engines.sampling.plan import CityPlan

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Revision(Generic[T]):
    """`first` is what the first delivery says; of it, `corrected` comes again and `withdrawn` is taken back."""

    first: list[T]
    corrected: list[T]
    withdrawn: list[T]


@dataclass(frozen=True, slots=True)
class Revisions:
    """The two deliveries of every table that is revised."""

    patents: Revision[Patent]
    marks: Revision[Mark]
    works: Revision[Work]
    users: Revision[IndicationUser]
    pledges: Revision[Pledge]


def revise(plan: CityPlan, city: City, seed: int, scale: float) -> Revisions:
    """Earlier versions of some rows, and rows that never should have been; the city itself is what holds in the end."""
    chance = Chance(seed, "revisions")
    few = max(2, round(60 * scale))
    day = date(2022, 5, 5)
    sheets = [patent for patent in city.patents if patent.channel == SHEETS]
    here = [mark for mark in city.marks if mark.place.inside and mark.mark_kind == "ordinary"]
    loans = [pledge for pledge in city.pledges if pledge.rights_kind == "patent"]
    single = [p for p in loans if sum(q.loan == p.loan for q in city.pledges) == 1]
    spot = next((mark for mark in here if mark.place.county == plan.areas[1].code), here[0])
    patent, mark, work, user, pledge = sheets[0], here[0], city.works[0], city.users[0], loans[0]
    return Revisions(
        patents=_revised(
            chance,
            sheets,
            few,
            lambda it: replace(it, title=it.title[:-1] + "（暂定）"),
            [replace(patent, number=_ghost(n), stem=f"CN2998{n:05d}", right_kind="utility") for n in range(few // 2)],
        ),
        marks=_revised(
            chance,
            city.marks,
            few,
            lambda it: replace(it, name=it.name + "？", address=spot.address, place=spot.place),
            [
                replace(
                    mark,
                    number=f"97{n:06d}",
                    registered_on=day,
                    expires_on=date(2032, 5, 4),
                    ended_on=None,
                    end_reason="",
                )
                for n in range(few)
            ],
        ),
        works=_revised(
            chance,
            city.works,
            few,
            lambda it: replace(it, address=spot.address, place=spot.place),
            [
                replace(work, number=f"2022SR97{n:05d}", work_kind="software", completed_on=date(2021, 5, 5), registered_on=day, cancelled_on=None)
                for n in range(few)
            ],
        ),
        users=_revised(
            chance,
            [u for u in city.users if u.ended_on],
            few,
            lambda it: replace(it, ended_on=None),
            [
                replace(
                    user,
                    user=f"{user.user}（重复申报）",
                    user_code=city.bodies.outsiders[0].code,
                    approved_on=day,
                    ended_on=None,
                )
            ],
            city.users,
        ),
        pledges=_revised(
            chance,
            single,
            max(2, few // 6),
            lambda it: replace(it, amount=it.amount.replace("0000.00", "000.00")),
            [
                replace(pledge, number=f"Y202261979{n:03d}", contract=f"榆示质字2022第97{n:03d}号", loan=f"DK202297{n:04d}", registered_on=day)
                for n in range(2)
            ],
            city.pledges,
        ),
    )


def _revised(
    chance: Chance, things: Sequence[T], few: int, earlier: Callable[[T], T], ghosts: list[T], whole: Sequence[T] = ()
) -> Revision[T]:
    """A few of the things begin as earlier versions, and ghosts stand behind the whole until they are withdrawn."""
    chosen = {id(thing): thing for thing in chance.some(things, few, few)}
    first = [earlier(thing) if id(thing) in chosen else thing for thing in (whole or things)]
    return Revision([*first, *ghosts], list(chosen.values()), ghosts)


def _ghost(n: int) -> str:
    return application("utility", date(2022, 1, 1), 97000 + n)
