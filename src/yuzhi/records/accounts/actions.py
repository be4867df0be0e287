"""Writes of accounts: each one transaction and one leaf.

A system administrator opens and closes accounts, a security administrator gives roles, neither can do both, and
nobody acts upon the own account. What this alone does not stop – an administrator who sets an officer's password
and signs in as that officer – leaves its leaf, and is for the second factor to stop.
"""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from yuzhi.kernel.errors import BadValue, NotPermitted, Refused
from yuzhi.records.accounts.actors import Operator, require_manager
from yuzhi.records.accounts.models import SignInFailures, User, WideFailures
from yuzhi.records.accounts.names import checked_username
from yuzhi.records.accounts.permissions import may
from yuzhi.records.accounts.remits import NOTHING_MORE, Remit
from yuzhi.records.accounts.roles import ADMINS
from yuzhi.records.accounts.things import Thing
from yuzhi.records.evidence.actions import witness


@transaction.atomic
def create_account(
    username: str,
    display_name: str,
    password: str,
    *,
    by: User | Operator,
    at: datetime,
    remit: Remit = NOTHING_MORE,
    made_up: bool = False,
) -> User:
    """A new account stands, with the role of a citizen unless whoever makes it may also grant roles.

    Raises: NotPermitted, BadValue (name, role, county, weak password), Refused when the user name is taken.
    """
    require_manager(by, "account")
    if remit != NOTHING_MORE:
        _may_grant(by, remit.role, before="citizen")
    name = checked_username(username)
    if User.objects.filter(username=name).exists():
        raise Refused(f"用户名“{name}”已有账号，没有新建；停用的账号也不能让给他人使用。请换一个用户名。")
    user = User(
        username=name, display_name=display_name.strip() or name, role=remit.role, counties=list(remit.counties),
        party_key=remit.party_key, made_up=made_up, created_at=at,
    )
    _set_password(user, password)
    user.save(force_insert=True)
    witness("account.created", user.actor_key, by=by.actor_key, facts={**remit.facts(), "username": name}, at=at)
    return user


@transaction.atomic
def change_role(user: User, remit: Remit, *, by: User | Operator, at: datetime) -> User:
    """The account has exactly this remit from now on, also in sessions that are open.

    Raises: NotPermitted; Refused where nothing changes.
    """
    user = _locked(user)
    _not_oneself(user, by)
    _may_grant(by, remit.role, before=user.role)
    before = Remit(user.role, tuple(user.counties), user.party_key)
    if before == remit:
        raise Refused(f"“{user.display_name}”已经是{user.role_zh}，服务范围也相同；没有改变。")
    user.role, user.counties, user.party_key = remit.role, list(remit.counties), remit.party_key
    user.save(update_fields=["role", "counties", "party_key"])
    facts = {"before": before.facts(), "after": remit.facts()}
    witness("account.role_changed", user.actor_key, by=by.actor_key, facts=facts, at=at)
    return user


@transaction.atomic
def deactivate(user: User, *, by: User | Operator, reason: str, at: datetime) -> User:
    """The account is closed: its sessions end with their next request, its name is never given again."""
    user = _locked(user)
    _not_oneself(user, by)
    require_manager(by, "account")
    if not user.is_active:
        raise Refused(f"“{user.display_name}”的账号此前已经停用；没有改变。")
    user.is_active = False
    user.save(update_fields=["is_active"])
    witness("account.deactivated", user.actor_key, by=by.actor_key, facts={"reason": reason}, at=at)
    return user


@transaction.atomic
def reactivate(user: User, *, by: User | Operator, reason: str, at: datetime) -> User:
    """The closed account is open again, with the role it had."""
    user = _locked(user)
    _not_oneself(user, by)
    require_manager(by, "account")
    if user.is_active:
        raise Refused(f"“{user.display_name}”的账号没有停用；没有改变。")
    user.is_active = True
    user.save(update_fields=["is_active"])
    witness("account.reactivated", user.actor_key, by=by.actor_key, facts={"reason": reason}, at=at)
    return user


@transaction.atomic
def reset_password(user: User, password: str, *, by: User | Operator, at: datetime) -> User:
    """The account has a new password, set by an administrator; all its sessions end.

    Raises: NotPermitted, and for the account of another administrator too: whoever sets its password could use it.
    """
    user = _locked(user)
    _not_oneself(user, by)
    require_manager(by, "account")
    if user.role in ADMINS and not isinstance(by, Operator):
        raise NotPermitted(
            "不能重置其他管理员的密码：知道密码就能以其身份操作，三员必须分开。没有改变；请由部署单位在服务器上办理。"
        )
    _set_password(user, password)
    user.save(update_fields=["password"])
    witness("account.password_reset", user.actor_key, by=by.actor_key, facts={}, at=at)
    return user


@transaction.atomic
def unlock(user: User, *, by: User | Operator, at: datetime) -> User:
    """No address is locked for this account any more, nor is the account itself.

    Both the system and the security administrator may: whoever waits before a locked door should find one of them.
    """
    _not_oneself(user, by)
    if isinstance(by, Operator) or not may(by, "manage_accounts", Thing("grant")).allowed:
        require_manager(by, "account")
    deleted, _ = SignInFailures.objects.filter(username=user.username).delete()
    deleted += WideFailures.objects.filter(scope="account", name=user.username, locked_until__isnull=False).delete()[0]
    if not deleted:
        raise Refused(f"“{user.display_name}”的账号没有被锁定；没有改变。")
    witness("account.unlocked", user.actor_key, by=by.actor_key, facts={"addresses": deleted}, at=at)
    return user


@transaction.atomic
def unlock_address(ip: str, *, by: User | Operator, at: datetime) -> None:
    """Signing in from this address is no longer held up; what locks single accounts stays.

    Raises: NotPermitted for all but the security administrator; Refused where the address is not locked.
    """
    require_manager(by, "grant")
    deleted, _ = WideFailures.objects.filter(scope="address", name=ip, locked_until__isnull=False).delete()
    if not deleted:
        raise Refused(f"来源地址 {ip} 没有被锁定；没有改变。")
    witness("address.unlocked", f"address/{ip}", by=by.actor_key, facts={}, at=at)


@transaction.atomic
def change_password(user: User, old: str, new: str, *, at: datetime) -> User:
    """The person has chosen a new password; other sessions of the account end.

    Raises: Refused when the old password is wrong, BadValue when the new one is weak or the same.
    """
    user = _locked(user)
    if not user.check_password(old):
        raise Refused("原密码不正确，密码没有改变。请重新输入原密码。")
    if old == new:
        raise BadValue("新密码与原密码相同，密码没有改变。请换一个新密码。")
    _set_password(user, new)
    user.save(update_fields=["password"])
    witness("account.password_changed", user.actor_key, by=user.actor_key, facts={}, at=at)
    return user


def _locked(user: User) -> User:
    """The account as it stands now, kept from other writers until the transaction ends."""
    return User.objects.select_for_update().get(pk=user.pk)


def _not_oneself(user: User, by: User | Operator) -> None:
    if isinstance(by, User) and by.pk == user.pk:
        raise NotPermitted("不能变更自己的账号；没有改变。请由另一位管理员办理。")


def _may_grant(by: User | Operator, role: str, *, before: str) -> None:
    require_manager(by, "grant")
    if not isinstance(by, Operator) and (role in ADMINS or before in ADMINS):
        raise NotPermitted(
            "系统、安全、审计三员的角色只能由部署单位在服务器上设立和变更，不能由管理员互相授予；没有改变。"
        )


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise BadValue("密码不能使用：" + "".join(error.messages) + "密码没有改变。") from error
    user.set_password(password)
