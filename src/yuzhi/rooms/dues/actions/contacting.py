"""Contacts of owners: added with their source and consent, deleted when nobody wants them kept."""

import re

from django.db import transaction

from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import BadValue, Refused
from yuzhi.records.evidence.actions import witness
from yuzhi.records.messages.models import Contact

_SHAPES = {
    "email": (re.compile(r"[^\s@,;<>]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,}"), "邮箱地址，如 name@example.com"),
    "sms": (re.compile(r"1[3-9][0-9]{9}"), "11 位手机号"),
    "call": (re.compile(r"(?:0[0-9]{2,3}-?)?[0-9]{7,8}|1[3-9][0-9]{9}"), "电话号码，如 0912-3281234"),
    "wechat": (re.compile(r"[A-Za-z0-9_-]{6,64}"), "公众号给出的 openid"),
    "letter": (re.compile(r".{6,300}"), "能收到信的详细地址"),
}


@transaction.atomic
def add_contact(
    party_key: str, channel: str, address: str, *, source: str, by: str, tools: Toolbox, made_up: bool = False
) -> Contact:
    """The contact stands with its source; whoever adds it confirms that the owner agrees to be told there.

    A contact that had died is alive again. The leaf names the channel, never the address.
    Raises: BadValue for an address that the channel cannot have.
    """
    shape, wanted = _SHAPES.get(channel, (None, ""))
    address = address.strip()
    if shape is None or not shape.fullmatch(address):
        raise BadValue(f"“{address}”不能使用，没有登记：应为{wanted or '已开通的渠道'}。")
    now = tools.now()
    made, _ = Contact.objects.update_or_create(party_key=party_key, channel=channel, address=address, defaults={
        "source": source, "consented_at": now, "added_by": by, "added_at": now, "dead_at": None, "dead_reason": "",
        "made_up": made_up,
    })
    witness("contact.added", party_key, by=by, facts={"contact": made.pk, "channel": channel, "source": source}, at=now)
    return made


@transaction.atomic
def remove_contact(made: Contact, *, by: str, tools: Toolbox) -> None:
    """The contact is deleted; attempts that used it stay, without the address.

    Raises: Refused where it is gone already.
    """
    facts = {"contact": made.pk, "channel": made.channel}
    if not Contact.objects.filter(pk=made.pk).delete()[0]:
        raise Refused("这条联系方式已经删除，没有再次删除。")
    witness("contact.removed", made.party_key, by=by, facts=facts, at=tools.now())
