-- One row per invention ever in force and situation that makes it one of high value: key, county, situation, begins_on, ends_on.
-- Its own span stands as situation 'any'. Spans are half-open and lie within the invention's own.
with inventions as (
    select s.key, s.county, r.filed_on, s.begins_on, s.ends_on
    from patent_spans s
    join patent_rights r on r.key = s.key
    where s.right_kind = 'invention'
),
ages as (
    select i.key, 'age_filing' as situation, i.filed_on as counted_from, a.years, a.since, a.until
    from inventions i cross join law_high_value_ages a
    union all
    select i.key, 'age_grant', i.begins_on, a.years, a.since, a.until
    from inventions i cross join law_high_value_ages a
),
told as (
    select key, 'strategic' as situation, date '0001-01-01' as begins_on, cast(null as date) as ends_on from strategic_patents
    union all
    select key, 'family', begins_on, ends_on from families_abroad
    union all
    -- more than N full years: the day after the Nth anniversary is the first
    select key, situation, greatest(cast(counted_from + to_years(cast(years as integer)) as date) + 1, since), until from ages
    union all
    select p.key, 'pledge', greatest(p.begins_on, t.since), least(p.ends_on, t.until)
    from pledged_patents p
    join law_pledge_thresholds t on p.amount >= t.amount
    union all
    select key, 'award', begins_on, null from awarded_patents
),
spans as (
    select i.key, i.county, t.situation, greatest(i.begins_on, t.begins_on) as begins_on, least(i.ends_on, t.ends_on) as ends_on
    from inventions i
    join told t on t.key = i.key
)
select key, county, situation, begins_on, ends_on from spans where begins_on < ends_on
union all
select key, county, 'any', begins_on, ends_on from inventions
