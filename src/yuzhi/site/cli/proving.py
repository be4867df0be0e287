"""`yuzhi evidence`: files become exhibits, exhibits become packages, and packages are checked."""

import os
import shutil
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import click

from yuzhi.engines.capture.cleanliness import VERDICTS
from yuzhi.engines.capture.steps import one_page, read_cookies, read_steps
from yuzhi.engines.exhibits import verify as checker
from yuzhi.engines.exhibits.exhibit import KINDS, Held
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import BadValue
from yuzhi.records.datasets.covering import sample
from yuzhi.records.datasets.shapes import Shape, json_text, plain
from yuzhi.records.evidence import capturing
from yuzhi.records.evidence import exhibits as held
from yuzhi.records.evidence.models import Leaf
from yuzhi.records.evidence.packages import package_of
from yuzhi.rooms.scoreboard.api.figures import all_told, behind
from yuzhi.rooms.scoreboard.api.shapes import AskedFigures
from yuzhi.site.cli.speaking import DAY, OPERATOR, prepared, say_json

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.Path(dir_okay=False, path_type=Path)


@click.group()
def evidence() -> None:
    """证物：收下文件并存证，打成别人不联网也能核对的证据包。"""


@evidence.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--title", default="", help="证物名称，默认为第一个文件的名称。")
@click.option("--kind", type=click.Choice(list(KINDS)), default="file", help="种类。")
@click.option("--field", "fields", multiple=True, metavar="项目=内容", help="保管记录的一项，可写多次；项目见 packs/cn/evidence/custody.yml。")
@click.option("--step", "steps", multiple=True, help="取证的一步，按先后写多次。")
@click.option("--after", default="", metavar="ID", help="同一作品的前一稿：编号（前八位以上）或存证序号；种类为 draft。")
def add(files: tuple[Path, ...], title: str, kind: str, fields: tuple[str, ...], steps: tuple[str, ...], after: str) -> None:
    """收下 FILES 为一件证物：即时计算 SHA-256 和 SM3，存一条存证。"""
    custody = _fields(fields)
    tools = prepared(writing=True)
    with ExitStack() as open_files:
        leaf = held.receive(
            tools, [Held(one.name, open_files.enter_context(one.open("rb"))) for one in files],
            held.Told(
                title or files[0].name, kind, custody, steps,
                held.deposit_named(after, held.everything) if after else None,
            ),
            by=held.Giver(OPERATOR.actor_key), made_up=sample(),
        )
    leaf.refresh_from_db()
    click.echo(f"已收下证物 {leaf.object_key[8:24]}，存证序号 {leaf.number or '待编'}。进入日志后可用 yuzhi evidence package 取证据包。")


@evidence.command()
@click.argument("url", default="")
@click.option("--steps", "plan", type=FILE, help="步骤文件（YAML），按步骤打开、点击、填写；不再写 URL。写法见指南。")
@click.option("--title", default="", help="证物名称，默认为网址。")
@click.option("--cookies", type=FILE, help="本人登录会话的 Cookie（JSON，浏览器扩展导出的样子）；内容不进证据。")
@click.option("--consent", default="", help="用到 Cookie 时写明：谁的账号，并且本人同意。")
@click.option("--field", "fields", multiple=True, metavar="项目=内容", help="保管记录的一项，可写多次；不写的由取证程序填写它知道的。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def capture(url: str, plan: Path | None, title: str, cookies: Path | None, consent: str, fields: tuple[str, ...], as_json: bool) -> None:
    """用无界面的 Chromium 给网页 URL 取证：先封存机器的清洁记录，再取内容，收为一件证物。"""
    if bool(url) == (plan is not None):
        raise BadValue("请写一个网址，或用 --steps 给步骤文件，两者只能有一个；没有取证。")
    session = read_cookies(_text(cookies)) if cookies else ()
    asked = one_page(url, title, session, consent) if plan is None else read_steps(_text(plan), os.environ, session)
    made = capturing.capture(prepared(writing=True), asked, by=held.Giver(OPERATOR.actor_key), made_up=sample(), custody=_fields(fields))
    made.leaf.refresh_from_db()
    if as_json:
        say_json({
            "id": made.leaf.object_key.removeprefix("exhibit/"), "number": made.leaf.number, "sealed": made.sealed.number,
            "checks": [{"name": one.name, "verdict": one.verdict, "told": one.told} for one in made.cleanliness.checks],
            "files": {name: len(held) for name, held in made.taken.files.items()}, "notes": list(made.taken.notes),
        })
        return
    click.echo(f"清洁记录已封存，存证序号 {made.sealed.number or '待编'}：")
    for one in made.cleanliness.checks:
        click.echo(f"  {VERDICTS[one.verdict]}  {one.zh}：{one.told}")
    for note in made.taken.notes:
        click.echo(f"  注意  {note}")
    click.echo(f"已收下证物 {made.leaf.object_key[8:24]}，存证序号 {made.leaf.number or '待编'}：{len(made.taken.steps)} 步，{len(made.taken.files)} 个文件。")


@evidence.command("list")
@click.option("--top", type=click.IntRange(1, 1000), default=100, show_default=True, help="最多几件。")
@click.option("--offset", type=click.IntRange(0), default=0, help="跳过前几件。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def listed(top: int, offset: int, as_json: bool) -> None:
    """已收下的证物和各自的状态，新的在前。"""
    tools = prepared()
    reached, found = held.progress(tools), held.deposits()
    page = list(found[offset : offset + top])
    if as_json:
        say_json({"total": found.count(), "exhibits": [{
            "id": one.digest, "number": one.leaf.number, "state": reached.state(one.leaf.number), "title": one.title, "kind": one.kind,
            "received": one.received_at.isoformat(), "by": one.leaf.actor_key, "version": one.version,
        } for one in page]})
        return
    for one in page:
        state = held.STATES[reached.state(one.leaf.number)]
        click.echo(f"{one.short}  {one.leaf.number or '—'}  {state}  {KINDS.get(one.kind, one.kind)}  {one.title}")
    if not page:
        click.echo("还没有证物。请用 yuzhi evidence add 文件…。")


@evidence.command()
@click.option("--as-of", type=DAY, help="截至这一天（默认今天）。")
def publish(as_of: date | None) -> None:
    """把公布的指标收为一件证物：各项指标的值，和全市每个值背后的记录；任何人可在 /log/published 取证据包，所以质押等明细只计数，不列出。"""
    leaf, title, files = published(prepared(writing=True), as_of)
    click.echo(f"已收下证物 {leaf.object_key[8:24]}：{title}，{files} 个文件。")


@evidence.command()
@click.argument("name", metavar="ID")
@click.option("--out", type=OUT, help="写到哪个文件，默认为 证物编号.zip。")
def package(name: str, out: Path | None) -> None:
    """证物的证据包：内容、记录、日志证明、时间戳和核对程序，一个 ZIP。ID 为编号（前八位以上）或存证序号。"""
    tools = prepared(writing=True)
    kept = held.exhibit_named(tools, name, held.everything)
    file = out or Path(f"{kept.row.short}.zip")
    with package_of(tools, kept, made_up=sample()) as made, file.open("wb") as written:
        shutil.copyfileobj(made, written)
    click.echo(f"证据包已写到 {file}（{held.STATES[kept.state]}）。")


@evidence.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--policy", type=FILE, help="另外拿到的信任文件；不给就用包里的，并会写明。")
@click.option("--roots", type=FILE, help="另外拿到的时间戳机构根证书（PEM）。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@click.pass_context
def verify(ctx: click.Context, files: tuple[Path, ...], policy: Path | None, roots: Path | None, as_json: bool) -> None:
    """核对证据包：不联网，不读数据；与包里的 verify.py 逐字相同。每一部分是相符、不符或缺。"""
    words = [str(one) for one in files]
    words += [word for name, one in (("--policy", policy), ("--roots", roots)) if one for word in (name, str(one))]
    ctx.exit(checker.main([*words, *(["--json"] if as_json else [])]))


def published(tools: Toolbox, as_of: date | None = None) -> tuple[Leaf, str, int]:
    """The leaf of the exhibit that holds the published figures, its title, and of how many files it is.

    Anybody may take the package, so it holds what a visitor may see: deals are counted, and none is told.
    """
    asked = AskedFigures(as_of=as_of)
    told = all_told(asked, None, tools)
    files = [_file("indicators", told), *(_file(one.name, behind(one.name, asked, None, tools)) for one in told.indicators)]
    title = f"第 {told.edition} 版公布的指标，截至 {told.as_of}"
    leaf = held.receive(tools, files, held.Told(title, "dataset"), by=held.Giver(OPERATOR.actor_key), made_up=sample())
    return leaf, title, len(files)


def _fields(given: tuple[str, ...]) -> dict[str, str]:
    if unclear := [one for one in given if "=" not in one]:
        raise BadValue(f"“{unclear[0]}”不是保管记录的一项，没有接收。请写成 项目=内容，如 keeper=张三。")
    return dict(one.split("=", 1) for one in given)


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError as fault:
        raise BadValue(f"{file.name} 不是 UTF-8 文字，没有取证。请另存为 UTF-8 再试。") from fault


def _file(name: str, answer: Shape) -> Held:
    return Held(f"{name}.json", json_text(plain(answer), indent=1).encode())
