"""A source for tests whose rows are read as those of the template of outlets are."""

import json
from collections.abc import Iterator
from datetime import date

from yuzhi.engines.formats.tables import CHOICES
from yuzhi.engines.reading.records import Record
from yuzhi.engines.reading.rows import Row, Rule
from yuzhi.engines.reading.rules import RULES, area, choice
from yuzhi.engines.reading.sources import Context, Document, Outcome, Source
from yuzhi.kernel.origin import Origin

SHEET, PLACE = "test.templates.outlets", "所在县（市、区）"


def outlet(number, place="榆阳区", **more):
    return {"编号": number, PLACE: place, **more}


def read(document: Document, context: Context) -> Iterator[Outcome]:
    """One JSON object a line, read as rows of the template of outlets are."""
    for number, line in enumerate(document.path.read_text(encoding="utf-8").splitlines(), 1):
        row = Row(json.loads(line), Origin(document.digest, f"line {number}"), context)
        values = {
            "number": row.take("编号", RULES["text"], required=True, field="number"),
            "level": row.take("级别", Rule("choice", choice(CHOICES["level"])), field="level"),
            "county": row.take(PLACE, Rule("area", area(context.areas)), required=True, field="county"),
            "name": row.take("名称", RULES["text"], field="name"),
        }
        if len(row.cells) == 1:
            row.fault("", "与另一行是同一条记录，但内容不同")
        if "备注" in row.cells:
            row.finish()
        yield from row.faults or [Record(
            "outlets", f"cn/outlet/{values['number']}", str(values["number"]), values, row.origin, row.fields, date(2024, 1, 1)
        )]


SOURCE = Source(SHEET, "测试网点", "outlets", "测试", "无", "测试", 30, 1, lambda g: True, read, ("outlets",))
