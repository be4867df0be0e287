"""What a city officer decides here: two names are one party, are two, or are left for later; and takes it back."""

from django.db import transaction

from yuzhi.engines.matching import weights
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import Refused
from yuzhi.records.datasets.models import Load
from yuzhi.records.evidence.actions import witness
from yuzhi.records.parties.identities import end, heads
from yuzhi.records.parties.models import Identity
from yuzhi.rooms.identity.queries import Body, Lead
from yuzhi.rooms.identity.rules import kept_first, refusal

ACTS_SOURCE = "yuzhi.acts"


@transaction.atomic
def merge(lead: Lead, reason: str, *, by: str, tools: Toolbox) -> Identity:
    """The two are one party: the one without a code, or with fewer rights, is counted as the other; figures follow.

    Raises: Refused for two credit codes, a party that is merged already, a decided pair, or no reason.
    """
    by_key = {lead.left.key: lead.left, lead.right.key: lead.right}
    kept, merged = kept_first(lead.left.side, lead.right.side)
    into = heads()
    if why := refusal(kept, merged, into, end(kept.key, into)):
        raise Refused(why)
    made = _decide(lead, by_key[kept.key], by_key[merged.key], Identity.Verdict.SAME, reason, by, tools)
    _tell_the_lake(by, tools)
    witness("party.merged", f"identity/{made.pk}", by=by, facts=_facts(made), at=made.made_at)
    return made


@transaction.atomic
def keep_apart(lead: Lead, reason: str, *, by: str, tools: Toolbox) -> Identity:
    """The two are two parties, and the pair is not asked again. Raises: Refused for a decided pair or no reason."""
    made = _decide(lead, lead.left, lead.right, Identity.Verdict.DIFFERENT, reason, by, tools)
    witness("party.kept_apart", f"identity/{made.pk}", by=by, facts=_facts(made), at=made.made_at)
    return made


@transaction.atomic
def put_off(lead: Lead, reason: str, *, by: str, tools: Toolbox) -> Identity:
    """The pair waits until the decision is taken back. Raises: Refused for a decided pair or no reason."""
    made = _decide(lead, lead.left, lead.right, Identity.Verdict.LATER, reason, by, tools)
    witness("party.put_off", f"identity/{made.pk}", by=by, facts=_facts(made), at=made.made_at)
    return made


@transaction.atomic
def take_back(made: Identity, reason: str, *, by: str, tools: Toolbox) -> Identity:
    """The decision no longer stands: a merge is split, figures are what they were, and the pair is asked again.

    Raises: Refused where it was taken back already, or no reason is given.
    """
    if made.reversed_at is not None:
        raise Refused("这项判定已经撤回，没有再次撤回。")
    if not reason.strip():
        raise Refused("没有填写撤回理由，未保存。请写明依据，以便日后核对。")
    made.reversed_at, made.reversed_by, made.reverse_reason = tools.now(), by, reason
    made.save(update_fields=["reversed_at", "reversed_by", "reverse_reason"])
    if made.verdict == Identity.Verdict.SAME:
        _tell_the_lake(by, tools)
    facts = {**_facts(made), "taken_back_because": reason}
    witness("party.decision_reversed", f"identity/{made.pk}", by=by, facts=facts, at=made.reversed_at)
    return made


def _decide(lead: Lead, left: Body, right: Body, verdict: str, reason: str, by: str, tools: Toolbox) -> Identity:
    if not reason.strip():
        raise Refused("没有填写理由，未保存。请写明依据，例如：营业执照载明的曾用名。")
    pair = {left.key, right.key}
    if Identity.objects.filter(reversed_at=None, left__in=pair, right__in=pair).exists():
        raise Refused(f"“{left.name}”与“{right.name}”已经判定过，没有再次判定。如判定有误，请先撤回。")
    return Identity.objects.create(
        left=left.key, right=right.key, left_name=left.name, right_name=right.name, left_code=left.code, right_code=right.code,
        right_county=right.county, verdict=verdict, score=lead.score.score, features=dict(lead.score.features),
        objections=list(lead.score.objections), weights=weights().version, reason=reason, actor=by, made_at=tools.now(),
    )


def _facts(made: Identity) -> dict[str, object]:
    return {
        "firm": made.right_code or made.right_name, "into_firm": made.left_code or made.left_name, "name": made.right_name,
        "into_name": made.left_name, "in_county": made.right_county, "verdict": made.verdict, "score": str(made.score),
        "weights": made.weights, "reason": made.reason,
    }


def _tell_the_lake(by: str, tools: Toolbox) -> None:
    """Queues the load that carries officers' acts to the lake; one waiting load carries all acts made so far."""
    if not Load.objects.filter(source=ACTS_SOURCE, state=Load.State.QUEUED).exists():
        Load.objects.create(source=ACTS_SOURCE, requested_by=by, requested_at=tools.now())
