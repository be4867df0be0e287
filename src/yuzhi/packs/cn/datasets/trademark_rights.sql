-- One row per (number, class): the statement with the last day of the grace period, grace_to.
select m.key, m.county, m.registrant_kind, m.registered_on, m.expires_on, m.ended_on,
       cast(m.expires_on + to_months(cast(graces.months as integer)) as date) as grace_to
from merged_trademarks m
left join law_trademark_graces graces
       on graces.expires_since <= m.expires_on
      and (graces.expires_until is null or m.expires_on < graces.expires_until)
