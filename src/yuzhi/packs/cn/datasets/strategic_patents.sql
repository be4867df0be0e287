-- One row per application that some rule of the table names by one of its symbols and does not exclude by that symbol.
with levels as (
    select key, symbol, unnest([symbol, split_part(symbol, '/', 1), symbol[1:4], symbol[1:3]]) as step from patent_classes
),
met as (
    select l.key, l.symbol, c.rule, bool_or(c.excluded) as excluded, bool_or(not c.excluded) as named
    from levels l
    join class_strategic_industries c on c.symbol = l.step
    group by l.key, l.symbol, c.rule
)
select distinct key from met where named and not excluded
