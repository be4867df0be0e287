-- One row per firm and county; a firm is its credit code, or its name as the key has it where no code is known.
select distinct county as area, coalesce(nullif(user_code, ''), regexp_replace(key, '^cn/giu/[^/]+/', '')) as record,
       1 as value
from indication_users
where approved_on <= $as_of
  and (ended_on is null or ended_on > $as_of)
