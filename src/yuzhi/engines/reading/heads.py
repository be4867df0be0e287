"""A header over two rows, as offices merge it, becomes one: the group and what it holds, told apart by a dot."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

DOT = "·"
"""Between the group and its own: “出质人·名称”."""
_DATA = re.compile(r"\d{4}|^[\d.,%\s-]+$")
_LONGEST = 30
_WHOLE = 3
"""A row of so many texts and no blank is a header by itself; what stands below it is the list."""


def joined(rows: Iterable[tuple[int, Sequence[str]]], within: int) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows, where two of the first `within` are one header, as one row with the number of the lower.

    >>> list(joined([(1, ["序号", "出质人", ""]), (2, ["", "名称", "代码"]), (3, ["1", "甲", "乙"])], 10))
    [(2, ['序号', '出质人·名称', '出质人·代码']), (3, ['1', '甲', '乙'])]

    Below a header that is whole, rows with blanks are rows of the list.

    >>> list(joined([(1, ["名称", "代码", "区县"]), (2, ["甲", "", ""]), (3, ["", "乙", "丙"])], 10))[1:]
    [(2, ['甲', '', '']), (3, ['', '乙', '丙'])]
    """
    lines = iter(rows)
    held: tuple[int, Sequence[str]] | None = None
    for seen, (number, texts) in enumerate(lines):
        if held is not None and is_second(held[1], texts):
            yield number, _one(held[1], texts)
            held = None
            break
        if held is not None:
            yield held
        held = number, texts
        if seen >= within or _whole(texts):
            break
    yield from chain([] if held is None else [held], lines)


def is_second(above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the lower row names the parts of groups in the upper one, and is neither a list's first row nor a header of its own.

    >>> is_second(["序号", "出质人", "", "质权人"], ["", "名称", "代码", "名称"])
    True
    >>> is_second(["月报表", ""], ["单位：万元", "11月"]), is_second(["名称", "", "日期"], ["甲", "乙", "2026-01-01"])
    (False, False)
    """
    groups = _groups(above, len(below))
    own = [index for index, text in enumerate(below) if text.strip()]
    texts = [below[index].strip() for index in own]
    alone = [index for index, text in enumerate(above) if text.strip() and index not in own]
    if not alone or any(len(text) > _LONGEST or _DATA.search(text) for text in texts):
        return False
    if any("：" in text or ":" in text or _DATA.search(text.strip()) for text in above):
        return False
    within = [[index for index in own if index in group] for group in groups]
    touched = [(group, held) for group, held in zip(groups, within, strict=True) if held]
    inside = {below[index].strip() for held in within for index in held}
    # A group of one column is one where its part is called as a part of a wider group is: “名称” under each party.
    single = [index for index in own if not any(index in group for group in groups)]
    return bool(touched) and all(below[index].strip() in inside for index in single) and all(
        len(held) == len(group) >= 2 and len({below[index].strip() for index in held}) == len(held) for group, held in touched
    )


def _whole(texts: Sequence[str]) -> bool:
    return len(texts) >= _WHOLE and all(text.strip() for text in texts)


def _groups(above: Sequence[str], width: int) -> list[range]:
    """The columns that a merged title covers: its own and the blank ones behind it."""
    starts = [index for index, text in enumerate(above) if text.strip()]
    ends = [*starts[1:], max(width, len(above))]
    return [range(start, end) for start, end in zip(starts, ends, strict=False) if end - start > 1]


def _one(above: Sequence[str], below: Sequence[str]) -> list[str]:
    group, told = "", []
    for index in range(max(len(above), len(below))):
        upper = above[index].strip() if index < len(above) else ""
        lower = below[index].strip() if index < len(below) else ""
        group = upper or group
        told.append(f"{group}{DOT}{lower}" if lower else upper)
    return told
