"""Sources that officers mapped, as the database has them now."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from yuzhi.engines.reading.mapping import SheetMapping, told
from yuzhi.engines.reading.sources import Source
from yuzhi.records.datasets.models import MappedSource, MappingVersion

Make = Callable[[Sequence[SheetMapping]], Source]


def mapped_sources(make: Make) -> tuple[Source, ...]:
    """Every mapped source in the order in which they were made, retired ones too: old loads name them."""
    rows = MappingVersion.objects.order_by("source", "number").values_list("source", "pk", "made_at")
    retired = dict(MappedSource.objects.values_list("pk", "retired_at"))
    by_source: dict[int, list[tuple[int, datetime]]] = {}
    for source, version, made_at in rows:
        by_source.setdefault(source, []).append((version, made_at))
    return tuple(_made(make, tuple(made), retired.get(source) is not None) for source, made in sorted(by_source.items()))


def mapping_of(version: MappingVersion) -> SheetMapping:
    """The mapping that a version says, under the name of its source."""
    return replace(told(version.told), name=version.source.name)


def versions(name: str) -> list[SheetMapping]:
    """The versions of a mapped source, the oldest first; none where there is no such source."""
    return [mapping_of(one) for one in MappingVersion.objects.filter(source__name=name).select_related("source").order_by("number")]


@lru_cache(maxsize=512)
def _made(make: Make, saved: tuple[tuple[int, datetime], ...], retired: bool) -> Source:
    """A version never changes, so a source is made once for each set of versions, told apart by number and instant."""
    found = MappingVersion.objects.filter(pk__in=[pk for pk, _ in saved]).select_related("source").order_by("number")
    made = make([mapping_of(one) for one in found])
    return replace(made, retired=True, recognise=_nothing, nearly=None) if retired else made


def _nothing(_: object) -> bool:
    return False
