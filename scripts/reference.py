"""The pages of docs/reference, written from what the program declares; `--check` says which are stale."""

import atexit
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

PAGES = Path(__file__).resolve().parents[1] / "docs" / "reference"
if __name__ == "__main__":
    _home = tempfile.TemporaryDirectory(prefix="yuzhi-reference-")
    atexit.register(_home.cleanup)
    os.environ |= {"YUZHI_HOME": _home.name, "DJANGO_SETTINGS_MODULE": "yuzhi.site.settings"}

import click  # noqa: E402
import django  # noqa: E402

django.setup()

from pydantic.json_schema import models_json_schema  # noqa: E402

from yuzhi.engines.formats.tables import CHOICES, TABLES, Field  # noqa: E402
from yuzhi.engines.toolbox import Toolbox  # noqa: E402
from yuzhi.kernel.errors import YuzhiError  # noqa: E402
from yuzhi.records.datasets import editions  # noqa: E402
from yuzhi.records.datasets.shapes import Shape  # noqa: E402
from yuzhi.rooms.datahub.api.deliveries import DeliveriesAnswer  # noqa: E402
from yuzhi.rooms.datahub.api.sources import SourcesAnswer  # noqa: E402
from yuzhi.rooms.dues.api.limits import ClockAnswer, WorkdaysAnswer  # noqa: E402
from yuzhi.rooms.dues.api.listing import DuesAnswer  # noqa: E402
from yuzhi.rooms.logbook.api import LogAnswer  # noqa: E402
from yuzhi.rooms.lookup.api.fees import FeesAnswer  # noqa: E402
from yuzhi.rooms.lookup.api.rights import RecordAnswer  # noqa: E402
from yuzhi.rooms.lookup.api.searching import SearchAnswer  # noqa: E402
from yuzhi.rooms.scoreboard.api.shapes import IndicatorsAnswer, RecordsAnswer  # noqa: E402
from yuzhi.site.api import ErrorAnswer, api  # noqa: E402
from yuzhi.site.cli.checking import DoctorAnswer  # noqa: E402
from yuzhi.site.cli.comparing import SimilarAnswer  # noqa: E402
from yuzhi.site.cli.entry import commands  # noqa: E402
from yuzhi.site.cli.evaluating import Evaluated  # noqa: E402
from yuzhi.site.cli.ingesting import IngestAnswer  # noqa: E402
from yuzhi.site.cli.judging import LawAnswer  # noqa: E402
from yuzhi.site.cli.mapping import MapAnswer  # noqa: E402
from yuzhi.site.cli.parties import MatchAnswer  # noqa: E402
from yuzhi.site.wiring import toolbox  # noqa: E402

JSON_OF: Mapping[str, type[Shape]] = {
    "show": RecordAnswer, "search": SearchAnswer, "indicators": IndicatorsAnswer, "explain": RecordsAnswer,
    "ingest": IngestAnswer, "doctor": DoctorAnswer, "workdays": WorkdaysAnswer, "clock": ClockAnswer,
    "check-law": LawAnswer, "fees": FeesAnswer, "log status": LogAnswer, "map": MapAnswer, "sources": SourcesAnswer, "deliveries": DeliveriesAnswer,
    "parties match": MatchAnswer, "parties group": MatchAnswer,
    "similar": SimilarAnswer, "evaluate": Evaluated,
    "due": DuesAnswer,
}
MEANINGS = {
    "YuzhiError": "程序内部的错误；不应出现",
    "BadValue": "写的值不对：号码、日期、地区、年份等；什么也没有改变",
    "Refused": "规则或当前状态不允许；什么也没有改变",
    "NotPermitted": "没有权限；说明谁可以授予",
    "NotFound": "没有找到；说明找的是什么、在哪里找",
    "BadFile": "文件损坏、有害或读不懂；什么也没有存",
    "UnknownFormat": "没有来源认得这个文件，或不止一个；说明看到了什么、如何指明",
    "Damaged": "数据目录里的文件缺失或损坏；说明是哪些、如何恢复",
    "DeclarationFault": "指标等声明自相矛盾；属于部署错误",
}
EXITS = (
    (0, "办成了"),
    (1, "`yuzhi doctor` 发现不完好之处、`yuzhi check-law` 发现错误；或数据目录、磁盘、程序内部出了错"),
    (2, "写的值或选项不对"),
    (3, "被规则或权限拒绝"),
    (4, "没有找到"),
    (5, "文件拒收（`yuzhi ingest` 有任何一个文件被拒收）"),
    (130, "被中断；已确认的都已保存"),
)
STATUSES = (
    (400, "请求的格式不对"), (401, "没有登录"), (403, "没有权限，或没有通过 CSRF 校验"), (404, "没有找到，或没有这个地址"),
    (405, "不接受这种请求方法"), (409, "被规则拒绝"), (422, "参数的值或文件不对"), (500, "服务器内部出错"),
)
_PERSONAL = {"": "", "name": "姓名", "phone": "电话", "address": "住址"}
_TYPES = {
    "str": "短文", "text": "长文", "day": "日期", "int": "整数", "bool": "是否", "money": "金额（元，两位小数）", "list": "列表",
}
_HEAD = "<!-- 由 scripts/reference.py 生成，请勿手改；改声明后运行 make docs。 -->\n"


def pages() -> dict[str, str]:
    """File name → text of every generated page."""
    with tempfile.TemporaryDirectory() as folder:
        tools = toolbox(Path(folder))
        written: dict[str, Callable[[], Iterable[str]]] = {
            "cli.md": _cli, "api.md": _api, "errors.md": _errors, "tables.md": _tables,
            "sources.md": lambda: _sources(tools), "indicators.md": lambda: _indicators(tools),
        }
        texts = {name: _HEAD + "\n".join(lines()) + "\n" for name, lines in written.items()}
    return {**texts, "shapes.json": json.dumps(shapes(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"}


def shapes() -> dict[str, Any]:
    """The JSON Schemas of all that commands print and the API answers, by name under `$defs`."""
    wanted = [*JSON_OF.values(), ErrorAnswer]
    _, own = models_json_schema([(one, "serialization") for one in wanted], ref_template="#/$defs/{model}")
    told = json.dumps(_openapi()["components"]["schemas"]).replace("#/components/schemas/", "#/$defs/")
    return {"$defs": {**json.loads(told), **own["$defs"]}}


@cache
def _openapi() -> dict[str, Any]:
    return json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/")))


def _cli() -> Iterator[str]:
    yield "# 命令 yuzhi\n\n`YUZHI_HOME` 指定数据目录，默认为当前目录下的 `.yuzhi`。出错时在标准错误输出一句话，并以下面的退出码结束。\n"
    yield "## 退出码\n"
    yield from _table(("退出码", "意思"), EXITS)
    for name, command in _spelled(commands()):
        yield f"\n## yuzhi {name}\n\n{command.help}\n"
        if command.params:
            yield from _table(("参数", "说明", "默认"), [_parameter(one) for one in command.params])
        if name in JSON_OF:
            yield f"\n`--json` 输出：{_link(JSON_OF[name].__name__)}。"
    there = _openapi()["components"]["schemas"]
    yield from _shapes({name: one for name, one in shapes()["$defs"].items() if name not in there})


def _spelled(known: Mapping[str, click.Command]) -> Iterator[tuple[str, click.Command]]:
    """Every command with its whole name, those of a group after the group."""
    for name, command in known.items():
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {one}", command.commands[one]) for one in command.list_commands(click.Context(command)))


def _parameter(one: click.Parameter) -> tuple[str, str, str]:
    kind = one.type.name if not isinstance(one.type, click.Choice) else " · ".join(map(str, one.type.choices))
    if isinstance(one, click.Argument):
        return f"`{one.make_metavar(click.Context(click.Command('x')))}`", "", "必填" if one.required else ""
    default = str(one.default) if isinstance(one.default, str | int | float) and one.default is not False else ""
    spelled = " ".join([*one.opts, *([] if getattr(one, "is_flag", False) else [kind])])
    return f"`{spelled}`", f"{getattr(one, 'help', '') or ''}{'（可多次）' if one.multiple else ''}", default


def _api() -> Iterator[str]:
    described = _openapi()
    yield f"# 接口\n\n{api.description}\nOpenAPI 文档在 `/api/openapi.json`；全部 JSON Schema 在 [shapes.json](shapes.json)。\n"
    for path, operations in described["paths"].items():
        for method, one in operations.items():
            yield f"\n## {one['summary']}：{method.upper()} {path}\n\n{one['description']}\n"
            if listed := [_asked(each) for each in one["parameters"]]:
                yield from _table(("参数", "类型", "说明"), listed)
            for status, answer in one["responses"].items():
                for kind, content in answer.get("content", {}).items():
                    if "schema" not in content:
                        yield f"\n{status}：文件，`{kind}`"
                        continue
                    shape = content["schema"]["$ref"].rsplit("/", 1)[-1]
                    yield f"\n{'出错' if status == 'default' else status}：{_link(shape)}"
    yield from _shapes(described["components"]["schemas"])


def _asked(one: Mapping[str, Any]) -> tuple[str, str, str]:
    return f"`{one['name']}`（{one['in']}）", _type(one["schema"]), one.get("description", "")


def _shapes(defs: Mapping[str, Any]) -> Iterator[str]:
    yield "\n## 形状"
    for name, one in sorted(defs.items()):
        must = set(one.get("required", ()))
        yield f"\n### {name}\n\n{one.get('description', '')}\n"
        rows = [
            (f"`{field}`", _type(said), "" if field in must else "可无", said.get("description", ""))
            for field, said in one["properties"].items()
        ]
        yield from _table(("字段", "类型", "", "说明"), rows)


def _type(said: Mapping[str, Any]) -> str:
    if "$ref" in said:
        return _link(said["$ref"].rsplit("/", 1)[-1])
    if "allOf" in said or "anyOf" in said:
        return " 或 ".join(_type(one) for one in said.get("anyOf", said.get("allOf")))
    if "enum" in said:
        return " · ".join(f"`{one}`" if one else "空" for one in said["enum"])
    word = " 或 ".join(said["type"]) if isinstance(said.get("type"), list) else said.get("type", "")
    if word == "array":
        return f"列表：{_type(said['items'])}"
    if isinstance(said.get("additionalProperties"), dict):
        word = f"字典：{_type(said['additionalProperties'])}"
    return str(said.get("format") or said.get("const") or word)


def _errors() -> Iterator[str]:
    yield "# 错误\n\n每个错误是一句中文：发生了什么、为什么、该怎么办。接口的答案见 [ErrorAnswer](api.md#erroranswer)。\n"
    rows = [
        (f"`{one.__name__}`", one.status, one.exit_code, MEANINGS[one.__name__])
        for one in sorted(_kinds(YuzhiError), key=lambda kind: (kind.exit_code, kind.__name__))
    ]
    yield from _table(("错误", "HTTP 状态码", "退出码", "意思"), rows)
    yield "\n## HTTP 状态码\n"
    yield from _table(("状态码", "意思"), STATUSES)
    yield "\n## 退出码\n"
    yield from _table(("退出码", "意思"), EXITS)


def _kinds(base: type[YuzhiError]) -> list[type[YuzhiError]]:
    """The errors that have a meaning of their own; others only tell more of the same."""
    below = [found for one in base.__subclasses__() for found in _kinds(one)]
    return [base, *below] if base.__name__ in MEANINGS else below


def _tables() -> Iterator[str]:
    yield "# 数据表\n\n数据湖的全部数据表；每行另有键、出处和两个时间，见 [StatementOrigin](api.md#statementorigin)。"
    for table in TABLES.values():
        yield f"\n## {table.zh} `{table.name}`\n\n{table.en}{'；每行是一项有页面的权利' if table.right else ''}\n"
        yield from _table(("字段", "中文", "English", "类型", "个人信息", "可选值"), [
            (f"`{one.name}`", one.zh, one.en, _TYPES[one.type], _PERSONAL[one.personal], _choices(one))
            for one in table.fields
        ])


def _choices(one: Field) -> str:
    return " · ".join(f"`{stored}` {shown}" for stored, shown in CHOICES.get(one.name, {}).items())


def _sources(tools: Toolbox) -> Iterator[str]:
    yield "# 数据源\n\n文件按内容识别，一个文件只属于一个来源。几个来源说法不同时，次序数小的优先；`yuzhi.acts`（工作人员的更正）为 0，最优先。\n"
    for one in sorted(tools.pack_sources, key=lambda source: (source.rank, source.name)):
        yield f"\n## {one.zh} `{one.name}`\n"
        yield from _table(("", ""), (
            ("English", one.en), ("发布者", one.publisher), ("许可", one.licence), ("内容", one.covers),
            ("次序", one.rank), ("读取程序版本", one.version), ("数据表", "、".join(f"`{name}`" for name in one.tables)),
        ))


def _indicators(tools: Toolbox) -> Iterator[str]:
    declared = tools.indicators(editions.snapshot(tools.lake, None)).declared
    yield "# 指标与目标\n\n没有数据不等于零：缺值给出理由。每个值都能打开到背后的记录，各条之和就是这个值。\n\n## 目标\n"
    yield from _table(("规划期", "首日", "末日", "说明"), [(one.name, one.first, one.last, one.note) for one in declared.plans])
    yield ""
    yield from _table(("编号", "规划期", "目标", "值", "到", "依据", "指标", "说明"), [
        (one.id, one.plan.name, one.zh, f"{one.value:,}", one.by, one.cite, one.indicator or "", one.pending or one.note)
        for one in declared.targets
    ])
    for one in declared.indicators:
        by = f"`{one.ratio.numerator}` ÷ `{one.ratio.denominator}` × {one.ratio.scale:,}" if one.ratio else ""
        yield f"\n## {one.zh} `{one.name}`\n\n{one.question}\n"
        yield from _table(("", ""), (
            ("English", one.en), ("单位", one.measure.zh), ("粒度", "、".join(one.grain)), ("方法版本", one.method),
            ("依据", one.cite), ("缺漏", one.missing), ("算法", by or "、".join(f"`{name}`" for name in one.inputs)),
            ("参数", "、".join(f"`{name}` = {'—' if value is None else value}" for name, value in one.params.items())),
            ("序列中断", "；".join(f"{each.on} {each.why}" for each in one.breaks)),
            ("目标", "、".join(one.targets)), ("负责", one.owner),
        ))


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A table in Markdown; a bar inside a cell is escaped."""
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        cells = [" ".join(str(cell).split()).replace("|", "\\|") for cell in row]
        yield f"| {' | '.join(cells)} |"


def _link(shape: str) -> str:
    page = "api.md" if shape in _openapi()["components"]["schemas"] else "cli.md"
    return f"[{shape}]({page}#{shape.lower()})"


def main(arguments: Sequence[str]) -> int:
    """Writes the pages; with `--check` writes nothing and is 1 where one is stale."""
    PAGES.mkdir(parents=True, exist_ok=True)
    texts = pages()
    old = {path.name: path.read_text(encoding="utf-8") for path in PAGES.iterdir()}
    stale = sorted(name for name in {*texts, *old} if texts.get(name) != old.get(name))
    if "--check" in arguments:
        sys.stderr.write("".join(f"docs/reference/{name} is stale: run `make docs`\n" for name in stale))
        return 1 if stale else 0
    for name, text in texts.items():
        (PAGES / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
