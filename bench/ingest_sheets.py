"""How many validated rows per CPU-second, by source and form, beside bare reading without validation in the same run.

Run `python bench/ingest_sheets.py [ROWS]`; prints one JSON object and writes it to bench/results/ingest_sheets.json.
`per_cpu_second` are files of so many equal rows of two templates; `by_source` every spreadsheet that the offices of the
made-up city deliver (with their planted mistakes), and CNIPR's real exports where they are at hand.
Bare reading is csv for CSV and python-calamine for workbooks; the two take turns.
The bar is 8,000 validated rows per CPU-second; a validated row has passed every rule of its columns, has its key,
its county and an origin for every field. Rates are the best of five runs, in CPU time of this process.
"""

import csv
import hashlib
import io
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

from machine import machine
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from yuzhi.engines.formats.templates import TEMPLATES, Column, shown
from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.records import Record
from yuzhi.engines.reading.sources import Context, Document, Source
from yuzhi.engines.sampling import write_city
from yuzhi.kernel.applications import check_digit
from yuzhi.kernel.areas import Area, AreaBook
from yuzhi.kernel.credit_code import body_check_character, check_character
from yuzhi.packs.cn.sources import SOURCES as CN
from yuzhi.packs.cn.sources.templates import SOURCES
from yuzhi.packs.cn_shaanxi_yulin.areas import area_book
from yuzhi.packs.cn_shaanxi_yulin.sampling import city_plan

BAR = 8_000
SCALE = 0.3
LARGE = 500
"""Fewer rows than this say more about opening a file than about reading rows; they are told and not judged."""
ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("YUZHI_SHARED", ROOT.parent / "shared")) / "data"
AREAS = AreaBook(
    [
        Area("610000", "陕西省", "Shaanxi", ""), Area("610800", "榆林市", "Yulin", "610000"),
        Area("610802", "榆阳区", "Yuyang", "610800"), Area("610881", "神木市", "Shenmu", "610800"),
    ],
    city="610800",
)
COUNTIES = ("榆阳区", "神木市")
FIRMS = 2000
"""How many parties deliver rows; a real file of 20,000 rows names fewer."""


def _code(number: int) -> str:
    """The valid credit code of a made-up firm."""
    body = f"{number:08}"
    first17 = f"91610800{body}{body_check_character(body)}"
    return first17 + check_character(first17)


def _patent(chance: random.Random, number: int) -> Mapping[str, object]:
    digits = f"2021{chance.choice('12')}{number:07}"
    filed = date(2021, 1, 1) + timedelta(days=chance.randrange(360))
    firm = f"榆林第{chance.randrange(400)}化工有限公司"
    code = _code(chance.randrange(FIRMS))
    return {
        "number": f"{digits}.{check_digit(digits)}", "title": f"一种煤化工用第{number}号催化剂及其制备方法",
        "abstract": "本发明公开了一种用于煤制油的催化剂及其制备方法，包括载体和活性组分，" * 4, "applicants": [firm, "西安某大学"],
        "applicant_codes": [code, ""], "address": f"719000 陕西省榆林市{chance.choice(COUNTIES)}第{number % 900}号",
        "inventors": ["张三", "李四", f"王{number % 50}"], "agency": "西安某专利代理事务所", "agency_code": "61200", "agents": ["赵六"],
        "filed_on": filed, "published_on": filed + timedelta(days=400), "main_ipc": f"C10G 2/{chance.randrange(10, 60)}",
        "ipc": [f"C10G 2/{chance.randrange(10, 60)}", "B01J 23/75"], "claim_count": chance.randrange(1, 12),
        "first_claim": "一种催化剂，其特征在于，包括载体。", "nature": "示例数据",
    }


def _pledge(chance: random.Random, number: int) -> Mapping[str, object]:
    day = date(2020, 1, 1) + timedelta(days=chance.randrange(1800))
    return {
        "number": f"2024610{number:06}", "contract": f"HT{number}", "pledgor": f"榆林第{chance.randrange(400)}公司",
        "pledgor_code": _code(chance.randrange(FIRMS)), "pledgee": "榆林某银行", "rights": [f"ZL{number}", f"ZL{number + 1}"], "rights_kind": "patent",
        "amount": f"{chance.randrange(1, 5000)}0000.00", "term_from": day, "term_to": day + timedelta(days=365),
        "renewal": chance.random() < 0.2, "registered_on": day, "county": chance.choice(COUNTIES), "nature": "示例数据",
    }


ROWS = {"patents": _patent, "pledges": _pledge}


def _text(column: Column, row: Mapping[str, object]) -> str:
    value = row.get(column.field)
    plain = column.rule in {"area", "operation", "nature"}
    return str(value or "") if plain else shown(column, value)  # type: ignore[arg-type]


def table(name: str, count: int) -> list[list[str]]:
    """The titles and `count` rows of a template, from a fixed seed."""
    chance, columns = random.Random(20240531), TEMPLATES[name].columns
    made = (ROWS[name](chance, number) for number in range(count))
    return [[column.title for column in columns], *([_text(column, row) for column in columns] for row in made)]


def as_csv(rows: list[list[str]]) -> bytes:
    """The rows as an officer's CSV."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(rows: list[list[str]]) -> bytes:
    """The rows as an officer's workbook, its texts shared as spreadsheet programs do."""
    book = Workbook()
    sheet = book.create_sheet("表", 0)
    for row in rows:
        sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def cpu(count: int, work: Callable[[], object]) -> float:
    """How many of `count` were done per CPU-second, the best of five runs."""
    best = float("inf")
    for _ in range(5):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return round(count / best)


def _validated(source_name: str, document: Document, count: int) -> Callable[[], object]:
    source = next(one for one in SOURCES if one.name == source_name)

    def work() -> None:
        good = sum(isinstance(one, Record) for one in source.read(document, Context(AREAS)))
        assert good == count, f"{count - good} rows were not read"

    return work


def _bare_csv(path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for _ in csv.reader(file):
            pass


def _bare_xlsx(path: Path) -> None:
    with path.open("rb") as file:
        for _ in CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).iter_rows():
            pass


def measure(folder: Path, count: int) -> dict[str, dict[str, float]]:
    """Rates by template and form."""
    rates: dict[str, dict[str, float]] = {}
    for name in ROWS:
        rows = table(name, count)
        for form, data in (("csv", as_csv(rows)), ("xlsx", as_xlsx(rows))):
            path = folder / f"{name}.{form}"
            path.write_bytes(data)
            document = Document(path.name, path, hashlib.sha256(data).hexdigest(), len(data))
            bare = _bare_csv if form == "csv" else _bare_xlsx
            checked = cpu(count, _validated(f"cn.templates.{name}", document, count))
            unchecked = cpu(count, lambda path=path, bare=bare: bare(path))
            rates[f"{name}.{form}"] = {"validated": checked, "bare": unchecked, "share": round(checked / unchecked, 3)}
    return rates


def delivered(folder: Path) -> dict[str, dict[str, float]]:
    """Rates by source and form over whole deliveries: rows, validated and bare, each the best of three turns per file."""
    write_city(folder, city_plan(), scale=SCALE, seed=1, today=date(2026, 1, 1))
    paths = [*sorted((folder / "office").iterdir()), *sorted((SHARED / "cnipr_export").glob("*.xlsx"))]
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for path in paths:
        if path.suffix not in (".csv", ".xlsx"):
            continue
        seen = glimpse(path, path.name)
        source = next((one for one in CN if one.recognise(seen)), None)
        if source is None:
            print(f"not read by any source: {path.name}", file=sys.stderr)
            continue
        document = Document(path.name, path, "0" * 64, path.stat().st_size)
        bare = (lambda path=path: _rows_csv(path)) if path.suffix == ".csv" else (lambda path=path: _rows_xlsx(path))
        turns = [
            (spent(lambda source=source, document=document: _drained(source, document)), spent(bare)) for _ in range(3)
        ]
        sums[f"{source.name}{'' if folder in path.parents else ' (real)'}{path.suffix}"].update(
            rows=bare(), files=1, validated=min(one for one, _ in turns), bare=min(one for _, one in turns)
        )
    return {
        name: {
            "rows": one["rows"], "files": one["files"], "validated": round(one["rows"] / one["validated"]),
            "bare": round(one["rows"] / one["bare"]), "share": round(one["bare"] / one["validated"], 3),
        }
        for name, one in sorted(sums.items())
    }


def spent(work: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    began = time.process_time()
    work()
    return time.process_time() - began


def _drained(source: Source, document: Document) -> None:
    for _ in source.read(document, Context(area_book())):
        pass


def _rows_csv(path: Path) -> int:
    with path.open(encoding=encoding_of(path), newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def encoding_of(path: Path) -> str:
    """The encoding of a delivered file."""
    try:
        path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def _rows_xlsx(path: Path) -> int:
    with path.open("rb") as file:
        book = CalamineWorkbook.from_filelike(file)
        return sum(1 for at in range(len(book.sheet_names)) for _ in book.get_sheet_by_index(at).iter_rows()) - 1


def main(count: int) -> int:
    """Prints and keeps the rates; exit code 1 when the bar is missed."""
    with tempfile.TemporaryDirectory() as folder:
        rates = measure(Path(folder), count)
        sources = delivered(Path(folder) / "city")
    large = {name: one for name, one in sources.items() if one["rows"] >= LARGE}
    told = {
        "bench": "ingest_sheets", "date": date.today().isoformat(), "rows": count,
        "columns": {name: len(TEMPLATES[name].columns) for name in ROWS}, "per_cpu_second": rates,
        "by_source": sources, "bar": BAR,
        "met": all(rate["validated"] >= BAR for rate in (*rates.values(), *large.values())),
        "machine": machine(),
    }
    page = json.dumps(told, ensure_ascii=False, indent=1)
    (Path(__file__).parent / "results" / "ingest_sheets.json").write_text(page + "\n", encoding="utf-8")
    print(page)
    return 0 if told["met"] else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
