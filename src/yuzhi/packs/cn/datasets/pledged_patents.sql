-- One row per registration and patent pledged in it: key, pledge, amount of the whole contract, begins_on, ends_on.
with latest as (
    select p.*,
           row_number() over (
               partition by p.key
               order by coalesce(r.rank, 1000), p.true_from desc nulls last, p.known_from desc, p.load desc, p.source, p.record
           ) as place
    from pledges p
    left join source_ranks r on r.source = p.source
),
named as (
    select key as pledge, amount, registered_on, cancelled_on, unnest(rights) as written
    from latest
    where place = 1 and rights_kind = 'patent' and amount is not null and registered_on is not null
),
read as (
    select *, regexp_extract(upper(replace(written, ' ', '')), '^(?:ZL|CN)?([0-9]{12}|[0-9]{8})[.]?[0-9X]?$', 1) as number
    from named
)
select distinct 'cn/p/' || number as key, pledge, amount, registered_on as begins_on, cancelled_on as ends_on
from read where number <> ''
