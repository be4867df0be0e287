"""Made-up numbers whose check digits are right; their serials lie where no office has ever issued any.

Source: ZC 0006-2003 (application numbers), GB 32100-2015 and GB 11714 (credit codes).
"""

from datetime import date

_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_BODY = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NEW_APPLICATIONS, NEW_PUBLICATIONS = date(2003, 10, 1), date(2007, 7, 1)
"""From these days on application and publication numbers are long."""
_NEW_KINDS = date(2010, 4, 7)
KIND_DIGIT = {"invention": "1", "utility": "2", "design": "3"}


def application(kind: str, filed_on: date, serial: int) -> str:
    """An application number with its check digit; the serial counts from 0 within a made-up range.

    >>> application("invention", date(2021, 5, 6), 7)
    '202119900007.6'
    """
    if filed_on < NEW_APPLICATIONS:
        digits = f"{filed_on:%y}{KIND_DIGIT[kind]}{95000 + serial % 5000:05d}"
    else:
        digits = f"{filed_on.year}{KIND_DIGIT[kind]}{9900000 + serial % 100000:07d}"
    rest = sum(int(digit) * (2 + i % 8) for i, digit in enumerate(digits)) % 11
    return f"{digits}.{'X' if rest == 10 else rest}"


def publication(kind: str, serial: int, first_on: date) -> str:
    """The stem of a publication number, fixed when the application is first published."""
    if first_on < NEW_PUBLICATIONS:
        return f"CN{KIND_DIGIT[kind]}{990000 + serial % 10000:06d}"
    return f"CN{KIND_DIGIT[kind]}{90000000 + serial % 9900000:08d}"


def kind_code(kind: str, granted: bool, on: date) -> str:
    """The letter behind a publication number; the letters changed in April 2010."""
    new = on >= _NEW_KINDS
    if kind == "invention":
        return ("B" if new else "C") if granted else "A"
    if kind == "utility":
        return "U" if new else "Y"
    return "S" if new else "D"


def credit_code(sort: str, area: str, serial: int) -> str:
    """A unified social credit code with both check characters; its body begins with YU as none in use does.

    `sort` are the first two characters: 91 firms, 92 traders, 93 farmers' cooperatives, 12 public bodies,
    51 associations.
    """
    body = f"YU{serial:06d}"
    rest = 11 - sum(_BODY.index(c) * w for c, w in zip(body, _BODY_WEIGHTS, strict=True)) % 11
    body += {10: "X", 11: "0"}.get(rest, str(rest))
    first = f"{sort}{area}{body}"
    total = sum(_CODE.index(c) * w for c, w in zip(first, _CODE_WEIGHTS, strict=True))
    return first + _CODE[(31 - total % 31) % 31]


def wrong_check(number: str) -> str:
    """The number with another check character than the right one."""
    return number[:-1] + ("1" if number[-1] != "1" else "2")
