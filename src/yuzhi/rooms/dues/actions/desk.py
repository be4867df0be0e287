"""What the desks of the counties do: they are told of owners whom no message reached, and record how they reached them."""

from collections.abc import Sequence

from django.db import transaction

from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import BadValue, Refused
from yuzhi.records.evidence.actions import witness
from yuzhi.records.messages.models import Message
from yuzhi.rooms.dues.models import Task
from yuzhi.rooms.dues.rules import PRESSING

_BY = "operator/dues"
_ASKED = {
    "unreachable": "没有写明怎样联系过，没有办结。请写明试过哪些办法，以便日后核对。",
    "called": "没有写明通话的时间和接听人，没有办结。请写在“记录”里，以便日后核对。",
    "visited": "没有写明何时见了谁，没有办结。请写在“记录”里，以便日后核对。",
}
_CHOSEN = ("called", "letter", "visited", "unreachable")


@transaction.atomic
def escalate(message: Message, why: str, *, tools: Toolbox) -> Task:
    """The desk of the county has a task about this message; older tasks that say nothing else are replaced by it.

    A message that no way reached ends as escalated; one that is still on its way goes on.
    """
    now = tools.now()
    task, made = Task.objects.get_or_create(message=message, defaults={
        "party_key": message.party_key, "county": message.county, "why": why[:300], "until": message.until or now.date(),
        "opened_at": now,
    })
    here = set(message.told.values_list("object_key", "matter", "ordinal"))
    for older in Task.objects.filter(party_key=message.party_key, closed_at=None, pk__lt=task.pk) if made else ():
        if set(older.message.told.values_list("object_key", "matter", "ordinal")) <= here:
            older.outcome, older.closed_at, older.closed_by = "replaced", now, _BY
            older.save(update_fields=["outcome", "closed_at", "closed_by"])
    if message.state == "failed":
        message.state, message.state_reason, message.state_at = "escalated", why[:300], now
        message.save(update_fields=["state", "state_reason", "state_at"])
    facts = {"why": task.why, "county": task.county, "until": task.until.isoformat()}
    witness("message.escalated", f"message/{message.key}", by=_BY, facts=facts, at=now)
    return task


def escalate_failed(tools: Toolbox, limit: int = 100) -> int:
    """The number of messages that had failed and of which the desk of the county is told now.

    What is still far from due is left as failed: the owner is told again at the next stage, and the desk when it presses.
    """
    pressing = Message.objects.filter(state="failed", told__step__in=PRESSING).distinct()
    failed = list(pressing.order_by("id")[:limit])
    for message in failed:
        escalate(message, message.state_reason, tools=tools)
    return len(failed)


@transaction.atomic
def close_tasks(tasks: Sequence[Task], outcome: str, note: str, *, by: str, tools: Toolbox) -> int:
    """These tasks are closed with what was done: a call that was made, a letter that was posted, a visit.

    Raises: BadValue for an outcome that nobody can choose, Refused where one of them was closed before, or where it is
            not said who was spoken to, or how an owner could not be reached.
    """
    if outcome not in _CHOSEN:
        raise BadValue(f"没有“{outcome}”这种结果，没有办结。可选的有：{'、'.join(Task.OUTCOMES[one] for one in _CHOSEN)}。")
    if outcome in _ASKED and not note.strip():
        raise Refused(_ASKED[outcome])
    if any(one.closed_at for one in tasks):
        raise Refused("其中有的已经办结，都没有再次办结。请刷新页面后再试。")
    now = tools.now()
    for task in tasks:
        task.outcome, task.note, task.closed_by, task.closed_at = outcome, note[:300], by, now
        task.save(update_fields=["outcome", "note", "closed_by", "closed_at"])
    facts = {"tasks": [one.pk for one in tasks], "outcome": outcome, "note": note[:300]}
    witness("task.closed", f"tasks/{tasks[0].county}", by=by, facts=facts, at=now)
    return len(tasks)
