-- One row per pair of a standing firm and a living indication it may use.
select distinct county as area, key as record, 1 as value
from indication_user_rights
where approved_on <= $as_of
  and (ends_on is null or ends_on > $as_of)
