-- One row per registered mark and class whose term runs and of whose registrant no kind is known.
select county as area, key as record, 1 as value
from trademark_rights
where registrant_kind is null
  and not void
  and registered_on <= $as_of
  and $as_of <= expires_on
  and (ended_on is null or ended_on > $as_of)
