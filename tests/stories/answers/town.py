"""A town of a few records, handed in as officers' CSV files and read by the real program."""

import csv
import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yuzhi.engines.formats.templates import TEMPLATES, shown
from yuzhi.site.cli import main

COMPANY = "91110108551385082Q"
PATENT, LAPSED, PERSONS = "202111286633", "201910000015", "202020000019"
PLEDGE, MARK, TALENT = "cn/pledge/2024610000001", "12345678", "cn/talent/R001"
ID_NUMBER = "11010519491231002X"
STREET, PHONE = "新建路9号院", "13912345678"

ROWS = {
    "companies": [{
        "code": COMPANY, "name": "甲煤化公司", "founded_on": date(2010, 1, 1), "address": "陕西省榆林市神木市锦界镇",
        "representative": "李明远", "phone": PHONE,
    }],
    "patents": [
        {
            "number": f"{PATENT}.X", "title": "一种煤制油催化剂", "applicants": ["甲煤化公司"], "applicant_codes": [COMPANY],
            "filed_on": date(2021, 11, 2), "granted_on": date(2023, 5, 5), "ipc": ["C10G 2/00", "B01J 23/75"], "right_kind": "invention",
            "address": "719300 陕西省榆林市神木市锦界镇", "publication": "CN113781974B", "published_on": date(2023, 5, 5),
        },
        {
            "number": LAPSED, "title": "镁合金熔炼装置", "applicants": ["甲煤化公司"], "applicant_codes": [COMPANY],
            "filed_on": date(2019, 3, 1), "granted_on": date(2020, 5, 5), "right_kind": "invention",
            "address": "陕西省榆林市神木市锦界镇",
        },
        {
            "number": PERSONS, "title": "一种红枣去核器", "applicants": ["王大力"], "inventors": ["王大力"],
            "filed_on": date(2020, 6, 1), "granted_on": date(2021, 6, 1), "right_kind": "utility",
            "address": f"陕西省榆林市榆阳区{STREET}", "abstract": f"申请人证件{ID_NUMBER}。",
        },
    ],
    "patent_events": [{"patent": LAPSED, "event": "fee_lapsed", "effective_on": date(2024, 3, 1), "code": "PL"}],
    "trademarks": [{
        "number": MARK, "nice_class": "31", "name": "榆", "registrant": "甲煤化公司", "registrant_code": COMPANY,
        "registrant_kind": "market", "registered_on": date(2015, 3, 7), "expires_on": date(2035, 3, 6),
        "address": "榆林市榆阳区", "geographic": False,
    }, {
        "number": MARK, "nice_class": "29", "name": "榆", "registrant": "甲煤化公司", "registrant_code": COMPANY,
        "registrant_kind": "market", "registered_on": date(2015, 3, 7), "expires_on": date(2035, 3, 6),
        "address": "榆林市榆阳区", "geographic": False,
    }],
    "pledges": [{
        "number": "2024610000001", "pledgor": "甲煤化公司", "pledgor_code": COMPANY, "amount": "5000000.50",
        "registered_on": date(2024, 5, 31), "rights": [PATENT], "rights_kind": "patent", "county": "神木市",
    }],
    "populations": [{
        "area": "610800", "year": 2022, "residents": 3616100, "basis": "year_end", "published_on": date(2023, 4, 1),
    }],
    "talents": [{"number": "R001", "name": "张玉梅", "entered_on": date(2023, 1, 1), "phone": PHONE, "county": "神木市"}],
}
BAD_ROW = {"number": "2024610000002", "pledgor": "甲煤化公司", "amount": "很多", "registered_on": date(2024, 6, 1)}


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did: its exit code, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        """What it printed, as JSON."""
        return json.loads(self.out)


def yuzhi(*words):
    """The command `yuzhi`, run in this process."""
    out, err, before = io.StringIO(), io.StringIO(), sys.argv
    sys.argv = ["yuzhi", *map(str, words)]
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main()
        code = 0
    except SystemExit as ended:
        code = ended.code or 0
    finally:
        sys.argv = before
    return Ran(code, out.getvalue(), err.getvalue())


def delivered(folder: Path) -> Path:
    """The folder with the town's files."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in ROWS.items():
        (folder / f"{table}.csv").write_bytes(sheet(table, *rows, *([BAD_ROW] if table == "pledges" else [])))
    return folder


def sheet(table, *rows):
    """Rows as an officer's CSV of one template."""
    text = io.StringIO()
    columns = TEMPLATES[table].columns
    csv.writer(text).writerows([
        [column.title for column in columns], *([_cell(column, row.get(column.field)) for column in columns] for row in rows),
    ])
    return text.getvalue().encode("utf-8-sig")


def _cell(column, value):
    plain = column.rule in {"area", "operation", "nature"} or column.field == "amount"
    return str(value or "") if plain else shown(column, value)
