"""What an account may stand for: a role, with the counties or the party that belong to it."""

import re
from dataclasses import dataclass

from yuzhi.kernel.errors import BadValue
from yuzhi.records.accounts.roles import PARTIES, ROLES

_COUNTY = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True)
class Remit:
    """A role and how far it reaches: counties for a county officer, a party key for whoever acts for a party.

    Raises: BadValue for an unknown role, or for counties or a party that do not fit the role.

    >>> Remit("county_officer", counties=("610881",)).facts()
    {'role': 'county_officer', 'counties': ['610881'], 'party': ''}
    """

    role: str = "citizen"
    counties: tuple[str, ...] = ()
    party_key: str = ""

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            known = "、".join(names["zh"] for names in ROLES.values())
            raise BadValue(f"没有“{self.role}”这个角色；可选的有：{known}。")
        if wrong := [code for code in self.counties if not _COUNTY.fullmatch(code)]:
            raise BadValue(f"“{wrong[0]}”不是六位行政区划代码；没有改变。")
        if (self.role == "county_officer") != bool(self.counties):
            raise BadValue("县（市、区）工作人员必须写明所服务的县（市、区），其他角色不写；没有改变。")
        if self.party_key and self.role not in PARTIES:
            raise BadValue(f"{ROLES[self.role]['zh']}不能代表某一主体；没有改变。")

    def facts(self) -> dict[str, object]:
        """The remit as the facts of a leaf."""
        return {"role": self.role, "counties": list(self.counties), "party": self.party_key}


NOTHING_MORE = Remit()
"""A citizen without an own party: what every new account has until a security administrator gives more."""
