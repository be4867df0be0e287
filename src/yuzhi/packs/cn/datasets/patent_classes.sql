-- One row per Chinese application and IPC symbol (without spaces), from the statement that ranks first among those that classify.
with said as (
    select p.key, p.main_ipc, p.ipc,
           row_number() over (
               partition by p.key
               order by coalesce(r.rank, 1000), p.true_from desc nulls last, p.known_from desc, p.load desc, p.source, p.record
           ) as place
    from patents p
    left join source_ranks r on r.source = p.source
    where p.key like 'cn/p/%' and (len(p.ipc) > 0 or p.main_ipc <> '')
),
spelled as (
    select key, unnest(list_append(coalesce(ipc, []), main_ipc)) as symbol from said where place = 1
)
select distinct key, replace(symbol, ' ', '') as symbol from spelled where symbol <> ''
