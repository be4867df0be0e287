-- One row per agricultural geographical indication that is recognised and neither ended nor expired.
select county as area, key as record, 1 as value
from merged_indications
where system = 'agri_product'
  and recognised_on <= $as_of
  and (ended_on is null or ended_on > $as_of)
  and (expires_on is null or $as_of <= expires_on)
