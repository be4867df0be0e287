-- One row per body with an outlet recognised by the province or the state and not revoked.
select distinct county as area, coalesce(holder_code, holder, key) as record, 1 as value
from merged_outlets
where level in ('province', 'national')
  and recognised_on <= $as_of
  and (revoked_on is null or revoked_on > $as_of)
