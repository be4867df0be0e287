"""Which of two parties the other is merged into, and when a merge is refused; no Django."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Side:
    """What the rules know of a party."""

    key: str
    name: str
    code: str = ""
    records: int = 0


def kept_first(one: Side, two: Side) -> tuple[Side, Side]:
    """(the one that is kept, the one that is merged into it): a code goes before none, then more rights, then the longer name."""
    left, right = sorted((one, two), key=lambda side: (not side.code, -side.records, -len(side.name), side.key))
    return left, right


def refusal(left: Side, right: Side, into: Mapping[str, str], head_of_left: str) -> str:
    """Why the right one may not be merged into the left one, "" where it may; `into` are the merges that stand."""
    if left.code and right.code and left.code != right.code:
        return (
            f"“{left.name}”与“{right.name}”的统一社会信用代码不同（{left.code}、{right.code}），是两个主体，没有归并。"
            "如其中一个代码有误，请先更正来源的记录。"
        )
    if right.key in into:
        return f"“{right.name}”已经归并到另一个主体，没有再次归并。请先撤回那一次归并。"
    if head_of_left == right.key:
        return f"“{left.name}”已经归并到“{right.name}”，没有反向归并。请先撤回那一次归并。"
    return ""
