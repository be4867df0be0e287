"""The SQL around a method: what it lists is added up per area and for the whole city, each record once."""

_COUNTED = """
with method as (
{method}
),
counted as (
    select cast(area as varchar) as area, cast(record as varchar) as record, min(value) as value, max(value) as other
    from method
    where area in (select code from areas)
    group by 1, 2
)
"""
# A record that a method lists twice for an area counts once; a record in two areas counts once for the city.

_TOTALS = """,
whole as (
    select record, min(value) as value, max(other) as other from counted group by record
)
select area, sum(value) as value,
       max(case when value = other and record is not null then 0 else 1 end) as torn
from counted group by area
union all
select null as area, sum(value) as value,
       max(case when value = other and record is not null then 0 else 1 end) as torn
from whole
"""

_LISTED = """
select area, record, value from counted
where $only_area is null or area = $only_area
order by record, area
"""


def totals(method: str) -> str:
    """The query that adds up a method's records.

    Shape: one row per area that has records, and one with area null for all of them together;
           columns area str, value number, torn 0 or 1: whether a record says two values, or none.
    """
    return _COUNTED.format(method=_bare(method)) + _TOTALS


def listed(method: str) -> str:
    """The query that lists a method's records, of one area where `$only_area` names it.

    Shape: one row per (record, area); columns area str, record str, value number.
    """
    return _COUNTED.format(method=_bare(method)) + _LISTED


def _bare(method: str) -> str:
    return method.strip().rstrip(";")
