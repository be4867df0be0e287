-- One row per Chinese application: key, county, right_kind, filed_on, granted_on, term_ends_on, void.
-- term_ends_on is the first day on which the right no longer runs (D0 + N years, no roll over holidays).
-- void: declared invalid as a whole, so that there never was a right (专利法 47).
with told as (
    select key,
           min(effective_on) filter (where event = 'granted') as granted_on,
           bool_or(event = 'invalidated') as void
    from patent_events
    where effective_on is not null and event in ('granted', 'invalidated')
    group by key
)
select p.key, p.county, p.right_kind, p.filed_on,
       least(coalesce(p.granted_on, told.granted_on), coalesce(told.granted_on, p.granted_on)) as granted_on,
       cast(p.filed_on + to_years(cast(terms.years as integer)) as date) as term_ends_on,
       coalesce(told.void, false) as void
from merged_patents p
left join told on told.key = p.key
left join law_patent_terms terms
       on terms.right_kind = p.right_kind
      and terms.filed_since <= p.filed_on
      and (terms.filed_until is null or p.filed_on < terms.filed_until)
where p.key like 'cn/%'
