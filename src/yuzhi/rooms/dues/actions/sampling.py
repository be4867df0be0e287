"""Contacts of a made-up city: made up like everything else there, marked as such, at addresses that reach nobody."""

from django.db import transaction

from yuzhi.engines.toolbox import Toolbox
from yuzhi.records.evidence.actions import witness
from yuzhi.records.messages.models import Contact
from yuzhi.records.parties.models import Party

BY = "operator/demo"


def demo_parties() -> dict[str, str]:
    """Role → the made-up party that its demo account acts for: the company with the most rights."""
    first = Party.objects.filter(made_up=True, person=False).exclude(code="").order_by("-right_count", "key").first()
    return {"company": first.key} if first else {}


@transaction.atomic
def add_made_up_contacts(tools: Toolbox) -> int:
    """The number of contacts added: mail for two of three made-up companies, at a domain that is reserved for examples."""
    known = set(Contact.objects.values_list("party_key", flat=True))
    parties = Party.objects.filter(made_up=True, person=False).exclude(code="").order_by("key")
    at = tools.now()
    made = [
        Contact(
            party_key=party.key, channel="email", address=f"ip-{number}@example.com", source="sample", consented_at=at,
            added_by=BY, added_at=at, made_up=True,
        )
        for number, party in enumerate(parties) if number % 3 and party.key not in known
    ]
    if made:
        Contact.objects.bulk_create(made, 1000)
        witness("contact.added", "contacts/sample", by=BY, facts={"contacts": len(made), "source": "sample"}, at=at)
    return len(made)
