"""One party as its page tells it: its rights by kind and state, its years, its uses of indications, its deals."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from yuzhi.engines.formats.faces import FACES
from yuzhi.engines.text.folding import fold
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import NotFound
from yuzhi.kernel.unplaced import word_of
from yuzhi.records.accounts.masks import masked
from yuzhi.records.accounts.permissions import Decision, Viewer, may
from yuzhi.records.accounts.seeing import SEALED, opened
from yuzhi.records.accounts.things import Thing
from yuzhi.records.datasets import editions
from yuzhi.records.parties.models import Party
from yuzhi.records.rights.models import Right

SHORTEST_NAME, MOST_NAMED = 2, 3


@dataclass(frozen=True, slots=True)
class PartyPage:
    """Everything that the page of a party shows; `deals` is None where the viewer may not see them."""

    party: Party
    county: str
    address: str
    phone: str
    representative: str
    personal: Decision
    kinds: tuple[tuple[str, int, tuple[tuple[str, int], ...]], ...]
    years: tuple[tuple[int, dict[str, int]], ...]
    uses: tuple[dict[str, Any], ...]
    deals: tuple[dict[str, Any], ...] | None
    deals_decision: Decision
    sealed: bool = False


def named(query: str) -> list[Party]:
    """The companies and bodies that a query names by credit code or by name: the whole name first, then the most rights.

    People are not offered: their names are searched among rights only.
    """
    text = fold(query).strip()
    if len(text) < SHORTEST_NAME:
        return []
    bodies = Party.objects.filter(person=False)
    exact = bodies.filter(Q(code=text.upper()) | Q(name=query.strip()))[:MOST_NAMED]
    begun = bodies.filter(name__contains=query.strip()).order_by("-right_count", "sort_key")[:MOST_NAMED]
    return list({one.key: one for one in (*exact, *begun)}.values())[:MOST_NAMED]


def party(key: str, viewer: Viewer | None, tools: Toolbox) -> PartyPage:
    """The page of a party, with personal data as this viewer may see them; a plain read of them is logged.

    Raises: NotFound for an unknown key.
    """
    found = Party.objects.filter(key=key).first()
    if found is None:
        raise NotFound("没有找到这家企业或这个人。可能还没有收录，或名称已合并；请用名称或统一社会信用代码再查一次。")
    thing = Thing("person" if found.person else "party", found.county, (found.key,))
    personal = may(viewer, "read_personal", thing)
    deals_decision = may(viewer, "read", Thing("deal", found.county, (found.key,)))
    deals = _deals(found, tools) if deals_decision.allowed else None
    fields = [name for name, held in (("phone", found.phone), ("representative", found.representative), ("amount", deals)) if held]
    personal = opened(viewer, key, personal, fields, at=tools.now(), context="主体页面")
    if personal is SEALED and deals:
        deals, deals_decision = None, SEALED
    names = {area.code: area.zh for area in (*tools.areas.counties, tools.areas.city)}
    county = names.get(found.county, "")
    return PartyPage(
        found, _(word_of(found.county, tools.areas)), masked(found.address, "address", personal, area=county) if found.person else found.address,
        masked(found.phone, "phone", personal), masked(found.representative, "name", personal), personal,
        _kinds(found), _years(found), _uses(found, tools),
        deals, deals_decision, personal is SEALED,
    )


def rights_of(found: Party, kind: str = "", state: str = "") -> QuerySet[Right]:
    """A party's rights, the latest first."""
    rights = Right.objects.filter(parties=found)
    if kind:
        rights = rights.filter(kind=kind)
    return (rights.filter(state=state) if state else rights).order_by("-begun_on", "key")


def _kinds(found: Party) -> tuple[tuple[str, int, tuple[tuple[str, int], ...]], ...]:
    counted: dict[str, Counter[str]] = {}
    rows = Right.objects.filter(parties=found).order_by().values_list("kind", "state").annotate(Count("key"))
    for kind, state, number in rows:
        counted.setdefault(kind, Counter())[state] += number
    return tuple(
        (kind, counted[kind].total(), tuple(counted[kind].most_common())) for kind in FACES if kind in counted
    )


def _years(found: Party) -> tuple[tuple[int, dict[str, int]], ...]:
    """Year → kind → rights begun; years without any stand as zeros between the first and the last."""
    rows = (
        Right.objects.filter(parties=found, begun_on__isnull=False).order_by()
        .values_list(ExtractYear("begun_on"), "kind").annotate(Count("key"))
    )
    counted: dict[int, dict[str, int]] = {}
    for year, kind, number in rows:
        counted.setdefault(year, {})[kind] = number
    if not counted:
        return ()
    return tuple((year, counted.get(year, {})) for year in range(min(counted), max(counted) + 1))


def _uses(found: Party, tools: Toolbox) -> tuple[dict[str, Any], ...]:
    if not found.code:
        return ()
    snapshot = editions.newest(tools.lake)
    return tuple(snapshot.rows(
        "select key, indication, indication_name, approved_on, ended_on "
        f"from {snapshot.current('indication_users')} where user_code = ? order by approved_on nulls last, key",
        [found.code],
    ))


def _deals(found: Party, tools: Toolbox) -> tuple[dict[str, Any], ...]:
    if not found.code:
        return ()
    snapshot = editions.newest(tools.lake)
    return tuple(snapshot.rows(
        "select key, number, pledgee, amount, registered_on, cancelled_on, renewal "
        f"from {snapshot.current('pledges')} where pledgor_code = ? order by registered_on nulls last, key",
        [found.code],
    ))
