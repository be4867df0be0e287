"""Pairs of Chinese names with the answer known: made up from patterns, and labelled by hand from real assignees.

The made pairs come from lists and patterns of their own: nothing of the engine is read here, so that its rules are not
their own judge. Patterns of both sides still come from the same knowledge of how such names are written.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

import yaml

from yuzhi.engines.matching.parties import Mention

HERE = Path(__file__).parent
LISTS = yaml.safe_load((HERE / "labelled.yml").read_text(encoding="utf-8"))
SEED = 20261125
EACH_SAME, EACH_DIFFERENT = 90, 130


@dataclass(frozen=True, slots=True)
class Labelled:
    """One pair, whether the two are one party, and which kind of difficulty it stands for.

    `fact` means that they are one, which nobody can know from the names alone (a renaming, a translation).
    """

    left: Mention
    right: Mention
    label: Literal["same", "different", "fact"]
    kind: str


@dataclass(frozen=True, slots=True)
class _Body:
    """A made-up company, as its licence has it."""

    province: str
    city: str
    county: str
    brand: str
    trade: str

    def named(self, *, place: str | None = None, form: str = "有限公司", brand: str = "", trade: str | None = None) -> str:
        return f"{self.city if place is None else place}{brand or self.brand}{self.trade if trade is None else trade}{form}"


def real_pairs() -> Iterator[Labelled]:
    """Pairs of real Chinese assignees, chosen by plain distance and containment, labelled by hand."""
    with (HERE / "real_pairs.tsv").open(encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file, delimiter="\t")):
            yield Labelled(Mention(f"{number}a", row["left"]), Mention(f"{number}b", row["right"]), row["label"], row["chosen_by"])  # type: ignore[arg-type]


def made_pairs(brands: tuple[str, ...] = (), seed: int = SEED) -> list[Labelled]:
    """The made-up pairs, the same for every run; `brands` are real short names to use in place of made-up ones."""
    return _made((("same", SAME, EACH_SAME), ("different", DIFFERENT, EACH_DIFFERENT)), brands, seed)


def held_pairs(brands: tuple[str, ...] = (), seed: int = SEED) -> list[Labelled]:
    """Pairs of kinds that were written after the engine's rules and have changed none of them since."""
    return _made((("same", HELD_SAME, EACH_SAME), ("different", HELD_DIFFERENT, EACH_DIFFERENT)), brands, seed)


def _made(parts: Iterable[tuple[str, dict[str, "Make"], int]], brands: tuple[str, ...], seed: int) -> list[Labelled]:
    random = Random(seed)
    found: list[Labelled] = []
    for label, kinds, each in parts:
        for kind, make in kinds.items():
            for _ in range(each):
                left, right = make(_body(random, brands), random)
                found.append(Labelled(_mention(left, f"{len(found)}a"), _mention(right, f"{len(found)}b"), label, kind))  # type: ignore[arg-type]
    return found


Side = str | tuple[str, str, str]
"""A name, or a name with its credit code and address."""


def _mention(side: Side, key: str) -> Mention:
    name, code, address = (side, "", "") if isinstance(side, str) else side
    return Mention(key, name, code, address)


def _body(random: Random, brands: tuple[str, ...]) -> _Body:
    province, city, county = random.choice(LISTS["places"])
    brand = random.choice(brands) if brands else random.choice(LISTS["brand_first"]) + random.choice(LISTS["brand_second"])
    return _Body(province, city, county, brand, random.choice(LISTS["trades"]))


def _bare(place: str) -> str:
    for ending in ("回族自治区", "自治区", "省", "市", "县", "区", "旗"):
        if place.endswith(ending) and len(place) > len(ending) + 1:
            return place.removesuffix(ending)
    return place


def _traditional(text: str) -> str:
    return "".join(LISTS["traditional"].get(char, char) for char in text)


def _wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def _spaced(text: str, random: Random) -> str:
    at = random.randrange(1, len(text))
    return f"{text[:at]}{random.choice((' ', '　', chr(0xA0)))}{text[at:]}"


def _other_place(one: _Body, random: Random) -> list[str]:
    return list(random.choice([place for place in LISTS["places"] if place[1] != one.city and place[0] != one.province]))


def _swapped(one: _Body) -> str:
    """The brand with a character of the same or a near sound."""
    for at, char in enumerate(one.brand):
        if other := LISTS["alike"].get(char):
            return one.brand[:at] + str(other) + one.brand[at + 1 :]
    return one.brand[:-1] + ("诺" if one.brand[-1] != "诺" else "雅")


def _code(random: Random) -> str:
    """A credit code by the standard's own arithmetic, written here once more."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = "".join(random.choice("0123456789") for _ in range(8))
    total = 11 - sum(int(digit) * weight for digit, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    first = f"91610800{body}{ {10: 'X', 11: '0'}.get(total, str(total)) }"
    return first + letters[-sum(letters.index(char) * pow(3, place, 31) for place, char in enumerate(first)) % 31]


def _school(random: Random) -> str:
    return str(random.choice(LISTS["school_places"])) + str(random.choice(LISTS["schools"]))


def _institute(one: _Body, random: Random) -> str:
    return one.province + str(random.choice(LISTS["institutes"]))


Make = Callable[[_Body, Random], tuple[Side, Side]]


def _same_department(one: _Body, random: Random) -> tuple[Side, Side]:
    school, unit = _school(random), random.choice(LISTS["departments"])
    return f"{school}{unit}", _traditional(f"{school} {unit}")


def _same_institute(one: _Body, random: Random) -> tuple[Side, Side]:
    name = _institute(one, random)
    return name, f"{name}有限公司"


def _same_code(one: _Body, random: Random) -> tuple[Side, Side]:
    code = _code(random)
    return (one.named(), code, ""), (one.named(brand=_swapped(one), form="股份有限公司"), code, "")


def _same_former(one: _Body, random: Random) -> tuple[Side, Side]:
    old = one.named(trade="实业", form="公司")
    return f"{one.named()}（原{old}）", old


def _same_branch(one: _Body, random: Random) -> tuple[Side, Side]:
    other = _other_place(one, random)[1]
    return f"{one.named()}{_bare(other)}分公司", f"{one.named(form='有限责任公司')}{other}分公司"


def _same_school_short(one: _Body, random: Random) -> tuple[Side, Side]:
    place, school = random.choice(LISTS["school_places"]), random.choice(["交通大学", "理工大学", "农业大学", "师范大学"])
    return f"{place}{school}", place + {"交通大学": "交大", "理工大学": "理工大", "农业大学": "农大", "师范大学": "师大"}[school]


def _different_numbers(one: _Body, random: Random) -> tuple[Side, Side]:
    first, second = random.sample(["第一", "第二", "第三", "第十一", "第十二", "第七〇三", "第七一一"], 2)
    return f"{one.city}{first}{one.trade}厂", f"{one.city}{second}{one.trade}厂"


def _different_people(one: _Body, random: Random) -> tuple[Side, Side]:
    name, street = random.choice(LISTS["people"]), random.sample(range(1, 400), 2)
    return (name, "", f"{one.city}{one.county}{street[0]}号"), (name, "", f"{one.city}{one.county}{street[1]}号")


def _different_departments(one: _Body, random: Random) -> tuple[Side, Side]:
    school, (first, second) = _school(random), random.sample(LISTS["departments"], 2)
    return f"{school}{first}", f"{school}{second}"


def _different_branches(one: _Body, random: Random) -> tuple[Side, Side]:
    first, second = random.sample([_bare(place[1]) for place in LISTS["places"]], 2)
    return (one.named(), f"{one.named()}{first}分公司") if first == second else (f"{one.named()}{first}分公司", f"{one.named()}{second}分公司")


def _different_schools(one: _Body, random: Random) -> tuple[Side, Side]:
    place, (first, second) = random.choice(LISTS["school_places"]), random.sample(LISTS["schools"], 2)
    return f"{place}{first}", f"{place}{second}"


def _different_trades(one: _Body, random: Random) -> tuple[Side, Side]:
    other = random.choice([trade for trade in LISTS["trades"] if trade != one.trade])
    return one.named(), one.named(trade=other)


def _different_counties(one: _Body, random: Random) -> tuple[Side, Side]:
    other = random.choice([place for place in LISTS["places"] if place[2] != one.county])
    return one.named(place=one.county), one.named(place=other[2])


SAME: dict[str, Make] = {
    "exact words, other width": lambda one, random: (one.named(form="(集团)有限公司"), one.named(form="（集团）有限公司")),
    "有限 and 有限责任": lambda one, random: (one.named(), one.named(form="有限责任公司")),
    "province in front": lambda one, random: (one.named(), one.named(place=one.province + one.city)),
    "place without its ending": lambda one, random: (one.named(), one.named(place=_bare(one.city))),
    "county without its ending": lambda one, random: (one.named(place=one.county), one.named(place=_bare(one.county))),
    "city before county": lambda one, random: (one.named(place=one.county), one.named(place=one.city + one.county)),
    "traditional characters": lambda one, random: (one.named(), _traditional(one.named())),
    "stray blanks": lambda one, random: (one.named(), _spaced(one.named(), random)),
    "without legal form": lambda one, random: (one.named(), one.named(form="")),
    "turned into shares": lambda one, random: (one.named(), one.named(form="股份有限公司")),
    "wide letters": lambda one, random: (one.named(brand="ABK" + one.brand), _wide(one.named(brand="Abk" + one.brand))),
    "department": _same_department,
    "institute made a company": _same_institute,
    "one code, other name": _same_code,
    "former name in brackets": _same_former,
    "branch": _same_branch,
    "short name of a school": _same_school_short,
    "cooperative": lambda one, random: (one.named(form="专业合作社"), one.named(form="农民专业合作社")),
    "dot and case": lambda one, random: (one.named(brand="A.O." + one.brand), one.named(brand="a·o·" + one.brand)),
    "damaged legal form": lambda one, random: (one.named(), one.named(form=random.choice(["限公司", "有限公", "有限公 司", "有限公司。"]))),
}
DIFFERENT: dict[str, Make] = {
    "same name, two cities": lambda one, random: (one.named(), one.named(place=_other_place(one, random)[1])),
    "same name, two counties": _different_counties,
    "same county name part": lambda one, random: (one.named(place=one.city), one.named(place=one.county)),
    "province and city": lambda one, random: (one.named(place=one.province), one.named(place=one.city)),
    "one character apart": lambda one, random: (one.named(), one.named(brand=_swapped(one))),
    "other trade": _different_trades,
    "parent and subsidiary": lambda one, random: (one.named(trade="", form="集团有限公司"), one.named()),
    "group and company": lambda one, random: (one.named(form="集团有限公司"), one.named(form="股份有限公司")),
    "subsidiary of a group": lambda one, random: (
        one.named(trade="", form="集团有限公司"), one.named(form="集团" + _other_place(one, random)[2] + "运输有限公司", trade=""),
    ),
    "company and cooperative": lambda one, random: (one.named(), one.named(form="专业合作社")),
    "department and university": lambda one, random: ((school := _school(random)), school + str(random.choice(LISTS["departments"]))),
    "two departments": _different_departments,
    "two universities": _different_schools,
    "branch and company": lambda one, random: (one.named(), f"{one.named()}{_bare(_other_place(one, random)[1])}分公司"),
    "two branches": _different_branches,
    "company of a university": lambda one, random: ((school := _school(random)), school + "科技园有限公司"),
    "numbers": _different_numbers,
    "two people of one name": _different_people,
    "two codes, one name": lambda one, random: ((one.named(), _code(random), ""), (one.named(), _code(random), "")),
}
HELD_SAME: dict[str, Make] = {
    "province and county": lambda one, random: (one.named(place=one.province + one.county), one.named(place=one.city + one.county)),
    "group in the middle": lambda one, random: (
        one.named(trade=f"（集团）{one.trade}", form="有限责任公司"), one.named(trade=f"集团{one.trade}"),
    ),
    "shares for short": lambda one, random: (one.named(form="股份公司"), one.named(form="股份有限公司")),
    "a shop in a county": lambda one, random: (one.named(place=one.county, form="经营部"), one.named(place=one.city + one.county, form="经营部")),
    "number in digits": lambda one, random: (f"{one.city}第3{one.trade}厂", f"{one.city}第三{one.trade}厂"),
    "partnership": lambda one, random: (one.named(form="合伙企业（有限合伙）"), one.named(form="合伙企业(有限合伙)")),
    "everything at once": lambda one, random: (
        one.named(), _spaced(_traditional(f"{one.province}{_bare(one.city)}{one.brand}{one.trade}有限责任公司"), random),
    ),
}
HELD_DIFFERENT: dict[str, Make] = {
    "characters of the brand changed round": lambda one, random: (
        (one.named(), one.named(brand=one.brand[::-1])) if one.brand != one.brand[::-1] else (one.named(), one.named(brand=one.brand + "新"))
    ),
    "a word more": lambda one, random: (one.named(), one.named(trade=f"新{one.trade}")),
    "factory of a company": lambda one, random: (one.named(), f"{one.named()}{_bare(one.county)}分厂"),
    "person and company": lambda one, random: (str(random.choice(LISTS["people"])), f"{one.city}{random.choice(LISTS['people'])}{one.trade}有限公司"),
    "holding and company": lambda one, random: (one.named(form="控股有限公司"), one.named()),
    "association and company": lambda one, random: (one.named(form="协会"), one.named()),
}
