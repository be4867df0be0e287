"""The query that makes one row of many statements about a thing, field by field, as the thing's page does."""

from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.indicators.declared import DeclarationFault

META = ("key", "record", "source", "true_from", "known_from", "load")
LAST_RANK = 1000
"""A source without a rank comes after every other."""

_QUERY = """
with said as (
    select key, record, source, true_from, known_from, load,
           {spoken}
    from {table}
),
bounds as (
    select key,
           {bounds}
    from said group by key
),
disputed as (
    select key from bounds
    where {disputes}
),
ordered as (
    select said.*, row_number() over (
               partition by said.key
               order by coalesce(source_ranks.rank, {last}), said.true_from desc nulls last, said.known_from desc,
                        said.load desc, said.source, said.record
           ) as place
    from said
    join disputed on disputed.key = said.key
    left join source_ranks on source_ranks.source = said.source
),
settled as (
    select key,
           {settled}
    from ordered group by key
)
select bounds.key,
       {chosen}
from bounds left join settled on settled.key = bounds.key
"""
# Sources seldom disagree. Ordering statements is ten times as dear as finding that they agree, so only
# the keys whose statements differ in some field are ordered.


def merge_query(table: str, fields: tuple[str, ...]) -> str:
    """SQL for one row per key of a stored table; each field from the source that ranks first among those that say it.

    Inside one source the latest truth wins, then the later knowledge. Blank texts say nothing.
    Shape:  columns key and the fields.
    Raises: DeclarationFault for a table or field that the lake does not have, and for lists.
    """
    kinds = {field.name: field.type for field in TABLES[table].fields} if table in TABLES else {}
    if unknown := [name for name in fields if kinds.get(name, "list") == "list"]:
        raise DeclarationFault(f"不能合并 {table} 的 {'、'.join(unknown)}：没有这一列，或它是列表。")
    comma = ",\n           "
    return _QUERY.format(
        table=table,
        last=LAST_RANK,
        spoken=comma.join(f"nullif({f}, '') as {f}" if kinds[f] in {"str", "text"} else f for f in fields),
        bounds=comma.join(f"min({f}) as {f}, max({f}) as {f}_other" for f in fields),
        disputes="\n       or ".join(f"{f} <> {f}_other" for f in fields),
        settled=comma.join(f"arg_min({f}, place) filter (where {f} is not null) as {f}" for f in fields),
        chosen=",\n       ".join(f"coalesce(settled.{f}, bounds.{f}) as {f}" for f in fields),
    )


def merge_inputs(table: str, fields: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """What that query reads: the table's statements and the ranks of the sources."""
    return {table: (*META, *fields), "source_ranks": ("source", "rank")}
