"""What the platform holds, and up to which day."""

from django.db.models import Max, Sum

from yuzhi.engines.toolbox import Toolbox
from yuzhi.records.datasets import editions
from yuzhi.records.datasets.models import Load
from yuzhi.records.datasets.shapes import Coverage, SourceCoverage

_OWN = {"yuzhi.acts": "本平台的行为记录"}


def coverage(tools: Toolbox) -> Coverage:
    """What is held now, by source, with the last good load."""
    edition = editions.current()
    rows = (
        Load.objects.filter(state__in=(Load.State.PUBLISHED, Load.State.UNCHANGED))
        .values("source").annotate(to=Max("covered_to"), last=Max("finished_at"), records=Sum("added"))
        .order_by("source")
    )
    return Coverage(
        edition=edition.number if edition else None, published_at=edition.published_at if edition else None,
        covered_to=max((row["to"] for row in rows if row["to"]), default=None),
        sources=[
            SourceCoverage(
                source=row["source"], label=source_label(row["source"], tools), covered_to=row["to"],
                last_load=row["last"], records=row["records"],
            )
            for row in rows
        ],
    )


def source_label(name: str, tools: Toolbox) -> str:
    """What people call a source; its name where no pack declares it."""
    source = tools.source(name)
    return source.zh if source else _OWN.get(name, name)


def sample() -> bool:
    """Whether the city is made up: only then stamps may come from the demonstration's authority."""
    return Load.objects.filter(made_up=True, state=Load.State.PUBLISHED).exists()
