"""Counts a written city again from its files alone, with other means than the ones that wrote it.

Nothing of `yuzhi.engines.sampling` is used here but the plan: CSV is read by `csv`, workbooks by openpyxl, XML by ElementTree.
"""

import csv
import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl

from yuzhi.engines.sampling.plan import CityPlan

Rows = list[dict[str, str]]


def table_rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Every row of a sheet with its place."""
    if path.suffix == ".csv":
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig") if raw.startswith(b"\xef\xbb\xbf") else raw.decode("gb18030")
        for number, row in enumerate(csv.DictReader(io.StringIO(text, newline="")), 2):
            yield f"line {number}", {key.lstrip("*"): value for key, value in row.items()}
        return
    sheet = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True).worksheets[0]
    rows = sheet.iter_rows(values_only=True)
    titles = [str(title).lstrip("*") for title in next(rows)]
    for number, row in enumerate(rows, 2):
        cells = [*row, *([None] * (len(titles) - len(row)))]
        yield f"{sheet.title}!{number}", {t: "" if c is None else str(c) for t, c in zip(titles, cells, strict=True)}


def read_all(folder: Path) -> dict[str, Rows]:
    """The rows that hold after all deliveries, by table: later files replace earlier rows, withdrawals remove them."""
    page = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    bad = {(fault["file"], fault["place"]) for fault in page["faults"]}
    held: dict[str, dict[tuple[str, ...], dict[str, str]]] = defaultdict(dict)
    for path in sorted((folder / "office").iterdir()):
        table = page["totals"]["files"][path.name]["table"]
        if path.suffix == ".jsonl":
            held["abroad"] = {(line,): json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()}
            continue
        if path.suffix == ".zip":
            for row in _documents(path):
                key = (row["申请号"].replace(".", ""),)
                held[table][key] = {**held[table].get(key, {}), **{k: v for k, v in row.items() if v}}
            continue
        for place, row in table_rows(path):
            if (path.name, place) in bad:
                continue
            for each in _split_classes(row):
                key = _key(table, each)
                if each.get("记录操作") == "撤回":
                    held[table].pop(key)
                elif table == "patents":
                    held[table][key] = {**held[table].get(key, {}), **{k: v for k, v in each.items() if v}}
                else:
                    held[table][key] = each
    return {table: list(rows.values()) for table, rows in held.items()}


def _split_classes(row: dict[str, str]) -> Rows:
    return [{**row, "国际分类": nice} for nice in row["国际分类"].split(";")] if "注册人类型" in row else [row]


def _key(table: str, row: dict[str, str]) -> tuple[str, ...]:
    if table == "patents":
        return (row["申请号"].removeprefix("CN").replace(".", ""),)
    names = {
        "trademarks": ("注册号", "国际分类"), "works": ("登记号",), "indications": ("保护体系", "注册号/公告编号"),
        "indication_users": ("地理标志注册号/公告编号", "统一社会信用代码"), "pledges": ("质押登记号",),
        "patent_events": ("申请号", "事件", "生效日", "来源事件代码"), "populations": ("行政区划代码", "年份"),
    }  # fmt: skip
    return tuple(row[name] for name in names[table]) if table in names else tuple(row.values())


def _documents(path: Path) -> Iterator[dict[str, str]]:
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            root = ElementTree.fromstring(package.read(name))
            new = root.tag.endswith("PatentDocumentAndRelated")
            number = _text(root, "ApplicationReference" if new else "application-reference", "DocNumber" if new else "doc-number")
            kind = _text(root, "PublicationReference" if new else "cn-publication-reference", "Kind" if new else "kind")
            day = _text(root, "PublicationReference" if new else "cn-publication-reference", "Date" if new else "date")
            filed = _text(root, "ApplicationReference" if new else "application-reference", "Date" if new else "date")
            address = _text(root, "Applicant" if new else "cn-applicant", "Text" if new else "text")
            yield {"申请号": number, "地址": address, "申请日": filed, "颁证日": day if kind in "BU" else ""}


def _text(root: ElementTree.Element, inside: str, name: str) -> str:
    holder = next(e for e in root.iter() if e.tag.rpartition("}")[2] == inside)
    return next(e.text or "" for e in holder.iter() if e.tag.rpartition("}")[2] == name)


class Recount:
    """The figures of one day, from rows."""

    def __init__(self, plan: CityPlan, tables: dict[str, Rows], day: date) -> None:
        self.plan, self.tables, self.day = plan, tables, day
        self._by_name = {area.zh: area.code for area in plan.areas}

    def where(self, address: str) -> tuple[str, ...]:
        """The areas in which something at this address counts."""
        text = address.replace(" ", "").lstrip("0123456789").removeprefix(self.plan.province)
        rest = text.removeprefix(self.plan.zh)
        for area in self.plan.areas:
            if rest.startswith((area.zh, *area.was)):
                return self.plan.code, area.code
        if rest == text:
            return ()
        for area in self.plan.areas:
            parks = [park.text for park in self.plan.parks if park.county == area.code]
            if rest.startswith((*area.towns, *parks)):
                return self.plan.code, area.code
        return (self.plan.code,)

    def named(self, area: str) -> tuple[str, ...]:
        """The areas in which something with this county column counts."""
        if not area:
            return ()
        return (self.plan.code,) if area == self.plan.zh else (self.plan.code, self._by_name[area])

    def lasts(self, begun: str, ended: str) -> bool:
        """Whether it stands on the day."""
        return bool(begun) and _day(begun) <= self.day and not (ended and _day(ended) <= self.day)

    def figures(self, area: str) -> dict[str, Any]:
        """Every figure of one area."""
        marks = [r for r in self.tables["trademarks"] if r["失效原因"] != "无效宣告" and area in self.where(r["注册人地址"])]
        marks = [r for r in marks if self.lasts(r["注册日"], r["失效日"])]
        blank = [r for r in marks if not r["注册人类型"] and not r["注册人统一社会信用代码"].startswith("9")]
        marks = [r for r in marks if r["注册人类型"] == "市场主体" or (not r["注册人类型"] and r not in blank)]
        users = [r for r in self.tables["indication_users"] if self.lasts(r["核准日"], r["注销日"])]
        gone = {r["统一社会信用代码"] for r in self.tables["companies"] if r["注销日期"] and _day(r["注销日期"]) <= self.day}
        dead = {
            r["注册号/公告编号"] for r in self.tables["indications"]
            if not self.lasts(r["注册/认定日"], r["失效日"]) or (r["专用期止"] and _day(r["专用期止"]) < self.day)
        }
        users = [r for r in users if r["统一社会信用代码"] not in gone and r["地理标志注册号/公告编号"] not in dead]
        users = [r for r in users if area in self.named(r["所在县（市、区）"])]
        works = [r for r in self.tables["works"] if self.lasts(r["登记日"], r["撤销日"])]
        works = [r for r in works if area in self.where(r["著作权人地址"])]
        return {
            "effective_trademarks": sum(_day(r["专用期止"]) >= self.day for r in marks),
            "effective_trademarks_untyped": sum(_day(r["专用期止"]) >= self.day for r in blank),
            "effective_trademarks_grace": sum(
                _day(r["专用期止"]) < self.day <= _plus_half_a_year(_day(r["专用期止"])) for r in marks
            ),
            "gi_user_firms": len({r["统一社会信用代码"] for r in users}),
            "gi_user_pairs": len(users),
            "copyright_registrations": len(works),
            "copyright_registrations_year": sum(_day(r["登记日"]).year == self.day.year for r in works),
            "pledge_amount": self._pledged(area, renewals=True),
            "pledge_amount_net_new": self._pledged(area, renewals=False),
            **{f"valid_{kind}": self._patents(area, digit) for kind, digit in (("inventions", "1"), ("utilities", "2"), ("designs", "3"))},
            "gi_certification_marks": self._indications(area, "地理标志证明商标"),
            "gi_protected_products": self._indications(area, "地理标志保护产品"),
        }  # fmt: skip

    def _pledged(self, area: str, *, renewals: bool) -> str:
        firsts: dict[str, dict[str, str]] = {}
        for row in sorted(self.tables["pledges"], key=lambda r: r["登记日"]):
            firsts.setdefault(row["贷款编号"], row)
        since = self.plan.pledge_baseline or date(1900, 1, 1)
        cents = sum(
            int(r["担保债权金额（元）"].replace(".", "")) for r in firsts.values()
            if since <= _day(r["登记日"]) <= self.day and area in self.named(r["所在县（市、区）"])
            and (renewals or r["是否续贷"] == "否")
        )
        return f"{cents // 100}.{cents % 100:02d}"

    def _patents(self, area: str, digit: str) -> int:
        events = defaultdict(list)
        for row in self.tables["patent_events"]:
            events[row["申请号"].replace(".", "")].append((row["生效日"], row["事件"]))
        return sum(self._in_force(row, sorted(events[_key("patents", row)[0]])) for row in self.tables["patents"]
                   if _kind(row["申请号"]) == digit and area in self.where(row.get("地址") or row["第一申请人地址"]))

    def _in_force(self, row: dict[str, str], events: list[tuple[str, str]]) -> bool:
        granted = row.get("颁证日") or row.get("授权公告日", "")
        if not granted or _day(granted) > self.day or any(event == "宣告全部无效" for _, event in events):
            return False
        filed, standing = _day(row["申请日"]), True
        for on, event in events:
            if _day(on) <= self.day and event in ("未缴年费终止", "放弃专利权", "期满终止"):
                standing = False
            if event == "恢复权利" and not any(e in ("放弃专利权", "期满终止") and o <= on for o, e in events):
                standing = True  # the lapse before it never was, whatever the day
        years = {"1": 20, "2": 10, "3": 15 if filed >= date(2021, 6, 1) else 10}[_kind(row["申请号"])]
        return standing and (self.day.year, self.day.month, self.day.day) < (filed.year + years, filed.month, filed.day)

    def _indications(self, area: str, system: str) -> int:
        return sum(
            self.lasts(r["注册/认定日"], r["失效日"]) and (not r["专用期止"] or _day(r["专用期止"]) >= self.day)
            for r in self.tables["indications"] if r["保护体系"] == system and area in self.named(r["所在县（市、区）"])
        )


def _kind(number: str) -> str:
    digits = number.removeprefix("CN").replace(".", "")
    return digits[4] if len(digits) == 13 else digits[2]


def _day(text: str) -> date:
    return date.fromisoformat(text.replace(".", "-")) if "-" in text or "." in text else date.fromisoformat(text)


def _plus_half_a_year(day: date) -> date:
    year, month = (day.year, day.month + 6) if day.month <= 6 else (day.year + 1, day.month - 6)
    for shorter in range(4):
        try:
            return date(year, month, day.day - shorter)
        except ValueError:
            continue
    raise AssertionError(day)
