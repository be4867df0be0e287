-- One row per geographical collective mark that is recognised and neither ended nor expired.
select county as area, key as record, 1 as value
from merged_indications
where system = 'collective_mark'
  and recognised_on <= $as_of
  and (ended_on is null or ended_on > $as_of)
  and (expires_on is null or $as_of <= expires_on)
