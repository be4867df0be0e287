"""A judged collection in BEIR form: documents and queries as lines of JSON, judgements as a table."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yuzhi.kernel.errors import BadFile

_CODES = ("codes", "classes", "ipc", "cpc", "ipcr")
_YEARS = ("year", "published", "publication_date", "date")
_QREL, _TREC = 3, 4


@dataclass(frozen=True, slots=True)
class Text:
    """One document: its title and text as received, and its class symbols and year where its `metadata` name them."""

    key: str
    title: str
    text: str
    codes: tuple[str, ...] = ()
    year: int | None = None


Query = Text
"""A query is a text, too; its key may be that of a document, which is then left out of its answer."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Documents, the queries that have at least one relevant document among them, and the judgements of each.

    `unjudged` counts queries without any, `strangers` judgements on documents that are not in the corpus: they stay among
    the relevant ones, for a search that could not find them did not.
    """

    corpus: tuple[Text, ...]
    queries: tuple[Query, ...]
    judgements: Mapping[str, Mapping[str, int]]
    unjudged: int
    strangers: int


def judged(corpus: Path, queries: Path, qrels: Path) -> Judged:
    """The collection in three files.

    Raises: BadFile, naming file and line, for what is not of this form.
    """
    documents = tuple(_texts(corpus))
    keys = {one.key for one in documents}
    if len(keys) < len(documents):
        raise BadFile(f"{corpus.name} 里有重复的 _id（{len(documents):,} 篇只有 {len(keys):,} 个），没有评测。请先去重。")
    grades = _grades(qrels)
    asked = tuple(_texts(queries))
    known = tuple(one for one in asked if any(grade > 0 for grade in grades.get(one.key, {}).values()))
    if not known:
        raise BadFile(f"{queries.name} 里没有一个查询在 {qrels.name} 里有相关文献，没有评测。请核对两个文件的编号是否一致。")
    strangers = sum(document not in keys for one in known for document in grades[one.key])
    return Judged(documents, known, grades, len(asked) - len(known), strangers)


def _texts(file: Path) -> Iterator[Text]:
    for number, line in _lines(file):
        try:
            row = json.loads(line)
            yield _text(row)
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise BadFile(f"{file.name} 第 {number} 行不是 BEIR 的文献或查询（应为有 _id 和 text 的 JSON），没有评测。") from fault


def _text(row: Mapping[str, Any]) -> Text:
    about = row.get("metadata") or {}
    codes = [code for name in _CODES for code in _listed(about.get(name))]
    days = [str(about[name]) for name in _YEARS if about.get(name)]
    year = int(days[0][:4]) if days and days[0][:4].isdecimal() else None
    return Text(str(row["_id"]), str(row.get("title") or ""), str(row["text"] or ""), tuple(dict.fromkeys(codes)), year)


def _listed(value: object) -> list[str]:
    if isinstance(value, str):
        return [part.strip() for part in value.replace(";", ",").split(",") if part.strip()]
    return [str(part) for part in value] if isinstance(value, list) else []


def _grades(file: Path) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for number, line in _lines(file):
        parts = line.split("\t") if "\t" in line else line.split()
        if number == 1 and len(parts) >= _QREL and not parts[-1].strip().lstrip("-").isdecimal():
            continue
        if len(parts) == _TREC:
            parts = [parts[0], *parts[2:]]
        try:
            query, document, grade = (part.strip() for part in parts)
            found.setdefault(query, {})[document] = int(float(grade))
        except ValueError as fault:
            raise BadFile(f"{file.name} 第 {number} 行不是“查询 文献 分值”三列，没有评测。") from fault
    return found


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    try:
        with file.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except FileNotFoundError as fault:
        raise BadFile(f"没有文件 {file}，没有评测。请核对路径。") from fault
    except UnicodeDecodeError as fault:
        raise BadFile(f"{file.name} 不是 UTF-8 文本，没有评测。请先转换编码。") from fault
