-- One row per registrant and name of its marks whose term runs, told by the mark with the first key.
-- Merged registrants are told by the one they count as.
with standing as (
    select t.key, t.county, min(t.key) over (partition by h.holder, coalesce(t.name, t.key)) as first_key
    from trademark_rights t
    join trademark_holders h on h.key = t.key
    where t.registrant_kind = 'market'
      and not t.void
      and t.registered_on <= $as_of
      and $as_of <= t.expires_on
      and (t.ended_on is null or t.ended_on > $as_of)
)
select distinct county as area, first_key as record, 1 as value from standing
