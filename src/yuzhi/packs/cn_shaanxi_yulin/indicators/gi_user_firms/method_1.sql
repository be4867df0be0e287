-- One row per firm and county that may use the symbol of at least one living indication.
select distinct county as area, firm as record, 1 as value
from indication_user_rights
where approved_on <= $as_of
  and (ends_on is null or ends_on > $as_of)
