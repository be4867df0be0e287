"""`yuzhi show`: a right by any spelling of its number, every field with its origin."""

from datetime import date

import click

from yuzhi.engines.formats.tables import CHOICES, TABLES
from yuzhi.rooms.lookup.api.rights import RecordAnswer, told
from yuzhi.site.cli.speaking import DAY, OPERATOR, prepared, say_json


@click.command()
@click.argument("key")
@click.option("--as-of", type=DAY, help="这一天的法律状态（默认今天）。")
@click.option("--known-on", type=DAY, help="只用到这一天为止已知的数据。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def show(key: str, as_of: date | None, known_on: date | None, as_json: bool) -> None:
    """一项权利：任何写法的号码都可以；每个值都带来源、读取规则和两个时间。"""
    answer = told(key, OPERATOR, prepared(), as_of=as_of, known_on=known_on)
    if as_json:
        say_json(answer)
    else:
        _say(answer)


def _say(answer: RecordAnswer) -> None:
    table = TABLES[answer.kind]
    click.echo(f"{answer.key}  {table.zh}{'  【示例数据】' if answer.made_up else ''}")
    if answer.also:
        click.echo(f"另有：{'、'.join(answer.also)}（同一号码也可能指它们，用键可以直接查）")
    for note in answer.notes:
        click.echo(f"注意：{note}")
    if state := answer.state:
        click.echo(f"状态（{answer.as_of}）：{state.label}——{state.reason}")
    for name, shown in answer.fields.items():
        value = shown.label or shown.value
        value = "；".join(value) if isinstance(value, list) else value
        origin = shown.origin
        click.echo(f"  {table.field(name).zh}：{value}")
        click.echo(f"      ← {origin.source} {(origin.file or '')[:8]}…!{origin.place} {origin.path or ''}")
    for spell in answer.spells or ():
        click.echo(f"  {spell.since or '自始'} 至 {spell.until or '以后'}（不含止日）：{spell.label}")
    if answer.families:
        simple = {one.key for one in answer.families.simple}
        for one in answer.families.extended:
            which = "简单同族" if one.key in simple else "扩展同族"
            click.echo(f"  {which}：{one.publication}（{one.key}）{' 授权 ' + str(one.granted_on) if one.granted_on else ''}")
    for event in answer.events:
        word = CHOICES["event"].get(event.event, event.event)
        click.echo(f"  {event.effective_on or '日期未载'} {word} {event.detail or ''}")
