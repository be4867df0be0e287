-- One row per area: its latest published year-end figure.
with published as (
    select key, area, residents, row_number() over (partition by area order by year desc, published_on desc, key) as place
    from merged_populations
    where basis = 'year_end' and residents is not null and published_on <= $as_of
)
select area, key as record, residents as value from published where place = 1
