"""Emptying the database is refused where a log is kept; test databases may be emptied."""

from pathlib import PurePath
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import flush
from django.db import connections

from yuzhi.records.evidence import guards


class Command(flush.Command):
    """Django's flush, which leaves a real city's database alone."""

    def handle(self, **options: Any) -> None:
        """The tables of a test database are empty; any other database is unchanged.

        Raises: CommandError when the database is not one that a test run made.
        """
        connection = connections[options["database"]]
        name = str(connection.settings_dict["NAME"])
        if "mode=memory" not in name and not PurePath(name).name.startswith("test_"):
            raise CommandError(f"数据库 {name} 保存着存证，不能清空；什么也没有改变。如需重来，请另设 YUZHI_HOME。")
        with guards.put_aside(connection):
            super().handle(**options)
