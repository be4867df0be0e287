"""How long a sign-in takes while 45,000 marks are published: signing in writes, and SQLite has one writer at a time.

Run `python bench/sign_in.py [MARKS]`; prints one JSON object and writes it to bench/results/sign_in.json.
The bar is two seconds for the slowest sign-in. Two publications are measured: marks that are new, and the same marks
with another address each; before, a sign-in on the idle site. Every sign-in is a whole one: lock, scrypt, access log.
Beside it stands the time in which the database could not be written at all, asked for by an empty write transaction.
"""

import csv
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

BAR = 2.0
COMMAND = [sys.executable, "-c", "from yuzhi.site.cli import main; main()"]
COUNTIES = ("榆阳区", "神木市", "府谷县", "横山区", "定边县", "靖边县")
NAME, PASSWORD = "bench", "loess-jade-camel-7781"
ROOT = Path(__file__).resolve().parent


def marks(file: Path, count: int, street: str) -> Path:
    """An officer's CSV of so many marks of a tenth as many firms."""
    titles = ("注册号", "国际分类", "商标名称", "注册人", "注册人地址", "申请日", "注册日", "专用期止")
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(titles)
        for number in range(count):
            day, firm = date(2018, 1, 1) + timedelta(days=number % 2000), number % (count // 10)
            writer.writerow((
                f"{30_000_000 + number}", number % 45 + 1, f"榆标{number}", f"榆林第{firm}商贸有限公司",
                f"陕西省榆林市{COUNTIES[firm % 6]}{street}{firm}号", day - timedelta(days=300), day, date(day.year + 10, 1, 1),
            ))
    return file


class SigningIn:
    """Signs in again and again, and asks beside it whether the database can be written."""

    def __init__(self) -> None:
        self.took: list[float] = []
        self.held: list[float] = []
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._again, args=one) for one in ((admitted, self.took), (written, self.held))]

    def __enter__(self) -> "SigningIn":
        for one in self._threads:
            one.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for one in self._threads:
            one.join()

    def _again(self, act, took: list[float]) -> None:
        while not self._over.is_set():
            began = time.monotonic()
            act()
            took.append(time.monotonic() - began)
            self._over.wait(0.05)

    @property
    def result(self) -> dict[str, float | int]:
        """Seconds, and how many sign-ins there were."""
        told = {"sign_ins": len(self.took), "median": statistics.median(self.took), "slowest": max(self.took)}
        return {name: round(value, 3) for name, value in {**told, "longest_without_writes": max(self.held)}.items()}


def admitted() -> None:
    """One person signs in."""
    admit(NAME, PASSWORD, ip="127.0.0.1", at=datetime.now(UTC))


def written() -> None:
    """Nothing is written, but could be."""
    with transaction.atomic():
        pass


def main() -> None:
    """Measures on this machine and records the result."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 45_000
    tools = prepared(writing=True)
    create_account(NAME, "测速", PASSWORD, by=OPERATOR, at=tools.now(), remit=Remit("city_officer"))
    with SigningIn() as idle:
        time.sleep(3)
    during = {}
    for what, street in (("new", "人民路"), ("changed", "上郡路")):
        file = marks(tools.home / f"{what}.csv", count, street)
        with SigningIn() as seen:
            began = time.monotonic()
            subprocess.run([*COMMAND, "ingest", str(file)], check=True, capture_output=True)
            during[what] = {"seconds": round(time.monotonic() - began, 1)}
        during[what] |= seen.result
    worst = max(one["slowest"] for one in during.values())
    result = {
        "marks": count, "idle": idle.result, "during": during, "bar": BAR, "met": worst <= BAR,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores", "python": platform.python_version(),
        "ended": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }
    text = json.dumps(result, indent=1, ensure_ascii=False)
    print(text)
    (ROOT / "results" / "sign_in.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="yuzhi-bench-") as folder:
        os.environ |= {"YUZHI_HOME": folder, "DJANGO_SETTINGS_MODULE": "yuzhi.site.settings"}
        import django

        django.setup()
        from django.db import transaction

        from yuzhi.records.accounts.actions import create_account
        from yuzhi.records.accounts.remits import Remit
        from yuzhi.records.accounts.signing_in import admit
        from yuzhi.site.cli.speaking import OPERATOR, prepared

        main()
