"""What a city officer does here: the closing figures of a plan that has ended are frozen."""

from io import BytesIO

from django.db import IntegrityError, transaction

from yuzhi.engines.indicators.declared import Plan
from yuzhi.engines.indicators.freezing import Frozen, closing
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import Refused
from yuzhi.records.accounts.actors import Actor
from yuzhi.records.datasets import editions
from yuzhi.records.evidence.actions import witness
from yuzhi.records.observations.figures import runner
from yuzhi.records.observations.freezing import freezings
from yuzhi.records.observations.models import Freezing, FrozenObservation
from yuzhi.rooms.scoreboard.rules import refusal

BATCH = 500


def freeze(plan: Plan, reason: str, *, by: Actor, tools: Toolbox, seen: int | None = None) -> Freezing:
    """The plan's closing figures by the newest edition stand for ever, with their records and one leaf.

    Document and lists are in the archive before the act is: a kill in between leaves files that nothing speaks of.
    `seen` is the edition that the actor was shown; another one is not frozen in its place.
    Raises: Refused before the plan has ended, without data, for a plan frozen before where no reason is given, and
    where somebody else froze it, or new data arrived, meanwhile.
    """
    edition = editions.current()
    before = len(freezings(plan.name))
    why = refusal(plan, tools.today(), before, reason, edition.number if edition else None)
    if why or edition is None:
        raise Refused(why)
    if seen is not None and seen != edition.number:
        raise Refused(f"您看到的是第 {seen} 版数据，现在已经是第 {edition.number} 版，没有冻结。请重新核对后再办。")
    frozen = closing(runner(tools, edition), plan, edition.number)
    for content in (frozen.document, *frozen.lists.values()):
        tools.archive.put_stream(BytesIO(content))
    try:
        return _kept(plan, before + 1, reason.strip() if before else "", edition.number, frozen, by, tools)
    except IntegrityError as raced:
        raise Refused(f"“{plan.name}”刚刚由别人冻结，没有再次冻结。请刷新页面查看。") from raced


@transaction.atomic
def _kept(
    plan: Plan, number: int, reason: str, edition: int, frozen: Frozen, by: Actor, tools: Toolbox
) -> Freezing:
    now = tools.now()
    facts = {
        "plan": plan.name, "number": number, "as_of": plan.last, "edition": edition, "document": frozen.digest, "reason": reason,
    }
    leaf = witness(
        "plan.refrozen" if reason else "plan.frozen", f"plan/{plan.name}/{number}", by=by.actor_key, facts=facts, at=now
    )
    made = Freezing.objects.create(
        plan=plan.name, number=number, as_of=plan.last, edition=edition, document=frozen.digest, leaf=leaf.hash_hex,
        reason=reason, actor_key=by.actor_key, made_at=now,
    )
    FrozenObservation.objects.bulk_create([
        FrozenObservation(
            freezing=made, indicator=one.indicator, method=one.method, as_of=one.as_of, area=one.area, value=one.value,
            reason=one.reason, withheld=one.withheld, many=one.records, records=frozen.digests.get(one.indicator, ""),
        )
        for one in frozen.figures
    ], BATCH)
    return made
