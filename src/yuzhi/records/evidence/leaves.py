"""The bytes of a leaf: canonical JSON, a salted digest of its facts, and the hash that a tree is built on.

Nothing here touches a database: a stranger can recompute every line of it from bytes alone.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import rfc8785

from yuzhi.kernel.errors import BadValue

SCHEMA = "yuzhi.leaf/1"
SALT_BYTES = 32

_NOT_JSON = "存证事实里的“{path}”是 {kind}，不能写成规范 JSON；请改成文字、整数、日期、金额、列表或对照表。"


def canonical(facts: Mapping[str, object]) -> bytes:
    """The facts as canonical JSON (RFC 8785): one byte string per meaning.

    Dates, instants and decimals are written as text, since JSON has none; instants in UTC.
    Raises: BadValue for a value that JSON cannot carry exactly (NaN, integers beyond 2^53, lone surrogates).
    """
    try:
        return rfc8785.dumps(_plain(facts, "facts"))  # type: ignore[arg-type]
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise BadValue(f"存证事实不能写成规范 JSON（{error}）；没有存证，什么也没有改变。") from error


def facts_digest(salt: bytes, facts: bytes) -> str:
    """What a leaf says of its facts: sha256 over salt and facts; the salt keeps short facts from being guessed."""
    return "sha256:" + hashlib.sha256(salt + facts).hexdigest()


def leaf_body(act: str, object_key: str, actor_key: str, at: datetime, digest: str) -> bytes:
    """The body of a leaf: schema, act, object, actor, time and digest as canonical JSON.

    Raises: BadValue for a time without zone, or an empty key.
    """
    if not object_key or not actor_key:
        raise BadValue("存证必须写明对象和经办人：其中一项是空的，没有存证。")
    return canonical(
        {
            "schema": SCHEMA,
            "act": act,
            "object": object_key,
            "actor": actor_key,
            "time": instant(at),
            "facts": digest,
        }
    )


def leaf_hash(body: bytes) -> bytes:
    """The hash of a leaf in a Merkle tree.

    Shape:  32 bytes.
    Source: RFC 6962 section 2.1 (a zero byte before the leaf keeps leaves and inner nodes apart).
    """
    return hashlib.sha256(b"\x00" + body).digest()


def instant(at: datetime) -> str:
    """An instant as UTC text with microseconds, always of one width.

    Raises: BadValue for a time without zone.

    >>> instant(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    '2026-01-02T03:04:05.000000Z'
    """
    if at.tzinfo is None:
        raise BadValue(f"时间 {at.isoformat()} 没有时区，不能存证；请使用带时区的时间。")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _plain(value: object, path: str) -> object:
    """The value in JSON's own types; order of keys does not matter here, RFC 8785 sorts them."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        if wrong := [key for key in value if not isinstance(key, str)]:
            raise BadValue(_NOT_JSON.format(path=f"{path}.{wrong[0]}", kind="非文字的名称"))
        return {key: _plain(item, f"{path}.{key}") for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_plain(item, f"{path}[{place}]") for place, item in enumerate(value)]
    raise BadValue(_NOT_JSON.format(path=path, kind=type(value).__name__))
