"""`yuzhi show`: a right by any spelling of its number, every field with its origin."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

import click

from yuzhi.engines.formats.faces import FACES
from yuzhi.engines.formats.tables import CHOICES, TABLES
from yuzhi.engines.lake import Snapshot
from yuzhi.engines.lake.merge import Told, merge
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import NotFound
from yuzhi.kernel.standing import STATES
from yuzhi.records.datasets import editions
from yuzhi.records.rights.finding import resolve, resolve_one
from yuzhi.site.cli.speaking import DAY, prepared, say_json
from yuzhi.site.wiring import SHANGHAI


@click.command()
@click.argument("key")
@click.option("--as-of", type=DAY, help="这一天的法律状态（默认今天）。")
@click.option("--known-on", type=DAY, help="只用到这一天为止已知的数据。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def show(key: str, as_of: date | None, known_on: date | None, as_json: bool) -> None:
    """一项权利：任何写法的号码都可以；每个值都带来源、读取规则和两个时间。"""
    tools = prepared()
    until = datetime.combine(known_on, time.max, SHANGHAI) if known_on else None
    snapshot = editions.snapshot(tools.lake, editions.current(), until)
    table, found = resolve_one(snapshot, key)
    answer = _told(snapshot, table, found, as_of or tools.today(), tools)
    answer["also"] = [other for _, other in resolve(snapshot, key) if other != found]
    if as_json:
        say_json(answer)
    else:
        _say(answer)


def _told(snapshot: Snapshot, table: str, key: str, on: date, tools: Toolbox) -> dict[str, Any]:
    merged = merge(table, snapshot.statements(table, [key]), tools.ranks).get(key)
    if merged is None:
        raise NotFound(f"“{key}”的记录已被来源撤回，当前没有内容。历史版本仍保存在平台里。")
    events = snapshot.statements("patent_events", [key]) if table == "patents" else []
    events = sorted(events, key=lambda event: (event["effective_on"] or date.max, event["event"]))
    answer: dict[str, Any] = {
        "key": key, "kind": table, "as_of": on, "made_up": merged.made_up,
        "fields": {name: _field(name, told) for name, told in merged.fields.items()},
        "sources": [_statement(one) for one in merged.statements],
        "events": [
            {
                "event": event["event"], "effective_on": event["effective_on"], "announced_on": event["announced_on"],
                "detail": event["detail"], "code": event["code"], "origin": _statement(event),
            }
            for event in events if event["effective_on"] is None or event["effective_on"] <= on
        ],
        "versions": len(snapshot.history(table, [key])),
    }
    if table in FACES:
        now = tools.standing(table, merged.get, events, on)
        answer["state"] = {
            "state": now.state, "label": STATES[now.state], "reason": now.reason, "begun_on": now.begun_on,
            "granted_on": now.granted_on, "ends_on": now.ends_on,
        }
    if texts := snapshot.statements("patent_texts", [key]) if table == "patents" else []:
        answer["texts"] = [_text(one) for one in texts]
    return answer


def _field(name: str, told: Told) -> dict[str, Any]:
    shown: dict[str, Any] = {"value": told.value, "origin": _origin(told)}
    if name in CHOICES and isinstance(told.value, str):
        shown["label"] = CHOICES[name].get(told.value, told.value)
    if told.others:
        shown["others"] = [{"value": value, "source": row["source"]} for value, row in told.others]
    return shown


def _origin(told: Told) -> dict[str, Any]:
    path = {"path": told.origin.path, "rule": told.origin.rule} if told.origin else {}
    return {**_statement(told.statement), **path}


def _statement(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "source": row["source"], "file": row["file"], "place": row["place"], "load": row["load"],
        "true_from": row["true_from"], "true_to": row["true_to"], "known_from": row["known_from"],
    }


def _text(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"claims": row["claims"], "description": row["description"], "origin": _statement(row)}


def _say(answer: Mapping[str, Any]) -> None:
    table = TABLES[answer["kind"]]
    click.echo(f"{answer['key']}  {table.zh}{'  【示例数据】' if answer['made_up'] else ''}")
    if state := answer.get("state"):
        click.echo(f"状态（{answer['as_of']}）：{state['label']}——{state['reason']}")
    for name, shown in answer["fields"].items():
        value = shown.get("label", shown["value"])
        value = "；".join(value) if isinstance(value, list) else value
        origin = shown["origin"]
        click.echo(f"  {table.field(name).zh}：{value}")
        click.echo(f"      ← {origin['source']} {origin['file'][:8]}…!{origin['place']} {origin.get('path', '')}")
    for event in answer["events"]:
        click.echo(f"  {event['effective_on'] or '日期未载'} {CHOICES['event'].get(event['event'], event['event'])} {event['detail'] or ''}")


