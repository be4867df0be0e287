"""What a record answers of its life and its families: states by true time, members by their priorities."""

from collections.abc import Iterable
from datetime import date

from pydantic import Field

from yuzhi.engines.lake.families import Families, Relative
from yuzhi.kernel.standing import STATES, Spell
from yuzhi.records.datasets.shapes import Shape


class SpellShape(Shape):
    """一段状态不变的日子，按所用的知识推算。"""

    since: date | None = Field(description="第一天；空为自始。")
    until: date | None = Field(description="这一段结束后的第一天；空为没有止日。")
    state: str = Field(description="状态。")
    label: str = Field(description="状态的中文名。")
    reason: str = Field(description="一句话的理由。")


class RelativeShape(Shape):
    """同族里的一件申请。"""

    key: str = Field(description="记录的键。")
    office: str = Field(description="受理局。")
    publication: str = Field(description="公开（公告）号；没有时为申请号。")
    filed_on: date | None = Field(description="申请日。")
    granted_on: date | None = Field(description="授权公告日。")


class FamiliesShape(Shape):
    """本专利所在的同族，包括它自己；按已收录的文献计算。"""

    simple: list[RelativeShape] = Field(description="简单同族：优先权完全相同的申请。")
    extended: list[RelativeShape] = Field(description="扩展同族：经任何共同的优先权直接或间接相连的申请，含简单同族。")
    numbered: bool = Field(description="为 true 时，简单同族依据来源给出的同族编号；否则由优先权算出。")
    cut: bool = Field(description="为 true 时，扩展同族太大，没有列全。")


def spells_told(spells: Iterable[Spell]) -> list[SpellShape]:
    """The spells of a life, in order."""
    return [
        SpellShape(since=one.since, until=one.until, state=one.state, label=STATES[one.state], reason=one.reason)
        for one in spells
    ]


def families_told(found: Families) -> FamiliesShape:
    """The families as the answer tells them."""
    return FamiliesShape(
        simple=[_relative(one) for one in found.simple], extended=[_relative(one) for one in found.extended],
        numbered=found.numbered, cut=found.cut,
    )


def _relative(one: Relative) -> RelativeShape:
    return RelativeShape(
        key=one.key, office=one.office, publication=one.publication, filed_on=one.filed_on, granted_on=one.granted_on)
