"""About when a publication was filed, by its number."""

import gzip
import json
from pathlib import Path

import pytest

from yuzhi.engines.similarity import filed_about


@pytest.mark.parametrize(("number", "year"), [
    ("US20170190327A1", 2015.5), ("WO2011110370A1", 2009.5), ("KR20110091802A", 2010), ("DE102013104806A1", 2013), ("US9140471B2", 2012),
    ("US10524403B2", 2017), ("EP3191782B1", 2014.5), ("CN105805715A", 2015),
])
def test_a_number_tells_about_the_year_of_filing(number, year):
    assert filed_about(number) == year


@pytest.mark.parametrize("number", ["", "FR2933184A1", "cn/p/202111286633", "d1", "12", "EP0000001A1", "US20170190327A1x"])
def test_other_numbers_tell_nothing(number):
    assert filed_about(number) is None


def test_on_real_publications_it_is_mostly_right_to_two_years(shared: Path):
    near = far = 0
    with gzip.open(shared / "data/patents_energy/abstracts.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            about = filed_about(row["id"])
            if about is not None and row["year_bucket"]:
                close = abs(about - row["year_bucket"]) <= 2
                near, far = near + close, far + (not close)
    assert near > 15_000
    assert near / (near + far) > .85
