"""About when a publication was filed, from its number alone: enough to tell what came long after what."""

import re
from collections.abc import Mapping
from itertools import takewhile

_NUMBER = re.compile(r"(?P<office>[A-Z]{2})(?P<number>[0-9]{6,12})(?P<kind>[A-Z][0-9]?)?")

_SHOWN: Mapping[tuple[str, int], tuple[int, float]] = {
    ("US", 11): (0, 1.5), ("WO", 10): (0, 1.5), ("JP", 10): (0, 1.5), ("KR", 11): (0, 1.0), ("DE", 12): (2, 0.0),
}
"""Office and digits → where the year stands in the number, and how many years before it the filing lies (18 months by rule)."""

_GRANTS = (
    (7_313_829, 2008), (7_472_428, 2009), (7_640_598, 2010), (7_861_317, 2011), (8_087_094, 2012), (8_341_762, 2013), (8_621_662, 2014),
    (8_925_112, 2015), (9_226_437, 2016), (9_532_496, 2017), (9_854_721, 2018), (10_165_721, 2019), (10_524_402, 2020), (10_881_042, 2021),
    (11_212_952, 2022), (11_540_000, 2023),
)
_RISING: Mapping[tuple[str, int], tuple[float, tuple[tuple[int, int], ...]]] = {
    ("US", 7): (3, _GRANTS),
    ("US", 8): (3, _GRANTS),
    ("EP", 7): (1.5, (
        (1_000_000, 2000), (1_500_000, 2005), (1_800_000, 2007), (2_000_000, 2008), (2_200_000, 2010), (2_400_000, 2011), (2_600_000, 2013),
        (2_800_000, 2014), (3_000_000, 2016), (3_300_000, 2018), (3_500_000, 2019), (3_700_000, 2020), (3_900_000, 2021), (4_000_000, 2022),
    )),
    ("CN", 9): (1, (
        (101_000_000, 2007), (101_400_000, 2009), (101_700_000, 2010), (102_000_000, 2011), (102_300_000, 2012), (102_900_000, 2013),
        (103_500_000, 2014), (104_300_000, 2015), (105_200_000, 2016), (106_300_000, 2017), (107_500_000, 2018), (109_100_000, 2019),
        (110_600_000, 2020), (112_100_000, 2021), (113_800_000, 2022), (115_500_000, 2023),
    )),
}
"""Office and digits → years from filing to publication, and about the first number of a year. Rounded; of memory, not of an official table."""


def filed_about(number: str) -> float | None:
    """About the year in which a publication of this number was filed; None for numbers that do not tell.

    Nothing legal rests on it: it lessens the likeness of what was filed long after the asked text.

    >>> filed_about("WO2011110370A1"), filed_about("CN105805715A"), filed_about("US9140471B2"), filed_about("FR2933184A1")
    (2009.5, 2015, 2012, None)
    """
    read = _NUMBER.fullmatch(number)
    if read is None:
        return None
    series = read["office"], len(read["number"])
    if series in _SHOWN:
        start, before = _SHOWN[series]
        return int(read["number"][start:start + 4]) - before
    if series in _RISING:
        before, steps = _RISING[series]
        passed = list(takewhile(lambda step: step[0] <= int(read["number"]), steps))
        return passed[-1][1] - before if passed else None
    return None
