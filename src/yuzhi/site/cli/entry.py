"""The command's entry: errors become one clear sentence and a documented exit code."""

import importlib
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
import django
from django.db import DatabaseError

from yuzhi.kernel.errors import YuzhiError
from yuzhi.site.cli.usage import in_chinese

log = logging.getLogger("yuzhi.cli")
_COMMANDS = {
    "sample": "sampling", "ingest": "ingesting", "show": "showing", "search": "searching",
    "indicators": "counting", "explain": "counting", "serve": "serving", "doctor": "checking",
    "accounts": "serving", "templates": "sampling", "workdays": "timing", "clock": "timing", "check-law": "judging",
    "fees": "judging", "export-st96": "exporting", "map": "mapping", "sources": "mapping", "deliveries": "delivering",
    "parties": "parties",
    "evaluate": "evaluating", "similar": "comparing",
    "due": "dunning", "warn": "dunning",
    "log": "logbook", "witness": "witnessing", "targets": "planning", "factor": "factors",
    "audit": "auditing",
    "backup": "keeping", "restore": "keeping", "export": "keeping", "import": "keeping", "keys": "keeping", "evidence": "proving",
}


class _ReaderGone(Exception):
    """Whoever read the output has closed it."""


@contextmanager
def _heard() -> Iterator[None]:
    """A closed output is told before click makes a failure of it."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError as error:
        raise _ReaderGone from error


class _Lazy(click.Group):
    """Loads the module of the one command that is asked for: `--help` needs no database."""

    def make_context(self, *args: Any, **named: Any) -> click.Context:
        with _heard():
            return super().make_context(*args, **named)

    def invoke(self, ctx: click.Context) -> Any:
        with _heard():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuzhi.site.settings")
        django.setup()
        module = importlib.import_module(f"yuzhi.site.cli.{_COMMANDS[cmd_name]}")
        word = cmd_name.replace("-", "_")
        command: click.Command = getattr(module, word, None) or getattr(module, f"{word}_")      # `map` is Python's own
        return command


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="yuzhi")
def _yuzhi() -> None:
    """榆知：一座城市的知识产权平台。YUZHI_HOME 指定数据目录（默认为当前目录下的 .yuzhi）。"""


def commands() -> dict[str, click.Command]:
    """Every command by name, loaded."""
    context = click.Context(_yuzhi)
    found = {name: _yuzhi.get_command(context, name) for name in _yuzhi.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


def _end(sentence: str, error: Exception) -> None:
    """Ends the process: the sentence is for people, where it happened is for the log where one is asked for."""
    log.debug("the command ended with an error", exc_info=error)
    click.echo(f"yuzhi: {sentence}", err=True)
    sys.exit(YuzhiError.exit_code)


def main() -> None:
    """Runs the command and ends the process with its exit code."""
    try:
        code = _yuzhi.main(standalone_mode=False)
    except YuzhiError as error:
        click.echo(f"yuzhi: {error.sentence}", err=True)
        sys.exit(error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(error.exit_code)
    except click.ClickException as error:
        click.echo(f"yuzhi: {in_chinese(error)}", err=True)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("yuzhi: 已中断；已确认的都已保存，再次运行即从中断处继续。", err=True)
        sys.exit(130)
    except _ReaderGone:      # whoever reads has seen enough; what is still in the buffer must not complain at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except DatabaseError as error:
        _end(f"数据库读写不了（{error}），没有办成。请检查磁盘空间和权限后再试；仍不行请从备份恢复。", error)
    except OSError as error:
        _end(f"{error.filename or '文件'} 读写不了（{error.strerror or error}），没有办成。请检查磁盘空间和权限后再试。", error)
    else:
        sys.exit(code if isinstance(code, int) else 0)      # click hands back the code that a command ended with
