"""Under which names a party is known, who is counted as one with it, and where it is registered and where it is at work."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.unplaced import word_of
from yuzhi.records.datasets import editions
from yuzhi.records.parties.identities import members_of
from yuzhi.records.parties.models import Identity, Party
from yuzhi.records.rights.models import Right

MOST_PARTS = 10
_PREFIX = 4
"""The digits of an area code that name the city."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a party's page says of who it is.

    `head` is the party that it is counted as, where that is another one; `merges` are the decisions behind it. `parts` are bodies
    whose names begin with this one's: branches and departments, parties of their own. `registered` is "" where nothing is known
    of a place outside the city; `places` are (county, rights) inside it.
    """

    head: Party | None
    members: tuple[Party, ...]
    merges: tuple[Identity, ...]
    former: tuple[str, ...]
    parts: tuple[Party, ...]
    registered: str
    places: tuple[tuple[str, int], ...]

    @property
    def said(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.head or self.merges or self.former or self.parts or self.registered)


def known_of(found: Party, tools: Toolbox) -> Known:
    """Who else a body is, as officers decided and registers say; nothing of the kind is said of people."""
    if found.person:
        return Known(None, (), (), (), (), "", ())
    keys = members_of(found.key)
    others = {one.key: one for one in Party.objects.filter(key__in=keys)}
    merges = Identity.objects.filter(reversed_at=None, verdict=Identity.Verdict.SAME, right__in=keys)
    head = others.get(keys[0]) if keys[0] != found.key else None
    parts = Party.objects.filter(person=False, name__startswith=found.name).exclude(key__in=keys)[:MOST_PARTS]
    return Known(
        head, tuple(others[key] for key in keys if key in others and key != found.key), tuple(merges), _former(found, tools),
        tuple(one for one in parts if one.name != found.name), _registered(found, tools), _places(keys, tools),
    )


def _former(found: Party, tools: Toolbox) -> tuple[str, ...]:
    snapshot = editions.newest(tools.lake)
    rows = snapshot.rows(f"select former_names from {snapshot.current('companies')} where key = ?", [found.key])
    return tuple(dict.fromkeys(name for row in rows for name in row["former_names"] or () if name != found.name))


def _registered(found: Party, tools: Toolbox) -> str:
    """Where the credit code says that the body was first registered, if that is not this city."""
    area = found.code[2:8]
    if not area or area.startswith(tools.areas.city.code[:_PREFIX]):
        return ""
    return _("代码登记地 %(area)s（市外）") % {"area": area}


def _places(keys: Sequence[str], tools: Toolbox) -> tuple[tuple[str, int], ...]:
    rows = Right.objects.filter(parties__in=keys).order_by().values_list("county").annotate(Count("key", distinct=True))
    return tuple(sorted(((_(word_of(county, tools.areas)), number) for county, number in rows), key=lambda one: -one[1]))
