"""The matrix of the application security standard is whole, and what it says of tests is so."""

import re
from collections import Counter
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
ROWS = yaml.safe_load((ROOT / "docs/security/asvs.yml").read_text(encoding="utf-8"))
LEVEL_2 = {
    1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7, 10: 29, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13, 16: 16, 17: 7,
}
"""Chapter → how many requirements of levels 1 and 2 the standard has there (5.0.0)."""
STATES = ("met", "open", "outside")


def test_every_requirement_of_level_two_stands_once():
    numbers = [number for row in ROWS for number in row["of"]]
    assert [number for number, times in Counter(numbers).items() if times > 1] == []
    assert Counter(int(number.split(".")[0]) for number in numbers) == LEVEL_2


def test_what_is_met_names_tests_that_exist_and_the_rest_says_why():
    for row in ROWS:
        (state,) = set(row) & set(STATES)
        assert len(row[state]) > 5, row
        assert bool(row.get("tests")) == (state == "met"), row
        for named in row.get("tests", ()):
            file, name = named.split("::")
            assert re.search(rf"^def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), named
