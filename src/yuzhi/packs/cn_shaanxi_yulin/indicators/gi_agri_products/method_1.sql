-- One row per agricultural geographical indication that is recognised, and neither ended, expired nor converted.
select i.county as area, i.key as record, 1 as value
from merged_indications i
where i.system = 'agri_product'
  and i.recognised_on <= $as_of
  and (i.ended_on is null or i.ended_on > $as_of)
  and (i.expires_on is null or $as_of <= i.expires_on)
  and not exists (
      select 1 from merged_indications c
      where c.system = 'protected_product' and c.recognised_on <= $as_of
        and upper(replace(c.converted_from, ' ', '')) = upper(replace(i.number, ' ', ''))
  )
