"""Officers' acts on their way to the lake: a source of its own, whose origin is the act's leaf."""

from collections.abc import Iterator

from yuzhi.engines.reading.records import Record
from yuzhi.engines.reading.sources import Context, Document, Outcome, Source
from yuzhi.kernel.errors import BadFile
from yuzhi.kernel.origin import FieldOrigin, Origin
from yuzhi.records.evidence.models import Leaf
from yuzhi.records.rights.models import CountyCorrection

_ACTS = ("county.corrected", "county.correction_reversed")
_ORIGINS = {
    name: FieldOrigin(f"facts/{name}", "act") for name in ("field", "value", "before", "reason", "actor")
}


def county_corrections() -> Iterator[Record]:
    """One record per right that was ever corrected: the correction that stands, or a withdrawal where none does."""
    by_right: dict[str, list[CountyCorrection]] = {}
    for made in CountyCorrection.objects.order_by("id"):
        by_right.setdefault(made.right_id, []).append(made)
    for key, made in by_right.items():
        standing = [one for one in made if one.reversed_at is None]
        shown = (standing or made)[-1]
        yield Record(
            table="corrections", key=key, record=f"county:{key}",
            values={
                "field": "county", "value": shown.after, "before": shown.before, "reason": shown.reason,
                "actor": shown.actor,
            },
            origin=_leaf_of(key), origins=_ORIGINS, withdrawn=not standing,
        )


def _leaf_of(key: str) -> Origin:
    leaf = Leaf.objects.filter(object_key=key, act__in=_ACTS).order_by("-id").first()
    return Origin(str(leaf.leaf_hash) if leaf else "", leaf.key if leaf else "")


def _recognises_nothing(_: object) -> bool:
    return False


def _reads_nothing(document: Document, _: Context) -> Iterator[Outcome]:
    raise BadFile(f"{document.name}：本平台的行为记录不从文件读取。")


SOURCE = Source(
    name="yuzhi.acts", zh="本平台的行为记录", en="acts on this platform", publisher="本平台", licence="内部",
    covers="更正、撤销更正", rank=0, version=1, recognise=_recognises_nothing, read=_reads_nothing,
    tables=("corrections",),
)
