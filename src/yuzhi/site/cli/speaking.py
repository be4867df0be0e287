"""What the commands share: the prepared deployment, JSON on standard output, days and areas as people write them."""

import errno
import os
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

import click
from django.conf import settings
from pydantic import ValidationError

from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import BadValue, NotFound, Refused
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.datasets.shapes import Shape, asked_day, complaints, json_text, plain
from yuzhi.site.cli.preparing import brought_to_present
from yuzhi.site.secret import kept_secret
from yuzhi.site.wiring import toolbox

OPERATOR = Operator("cli")
"""Whoever runs the command: sees all, and is named in leaves."""


def prepared(*, writing: bool = False) -> Toolbox:
    """The toolbox of YUZHI_HOME, with the database brought to the present tables.

    Raises: NotFound when only reading and there is nothing to read yet; Refused where the folder cannot be written.
    """
    home = settings.HOME
    if not writing and not (home / "city.sqlite3").exists() and "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        raise NotFound(f"数据目录 {home} 里还没有数据。请先用 yuzhi ingest 读入文件，或用 YUZHI_HOME 指定数据目录。")
    try:
        home.mkdir(parents=True, exist_ok=True)
        if not os.access(home, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(home))
        if not os.environ.get("YUZHI_SECRET_KEY"):
            settings.SECRET_KEY = kept_secret(home)
    except OSError as fault:
        raise Refused(f"数据目录 {home} 不能写（{fault.strerror}），没有开始。请检查目录的权限，或用 YUZHI_HOME 另指一个。") from fault
    brought_to_present(home)
    return toolbox(home)


def say_json(answer: Shape | Mapping[str, Any]) -> None:
    """Prints one JSON object: the same that the API answers."""
    click.echo(json_text(plain(answer) if isinstance(answer, Shape) else answer, indent=1))


Asked = TypeVar("Asked", bound=Shape)


def checked(shape: type[Asked], /, **given: Any) -> Asked:
    """The question, within the same bounds as on the API.

    Raises: BadValue, naming what is out of bounds.
    """
    try:
        return shape(**given)
    except ValidationError as error:
        raise BadValue("；".join(complaints(error.errors())) + "。") from None


class Day(click.ParamType):
    """A day in any of the spellings that offices use."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        return asked_day(value)


DAY = Day()
