-- One row per span in which a right was in force: key, county, right_kind, begins_on, ends_on (the first day after).
with moves as (
    select key, effective_on as day, event <> 'restored' as stops
    from patent_events
    where effective_on is not null and event in ('fee_lapsed', 'expired', 'abandoned', 'restored')
),
-- A second end changes nothing, nor does a restoration of what never ended.
noted as (
    select key, day, stops,
           lag(stops) over (partition by key order by day, case when stops then 0 else 1 end) as stopped
    from moves
),
turns as (
    select key, day, stops,
           lag(day) over (partition by key order by day, case when stops then 0 else 1 end) as turned_on,
           lead(day) over (partition by key order by day, case when stops then 0 else 1 end) as turns_on
    from noted
    where stops is distinct from coalesce(stopped, false)
),
bounds as (
    select key, turned_on as begins_on, day as ends_on from turns where stops
    union all
    select key, day, null from turns where not stops and turns_on is null
    union all
    select key, null, null from patent_rights where key not in (select key from turns)
),
spans as (
    select r.key, r.county, r.right_kind,
           greatest(r.granted_on, coalesce(bounds.begins_on, r.granted_on)) as begins_on,
           least(r.term_ends_on, coalesce(bounds.ends_on, r.term_ends_on)) as ends_on
    from patent_rights r
    join bounds on bounds.key = r.key
    where r.granted_on is not null and r.term_ends_on is not null and not r.void
)
select key, county, right_kind, begins_on, ends_on from spans where begins_on < ends_on
