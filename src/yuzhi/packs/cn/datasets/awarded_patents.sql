-- One row per award of the state to a named patent: key, award, begins_on (the day of the award).
with read as (
    select key as award, awarded_on,
           regexp_extract(upper(replace(right_number, ' ', '')), '^(?:CN/P/|ZL|CN)?([0-9]{12}|[0-9]{8})[.]?[0-9X]?$', 1) as number
    from merged_awards
    where awarded_on is not null
      and regexp_matches(
          award, '^(第.{1,6}届|[0-9]{4}年度?)?(中国专利[金银]?奖|中国专利优秀奖|国家(最高科学技术|自然科学|技术发明|科学技术进步|科技进步|科学技术)奖)'
      )
)
select distinct 'cn/p/' || number as key, award, awarded_on as begins_on from read where number <> ''
