"""`yuzhi parties`: lists of names compared and put into groups; leads for people, with their reasons."""

from collections.abc import Mapping
from pathlib import Path

import click
from pydantic import Field

from yuzhi.engines.matching import Grouping, Mention, Pair, Weights, group, weights
from yuzhi.records.datasets.shapes import MOST, Shape
from yuzhi.site.cli.name_lists import NameList, names_of
from yuzhi.site.cli.speaking import say_json

BANDS = {"same": "同一", "review": "待核", "different": "不同"}
RELATIONS = {"unit": "本部与分支或院系", "group": "集团与成员"}
_FILE = click.Path(path_type=Path)


class MemberShape(Shape):
    """一个名称。"""

    key: str = Field(description="编号；文件没有编号列时为所在的行。")
    name: str = Field(description="名称。")
    code: str = Field(description="统一社会信用代码；没有为空。")
    records: int = Field(description="件数：文件中这一名称出现的次数，或件数列之和。")


class GroupShape(Shape):
    """一组视为同一主体的名称，件数最多的在前。"""

    code: str = Field(description="组的统一社会信用代码；没有为空。一组不会有两个代码。")
    records: int = Field(description="件数合计。")
    members: list[MemberShape] = Field(description="组内的名称。")


class PairShape(Shape):
    """两个名称比对的结果。"""

    left: str = Field(description="一个的编号。")
    right: str = Field(description="另一个的编号。")
    left_name: str = Field(description="一个的名称。")
    right_name: str = Field(description="另一个的名称。")
    score: float = Field(description="分数，0 至 1；是线索，不是结论。")
    band: str = Field(description="same 同一、review 待核、different 不同。")
    features: dict[str, float] = Field(description="各项特征的值，0 至 1；名称和权重公开。")
    objections: list[str] = Field(description="使分数封顶的异议。")
    supports: list[str] = Field(description="使分数确定的依据。")
    relation: str = Field(description="unit 本部与分支或院系、group 集团与成员；没有为空。")


class MatchAnswer(Shape):
    """名单比对的结果。"""

    names: int = Field(description="读到的不同名称数。")
    unnamed: int = Field(description="没有名称的行数。")
    faults: list[str] = Field(description="写错的统一社会信用代码，最多二十条；这些行按没有代码比对。")
    weights: str = Field(description="权重和门槛的版本。")
    same: float = Field(description="同一的门槛。")
    review: float = Field(description="待核的门槛。")
    singles: int = Field(description="只有一个名称的组数。")
    together: int = Field(description="有两个以上名称的组数。")
    groups: list[GroupShape] = Field(description="有两个以上名称的组，件数多的在前。")
    to_review: int = Field(description="待核的对数。")
    pairs: list[PairShape] = Field(description="组内各名称与组名的比对，以及待核的各对。")
    left_out: int = Field(description="因过大没有逐对比较待核的块数；不影响分组。")


@click.group()
def parties() -> None:
    """名称比对：哪些名称是同一家企业、学校、单位。分数是线索，不是结论。"""


@parties.command()
@click.argument("file", type=_FILE)
@click.option("--top", default=MOST, show_default=True, type=click.IntRange(0), help="最多列出几组、几对。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def match(file: Path, top: int, as_json: bool) -> None:
    """比对一份名单：分组、每一对的分数和特征。FILE 为 CSV、TSV、JSONL 或 xlsx，有名称列，可有代码、地址、曾用名列。"""
    answer = told(names_of([file]), weights(), top)
    if as_json:
        say_json(answer)
        return
    _say_groups(answer)
    for pair in answer.pairs:
        _say_pair(pair)


@parties.command("group")
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("--top", default=MOST, show_default=True, type=click.IntRange(0), help="最多列出几组。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def group_files(files: tuple[Path, ...], top: int, as_json: bool) -> None:
    """几份名单中的名称合起来分组，只列出有两个以上名称的组。FILES 同 match，也可以是 gzip。"""
    answer = told(names_of(files), weights(), top)
    if as_json:
        say_json(answer)
    else:
        _say_groups(answer)


def told(listed: NameList, said: Weights, top: int) -> MatchAnswer:
    """The groups and pairs of a list of names."""
    found = group(listed.mentions, said)
    named = {one.key: one for one in listed.mentions}
    groups = sorted((_group(keys, named) for keys in found.groups if len(keys) > 1), key=lambda one: -one.records)
    return MatchAnswer(
        names=len(listed.mentions), unnamed=listed.unnamed, faults=list(listed.faults), weights=said.version, same=said.same,
        review=said.review, singles=sum(len(keys) == 1 for keys in found.groups), together=len(groups), groups=groups[:top],
        to_review=len(found.to_review), pairs=[_pair(pair, named) for pair in _listed(found)[:top]], left_out=found.left_out,
    )


def _listed(found: Grouping) -> list[Pair]:
    order = {"review": 0, "same": 1, "different": 2}
    return sorted(found.pairs, key=lambda pair: (order[pair.score.band], -pair.score.score))


def _group(keys: tuple[str, ...], named: Mapping[str, Mention]) -> GroupShape:
    members = [named[key] for key in keys]
    return GroupShape(
        code=next((one.code for one in members if one.code), ""), records=sum(one.records for one in members),
        members=[MemberShape(key=one.key, name=one.name, code=one.code, records=one.records) for one in members],
    )


def _pair(pair: Pair, named: Mapping[str, Mention]) -> PairShape:
    score = pair.score
    return PairShape(
        left=pair.left, right=pair.right, left_name=named[pair.left].name, right_name=named[pair.right].name, score=score.score,
        band=score.band, features=dict(score.features), objections=list(score.objections), supports=list(score.supports),
        relation=score.relation,
    )


def _say_groups(answer: MatchAnswer) -> None:
    click.echo(
        f"{answer.names:,} 个名称：{answer.together:,} 组有两个以上名称，{answer.singles:,} 个单独，"
        f"{answer.to_review:,} 对待核；权重 {answer.weights}，同一 ≥ {answer.same:.2f}，待核 ≥ {answer.review:.2f}"
    )
    for fault in answer.faults:
        click.echo(f"  注意：{fault}")
    for one in answer.groups:
        click.echo(f"  {one.records:>6,} 件  {' = '.join(member.name for member in one.members)}{'  ' + one.code if one.code else ''}")


def _say_pair(pair: PairShape) -> None:
    said = weights()
    why = "；".join(said.word(name) for name in (*pair.objections, *pair.supports))
    relation = f"（{RELATIONS[pair.relation]}）" if pair.relation else ""
    features = "，".join(f"{said.word(name)} {value:g}" for name, value in pair.features.items())
    click.echo(f"{BANDS[pair.band]} {pair.score:.2f}  {pair.left_name} | {pair.right_name}{relation}  {features}{'  ' + why if why else ''}")
