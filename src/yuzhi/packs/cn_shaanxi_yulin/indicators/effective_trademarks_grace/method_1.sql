-- One row per mark and class of a market entity whose term is over and which can still be renewed.
select county as area, key as record, 1 as value
from trademark_rights
where registrant_kind = 'market'
  and not void
  and registered_on <= $as_of
  and expires_on < $as_of
  and $as_of <= grace_to
  and (ended_on is null or ended_on > $as_of)
