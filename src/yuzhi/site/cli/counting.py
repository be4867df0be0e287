"""`yuzhi indicators` and `yuzhi explain`: values of targets, and the records behind each."""

from datetime import date
from typing import Any

import click

from yuzhi.kernel.errors import BadValue
from yuzhi.records.datasets import editions
from yuzhi.site.cli.speaking import DAY, prepared, say_json

PLAN = "14th"


@click.command()
@click.option("--as-of", type=DAY, help="截至这一天（默认今天）。")
@click.option("--area", help="县（市、区）的名称或代码；默认全市和各县。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def indicators(as_of: date | None, area: str | None, as_json: bool) -> None:
    """各项指标的值：全市和各县（市、区），任何一天。"""
    tools = prepared()
    on = as_of or tools.today()
    runner = tools.indicators(editions.newest(tools.lake))
    only = tools.areas.named(area).code if area else None
    answer: dict[str, Any] = {"as_of": on, "edition": getattr(editions.current(), "number", None), "indicators": []}
    targets = {target.indicator: target for target in runner.declared.targets if target.indicator}
    for indicator in runner.declared.indicators:
        seen = runner.observe(indicator.name, on)
        target = targets.get(indicator.name)
        values = {place: one.value for place, one in seen.items() if only in (None, place)}
        city = seen[tools.areas.city.code]
        answer["indicators"].append({
            "name": indicator.name, "label": indicator.zh, "unit": indicator.unit, "method": indicator.method,
            "cite": str(indicator.cite), "values": values,
            "reasons": {place: one.reason for place, one in seen.items() if one.reason and only in (None, place)},
            "inputs": city.inputs, "missing": indicator.missing,
            "target": None if target is None else {
                "id": target.id, "value": target.value, "by": target.by, "share": target.share(city.value),
            },
        })
    if as_json:
        say_json(answer)
        return
    click.echo(f"截至 {on}（第 {answer['edition']} 版）")
    for one in answer["indicators"]:
        shown = one["values"].get(only or tools.areas.city.code)
        goal = f"  目标 {one['target']['value']}（{one['target']['id']}），完成 {one['target']['share'] or 0:.1%}" if one["target"] else ""
        value = "无数据：" + one["reasons"].get(only or tools.areas.city.code, "") if shown is None else f"{shown:,}"
        click.echo(f"  {one['label']}（{one['name']}）：{value}{goal}")


@click.command()
@click.argument("indicator")
@click.option("--area", help="县（市、区）的名称或代码；默认全市。")
@click.option("--as-of", type=DAY, help="截至这一天（默认今天）。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def explain(indicator: str, area: str | None, as_of: date | None, as_json: bool) -> None:
    """一个指标值背后的每一条记录；各条之和就是这个值。"""
    tools = prepared()
    on = as_of or tools.today()
    runner = tools.indicators(editions.newest(tools.lake))
    place = tools.areas.named(area).code if area else tools.areas.city.code
    names = [one.name for one in runner.declared.indicators]
    if indicator not in names:
        raise BadValue(f"没有名为“{indicator}”的指标。可用的有：{'、'.join(names)}。")
    seen, behind = runner.observe(indicator, on)[place], runner.explain(indicator, place, on)
    answer = {
        "indicator": indicator, "area": place, "as_of": on, "value": seen.value, "unit": seen.unit,
        "reason": seen.reason or None, "total": len(behind),
        "records": [{"key": one.record, "value": one.value} for one in behind],
    }
    if as_json:
        say_json(answer)
        return
    click.echo(f"{indicator} {place} 截至 {on}：{answer['value']}（{answer['total']} 条）")
    for row in behind:
        click.echo(f"  {row.record}  {row.value}")
