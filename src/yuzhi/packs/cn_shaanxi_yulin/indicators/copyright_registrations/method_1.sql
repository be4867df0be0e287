-- One row per registration of a work or of software that has not been cancelled.
select county as area, key as record, 1 as value
from merged_works
where registered_on <= $as_of
  and (cancelled_on is null or cancelled_on > $as_of)
