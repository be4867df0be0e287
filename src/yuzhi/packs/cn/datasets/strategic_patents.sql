-- One row per application that some rule of the table names by one of its symbols and does not exclude by that symbol.
-- Symbols are judged once each: there are far fewer of them than patents.
with symbols as (
    select distinct symbol from patent_classes
),
levels as (
    select symbol, unnest([symbol, split_part(symbol, '/', 1), symbol[1:4], symbol[1:3]]) as step from symbols
),
met as (
    select l.symbol, c.rule, bool_or(c.excluded) as excluded, bool_or(not c.excluded) as named
    from levels l
    join class_strategic_industries c on c.symbol = l.step
    group by l.symbol, c.rule
),
strategic as (
    select distinct symbol from met where named and not excluded
)
select distinct p.key from patent_classes p join strategic s on s.symbol = p.symbol
