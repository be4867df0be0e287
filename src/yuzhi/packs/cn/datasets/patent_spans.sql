-- One row per patent that was ever in force: key, county, right_kind, begins_on, ends_on (the first day after).
-- A restoration undoes every lapse before it, for every day (实施细则 6); nothing else that ends a right is undone.
with restored as (
    select key, max(effective_on) as day from patent_events where event = 'restored' group by key
),
ended as (
    select e.key, min(e.effective_on) as day
    from patent_events e
    left join restored on restored.key = e.key
    where e.event in ('expired', 'abandoned')
       or (e.event = 'fee_lapsed' and (restored.day is null or e.effective_on > restored.day))
    group by e.key
),
spans as (
    select r.key, r.county, r.right_kind, r.granted_on as begins_on,
           least(r.term_ends_on, coalesce(ended.day, r.term_ends_on)) as ends_on
    from patent_rights r
    left join ended on ended.key = r.key
    where r.granted_on is not null and r.term_ends_on is not null and not r.void
)
select key, county, right_kind, begins_on, ends_on from spans where begins_on < ends_on
