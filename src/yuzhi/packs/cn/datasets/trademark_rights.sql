-- One row per (number, class): the statement with the last day of the grace period, grace_to.
-- void: declared invalid as a whole, so that there never was a right (商标法 2019, 47); invalid in part goes on.
-- registrant: the credit code, or the name where no code is told.
-- registrant_kind: as told, else market for a code of the registers of commerce (GB 32100-2015: it begins with 9).
select m.key, m.county, m.name, coalesce(m.registrant_code, m.registrant) as registrant,
       coalesce(
           m.registrant_kind, case when regexp_full_match(m.registrant_code, '9[0-9A-Z]{17}') then 'market' end
       ) as registrant_kind,
       m.registered_on, m.expires_on, m.ended_on,
       coalesce(m.end_reason like '%无效%' and m.end_reason not like '%部分%', false) as void,
       cast(m.expires_on + to_months(cast(graces.months as integer)) as date) as grace_to
from merged_trademarks m
left join law_trademark_graces graces
       on graces.expires_since <= m.expires_on
      and (graces.expires_until is null or m.expires_on < graces.expires_until)
