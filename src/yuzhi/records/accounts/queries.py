"""Reads of accounts: by name, by what someone saw, by who looked."""

from django.db.models import QuerySet

from yuzhi.kernel.errors import NotFound
from yuzhi.records.accounts.models import AccessLog, User
from yuzhi.records.accounts.names import folded_username


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
