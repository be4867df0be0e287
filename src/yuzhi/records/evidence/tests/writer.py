"""A process of its own that writes leaves into a database file; started, and killed, by test_kill.py."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import django
from django.conf import settings

file, command, *rest = sys.argv[1:]
settings.configure(
    INSTALLED_APPS=["yuzhi.records.evidence.apps.EvidenceConfig"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": file,
            "OPTIONS": {"timeout": 30, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;"},
        }
    },
    USE_TZ=True,
)
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from yuzhi.records.evidence import actions, queries  # noqa: E402


def write(count: int) -> None:
    """That many leaves, each in its own transaction; every third transaction holds two."""
    for place in range(count):
        with transaction.atomic():
            for part in range(1 + (place % 3 == 2)):
                actions.witness("load.published", f"load/{place}/{part}", by="operator/test", facts={"n": place},
                                at=datetime(2026, 1, 1, tzinfo=UTC))
        if place == 0:
            Path(file).with_name(f"began.{os.getpid()}").touch()


match command:
    case "migrate":
        call_command("migrate", verbosity=0)
    case "write":
        write(int(rest[0]))
    case "write-and-die":
        actions.sequence_leaves = lambda: 0
        write(int(rest[0]))
    case "count":
        verdict = queries.verify_leaves()
        print(verdict.numbered, verdict.waiting)
    case "verify":
        actions.sequence_leaves()
        verdict = queries.verify_leaves()
        print(verdict.numbered, verdict.waiting, "sound" if verdict.sound else verdict.faults)
