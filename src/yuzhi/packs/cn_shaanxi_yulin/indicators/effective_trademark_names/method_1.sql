-- One row per registrant and name of its marks whose term runs, told by the mark with the first key.
with standing as (
    select key, county, min(key) over (partition by registrant, coalesce(name, key)) as first_key
    from trademark_rights
    where registrant_kind = 'market'
      and not void
      and registered_on <= $as_of
      and $as_of <= expires_on
      and (ended_on is null or ended_on > $as_of)
)
select distinct county as area, first_key as record, 1 as value from standing
