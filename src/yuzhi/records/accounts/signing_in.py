"""Checking a name and a password, with a lock after repeated failures; pages and sessions are the site's business.

An attempt is counted before its password is checked, so that many at once cannot outrun the lock.
"""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F

from yuzhi.kernel.errors import Refused
from yuzhi.records.accounts.models import AccessLog, SignInFailures, User, WideFailures
from yuzhi.records.accounts.names import folded_username
from yuzhi.records.accounts.second_factor import has, passes

ATTEMPTS = 5
WIDE = {"account": 20, "address": 50}
"""Failures within the time of a lock that lock a name from everywhere, or an address for every name."""
LOCKED_FOR = timedelta(minutes=15)
KEPT_FOR = timedelta(days=1)

WRONG = "用户名或密码不正确，没有登录。还可以再试 {left} 次；忘记密码请联系系统管理员。"
WRONG_CODE = "验证码不对或已经用过，没有登录。还可以再试 {left} 次；手机不在身边的，用备用码。"
WIDELY_LOCKED = {
    "account": "这个用户名从各处登录失败太多，为保护账号已暂停登录。请在 {minutes} 分钟后再试；急用请联系安全管理员解除。",
    "address": "从您所在的网络登录失败太多，已暂停从这里登录。请在 {minutes} 分钟后再试；急用请联系安全管理员解除。",
}
LOCKED = "连续 {attempts} 次没有登录成功，为保护账号已暂停登录。请在 {minutes} 分钟后再试；急用请联系系统管理员。"
CLOSED = "这个账号已经停用，没有登录。如需恢复，请联系系统管理员。"


class SignInRefused(Refused):
    """The name or the password is wrong, or the pair is locked; nobody is signed in."""

    status = 403


def admit(username: str, password: str, *, ip: str, at: datetime) -> User:
    """The user whose name and password these are. Whoever has a second factor is not in yet: `admit_second` asks for it.

    Unknown names and wrong passwords get the same answer after the same work.
    Raises: SignInRefused, saying how many attempts are left or how long to wait.
    """
    name = folded_username(username)[:64]
    _count_widely(name, ip, at)
    left = _count_attempt(name, ip, at)
    user = User.objects.filter(username=name).first()
    if user is None:
        make_password(password)           # the same time as a real check
    if user is None or not user.check_password(password):
        _log("sign_in_failed", "", name, ip, at)
        raise SignInRefused(_locked_sentence(LOCKED_FOR) if left == 0 else WRONG.format(left=left))
    if not user.is_active:
        _log("sign_in_failed", user.actor_key, name, ip, at)
        raise SignInRefused(CLOSED)
    if has(user):
        _uncount(user.username, ip)
    else:
        entered(user, ip=ip, at=at)
    return user


def entered(user: User, *, ip: str, at: datetime) -> None:
    """The person is in: failures are forgotten, and the access log says so."""
    SignInFailures.objects.filter(username=user.username, ip=ip).delete()
    WideFailures.objects.filter(scope="account", name=user.username).delete()
    _uncount(user.username, ip)
    _log("signed_in", user.actor_key, user.username, ip, at)


def admit_second(user: User, code: str, *, ip: str, at: datetime) -> None:
    """The second factor fits, and the person is in; wrong codes count as wrong passwords do.

    Raises: SignInRefused, saying how many attempts are left or how long to wait.
    """
    _count_widely(user.username, ip, at)
    left = _count_attempt(user.username, ip, at)
    if not user.is_active or not passes(user, code, at=at):
        _log("sign_in_failed", user.actor_key, user.username, ip, at)
        raise SignInRefused(_locked_sentence(LOCKED_FOR) if left == 0 else WRONG_CODE.format(left=left))
    entered(user, ip=ip, at=at)


def leave(user: User, *, ip: str, at: datetime) -> None:
    """The access log says that the person has signed out."""
    _log("signed_out", user.actor_key, user.username, ip, at)


def _count_attempt(name: str, ip: str, at: datetime) -> int:
    """How many attempts are left after this one, which is already counted.

    Raises: SignInRefused while the pair is locked.
    """
    with transaction.atomic():
        SignInFailures.objects.filter(last_at__lt=at - KEPT_FOR).delete()
        row, _ = SignInFailures.objects.get_or_create(
            username=name, ip=ip, defaults={"first_at": at, "last_at": at}
        )
        mine = SignInFailures.objects.filter(pk=row.pk)
        mine.filter(last_at__lte=at - LOCKED_FOR).update(attempts=0, locked_until=None, first_at=at)
        counted = mine.filter(attempts__lt=ATTEMPTS).update(attempts=F("attempts") + 1, last_at=at)
        if counted:
            mine.filter(attempts=ATTEMPTS).update(locked_until=at + LOCKED_FOR)
        row.refresh_from_db()
    if not counted:
        _log("sign_in_locked", "", name, ip, at)
        raise SignInRefused(_locked_sentence((row.locked_until or at) - at))
    return ATTEMPTS - row.attempts


def _count_widely(name: str, ip: str, at: datetime) -> None:
    """The attempt is counted for the name from anywhere and for the address on any name, known or not.

    Raises: SignInRefused while one of them is locked.
    """
    WideFailures.objects.filter(last_at__lt=at - KEPT_FOR).delete()
    for scope, named in (("address", ip), ("account", name)):
        with transaction.atomic():
            row, _ = WideFailures.objects.get_or_create(scope=scope, name=named, defaults={"first_at": at, "last_at": at})
            mine = WideFailures.objects.filter(pk=row.pk)
            mine.filter(locked_until__lte=at).update(attempts=0, locked_until=None, first_at=at)
            mine.filter(locked_until=None, first_at__lte=at - LOCKED_FOR).update(attempts=0, first_at=at)
            counted = mine.filter(locked_until=None).update(attempts=F("attempts") + 1, last_at=at)
            if counted:
                mine.filter(attempts__gt=WIDE[scope]).update(locked_until=at + LOCKED_FOR)
            row.refresh_from_db()
        if row.locked_until is not None:
            _log("sign_in_locked", "", name, ip, at)
            minutes = max(1, -(-int((row.locked_until - at).total_seconds()) // 60))
            raise SignInRefused(WIDELY_LOCKED[scope].format(minutes=minutes))


def _uncount(name: str, ip: str) -> None:
    """An attempt that was right is no failure: a whole office may sign in from one address."""
    for scope, named in (("address", ip), ("account", name)):
        WideFailures.objects.filter(scope=scope, name=named, attempts__gt=0).update(attempts=F("attempts") - 1)


def _locked_sentence(wait: timedelta) -> str:
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    return LOCKED.format(attempts=ATTEMPTS, minutes=minutes)


def _log(deed: str, actor_key: str, name: str, ip: str, at: datetime) -> None:
    """What was typed as a name is kept only where it is one: people type passwords into the wrong box."""
    known = actor_key or User.objects.filter(username=name).exists()
    AccessLog(at=at, deed=deed, actor_key=actor_key, object_key=f"username/{name}" if known else "", ip=ip).save()
