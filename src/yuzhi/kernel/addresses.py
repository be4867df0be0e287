"""Which county an address lies in, read from the left as Chinese addresses are written."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from yuzhi.kernel.chinese import fold
from yuzhi.kernel.divisions import Area, Former, Locality, Placement

_FRONT = re.compile(r"^(?:[^\u4e00-\u9fff]+|中华人民共和国|中国|邮政编码|邮编|地址|住所)+")
_BETWEEN = re.compile(r"^(?:[^\u4e00-\u9fff]+|市辖区)+")
_STREETWARD = re.compile(
    r"^(?:[东西南北中新老]{0,2}(?:路|街(?!道)|大道|大街|巷|里|桥|村|小区|花园|广场|大厦|大楼|酒店|宾馆|饭店|会馆|餐厅|商会|办事处|驻))"
)
_ELSEWHERE = re.compile(r"^[\u4e00-\u9fff]{1,8}?(?:省|市|自治区|特别行政区|自治州|地区|盟|县|区)")


@dataclass(frozen=True, slots=True)
class _Name:
    """One spelling that decides, and what it stands for."""

    text: str
    kind: Literal["full", "alias", "former", "stem", "town", "park"]
    hosts: tuple[Area, ...]
    former: Former | None = None
    doubtful: bool = False
    unconfirmed: bool = False


class AddressReader:
    """Reads addresses of one city: province, city, then a county, a park or a town."""

    def __init__(self, province: Area | None, city: Area, counties: Iterable[Area], places: Iterable[Locality]) -> None:
        self._city = city
        counties = tuple(counties)
        self._province_names = (province.zh, province.stem) if province else ()
        self._city_names = tuple(sorted({city.zh, *city.aliases, *(f.zh for f in city.formers)}, key=len, reverse=True))
        names = [*_county_names(counties), *_place_names(places, {area.code: area for area in counties})]
        self._names = tuple(sorted(names, key=lambda name: -len(name.text)))
        merged: dict[str, tuple[Area, ...]] = {}
        for name in names:
            merged[name.text] = tuple(dict.fromkeys((*merged.get(name.text, ()), *name.hosts)))
        self._hosts = merged

    def read(self, text: str) -> Placement:
        """The county that the address names, or None and why not."""
        address = fold(text)
        rest = _FRONT.sub("", address)
        if not rest:
            return Placement(None, "地址中没有中文地名，不能认定" if address else "没有写地址")
        rest, in_province, in_city = self._context(rest)
        name = self._at(rest, in_province=in_province, in_city=in_city)
        if name is not None:
            return self._place(name, rest.removeprefix(name.text))
        if in_city:
            wrote = "只写到" if not rest else "在"
            return Placement(None, f"地址{wrote}{self._city.zh}，没有写明县（市、区）", inside_city=True)
        if in_province or _ELSEWHERE.match(rest):
            return Placement(None, f"地址在{self._city.zh}以外")
        return Placement(None, f"地址中没有读到{self._city.zh}或其县（市、区），按在{self._city.zh}以外处理")

    def _context(self, rest: str) -> tuple[str, bool, bool]:
        """What follows province and city, and which of the two were written. Repetitions are read over."""
        in_province = in_city = False
        while True:
            before = rest
            if province := _first(rest, self._province_names):
                in_province, rest = True, rest.removeprefix(province)
            elif city := self._city_at(rest, in_province or in_city):
                in_city, rest = True, rest.removeprefix(city)
            if in_province or in_city:
                rest = _BETWEEN.sub("", rest)
            if rest == before:
                return rest, in_province, in_city

    def _city_at(self, rest: str, known: bool) -> str | None:
        """The city's name at the beginning; its bare stem counts only where the neighbourhood leaves no doubt."""
        if full := _first(rest, self._city_names):
            return full
        stem = self._city.stem
        if not rest.startswith(stem) or any(rest.startswith(n.text) for n in self._names if n.kind == "former"):
            return None
        after = rest.removeprefix(stem)
        if not after or self._at(after, in_province=True, in_city=True) is not None:
            return stem
        return stem if known and not _STREETWARD.match(after) and not _ELSEWHERE.match(rest) else None

    def _at(self, rest: str, *, in_province: bool, in_city: bool) -> _Name | None:
        for name in self._names:
            if not rest.startswith(name.text):
                continue
            if name.kind in ("town", "park") and not in_city:
                continue
            doubtful = name.doubtful and (
                not (in_province or in_city) or _STREETWARD.match(rest.removeprefix(name.text)) is not None
            )
            if not doubtful:
                return name
        return None

    def _place(self, name: _Name, rest: str) -> Placement:
        hosts = self._hosts[name.text]
        if name.kind == "park" and (later := self._county_at(_BETWEEN.sub("", rest))) is not None:
            return self._place(later, "")  # a county written right after the park is surer than the park
        if name.kind in ("town", "park") and len(hosts) != 1:
            return self._shared(name, hosts, rest)
        host = hosts[0]
        match name.kind:
            case "full":
                reason = f"地址写明{host.zh}"
            case "former":
                note = f"（{name.former.note}）" if name.former and name.former.note else ""
                reason = f"地址写的“{name.text}”现为{host.zh}{note}"
            case "town":
                reason = f"{name.text}属{host.zh}"
            case "park":
                doubt = "（园区归属待核实）" if name.unconfirmed else ""
                reason = f"{name.text}在{host.zh}，按园区所在县认定{doubt}"
            case _:
                reason = f"地址写的“{name.text}”指{host.zh}"
        return Placement(host, reason, inside_city=True)

    def _county_at(self, rest: str) -> _Name | None:
        return next((n for n in self._names if n.kind in ("full", "former") and rest.startswith(n.text)), None)

    def _shared(self, name: _Name, hosts: tuple[Area, ...], rest: str) -> Placement:
        """A place in several counties: decided only by a county or a town that is written after it."""
        for later in self._names:
            told = self._hosts[later.text]
            decides = later.kind in ("full", "former", "town") and len(told) == 1 and told[0] in hosts
            if decides and later.text in rest:
                reason = f"{name.text}跨县，地址后面写有{later.text}，属{told[0].zh}"
                return Placement(told[0], reason, inside_city=True)
        listed = "、".join(area.zh for area in hosts)
        return Placement(None, f"{name.text}涉及{listed}，地址没有写明县（市、区），不能认定", inside_city=True)


def _first(text: str, names: Iterable[str]) -> str | None:
    return next((name for name in names if text.startswith(name)), None)


def _county_names(counties: Iterable[Area]) -> Iterable[_Name]:
    for area in counties:
        yield _Name(area.zh, "full", (area,))
        for alias in area.aliases:
            yield _Name(alias, "alias", (area,))
        for former in area.formers:
            yield _Name(former.zh, "former", (area,), former)
        if area.stem != area.zh:
            yield _Name(area.stem, "stem", (area,), doubtful=True)


def _place_names(places: Iterable[Locality], counties: Mapping[str, Area]) -> Iterable[_Name]:
    for place in places:
        hosts = tuple(counties[code] for code in place.hosts)
        for text in place.names:
            yield _Name(text, place.kind, hosts, unconfirmed=place.confidence == "memory")
