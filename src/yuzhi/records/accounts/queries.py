"""Reads of accounts: by name, by what someone saw, by who looked."""

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from yuzhi.kernel.errors import NotFound
from yuzhi.records.accounts.models import AccessLog, User
from yuzhi.records.accounts.names import folded_username

_UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def account_named(username: str) -> User:
    """The account with that user name, in any spelling that folds to it.

    Raises: NotFound where there is none.
    """
    found = User.objects.filter(username=folded_username(username)).first()
    if found is None:
        raise NotFound(f"没有用户名为“{username}”的账号。请核对用户名，或联系系统管理员。")
    return found


def said_of(actor_key: str) -> str:
    """Whom a key of a leaf or a log names, as people say it: the name and the role, or the operator at the server."""
    kind, _, name = actor_key.partition("/")
    if kind == "operator":
        return f"服务器操作员 {name}"
    found = User.objects.filter(key=name).first() if kind == "account" else None
    return f"{found.display_name}（{found.role_zh}）" if found else actor_key


def accesses_by(user: User) -> QuerySet[AccessLog]:
    """What this person did, newest first: sign-ins and personal data seen."""
    return AccessLog.objects.filter(actor_key=user.actor_key).order_by("-id")


def accesses_to(object_key: str) -> QuerySet[AccessLog]:
    """Who saw personal data of this object, newest first."""
    return AccessLog.objects.filter(object_key=object_key, deed="personal_read").order_by("-id")


def looks_at(user: User, more: QuerySet[Any]) -> QuerySet[AccessLog]:
    """Who else saw sealed fields of this person's account or party, or of one of `more` keys, newest first."""
    own = [user.actor_key, *((user.party_key, f"contacts/{user.party_key}") if user.party_key else ())]
    seen = AccessLog.objects.filter(Q(object_key__in=own) | Q(object_key__in=more), deed="personal_read")
    return seen.exclude(actor_key=user.actor_key).order_by("-id")


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """Actor key → whom it names, as people say it; one query for all."""
    wanted = set(keys)
    uuids = [name for kind, _, name in (key.partition("/") for key in wanted) if kind == "account" and _UUID.fullmatch(name)]
    known = {user.actor_key: f"{user.display_name}（{user.role_zh}）" for user in User.objects.filter(key__in=uuids)}
    return {key: known.get(key) or (said_of(key) if key.startswith("operator/") else key) for key in wanted}
