"""Where a person is signed in, and how long a session lives: shorter for people of the city."""

from collections.abc import Callable
from datetime import datetime, timedelta

from yuzhi.records.accounts.models import AccessLog, OpenSession, User

IDLE = timedelta(minutes=60)
LONGEST = timedelta(hours=12)
STAFF_IDLE = timedelta(minutes=30)
STAFF_LONGEST = timedelta(hours=8)


def limits_of(user: User) -> tuple[timedelta, timedelta]:
    """How long a session of this person may lie unused, and how long it may last at all."""
    return (STAFF_IDLE, STAFF_LONGEST) if user.is_staff_of_city else (IDLE, LONGEST)


def begin(user: User, session_key: str, *, ip: str, browser: str, at: datetime) -> OpenSession:
    """The session stands in the person's list; what has run out is gone from it."""
    _current(user, at, gone=True)
    OpenSession.objects.filter(session_key=session_key).delete()
    return OpenSession.objects.create(
        user=user, session_key=session_key, began_at=at, seen_at=at, ip=ip, browser=browser[:200],
    )


def note_seen(session_key: str, at: datetime) -> None:
    """The session was used now."""
    OpenSession.objects.filter(session_key=session_key).update(seen_at=at)


def forget(session_key: str) -> None:
    """The session has ended by itself, and is in no list."""
    OpenSession.objects.filter(session_key=session_key).delete()


def rename(before: str, after: str) -> None:
    """The session goes on under another key; every other session of the person has ended."""
    mine = OpenSession.objects.filter(session_key=before)
    for one in mine:
        OpenSession.objects.filter(user=one.user).exclude(pk=one.pk).delete()
    mine.update(session_key=after)


def sessions_of(user: User, at: datetime) -> list[OpenSession]:
    """Where the person is signed in, the latest use first."""
    return _current(user, at)


def end(sessions: list[OpenSession], *, erase: Callable[[str], None], ip: str, at: datetime) -> int:
    """These sessions have ended with their next request, and the access log says so; the result is how many."""
    for one in sessions:
        erase(one.session_key)
        AccessLog(at=at, actor_key=one.user.actor_key, deed="session_ended", object_key=f"address/{one.ip}", ip=ip).save()
        one.delete()
    return len(sessions)


def _current(user: User, at: datetime, *, gone: bool = False) -> list[OpenSession]:
    idle, longest = limits_of(user)
    mine = OpenSession.objects.filter(user=user)
    live = mine.filter(seen_at__gt=at - idle, began_at__gt=at - longest)
    if gone:
        mine.exclude(pk__in=[one.pk for one in live]).delete()
    return list(live.order_by("-seen_at", "-id"))
