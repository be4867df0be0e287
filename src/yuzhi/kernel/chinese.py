"""Chinese text as offices write it: one width, no stray blanks, and days in every spelling."""

import re
import unicodedata
from datetime import date, datetime

from yuzhi.kernel.errors import BadValue

_BLANKS = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff]+")
_DAY = re.compile(
    r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"
    r"|(?P<y2>\d{4})(?P<sep>[.\-/])(?P<m2>\d{1,2})(?P=sep)(?P<d2>\d{1,2})"
    r"|(?P<y3>\d{4})年(?P<m3>\d{1,2})月(?P<d3>\d{1,2})日"
)
_MIDNIGHT = re.compile(r"(?<=\d)(?:T|\s)\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_EXPECTED = "请写成 2024-03-15、2024.03.15、2024/3/15、2024年3月15日 或 20240315"


def fold(text: str) -> str:
    """The text in half width without blanks: what two spellings of one name have in common.

    Ideographic and no-break blanks vanish too; letters keep their case.

    >>> fold("　榆林市 ＡＢＣ（１）有限公司\\u00a0")
    '榆林市ABC(1)有限公司'
    """
    if text.isascii():
        return "".join(text.split())
    bare = _BLANKS.sub("", unicodedata.normalize("NFKC", text))
    return unicodedata.normalize("NFKC", bare)  # what a blank kept apart may now compose


def tidy(text: str) -> str:
    """The text in half width, runs of blanks made one and none at the ends: what a parser reads.

    >>> tidy(" ＣＮ　113781974\\u00a0 A ")
    'CN 113781974 A'
    """
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", text)).strip()


def parse_day(text: "str | date | datetime") -> date:
    """The calendar day that a cell or an element names.

    Spreadsheet serial numbers are refused: a bare number does not say which calendar it counts in.

    Raises: BadValue for empty text, `00000000`, impossible days and unknown spellings.

    >>> parse_day("２０２４年３月５日"), parse_day("2024.03.05") == parse_day("20240305")
    (datetime.date(2024, 3, 5), True)
    """
    if isinstance(text, datetime):
        return text.date()
    if isinstance(text, date):
        return text
    spelled = _MIDNIGHT.sub("", tidy(text))
    match = _DAY.fullmatch(fold(spelled))
    if match is None:
        raise BadValue(f"“{text}”不是日期：{_EXPECTED}；不知道日期时请留空。")
    year, month, day = (int(part) for part in match.groups() if part and part.isdigit())
    try:
        return date(year, month, day)
    except ValueError:
        raise BadValue(
            f"“{text}”不是真实存在的日期（读成{year}年{month}月{day}日）：请核对原件；不知道日期时请留空。"
        ) from None
