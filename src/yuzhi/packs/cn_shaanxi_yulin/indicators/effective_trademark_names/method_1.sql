-- One row per registrant and name of its marks whose term runs, told by the mark with the first key.
-- Merged registrants are told by the one they count as.
-- Nearly every name lies in one county: only the few that lie in several are looked up again, which takes two thirds
-- of the time of a window over all marks.
with standing as (
    select t.key, t.county, h.holder, coalesce(t.name, t.key) as name
    from trademark_rights t
    join trademark_holders h on h.key = t.key
    where t.registrant_kind = 'market'
      and not t.void
      and t.registered_on <= $as_of
      and $as_of <= t.expires_on
      and (t.ended_on is null or t.ended_on > $as_of)
),
named as (
    select holder, name, min(key) as first_key, min(county) as county, max(county) as other
    from standing group by holder, name
)
select county as area, first_key as record, 1 as value from named where county = other
union all
select distinct s.county, n.first_key, 1
from named n
join standing s on s.name = n.name and s.holder is not distinct from n.holder
where n.county <> n.other
