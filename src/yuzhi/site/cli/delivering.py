"""`yuzhi deliveries`: which files are due from whom, which are late, and what each source covers."""

import click

from yuzhi.rooms.datahub.api.deliveries import DeliveriesAnswer, DeliveryShape, told
from yuzhi.rooms.datahub.queries.calendar import STATES
from yuzhi.site.cli.speaking import prepared, say_json


@click.command()
@click.option("--late", "only_late", is_flag=True, help="只列逾期未到的。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def deliveries(only_late: bool, as_json: bool) -> None:
    """送交日历：哪张表由谁在哪一天送来，到了没有，晚了几个工作日；以及各来源的范围、滞后和缺口。"""
    answer = told(prepared())
    if only_late:
        answer = answer.model_copy(update={"sources": [one for one in answer.sources if one.late_workdays]})
    if as_json:
        say_json(answer)
    else:
        _say(answer)


def _say(answer: DeliveriesAnswer) -> None:
    click.echo(f"截至 {answer.today}，{answer.late} 个来源有逾期未到的表。")
    for one in answer.sources:
        made_up = "（示例约定）" if one.made_up else ""
        click.echo(f"{one.source}  {one.label}  {one.deliverer}{made_up}{'  ' + one.contact if one.late_workdays else ''}")
        click.echo(f"    收录 {one.covered_from or '—'} 至 {one.covered_to or '—'}；最近读入 {one.last_good or '—'}；新增 {one.records:,} 条{_measured(one)}")
        late_ones = [each for each in one.periods[:-3] if each.state == "late"]
        for each in (*late_ones, *one.periods[-3:]):
            late = f"，晚 {each.late} 个工作日" if each.late and each.state != "backfilled" else ""
            empty = "，没有这一期的记录" if each.state in ("came", "came_late", "backfilled") and not each.records else ""
            click.echo(f"    {each.period}：应于 {each.due_on} 送到，{STATES[each.state]}{late}{empty}")


def _measured(one: DeliveryShape) -> str:
    share = f"；读不了 {one.quarantine_share:.1%}" if one.quarantine_share is not None else ""
    delay = f"；滞后 {one.delay_days:.0f} 天" if one.delay_days is not None else ""
    return f"{share}{delay}{'；缺 ' + '、'.join(one.gaps[:6]) if one.gaps else ''}"
