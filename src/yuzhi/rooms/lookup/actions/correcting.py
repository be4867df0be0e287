"""An officer corrects what the city decided by itself: the county of a right."""

from django.db import transaction

from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import Refused
from yuzhi.records.datasets.models import Load
from yuzhi.records.evidence.actions import witness
from yuzhi.records.rights.models import CountyCorrection, Right

ACTS_SOURCE = "yuzhi.acts"


@transaction.atomic
def correct_county(right: Right, county: str, reason: str, *, by: str, tools: Toolbox) -> CountyCorrection:
    """The right stands in another county, with the reason; figures follow with the next edition.

    Raises: BadValue for a code of no county, Refused where nothing would change or no reason is given.
    """
    area = tools.areas.by_code(county)
    if area.code == right.county:
        raise Refused(f"该权利已认定在{area.zh}，没有改变。")
    if not reason.strip():
        raise Refused("没有填写更正理由，未保存。请写明依据，以便日后核对。")
    now = tools.now()
    made = CountyCorrection.objects.create(
        right=right, before=right.county, after=area.code, reason=reason, actor=by, made_at=now
    )
    right.county, right.county_reason = area.code, f"人工更正：{reason}"[:300]
    right.save(update_fields=["county", "county_reason"])
    _tell_the_lake(by, tools)
    facts = {"before": made.before, "after": made.after, "reason": reason, "correction": made.pk}
    witness("county.corrected", right.key, by=by, facts=facts, at=now)
    return made


@transaction.atomic
def reverse_correction(made: CountyCorrection, reason: str, *, by: str, tools: Toolbox) -> CountyCorrection:
    """The correction is taken back: the right stands where it stood before; both acts stay on record.

    Raises: Refused where it was reversed already, a later one stands, or no reason is given.
    """
    if made.reversed_at is not None:
        raise Refused("这项更正已经撤销，没有再次撤销。")
    if CountyCorrection.objects.filter(right=made.right, id__gt=made.pk, reversed_at=None).exists():
        raise Refused("此后还有一项更正有效，未撤销。请先撤销较晚的一项。")
    if not reason.strip():
        raise Refused("没有填写撤销理由，未保存。请写明依据，以便日后核对。")
    now = tools.now()
    made.reversed_at, made.reversed_by, made.reverse_reason = now, by, reason
    made.save(update_fields=["reversed_at", "reversed_by", "reverse_reason"])
    made.right.county, made.right.county_reason = made.before, f"更正已撤销：{reason}"[:300]
    made.right.save(update_fields=["county", "county_reason"])
    _tell_the_lake(by, tools)
    facts = {"correction": made.pk, "restored": made.before, "reason": reason}
    witness("county.correction_reversed", made.right.key, by=by, facts=facts, at=now)
    return made


def _tell_the_lake(by: str, tools: Toolbox) -> None:
    """Queues the load that carries officers' acts to the lake; one waiting load carries all acts made so far."""
    if not Load.objects.filter(source=ACTS_SOURCE, state=Load.State.QUEUED).exists():
        Load.objects.create(source=ACTS_SOURCE, requested_by=by, requested_at=tools.now())
