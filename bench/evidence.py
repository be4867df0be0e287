"""How many leaves per second: inside one transaction, one durable transaction each, numbered, and verified.

Run `python bench/evidence.py [COUNT]`; prints one JSON object. The bar is 500 leaves per second inside a transaction.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import django
from django.conf import settings
from machine import machine

BAR = 500
AT = datetime(2026, 1, 1, tzinfo=UTC)


def open_log(folder: Path) -> None:
    """An empty log on disk, with the settings that a city runs with: WAL and every commit synced."""
    settings.configure(
        INSTALLED_APPS=["yuzhi.records.evidence.apps.EvidenceConfig"],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": folder / "log.sqlite3",
                "OPTIONS": {
                    "transaction_mode": "IMMEDIATE",
                    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
                },
            }
        },
        USE_TZ=True,
    )
    django.setup()


def rate(count: int, work: Callable[[], object]) -> float:
    """How many of `count` were done per second."""
    began = time.perf_counter()
    work()
    return round(count / (time.perf_counter() - began), 1)


def main(count: int) -> int:
    """Prints the rates; exit code 1 when the bar is missed."""
    with tempfile.TemporaryDirectory() as folder:
        open_log(Path(folder))
        from django.core.management import call_command  # noqa: PLC0415
        from django.db import transaction  # noqa: PLC0415

        from yuzhi.records.evidence.actions import sequence_leaves, witness  # noqa: PLC0415
        from yuzhi.records.evidence.queries import verify_leaves  # noqa: PLC0415

        call_command("migrate", verbosity=0)

        def leave(place: int) -> None:
            facts = {"rows": place, "file": "ab" * 32, "source": "cn.cnipa_xml"}
            witness("load.published", f"load/{place}", by="operator/bench", facts=facts, at=AT)

        def together() -> None:
            with transaction.atomic():
                for place in range(count):
                    leave(place)
                transaction.get_connection().run_on_commit.clear()      # numbering is measured by itself

        def apart() -> None:
            for place in range(count // 10):
                with transaction.atomic():
                    leave(place)

        rates = {
            "witness_in_one_transaction": rate(count, together),
            "sequence": rate(count, sequence_leaves),
            "witness_commit_and_number_each": rate(count // 10, apart),
            "verify": rate(count + count // 10, verify_leaves),
        }
        sound = verify_leaves().sound
    print(json.dumps({"leaves": count, "per_second": rates, "bar": BAR, "sound": sound, "machine": machine()}, indent=1))
    return 0 if sound and rates["witness_in_one_transaction"] >= BAR else 1


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
