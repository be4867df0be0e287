"""What the background worker does for this room: the parties of a new edition are compared, once for all processes."""

from django.db import transaction

from yuzhi.engines.matching import weights
from yuzhi.engines.toolbox import Toolbox
from yuzhi.records.datasets import editions
from yuzhi.records.parties.models import Comparison, Likeness
from yuzhi.rooms.identity.queries import compared

_BATCH = 500


def step(tools: Toolbox) -> bool:
    """Whether the newest edition was compared now; a kill leaves the earlier comparison as it was."""
    edition, said = editions.current(), weights().version
    if edition is None or Comparison.objects.filter(edition=edition.number, weights=said).exists():
        return False
    pairs = compared(tools)
    with transaction.atomic():
        Comparison.objects.all().delete()
        made = Comparison.objects.create(edition=edition.number, weights=said, made_at=tools.now())
        Likeness.objects.bulk_create([
            Likeness(
                comparison=made, place=place, left=left, right=right, score=score.score, band=score.band,
                features=dict(score.features), objections=list(score.objections), supports=list(score.supports), relation=score.relation,
            )
            for place, (left, right, score) in enumerate(pairs)
        ], _BATCH)
    return True
