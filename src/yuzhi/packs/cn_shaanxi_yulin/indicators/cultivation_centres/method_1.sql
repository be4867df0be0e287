-- One row per body with a centre that is recognised at any level and not revoked.
select distinct county as area, coalesce(holder_code, holder, key) as record, 1 as value
from merged_centres
where recognised_on <= $as_of
  and (revoked_on is null or revoked_on > $as_of)
