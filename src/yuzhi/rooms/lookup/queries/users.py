"""Who may use the official symbol of an indication: listed on its page."""

from dataclasses import dataclass
from datetime import date

from yuzhi.engines.lake import Snapshot
from yuzhi.engines.toolbox import Toolbox
from yuzhi.records.parties.models import Party


@dataclass(frozen=True, slots=True)
class SymbolUser:
    """One approval: who, since when, until when; `party` is the key of the user's page, "" where there is none."""

    key: str
    name: str
    code: str
    party: str
    approved_on: date | None
    ended_on: date | None
    ended: bool


def users_of(key: str, snapshot: Snapshot, tools: Toolbox) -> tuple[SymbolUser, ...]:
    """The approvals under an indication's number, those in use first, then by day; () for other rights."""
    if key[2:6] != "/gi/":
        return ()
    rows = snapshot.rows(
        'select key, "user" as name, user_code, approved_on, ended_on '
        f"from {snapshot.current('indication_users')} where starts_with(key, ?) order by key, known_from desc",
        [f"{key[:2]}/giu/{key.rpartition('/')[2]}/"],
    )
    found = {row["key"]: row for row in reversed(list(rows))}
    codes = {row["user_code"] for row in found.values() if row["user_code"]}
    parties = dict(Party.objects.filter(code__in=codes).values_list("code", "key"))
    on = tools.today()
    users = [
        SymbolUser(
            row["key"], row["name"] or "", row["user_code"] or "", parties.get(row["user_code"], ""), row["approved_on"],
            row["ended_on"], row["ended_on"] is not None and row["ended_on"] <= on,
        )
        for row in found.values()
    ]
    return tuple(sorted(users, key=lambda one: (one.ended, one.approved_on or date.max, one.key)))
