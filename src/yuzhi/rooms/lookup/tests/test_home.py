"""The tiles of the counties."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from yuzhi.kernel.areas import Area
from yuzhi.records.observations.figures import Figure
from yuzhi.rooms.lookup.queries.city import ByCounty
from yuzhi.rooms.lookup.views.home import tiles

ON = date(2025, 1, 1)


def mapped(*values):
    areas = [Area(f"61088{n}", f"县{n}县", f"County {n}", "610800", tile=(n, 0)) for n in range(len(values))]
    figures = [Figure(SimpleNamespace(), area.code, ON, value, "" if value is not None else "没有公布")
               for area, value in zip(areas, values, strict=True)]
    return ByCounty(SimpleNamespace(), ON, tuple(zip(areas, figures, strict=True)))


def test_shades_go_by_rank_so_that_one_large_county_does_not_pale_all_others():
    assert [tile.step for tile in tiles(mapped(*map(Decimal, (1, 2, 3, 4, 9000))))] == [1, 2, 3, 4, 5]


def test_zero_has_no_shade_and_a_missing_value_says_why():
    zero, missing = tiles(mapped(Decimal(0), None))
    assert (zero.step, zero.reason) == (0, "")
    assert (missing.value, missing.reason) == (None, "没有公布")


def test_a_tile_stands_where_its_area_says():
    assert [(tile.x, tile.y) for tile in tiles(mapped(Decimal(1), Decimal(2)))] == [(0, 0), (1, 0)]
