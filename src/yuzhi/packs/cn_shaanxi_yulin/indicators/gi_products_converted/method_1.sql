-- One row per protected product that was converted from an agricultural indication, from the announcement on.
select county as area, key as record, 1 as value
from merged_indications
where system = 'protected_product'
  and converted_from <> ''
  and recognised_on <= $as_of
  and (ended_on is null or ended_on > $as_of)
  and (expires_on is null or $as_of <= expires_on)
