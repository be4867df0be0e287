-- One row per invention in force that is in at least one of the five situations on the day.
select distinct county as area, key as record, 1 as value
from invention_situations
where situation in ('strategic', 'family', 'pledge', 'award', 'age_' || $age_basis)
  and begins_on <= $as_of
  and ends_on > $as_of
