-- One row per approval: key, county, firm, approved_on, ends_on (the first day on which the symbol may not be used).
-- firm: its credit code, or its name as the key has it where no code is known; merged firms are told by the one they count as.
-- A firm or an indication that no register has is held to stand; of several indications of one number, one is enough.
with indications as (
    select regexp_replace(key, '^cn/gi/[^/]+/', '') as number, least(ended_on, cast(expires_on + 1 as date)) as ends_on
    from merged_indications
),
numbers as (
    select number, case when count(*) = count(ends_on) then max(ends_on) end as ends_on from indications group by number
),
named as (
    select key, county, approved_on, ended_on,
           coalesce(nullif(user_code, ''), regexp_replace(key, '^cn/giu/[^/]+/', '')) as said
    from indication_users
),
users as (
    select n.key, n.county, n.approved_on, n.ended_on, coalesce(i.into_firm, n.said) as firm
    from named n
    left join identities i on i.firm = n.said and (nullif(i.in_county, '') is null or i.in_county = n.county)
)
select u.key, u.county, u.firm, u.approved_on, least(u.ended_on, companies.ended_on, numbers.ends_on) as ends_on
from users u
left join merged_companies companies on companies.key = 'uscc/' || u.firm
left join numbers on numbers.number = regexp_extract(u.key, '^cn/giu/([^/]+)/', 1)
