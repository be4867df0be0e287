"""Why somebody of the city opens a sealed field: chosen and written down before anything is shown, and only for a while.

A purpose is an entry of the access log, so that it cannot be changed afterwards; the person concerned reads it there.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from yuzhi.kernel.errors import BadValue, NotPermitted
from yuzhi.records.accounts.models import AccessLog
from yuzhi.records.accounts.permissions import Viewer, scope_of
from yuzhi.records.accounts.reasons import PURPOSES

OPEN_FOR = timedelta(minutes=15)
"""How long a stated purpose opens one thing. Source: the platform's own rule."""
LONGEST = 120

_SEALING = ("right", "party", "person", "deal", "contact")


def must_state(viewer: Viewer | None) -> bool:
    """Whether this viewer sees sealed fields only for a purpose: people of the city do, owners read their own without."""
    return bool(getattr(viewer, "is_staff_of_city", False))


def state_purpose(viewer: Viewer, object_key: str, purpose: str, more: str, *, at: datetime) -> AccessLog:
    """The access log holds for what this person is about to open the sealed fields of one thing.

    Raises: NotPermitted for whoever can open none; BadValue for an unknown purpose, or one without the words that it needs.
    """
    if not must_state(viewer) or all(scope_of(viewer, "read_personal", kind) == "none" for kind in _SEALING):
        raise NotPermitted("您的身份不能查看密封内容，没有记下目的，也没有显示。如确有需要，请向安全管理员申请授权。")
    said = " ".join(more.split())
    if purpose not in PURPOSES or not object_key or len(object_key) > 200:
        raise BadValue("没有选择查看的目的，没有显示。请从列出的目的中选一项。")
    if len(said) > LONGEST or (purpose in ("case", "other") and not said):
        raise BadValue(f"查看的目的没有写清，没有显示。请写明案号、事项或缘由，不超过 {LONGEST} 字。")
    text = f"{PURPOSES[purpose]}：{said}" if said else PURPOSES[purpose]
    entry = AccessLog(
        at=at, actor_key=str(getattr(viewer, "actor_key")), deed="purpose_stated", object_key=object_key, purpose=text,  # noqa: B009
    )
    entry.save()
    return entry


def stated(viewer: Viewer | None, keys: Iterable[str], *, at: datetime) -> dict[str, str]:
    """Key → the purpose that this viewer has stated for it within the last quarter of an hour."""
    if not must_state(viewer):
        return {}
    found = AccessLog.objects.filter(
        actor_key=str(getattr(viewer, "actor_key")), deed="purpose_stated", object_key__in=list(keys),  # noqa: B009
        at__gt=at - OPEN_FOR, at__lte=at,
    )
    return dict(found.order_by("id").values_list("object_key", "purpose"))
