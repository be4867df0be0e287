"""The areas of one city: found by name, by code, or by an address."""

from collections.abc import Iterable

from yuzhi.kernel.addresses import AddressReader
from yuzhi.kernel.chinese import fold
from yuzhi.kernel.divisions import Area, Former, Locality, Placement
from yuzhi.kernel.errors import BadValue

__all__ = ["Area", "AreaBook", "Former", "Locality", "Placement"]


class AreaBook:
    """The counties of one city and everything that names them.

    `areas` holds the city, its counties and, where known, its province; `places` are towns and parks
    that stand in addresses in place of a county.

    >>> book = AreaBook([Area("610800", "榆林市", "Yulin", "610000"),
    ...                  Area("610881", "神木市", "Shenmu", "610800")], city="610800")
    >>> book.of_address("719300 榆林市神木市锦界镇").area.code
    '610881'
    """

    def __init__(self, areas: Iterable[Area], *, city: str, places: Iterable[Locality] = ()) -> None:
        self.areas: tuple[Area, ...] = tuple(areas)
        self.places: tuple[Locality, ...] = tuple(places)
        self._by_code = {former.code: area for area in self.areas for former in area.formers if former.code}
        self._by_code |= {area.code: area for area in self.areas}
        self.city: Area = self._by_code[city]
        self.counties: tuple[Area, ...] = tuple(area for area in self.areas if area.parent == city)
        self._by_name = self._names()
        self._reader = AddressReader(self._by_code.get(self.city.parent), self.city, self.counties, self.places)

    def by_code(self, code: str) -> Area:
        """The area of that code; codes of the past give the area of today.

        Raises: BadValue for a code of no area of this city.
        """
        found = self._by_code.get(fold(code))
        if found is None:
            raise BadValue(f"“{code}”不是{self.city.zh}的行政区划代码：应为 {self._listed_codes()} 之一，请核对。")
        return found

    def named(self, text: str) -> Area:
        """The area with that name: full, short, former, or after the city's name; its code is accepted too.

        Raises: BadValue for a name of no area of this city, listing those that there are.
        """
        name = fold(text)
        if found := self._by_name.get(name) or self._by_code.get(name):
            return found
        listed = "、".join(area.zh for area in self.counties)
        raise BadValue(f"“{text}”不是{self.city.zh}的县（市、区）：应为 {listed} 之一，请改写后重新提交。")

    def of_address(self, text: str) -> Placement:
        """The county that an address lies in, or None; always with the reason, in Chinese."""
        return self._reader.read(text)

    def _names(self) -> dict[str, Area]:
        names: dict[str, Area] = {}
        for area in self.areas:
            spellings = {area.zh, area.stem, *area.aliases, *(former.zh for former in area.formers)}
            if area in self.counties:
                spellings |= {before + name for before in (self.city.zh, self.city.stem) for name in spellings}
            for name in spellings:
                names.setdefault(name, area)
        return names

    def _listed_codes(self) -> str:
        return "、".join(f"{area.code}（{area.zh}）" for area in (self.city, *self.counties))
