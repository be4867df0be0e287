-- One row per pair of a firm and an indication it may use.
select distinct county as area, key as record, 1 as value
from indication_users
where approved_on <= $as_of
  and (ended_on is null or ended_on > $as_of)
