"""Cited articles held against the texts of the laws, where somebody has them: does the article exist, with that paragraph?

Texts are Markdown files named by title and day of adoption, such as `专利法(2020-10-17).md`. Their wording is read, never kept.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yuzhi.engines.lawbook.book import Dated, Instrument, LawBook

_FILE = re.compile(r"(?P<title>[^()（）]+)\((?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})\)\.md")
_ARTICLE = re.compile(r"第(?P<number>[零一二三四五六七八九十百]+)条(?:之[一二三四五六七八九十])?[\s　]")
_CITED = re.compile(r"(?P<article>[0-9]+)(?:\((?P<paragraph>[0-9]+)\))?")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_COUNTRY = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class Text:
    """One version of a law: from which day on it was adopted, and how many paragraphs each article has."""

    title: str
    adopted: date
    paragraphs: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Compared:
    """How many cites were found in a text, how many had no text to be held against, and what is wrong."""

    found: int
    without_text: int
    faults: tuple[str, ...]


def texts(folder: Path) -> tuple[Text, ...]:
    """The laws of a folder, the earliest version first."""
    named = ((path, _FILE.fullmatch(path.name)) for path in sorted(folder.rglob("*.md")))
    found = [
        Text(name["title"], date.fromisoformat(name["day"]), _paragraphs(path.read_text(encoding="utf-8")))
        for path, name in named if name
    ]
    return tuple(sorted(found, key=lambda text: text.adopted))


def compared(book: LawBook, laws: Iterable[Text]) -> Compared:
    """Every value's cite held against the version of its instrument that was adopted last before the value began."""
    listed, found, without, faults = list(laws), 0, 0, []
    for parameter in book.parameters.values():
        for value in parameter.values:
            text = _text_of(book.instruments[value.cite.instrument], value, listed)
            cited = _CITED.fullmatch(value.cite.article)
            if text is None or cited is None:
                without += 1
                continue
            has, wanted = text.paragraphs.get(int(cited["article"]), 0), int(cited["paragraph"] or 1)
            if has >= wanted:
                found += 1
                continue
            lacks = f"第 {cited['article']} 条只有 {has} 款" if has else f"没有第 {cited['article']} 条"
            faults.append(f"{parameter.name} 自 {value.since} 的值引用“{value.cite.article}”，而 {text.adopted} 通过的《{text.title}》{lacks}。")
    return Compared(found, without, tuple(faults))


def _text_of(instrument: Instrument, value: Dated, laws: Iterable[Text]) -> Text | None:
    title = instrument.zh.removeprefix(_COUNTRY)
    mine = [one for one in laws if one.title.removeprefix(_COUNTRY) == title and one.adopted <= value.since]
    return mine[-1] if mine else None


def _paragraphs(text: str) -> Mapping[int, int]:
    """Article → number of its paragraphs; items （一） belong to the paragraph before them."""
    found: dict[int, int] = {}
    article = 0
    for line in _lines(text):
        if opens := _ARTICLE.match(line):
            article = _number(opens["number"])
            found[article] = 1
        elif line.startswith("#"):
            article = 0
        elif article and not line.startswith("（"):
            found[article] += 1
    return found


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip())


def _number(written: str) -> int:
    """A Chinese number below a thousand.

    >>> _number("四十二"), _number("一百一十五"), _number("十"), _number("一百零三")
    (42, 115, 10, 103)
    """
    total, digit = 0, 0
    for char in written:
        if char in ("十", "百"):
            total += (digit or 1) * {"十": 10, "百": 100}[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit
