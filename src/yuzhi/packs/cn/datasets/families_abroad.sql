-- One row per Chinese application and granted publication abroad that claims its priority: key, member, begins_on, ends_on.
-- ends_on is the first day on which that right is known not to run any more; null where nothing is known of its end.
with restored as (
    select key, max(effective_on) as day from patent_events where event = 'restored' group by key
),
ended as (
    select e.key, min(e.effective_on) as day
    from patent_events e
    left join restored r on r.key = e.key
    where e.event in ('expired', 'abandoned', 'invalidated')
       or (e.event = 'fee_lapsed' and (r.day is null or e.effective_on > r.day))
    group by e.key
),
granted as (
    select key, min(effective_on) as day from patent_events where event = 'granted' group by key
),
members as (
    select distinct p.key as member, coalesce(p.granted_on, granted.day) as begins_on, unnest(p.priorities) as priority
    from patents p
    left join granted on granted.key = p.key
    where p.key not like 'cn/%' and p.office not in ('CN', 'WO', 'HK', 'MO', 'TW')
),
linked as (
    select member, begins_on,
           regexp_extract(upper(priority), '^CN *([0-9]{12}|[0-9]{8})[.]?[0-9X]?[A-Z]?[0-9]?(?: |$)', 1) as number
    from members
    where begins_on is not null
)
select distinct 'cn/p/' || linked.number as key, linked.member, linked.begins_on, ended.day as ends_on
from linked
left join ended on ended.key = linked.member
where linked.number <> ''
