"""A process that is forked for each command: a real process that can be killed, without the cost of starting Python.

Run as `python -m tests.stories.forks`; one JSON object a line on standard input, one answer a line on standard output.
`commands.py` beside it is what stories use.
"""

import importlib
import json
import os
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

COMMANDS = (
    "ingesting", "showing", "searching", "counting", "checking", "sampling", "serving", "speaking", "timing", "judging", "logbook",
    "witnessing", "keeping", "planning",
)


def load_everything() -> None:
    """All modules of the command are in memory; no file, no database and no engine is open."""
    os.environ["YUZHI_HOME"] = tempfile.mkdtemp(prefix="yuzhi-forks-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "yuzhi.site.settings"
    import django  # noqa: PLC0415 - settings must be named before

    django.setup()
    for name in COMMANDS:
        importlib.import_module(f"yuzhi.site.cli.{name}")
    importlib.import_module("yuzhi.packs.cn.sources")
    importlib.import_module("tests.stories.sabotage")


def move_to(home: str) -> None:
    """The settings are those of a deployment in `home`, as if the process had been started with YUZHI_HOME."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    os.environ["YUZHI_HOME"] = home
    folder = Path(home)
    (folder / "static").mkdir(parents=True, exist_ok=True)
    settings.HOME, settings.STATIC_ROOT = folder, folder / "static"
    settings.MADE_UP = (folder / "made_up").exists()
    connections.databases["default"]["NAME"] = folder / "city.sqlite3"


def child(order: dict[str, Any]) -> None:
    """Runs the commands of an order one after another, in a process of their own, and ends with the last exit code."""
    code = 70
    try:
        for stream, name in ((1, "out"), (2, "err")):
            handle = os.open(order[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(handle, stream)
            os.close(handle)
        sys.stdin.close()
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
        move_to(order["home"])
        if order.get("sabotage"):
            from tests.stories.sabotage import plant  # noqa: PLC0415

            plant(**order["sabotage"])
        from yuzhi.site.cli import main  # noqa: PLC0415

        for words in order["commands"]:
            sys.argv = ["yuzhi", *words]
            try:
                main()
            except SystemExit as ended:
                code = ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 1
            print(end="\x1e" if len(order["commands"]) > 1 else "", flush=True)
    except BaseException:   # what Python itself would do with an uncaught error
        traceback.print_exc()
        code = 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def serve() -> None:
    """Answers orders until standard input ends."""
    load_everything()
    print(json.dumps({"ready": os.getpid()}), flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            _, status, used = os.wait4(order["wait"], 0)
            answer = {"code": os.waitstatus_to_exitcode(status), "kilobytes": used.ru_maxrss, "seconds": used.ru_utime + used.ru_stime}
        else:
            pid = os.fork()
            if pid == 0:
                child(order)
            answer = {"pid": pid}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    serve()
