"""What the commands share: the prepared deployment, JSON on standard output, days and areas as people write them."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.chinese import parse_day
from yuzhi.kernel.errors import NotFound
from yuzhi.site.wiring import toolbox

OPERATOR = "operator/cli"


def prepared(*, writing: bool = False) -> Toolbox:
    """The toolbox of YUZHI_HOME, with the database brought to the present tables.

    Raises: NotFound when only reading and there is nothing to read yet.
    """
    home = settings.HOME
    if not writing and not (home / "city.sqlite3").exists() and "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        raise NotFound(f"数据目录 {home} 里还没有数据。请先用 yuzhi ingest 读入文件，或用 YUZHI_HOME 指定数据目录。")
    home.mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    return toolbox(home)


def say_json(answer: Mapping[str, Any]) -> None:
    """Prints one JSON object, Chinese as it is; days are ISO texts, decimals are exact texts or whole numbers."""
    click.echo(json.dumps(answer, ensure_ascii=False, indent=1, default=_plain))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, tuple | set | frozenset):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no JSON form here")


class Day(click.ParamType):
    """A day in any of the spellings that offices use."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        return value if isinstance(value, date) else parse_day(value)


DAY = Day()
