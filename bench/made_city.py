"""The lake's tables of a made-up city with as many rights as wanted, straight into Arrow: half patents, half marks.

Everything the declared indicators read has rows: statements in several sources, events, symbols of the classification,
families abroad, pledges, awards, works, indications and their users, bodies, residents. Nothing here is random.
"""

import duckdb
import pyarrow as pa

_AREA = "case i % 7 when 0 then '610800' when 1 then '' else '6108' || lpad(cast(i % 13 + 2 as varchar), 2, '0') end"
_META = "timestamptz '2025-01-01 00:00:00+00' as known_from, 'L' || (i % 9) as load"
_SAID = f"cast(i as varchar) as record, null::date as true_from, {_META}, {_AREA} as county"
_NUMBER = "'20' || lpad(cast((i * 7919) % {half} as varchar), 10, '0')"

_PATENTS = f"""
select 'cn/p/' || {_NUMBER} as key, 'CN' || i || case when s = 0 then 'A' else 'B' end as record, 'cn.cnipa_xml' as source,
       date '2005-01-01' + cast(i * 31 % 7000 + s * 900 as integer) as true_from, {_META}, {_AREA} as county,
       ['invention', 'utility', 'design'][1 + i % 3] as right_kind, date '2004-01-01' + cast(i * 31 % 7000 as integer) as filed_on,
       case when s = 1 or i % 3 > 0 then date '2005-06-01' + cast(i * 31 % 7000 as integer) end as granted_on, 'CN' as office,
       ['C10G 2/32', 'B01J 23/75', 'H01M 10/05', 'A01B 1/00'][1 + i % 4] as main_ipc,
       [['C10G 2/32', 'B01J 23/75', 'H01M 10/05', 'A01B 1/00'][1 + i % 4], 'C10J 3/' || (46 + i % 40)] as ipc,
       null::varchar[] as priorities, null::varchar as family
from range({{half}}) t(i) cross join range(2) u(s) where s = 0 or i % 5 < 2
union all
select 'us/p/' || i, 'US' || i || 'B2', 'us.redbook', date '2008-01-01' + cast(i * 31 % 6000 as integer), {_META}, '',
       'invention', date '2007-01-01' + cast(i * 31 % 6000 as integer), date '2009-01-01' + cast(i * 31 % 6000 as integer), 'US',
       'C10G 2/32', ['C10G 2/32'], ['CN ' || {_NUMBER} || ' 2007-01-01'], null
from range({{half}} // 100) t(i)
"""
_EVENTS = """
select key, case when i % 11 = 0 then 'restored' else 'fee_lapsed' end as event,
       filed_on + cast(365 * (4 + i % 9) as integer) as effective_on
from (select key, filed_on, row_number() over () as i from patents where record like '%A') where i % 3 = 0
"""
_MARKS = f"""
select 'cn/t/' || i || '/' || (1 + i % 45) as key, 'cn.templates.trademarks' as source, {_SAID},
       '驼塬' || i as name, '示例公司' || (i % 5000) as registrant, null::varchar as registrant_code,
       ['market', 'market', 'person'][1 + i % 3] as registrant_kind,
       date '2006-01-01' + cast(i * 17 % 7000 as integer) as registered_on,
       date '2016-01-01' + cast(i * 17 % 7000 as integer) as expires_on,
       case when i % 20 = 0 then date '2012-01-01' + cast(i * 17 % 7000 as integer) end as ended_on,
       case when i % 20 = 0 then ['撤销', '注销', '无效宣告'][1 + i % 3] end as end_reason
from range({{other}}) t(i)
"""
_DAY = "date '2008-01-01' + cast(i * 31 % 6000 as integer)"
_SMALL = {
    "pledges": f"""select 'cn/pledge/' || i as key, 'cn.templates.pledges' as source, {_SAID}, 'P' || i as number, 'HT' || i as contract,
        null::varchar as loan, cast(1000000 + i % 900 * 10000 as decimal(18, 2)) as amount, i % 5 = 0 as renewal, 'patent' as rights_kind,
        ['ZL' || {_NUMBER}] as rights, {_DAY} as registered_on, case when i % 3 = 0 then {_DAY} + 700 end as cancelled_on
        from range({{half}} // 200) t(i)""",
    "works": f"""select 'cn/w/' || i as key, 'cn.templates.works' as source, {_SAID}, ['work', 'software'][1 + i % 2] as work_kind,
        {_DAY} as registered_on, null::date as cancelled_on from range({{half}} // 20) t(i)""",
    "awards": f"""select 'cn/award/' || i as key, 'cn.templates.awards' as source, {_SAID}, '第二十届中国专利优秀奖' as award,
        'ZL' || {_NUMBER} as right_number, {_DAY} as awarded_on from range({{half}} // 2000) t(i)""",
    "companies": f"""select 'uscc/91610800' || lpad(cast(i as varchar), 10, '0') as key, 'cn.templates.companies' as source, {_SAID},
        case when i % 9 = 0 then {_DAY} end as ended_on from range(20000) t(i)""",
    "indications": f"""select 'cn/gi/x/' || i as key, 'cn.templates.indications' as source, {_SAID}, 'G' || i as number,
        ['certification_mark', 'collective_mark', 'protected_product', 'agri_product'][1 + i % 4] as system,
        {_DAY} as recognised_on, null::date as expires_on, null::date as ended_on, null::varchar as converted_from from range(200) t(i)""",
    "indication_users": f"""select 'cn/giu/' || (i % 200) || '/u' || i as key, 'cn.templates.users' as source, {_SAID},
        '91610800' || lpad(cast(i as varchar), 10, '0') as user_code, {_DAY} as approved_on, null::date as ended_on from range(3000) t(i)""",
    "populations": """select '6108' || lpad(cast(i % 13 + 2 as varchar), 2, '0') || '/' || (2010 + i // 13) as key, 'cn.stats' as source,
        cast(i as varchar) as record, null::date as true_from, timestamptz '2025-01-01 00:00:00+00' as known_from, 'L1' as load,
        case when i % 13 = 12 then '610800' else '6108' || lpad(cast(i % 13 + 2 as varchar), 2, '0') end as area, 2010 + i // 13 as year,
        300000 + i as residents, 'year_end' as basis, make_date(2011 + cast(i // 13 as integer), 3, 28) as published_on from range(195) t(i)""",
    "identities": f"""select 'identity:' || i as key, 'yuzhi.officers' as source, {_SAID}, '示例公司' || (i * 50 + 1) as firm,
        '示例公司' || (i * 50) as into_firm, null::varchar as in_county from range(100) t(i)""",
} | {
    name: f"""select 'cn/{name}/' || i as key, 'cn.templates.{name}' as source, {_SAID}, '机构' || i as holder, null::varchar as holder_code,
        ['city', 'province', 'national'][1 + i % 3] as level, {_DAY} as recognised_on, null::date as revoked_on from range(60) t(i)"""
    for name in ("centres", "outlets")
}


def made(rows: int) -> dict[str, pa.Table]:
    """The tables of a city with that many rights, by name."""
    half = {"half": rows // 2, "other": rows - rows // 2}
    with duckdb.connect() as connection:
        connection.execute(f"create table patents as {_PATENTS.format(**half)}")
        queries = {"patents": "from patents", "patent_events": _EVENTS, "trademarks": _MARKS.format(**half)}
        queries |= {name: sql.format(**half) for name, sql in _SMALL.items()}
        return {name: connection.sql(sql).to_arrow_table() for name, sql in queries.items()}
