"""Demo accounts of a made-up city: one per role, with readable passwords kept for the owner of the data folder."""

import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from yuzhi.kernel.errors import Refused
from yuzhi.records.accounts.actions import create_account, reset_password
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.models import User
from yuzhi.records.accounts.remits import Remit
from yuzhi.records.accounts.roles import PARTIES, ROLES

FILE = "demo_accounts.txt"
BY = Operator("demo")

_WORDS = (
    "apple", "barn", "basin", "bean", "bell", "birch", "bridge", "brick", "camel", "canyon", "cedar", "cloud",
    "clay", "coral", "corn", "crane", "date", "desert", "dune", "eagle", "ember", "fern", "field", "flint", "forge",
    "fox", "garden", "ginger", "grain", "grove", "harbor", "hazel", "hill", "honey", "iris", "ivory", "jade",
    "juniper", "kite", "lamp", "lantern", "larch", "linen", "loess", "lotus", "maple", "meadow", "millet", "moon",
    "oasis", "oat", "olive", "orchid", "pear", "pine", "plum", "poplar", "quail", "quartz", "river", "sand",
    "sheep", "silk", "spring", "stone", "sun", "tea", "terrace", "thistle", "tower", "tulip", "valley", "walnut",
    "water", "willow", "wind", "wool", "yarn", "yew",
)


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One demo account as the owner of the machine needs it."""

    username: str
    role_zh: str
    password: str


def create_demo_accounts(
    home: Path,
    *,
    sample: bool,
    at: datetime,
    counties: Sequence[str] = ("610881",),
    parties: Mapping[str, str] | None = None,
) -> list[DemoAccount]:
    """One working account per role, its passwords in `home/demo_accounts.txt` (mode 600); a second run changes nothing.

    `parties` maps role → party key, for the made-up company, agency or bank that an account acts for. When the file
    is lost, new passwords are set.
    Raises: Refused where the deployment does not hold a made-up city.
    """
    if not sample:
        raise Refused("这不是示例城市：没有设立示例账号。正式部署请由系统管理员逐个设立账号。")
    kept = _kept(home)
    accounts = [_one(role, kept, at, counties, (parties or {}).get(role, "")) for role in ROLES]
    _write(home, accounts)
    return accounts


def readable_password() -> str:
    """Five words of a fixed list and four digits, e.g. `maple-camel-jade-oat-wind-4821`: over 44 bits."""
    words = (secrets.choice(_WORDS) for _ in range(5))
    return "-".join((*words, f"{secrets.randbelow(10_000):04d}"))


def _one(role: str, kept: Mapping[str, str], at: datetime, counties: Sequence[str], party_key: str) -> DemoAccount:
    username = f"demo-{role.replace('_', '-')}"
    role_zh = ROLES[role]["zh"]
    remit = Remit(
        role, tuple(counties) if role == "county_officer" else (), party_key if role in PARTIES else ""
    )
    with transaction.atomic():
        user = User.objects.filter(username=username).first()
        password = kept.get(username) or readable_password()
        if user is None:
            create_account(
                username, f"示例·{role_zh}", password, by=BY, at=at, remit=remit, made_up=True
            )
        elif username not in kept:
            reset_password(user, password, by=BY, at=at)
    return DemoAccount(username, role_zh, password)


def _kept(home: Path) -> dict[str, str]:
    file = home / FILE
    if not file.exists():
        return {}
    lines = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if "\t" in line)
    return {username: password for username, _, password in lines}


def _write(home: Path, accounts: Sequence[DemoAccount]) -> None:
    home.mkdir(parents=True, exist_ok=True)
    fresh = home / f".{FILE}.{os.getpid()}"
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        out.write("示例账号，仅供演示：用户名、角色、密码\n")
        out.writelines(f"{one.username}\t{one.role_zh}\t{one.password}\n" for one in accounts)
    fresh.replace(home / FILE)
