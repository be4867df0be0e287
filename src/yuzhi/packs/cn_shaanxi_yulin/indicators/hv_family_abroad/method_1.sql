-- One row per invention in force in that situation on the day.
select distinct county as area, key as record, 1 as value
from invention_situations
where situation = 'family'
  and begins_on <= $as_of
  and ends_on > $as_of
