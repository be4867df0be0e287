-- One row per invention in force that is in one of the situations that need no keywords to be told.
select distinct county as area, key as record, 1 as value
from invention_situations
where situation in ('family', 'pledge', 'award', 'age_' || $age_basis)
  and begins_on <= $as_of
  and ends_on > $as_of
