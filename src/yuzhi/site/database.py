"""Which database a deployment works with: a file in its data folder, or a PostgreSQL server."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from yuzhi.kernel.errors import Refused

POSTGRES = ("postgresql", "postgres")
_ALLOWED = frozenset({"sslmode", "sslrootcert", "sslcert", "sslkey", "host", "connect_timeout", "application_name"})
"""What may follow the question mark: names of libpq's own parameters."""


def database(url: str, home: Path) -> dict[str, Any]:
    """Django's settings of the database that the address names; without one, SQLite in the data folder.

    Raises: Refused for an address of another kind, without a database's name, or with parameters that are not known. The
    sentence never holds the address, which may hold a password.
    Source: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
    """
    if not url:
        return _file(home)
    try:
        parts = urlsplit(url)
        port, asked = parts.port, dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    except ValueError as fault:
        raise Refused("YUZHI_DATABASE 的地址读不懂，没有启动。请写成 postgresql://用户:口令@主机:端口/库名。") from fault
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in POSTGRES or not name or "/" in name:
        raise Refused("YUZHI_DATABASE 只能是 postgresql://用户:口令@主机:端口/库名，没有启动。不设置它，就用数据目录里的 SQLite。")
    if strange := sorted(asked.keys() - _ALLOWED):
        raise Refused(f"YUZHI_DATABASE 里有不认识的参数 {strange[0]}，没有启动。可以用的是 {'、'.join(sorted(_ALLOWED))}。")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": asked.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": asked,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _file(home: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": home / "city.sqlite3",
        "OPTIONS": {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000;",
        },
    }
