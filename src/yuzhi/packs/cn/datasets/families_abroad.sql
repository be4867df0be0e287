-- One row per Chinese application and granted publication abroad of its family: key, member, begins_on, ends_on.
-- A member claims its priority, or has exactly the priorities of it (simple family), or the family's number of a data base.
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
    select p.key as member, coalesce(min(p.granted_on), min(granted.day)) as begins_on
    from patents p
    left join granted on granted.key = p.key
    where p.key not like 'cn/%' and p.office not in ('CN', 'WO', 'HK', 'MO', 'TW')
    group by p.key
),
spelled as (
    select key, unnest(priorities) as told from patents
),
plain as (
    select key, upper(regexp_replace(regexp_replace(told, ' +[12][0-9]{3}(-[0-9]{2}){0,2}$', ''), '[^0-9A-Za-z]', '', 'g')) as said
    from spelled
),
claimed as (
    select distinct key,
           case when said like 'CN%' then 'CN' || regexp_extract(said, '^CN([0-9]{12}|[0-9]{8})', 1)
                when said like 'US%' then 'US' || regexp_extract(said, '^US(?:(?:19|20)[0-9]{2})?([0-9]{8})', 1)
                else regexp_replace(said, '([0-9])[A-Z][0-9]?$', '\1') end as priority
    from plain
),
bases as (
    select key, string_agg(priority, ' ' order by priority) as basis from claimed where length(priority) > 2 group by key
),
numbers as (
    select distinct key, family from patents where family is not null and family <> ''
),
linked as (
    select 'cn/p/' || substr(priority, 3) as key, key as member from claimed where priority like 'CN_%'
    union
    select home.key, abroad.key from bases home join bases abroad on abroad.basis = home.basis
    where home.key like 'cn/p/%'
    union
    select home.key, abroad.key from numbers home join numbers abroad on abroad.family = home.family
    where home.key like 'cn/p/%'
)
select distinct linked.key, linked.member, members.begins_on, ended.day as ends_on
from linked
join members on members.member = linked.member
left join ended on ended.key = linked.member
where members.begins_on is not null
