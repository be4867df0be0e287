"""`yuzhi check-law` and `yuzhi fees`: whether the law's numbers are in order, and what they say a right costs."""

from datetime import date
from pathlib import Path

import click
from pydantic import Field

from yuzhi.engines.lawbook.checking import examined
from yuzhi.engines.lawbook.texts import compared, texts
from yuzhi.records.datasets.shapes import Shape
from yuzhi.rooms.lookup.api.fees import AskedFees, FeeShape, charged
from yuzhi.site.cli.speaking import DAY, OPERATOR, prepared, say_json
from yuzhi.site.cli.timing import cited
from yuzhi.site.wiring import LAW_FOLDERS, law_in_force


class LawAnswer(Shape):
    """法规参数是否完好。"""

    sound: bool = Field(description="是否没有错误；有错误时退出码为 1。")
    instruments: int = Field(description="登记的文件数。")
    parameters: int = Field(description="参数数。")
    values: int = Field(description="各参数的值的总数。")
    verified: int = Field(description="其中核对过原文的值。")
    cases: int = Field(description="算例数。")
    found_in_texts: int | None = Field(None, description="在法律原文里找到的引用数；给出原文时才有。")
    without_text: int | None = Field(None, description="没有可对照原文的引用数；给出原文时才有。")
    faults: list[str] = Field(description="全部错误，每条一句。")


@click.command("check-law")
@click.argument("folders", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--texts", "laws", type=click.Path(exists=True, file_okay=False, path_type=Path), help="法律原文的文件夹：核对所引的条、款是否存在。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def check_law(folders: tuple[Path, ...], laws: Path | None, as_json: bool) -> None:
    """核对法规参数：每个值有依据，日期不重叠、无未说明的空档，单位在清单内，算例相符；有错误以 1 退出。FOLDERS 默认为本平台自带的。"""
    found = examined(folders or LAW_FOLDERS)
    held = compared(law_in_force(), texts(laws)) if laws and not folders else None
    faults = [*found.faults, *(held.faults if held else ())]
    sound = not faults
    more = {"found_in_texts": held.found, "without_text": held.without_text} if held else {}
    if as_json:
        say_json(LawAnswer(
            sound=sound, instruments=found.instruments, parameters=found.parameters, values=found.values,
            verified=found.verified, cases=found.cases, faults=faults, **more,
        ))
    else:
        click.echo(
            f"{found.instruments} 个文件，{found.parameters} 个参数，{found.values} 个值（{found.verified} 个核对过原文），"
            f"{found.cases} 个算例：{'没有错误' if sound else f'{len(faults)} 处错误'}"
        )
        if held:
            click.echo(f"对照原文：{held.found} 处引用找到了条款，{held.without_text} 处没有可对照的原文")
        for fault in faults:
            click.echo(f"✗ {fault}")
    if not sound:
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("number")
@click.option("--as-of", type=DAY, help="截至这一天（默认今天）。")
@click.option("--known-on", type=DAY, help="只用到这一天为止已知的数据。")
@click.option("--holders", default=0, type=click.IntRange(0, 100), help="已办费减备案的权利人数：1 为单独，2 以上为共同。")
@click.option("--open-licence", is_flag=True, help="处于开放许可实施期间；与费减取其优者。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def fees(number: str, as_of: date | None, known_on: date | None, holders: int, open_licence: bool, as_json: bool) -> None:
    """维持一件专利或商标今后要缴的费用：应缴日、补缴期末日、当日缴纳的滞纳金，各附依据。"""
    asked = AskedFees(as_of=as_of, known_on=known_on, holders=holders, open_licence=open_licence)
    answer = charged(number, asked, OPERATOR, prepared())
    if as_json:
        say_json(answer)
        return
    click.echo(f"{answer.key} 截至 {answer.as_of}{'  【示例数据】' if answer.made_up else ''}")
    if answer.patent_year:
        click.echo(f"  第 {answer.patent_year} 专利年度，{answer.ends_on} 期满")
    for one in answer.payments:
        _say(one)
    for note in answer.notes:
        click.echo(f"  注意：{note}")


def _say(one: FeeShape) -> None:
    name = f"第 {one.year} 年度年费" if one.year else "续展注册费"
    less = f"，减缴 {one.reduced_percent}%" if one.reduced_percent != "0" else ""
    late = f"{less}，滞纳金或迟延费 {one.surcharge} 元，合计 {one.total} 元" if one.total != one.amount else ""
    opens = f"{one.opens_on} 起可办，" if one.opens_on else ""
    click.echo(f"  {name} {one.amount} 元{late}：{opens}应缴日 {one.due_on}，最迟 {one.grace_until}")
    for cite in one.cites:
        click.echo(f"      ← {cited(cite)}")
