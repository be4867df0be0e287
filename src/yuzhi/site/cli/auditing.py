"""`yuzhi audit`: the audit sealed day by day, and checked against its leaves."""

import json

import click

from yuzhi.records.accounts.auditing import seal_ended, verify_audit
from yuzhi.site.cli.speaking import OPERATOR, prepared


@click.group()
def audit() -> None:
    """审计记录：按日封存到存证日志，核对有没有被改动。"""


@audit.command()
def seal() -> None:
    """把已经过完的日子逐日封存；后台进程每天也会做。"""
    tools = prepared(writing=True)
    made = seal_ended(by=OPERATOR.actor_key, at=tools.now())
    for one in made:
        click.echo(f"{one.day}  {one.entries} 条")
    click.echo(f"封存了 {len(made)} 天。", err=True)


@audit.command()
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def verify(as_json: bool) -> int:
    """逐条核对：改过、少了、添进去的，从最早的一条说起；不符时退出码为 1。"""
    prepared()
    found = verify_audit()
    first = found.faults[0] if found.faults else None
    if as_json:
        told = [{"day": one.day.isoformat(), "kind": one.kind, "entry": one.entry, "sentence": one.sentence} for one in found.faults]
        click.echo(json.dumps({
            "sound": found.sound, "days": found.days, "entries": found.entries, "waiting": found.waiting,
            "first": told[0] if told else None, "faults": told,
        }, ensure_ascii=False))
    elif first is None:
        click.echo(f"相符：{found.days} 天、{found.entries} 条都与存证一致；另有 {found.waiting} 条等当天过完后封存。")
    else:
        click.echo(first.sentence)
        click.echo(f"共 {len(found.faults)} 处不符。全部用 --json 列出。")
    return 0 if found.sound else 1
