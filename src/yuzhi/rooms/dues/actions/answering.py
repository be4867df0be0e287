"""An owner answers: warnings stop and the forecast changes; the official state waits for its source."""

from dataclasses import dataclass

from django.db import transaction

from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import BadValue, NotFound, Refused
from yuzhi.records.clocks.queries import holding
from yuzhi.records.evidence.actions import witness
from yuzhi.records.messages.models import Message
from yuzhi.rooms.dues.models import Answer, Task
from yuzhi.rooms.dues.rules import ANSWERS


@dataclass(frozen=True, slots=True)
class Said:
    """What an owner says of a payment: the answer, a note, and a voucher that lies in the archive already."""

    kind: str
    note: str = ""
    voucher: str = ""
    voucher_name: str = ""


@transaction.atomic
def answer(
    right_key: str, matter: str, ordinal: int, said: Said, *, by: str, tools: Toolbox, on_behalf: bool = False
) -> Answer:
    """The answer stands: what still waits about this payment is not sent, and open tasks of the desk are closed.

    Raises: BadValue for an unknown answer, NotFound for a payment without a stored day, Refused where an answer stands
            already or `paid` comes without voucher and without number of the receipt.
    """
    if said.kind not in ANSWERS:
        raise BadValue(f"没有“{said.kind}”这种答复，没有记录。可选的有：{'、'.join(ANSWERS.values())}。")
    if not holding().filter(object_key=right_key, matter=f"{matter}_last", ordinal=ordinal).exists():
        raise NotFound("没有找到这一笔费用，没有记录。它可能已经改期，请从“管期限”的清单里再打开一次。")
    if said.kind == "paid" and not (said.voucher or said.note.strip()):
        raise Refused("没有附缴费凭证，也没有写票据号，没有记录。请任选一样，以便日后核对。")
    if Answer.objects.filter(right_key=right_key, matter=matter, ordinal=ordinal, withdrawn_at=None).exists():
        raise Refused("这一笔已有答复，没有再记。要改的，请先撤回原来的答复。")
    if said.voucher:
        tools.archive.path(said.voucher)
    now = tools.now()
    made = Answer.objects.create(
        right_key=right_key, matter=matter, ordinal=ordinal, kind=said.kind, note=said.note[:300], voucher=said.voucher,
        voucher_name=said.voucher_name[:200], said_by=by, said_at=now, on_behalf=on_behalf,
    )
    settled = _settle_messages(made, tools)
    facts = {
        "matter": matter, "ordinal": ordinal, "kind": said.kind, "note": said.note[:300], "voucher": said.voucher,
        "on_behalf": on_behalf, "messages": settled,
    }
    witness("due.answered", right_key, by=by, facts=facts, at=now)
    return made


@transaction.atomic
def withdraw(made: Answer, *, by: str, tools: Toolbox) -> Answer:
    """The answer is taken back and warnings begin again; both acts stay on record.

    Raises: Refused where it was taken back before.
    """
    if made.withdrawn_at is not None:
        raise Refused("这条答复已经撤回，没有再次撤回。")
    made.withdrawn_at, made.withdrawn_by = tools.now(), by
    made.save(update_fields=["withdrawn_at", "withdrawn_by"])
    facts = {"answer": made.pk, "matter": made.matter, "ordinal": made.ordinal, "kind": made.kind}
    witness("due.answer_withdrawn", made.right_key, by=by, facts=facts, at=made.withdrawn_at)
    return made


def _settle_messages(made: Answer, tools: Toolbox) -> list[str]:
    """The keys of the messages that the answer settles: those whose payments all have an answer now."""
    now, settled = tools.now(), []
    about = Message.objects.filter(
        told__object_key=made.right_key, told__matter=made.matter, state__in=("waiting", "delivered", "failed", "escalated")
    ).distinct()
    for message in about:
        if all(_has_answer(*place) for place in message.told.values_list("object_key", "matter", "ordinal")):
            message.state, message.state_reason, message.state_at = "answered", f"权利人答复：{ANSWERS[made.kind]}", now
            message.next_at = None
            message.save(update_fields=["state", "state_reason", "state_at", "next_at"])
            Task.objects.filter(message=message, closed_at=None).update(
                outcome="answered", closed_at=now, closed_by=made.said_by
            )
            settled.append(message.key)
    return settled


def _has_answer(right_key: str, matter: str, ordinal: int) -> bool:
    standing = Answer.objects.filter(right_key=right_key, matter=matter, withdrawn_at=None)
    return standing.filter(ordinal=ordinal).exists() or standing.filter(ordinal__lte=ordinal).exclude(kind="paid").exists()
