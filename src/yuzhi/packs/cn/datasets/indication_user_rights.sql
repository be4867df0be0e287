-- One row per approval: key, county, firm, approved_on, ends_on (the first day on which the symbol may not be used).
-- firm: its credit code, or its name as the key has it where no code is known.
-- A firm or an indication that no register has is held to stand; of several indications of one number, one is enough.
with indications as (
    select regexp_replace(key, '^cn/gi/[^/]+/', '') as number, least(ended_on, cast(expires_on + 1 as date)) as ends_on
    from merged_indications
),
numbers as (
    select number, case when count(*) = count(ends_on) then max(ends_on) end as ends_on from indications group by number
)
select u.key, u.county, coalesce(nullif(u.user_code, ''), regexp_replace(u.key, '^cn/giu/[^/]+/', '')) as firm,
       u.approved_on, least(u.ended_on, companies.ended_on, numbers.ends_on) as ends_on
from indication_users u
left join merged_companies companies on companies.key = 'uscc/' || u.user_code
left join numbers on numbers.number = regexp_extract(u.key, '^cn/giu/([^/]+)/', 1)
