"""Tables of accounts: users, failed sign-ins, and the log of accesses that is only ever added to."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from yuzhi.records.accounts.roles import ROLES, STAFF
from yuzhi.records.evidence.models import Kept, Leaf


class UserManager(BaseUserManager["User"]):
    """Users are made by the action `create_account`, never by a manager, so that each leaves its leaf."""


class User(AbstractBaseUser):
    """A person with one role. `key` names the person in leaves and logs; accounts are closed, never deleted."""

    key = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField("用户名", max_length=64, unique=True)
    display_name = models.CharField("姓名或名称", max_length=64)
    role = models.CharField("角色", max_length=32, choices=[(role, names["zh"]) for role, names in ROLES.items()])
    counties = models.JSONField("服务的县（市、区）代码", default=list, blank=True)
    party_key = models.CharField("所属主体", max_length=80, blank=True, default="")
    is_active = models.BooleanField("启用", default=True)
    made_up = models.BooleanField("示例账号", default=False)
    created_at = models.DateTimeField("设立时间")

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name", "role"]

    class Meta:
        """A role is one of the closed list, in the database too."""

        constraints = (models.CheckConstraint(condition=models.Q(role__in=list(ROLES)), name="role_is_known"),)
        verbose_name = "账号"

    def __str__(self) -> str:
        return self.display_name

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Refused: leaves speak of accounts for ever; close it instead."""
        raise TypeError("accounts are closed by the action deactivate, never deleted")

    def get_full_name(self) -> str:
        """The name that pages greet with."""
        return self.display_name

    @property
    def actor_key(self) -> str:
        """How leaves and logs name this person: no name, never reused."""
        return f"account/{self.key}"

    @property
    def role_zh(self) -> str:
        """The role as people say it."""
        return ROLES[self.role]["zh"]

    @property
    def is_staff_of_city(self) -> bool:
        """Whether the person works for the city."""
        return self.role in STAFF


class SecondFactor(models.Model):
    """What a person has beside the password: a secret that an authenticator app shares, and codes for the day it is lost.

    `sealed` is the secret under the deployment's key. `last_step` is the time step of the last code that was used: a code
    opens once. Without `confirmed_at` it has only been offered. `recovery` are hashes of codes that have not been used.
    """

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="second_factor", primary_key=True)
    sealed = models.BinaryField("密钥（加密）")
    last_step = models.BigIntegerField("最近用过的时段", default=0)
    recovery = models.JSONField("备用码的摘要", default=list)
    made_at = models.DateTimeField("设立时间")
    confirmed_at = models.DateTimeField("启用时间", null=True)

    class Meta:
        """One for each person."""

        verbose_name = "第二因素"

    def __str__(self) -> str:
        return f"second factor of {self.user_id}"


class SignInFailures(models.Model):
    """Failed attempts of one user name from one address: five lock that pair for a while."""

    username = models.CharField("用户名", max_length=64)
    ip = models.GenericIPAddressField("来源地址")
    attempts = models.PositiveIntegerField("连续失败次数", default=0)
    first_at = models.DateTimeField("首次失败")
    last_at = models.DateTimeField("最近一次", db_index=True)
    locked_until = models.DateTimeField("锁定到", null=True)

    class Meta:
        """One row per pair."""

        constraints = (models.UniqueConstraint(fields=("username", "ip"), name="one_row_per_user_and_address"),)
        verbose_name = "登录失败"

    def __str__(self) -> str:
        return f"{self.username}@{self.ip}: {self.attempts}"


class AccessLog(Kept):
    """One access: who, what was done, to which key, which fields, when, for what purpose.

    Added to only, like leaves. Source: 网络安全法 21 (logs of at least six months).
    """

    DEEDS: ClassVar[dict[str, str]] = {
        "signed_in": "登录",
        "sign_in_failed": "登录失败",
        "sign_in_locked": "登录锁定",
        "signed_out": "退出",
        "personal_read": "查看个人信息原文",
        "file_downloaded": "下载原件",
        "purpose_stated": "申明查看目的",
        "session_ended": "结束登录",
        "audit_read": "查看审计记录",
        "audit_exported": "导出审计记录",
    }

    at = models.DateTimeField("时间", db_index=True)
    actor_key = models.CharField("访问者", max_length=80, blank=True)
    deed = models.CharField("行为", max_length=32, choices=list(DEEDS.items()))
    object_key = models.CharField("对象", max_length=200, blank=True)
    fields = models.JSONField("字段", default=list)
    purpose = models.CharField("目的", max_length=200, blank=True)
    ip = models.GenericIPAddressField("来源地址", null=True)

    class Meta:
        """Asked for by actor, and by object: a person can be told who looked."""

        indexes = (
            models.Index(fields=("actor_key", "id"), name="access_by_actor"),
            models.Index(fields=("object_key", "id"), name="access_by_object"),
        )
        verbose_name = "访问记录"

    def __str__(self) -> str:
        return f"{self.actor_key or '访客'} {self.deed} {self.object_key}"


class AuditDay(Kept):
    """What the access log said at the end of a day: number and hash of each entry, whose root the day's leaf holds.

    `hashes` is 40 bytes for each entry in order: its number (8 bytes) and the SHA-256 of what it says (32 bytes).
    """

    day = models.DateField("日期", unique=True)
    leaf = models.OneToOneField(Leaf, on_delete=models.PROTECT, verbose_name="存证")
    entries = models.PositiveIntegerField("条数")
    hashes = models.BinaryField("逐条摘要")

    class Meta:
        """One row per day."""

        verbose_name = "审计封存日"

    def __str__(self) -> str:
        return f"audit of {self.day}: {self.entries}"


class OpenSession(models.Model):
    """One place where a person is signed in: since when, last seen when, from which address, with which browser."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="open_sessions")
    session_key = models.CharField("会话", max_length=40, unique=True)
    began_at = models.DateTimeField("登录时间")
    seen_at = models.DateTimeField("最近使用")
    ip = models.GenericIPAddressField("来源地址")
    browser = models.CharField("浏览器", max_length=200, blank=True)

    class Meta:
        """One row per session."""

        verbose_name = "登录中"

    def __str__(self) -> str:
        return f"session of {self.user_id} from {self.ip}"


class WideFailures(models.Model):
    """Failed attempts on one user name from anywhere, or from one address on any name: too many lock it for a while."""

    scope = models.CharField("范围", max_length=8, choices=[("account", "账号"), ("address", "来源地址")])
    name = models.CharField("用户名或地址", max_length=64)
    attempts = models.PositiveIntegerField("失败次数", default=0)
    first_at = models.DateTimeField("首次失败")
    last_at = models.DateTimeField("最近一次", db_index=True)
    locked_until = models.DateTimeField("锁定到", null=True)

    class Meta:
        """One row for each name and each address."""

        constraints = (models.UniqueConstraint(fields=("scope", "name"), name="one_row_per_scope_and_name"),)
        verbose_name = "登录失败合计"

    def __str__(self) -> str:
        return f"{self.scope} {self.name}: {self.attempts}"
