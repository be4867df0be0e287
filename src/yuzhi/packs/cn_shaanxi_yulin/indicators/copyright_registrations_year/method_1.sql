-- One row per registration since 1 January of the year of that day that has not been cancelled.
select county as area, key as record, 1 as value
from merged_works
where registered_on <= $as_of
  and registered_on >= make_date(year($as_of), 1, 1)
  and (cancelled_on is null or cancelled_on > $as_of)
