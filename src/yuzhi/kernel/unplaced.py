"""Three words for what no single county stands for: none of them ever means another.

Pages, commands and answers show them and take them; nobody writes "未定", which could be any of the three.
"""

from yuzhi.kernel.areas import AreaBook
from yuzhi.kernel.errors import BadValue

WHOLE = "全市"
"""The city as a whole: its counties, and what lies in it without a known county."""
UNPLACED = "本市未分县"
"""In the city, in no known county: the address names only the city."""
ELSEWHERE = "市外或地址不明"
"""Not in the city, or nobody knows."""


def counties_of(text: str, areas: AreaBook) -> tuple[str, ...]:
    """The stored county codes that the text means; the city means every place in it, "" is nowhere in it.

    Raises: BadValue for a name of no area of this city, and for a word that could mean two things.
    """
    word = text.strip()
    if word in ("", ELSEWHERE):
        return ("",)
    if word == UNPLACED:
        return (areas.city.code,)
    if word == "未定":
        raise BadValue(f"“未定”有两种意思：只写明本市的请用“{UNPLACED}”，不在本市或不知在哪里的请用“{ELSEWHERE}”。")
    found = areas.city if word == WHOLE else areas.named(word)
    if found.code == areas.city.code:
        return (*(area.code for area in areas.counties), areas.city.code)
    return (found.code,)


def word_of(code: str, areas: AreaBook, *, english: bool = False) -> str:
    """What people call the place of a stored county code: a county, or one of the words above; a foreign code as it is."""
    if not code:
        return ELSEWHERE
    try:
        area = areas.by_code(code)
    except BadValue:
        return code
    if area.code == areas.city.code:
        return UNPLACED
    return area.en if english else area.zh
