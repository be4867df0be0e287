"""The second factor: codes of an authenticator app, once each, and recovery codes; what is stored opens nothing by itself.

Source: RFC 6238 (six digits, thirty seconds, SHA-1, as the apps have it), RFC 4226.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.db import transaction

from yuzhi.kernel.errors import NotPermitted, Refused
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.models import SecondFactor, User
from yuzhi.records.accounts.permissions import require
from yuzhi.records.accounts.things import Thing
from yuzhi.records.evidence.actions import witness

STEP, DIGITS, DRIFT = 30, 6, 1
"""Units: seconds of a code, its digits, steps before and after now that are taken too."""
_SECRET, _RECOVERY = 20, 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def needed(user: User) -> bool:
    """Whether this person must have a second factor: staff must, where the deployment does not say otherwise.

    Demo accounts of a made-up city need none: their passwords lie in a file for whoever tries the platform.
    """
    return settings.SECOND_FACTOR and user.is_staff_of_city and not user.made_up


def has(user: User) -> bool:
    """Whether a second factor is asked of this person."""
    return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists()


@transaction.atomic
def offered(user: User, *, at: datetime) -> str:
    """The secret that an app is to learn, in base 32: the same until it is confirmed.

    Raises: Refused where the person has a second factor already.
    """
    found = SecondFactor.objects.select_for_update().filter(user=user).first()
    if found and found.confirmed_at:
        raise Refused("您已启用第二因素，没有另发密钥。换手机请先用旧手机或备用码登录，再请安全管理员解除。")
    if found is None:
        found = SecondFactor.objects.create(user=user, sealed=_sealed(secrets.token_bytes(_SECRET), user), made_at=at)
    return base64.b32encode(_opened(found)).decode()


@transaction.atomic
def confirm(user: User, code: str, *, at: datetime) -> list[str]:
    """The second factor is asked from now on; the result are the recovery codes, which are shown this once.

    Raises: Refused where nothing was offered, it is confirmed already, or the code is not the app's.
    """
    found = SecondFactor.objects.select_for_update().filter(user=user).first()
    if found is None or found.confirmed_at:
        raise Refused("没有待启用的第二因素。请刷新页面。")
    step = _step_of(found, code, at)
    if step is None:
        raise Refused("验证码不对，没有启用。请核对手机的时间是否自动校准，再输入当前显示的 6 位数字。")
    codes = ["-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(2)) for _ in range(_RECOVERY)]
    found.last_step, found.recovery, found.confirmed_at = step, [_digest(user, one) for one in codes], at
    found.save()
    witness("account.factor_confirmed", user.actor_key, by=user.actor_key, facts={}, at=at)
    return codes


@transaction.atomic
def passes(user: User, code: str, *, at: datetime) -> bool:
    """Whether this is the app's code, or a recovery code; each opens once."""
    found = SecondFactor.objects.select_for_update().filter(user=user, confirmed_at__isnull=False).first()
    if found is None:
        return False
    step = _step_of(found, code, at)
    if step is not None:
        found.last_step = step
        found.save(update_fields=["last_step"])
        return True
    digest = _digest(user, code)
    if not any(hmac.compare_digest(digest, one) for one in found.recovery):
        return False
    found.recovery = [one for one in found.recovery if one != digest]
    found.save(update_fields=["recovery"])
    witness("account.recovery_used", user.actor_key, by=user.actor_key, facts={"left": len(found.recovery)}, at=at)
    return True


@transaction.atomic
def reset(user: User, *, by: User | Operator, reason: str, at: datetime) -> None:
    """The person sets up a new second factor at the next sign-in.

    Raises: NotPermitted for all but security administrators, and for the own account; Refused without a reason or a factor.
    """
    if not isinstance(by, Operator):
        require(by, "manage_accounts", Thing("grant"))
        if by.pk == user.pk:
            raise NotPermitted("不能解除自己的第二因素，没有改变。请另一位安全管理员办理。")
    if not reason.strip():
        raise Refused("没有写明为什么解除，没有改变。请写明怎样核实了本人身份。")
    gone, _ = SecondFactor.objects.filter(user=user).delete()
    if not gone:
        raise Refused(f"“{user.display_name}”没有第二因素，没有改变。")
    witness("account.factor_reset", user.actor_key, by=by.actor_key, facts={"reason": reason.strip()}, at=at)


def recovery_left(user: User) -> int:
    """How many recovery codes have not been used."""
    found = SecondFactor.objects.filter(user=user).first()
    return len(found.recovery) if found else 0


def address_of(user: User, secret: str, issuer: str) -> str:
    """What a QR code tells an app: whose code, for which platform."""
    return _codes(base64.b32decode(secret)).get_provisioning_uri(user.username, issuer)


def _step_of(found: SecondFactor, code: str, at: datetime) -> int | None:
    """The time step whose code this is, later than any used before; None where it is none."""
    digits = "".join(one for one in code if not one.isspace())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    totp = _codes(_opened(found))
    now = int(at.timestamp()) // STEP
    for step in range(max(now - DRIFT, found.last_step + 1), now + DRIFT + 1):
        if hmac.compare_digest(totp.generate(step * STEP), digits.encode()):
            return step
    return None


def _codes(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP)      # noqa: S303 - what every app has; its collisions do not matter to an HMAC


def _digest(user: User, code: str) -> str:
    plain = "".join(one for one in code.casefold() if one.isalnum())
    return hmac.new(_key(user, b"recovery"), plain.encode(), hashlib.sha256).hexdigest()


def _sealed(secret: bytes, user: User) -> bytes:
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(_key(user, b"secret")).encrypt(nonce, secret, str(user.key).encode())


def _opened(found: SecondFactor) -> bytes:
    held = bytes(found.sealed)
    try:
        return AESGCM(_key(found.user, b"secret")).decrypt(held[:12], held[12:], str(found.user.key).encode())
    except InvalidTag as fault:
        raise Refused("第二因素的密钥打不开：数据目录里的 secret_key 换过了。请安全管理员解除后重新设立。") from fault


def _key(user: User, use: bytes) -> bytes:
    keys: Sequence[bytes] = (settings.SECRET_KEY.encode(), user.key.bytes)
    return HKDF(SHA256(), 32, keys[1], b"yuzhi second factor " + use).derive(keys[0])
