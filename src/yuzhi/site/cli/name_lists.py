"""Lists of names as people have them: CSV, TSV, JSONL or workbook, gzipped or not; columns are known by their titles."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from yuzhi.engines.matching import Mention
from yuzhi.engines.reading.lines import texts
from yuzhi.engines.reading.sheets import sheets
from yuzhi.engines.reading.sources import Document
from yuzhi.kernel.credit_code import CreditCode
from yuzhi.kernel.errors import BadFile, BadValue, NotFound

TITLES: Mapping[str, tuple[str, ...]] = {
    "name": ("名称", "企业名称", "单位名称", "权利人", "申请人", "申请（专利权）人", "专利权人", "name", "assignee", "assignee_zh", "organization"),
    "code": ("统一社会信用代码", "信用代码", "code", "uscc"),
    "address": ("地址", "住所", "address"),
    "known": ("曾用名", "外文名", "英文名", "简称", "known", "former"),
    "records": ("件数", "数量", "records", "count"),
    "key": ("编号", "key", "id"),
}
_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class NameList:
    """The names of some files, equal ones once with their number, and what could not be read of them."""

    mentions: tuple[Mention, ...]
    unnamed: int
    faults: tuple[str, ...]


def names_of(paths: Iterable[Path]) -> NameList:
    """Every row that has a name; a code that is none is left out and told.

    Raises: NotFound for a file that is not there; BadFile for one without a column of names, or one that cannot be read.
    """
    listed = list(paths)
    found: dict[tuple[object, ...], list[Mention]] = {}
    used: set[str] = set()
    unnamed, faults = 0, []
    if missing := [str(path) for path in listed if not path.is_file()]:
        raise NotFound(f"没有找到文件 {'、'.join(missing)}，没有比对。请核对文件名；文件夹请逐个写出其中的文件。")
    for path in listed:
        for line, row in _rows(path):
            place = f"{path.name} {line}" if len(listed) > 1 else line
            name = str(row.get("name") or "").strip()
            if not name:
                unnamed += 1
                continue
            code, fault = _code(row.get("code"))
            if fault and len(faults) < _MOST_SHOWN:
                faults.append(f"{place}：{fault}")
            known = tuple(one for one in _parted(row.get("known")) if one != name)
            address, given = str(row.get("address") or "").strip(), str(row.get("key") or "")
            same = found.setdefault((name, code, address, known, given), [])
            key = same[0].key if same else given if given and given not in used else place
            used.add(key)
            same.append(Mention(key, name, code, address, known, _number(row.get("records"))))
    return NameList(tuple(_together(same) for same in found.values()), unnamed, tuple(faults))


def _together(listed: list[Mention]) -> Mention:
    first = listed[0]
    return Mention(first.key, first.name, first.code, first.address, first.known, sum(one.records for one in listed))


def _rows(path: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    document = Document(path.name, path, sha256(str(path).encode()).hexdigest(), path.stat().st_size)
    with path.open("rb") as file:
        start = file.read(4)
    if start[:2] == b"\x1f\x8b" or path.suffix in {".jsonl", ".ndjson"}:
        yield from _lines(document)
        return
    for sheet in sheets(document):
        titles: dict[int, str] = {}
        for number, cells in sheet.rows:
            if not titles:
                titles = _titles(cells)
                continue
            yield sheet.place(number), _first_said((titles[place], cell) for place, cell in enumerate(cells) if place in titles)
        if not titles:
            raise _no_names(document)


def _lines(document: Document) -> Iterator[tuple[str, Mapping[str, object]]]:
    """JSON objects, or cells parted by tabs below a line of titles; whichever the first line is."""
    titles: dict[int, str] = {}
    for number, line in texts(document):
        if line.startswith("{"):
            try:
                said = json.loads(line)
            except ValueError as damage:
                raise BadFile(f"《{document.name}》：第 {number} 行不是完整的 JSON（{damage}），没有比对。请重新取得文件。") from damage
            told = _titles(list(said))
            yield f"line {number}", _first_said((told[place], value) for place, value in enumerate(said.values()) if place in told)
        elif titles:
            yield f"line {number}", _first_said((titles[place], cell) for place, cell in enumerate(line.split("\t")) if place in titles)
        elif not (titles := _titles(line.split("\t"))):
            raise _no_names(document)


def _first_said(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    """The first value that says anything of each; further known names are put together."""
    row: dict[str, object] = {}
    for title, value in pairs:
        if title == "known" and row.get("known") and value:
            row["known"] = f"{row['known']}；{value}"
        elif value and not row.get(title):
            row[title] = value
    return row


def _titles(cells: Iterable[object]) -> dict[int, str]:
    known = {word: name for name, listed in TITLES.items() for word in listed}
    found = {place: known[word] for place, cell in enumerate(cells) if (word := str(cell).strip().lower()) in known}
    return found if "name" in found.values() else {}


def _no_names(document: Document) -> BadFile:
    return BadFile(f"《{document.name}》：没有名称一列，没有比对。请给一列加上标题，如 {'、'.join(TITLES['name'][:5])}。")


def _code(said: object) -> tuple[str, str]:
    if not said:
        return "", ""
    try:
        return CreditCode.parse(str(said)).text, ""
    except BadValue as fault:
        return "", fault.sentence


def _parted(said: object) -> list[str]:
    listed = said if isinstance(said, list) else str(said or "").replace(";", "；").replace("|", "；").split("；")
    return [text for one in listed if (text := str(one).strip())]


def _number(said: object) -> int:
    text = str(said or "1").strip()
    return int(text) if text.isdigit() else 1
