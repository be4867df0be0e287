"""Officers' acts on their way to the lake: a source of its own, whose origin is the act's leaf."""

from collections.abc import Iterator

from yuzhi.engines.reading.records import Record
from yuzhi.engines.reading.sources import Context, Document, Outcome, Source
from yuzhi.kernel.errors import BadFile
from yuzhi.kernel.origin import FieldOrigin, Origin
from yuzhi.records.evidence.models import Leaf
from yuzhi.records.parties.identities import standing_merges
from yuzhi.records.parties.models import Identity
from yuzhi.records.rights.models import CountyCorrection

_ACTS = ("county.corrected", "county.correction_reversed")
_MERGES = ("party.merged", "party.decision_reversed")
_MERGED = {
    name: FieldOrigin(f"facts/{name}", "act")
    for name in ("firm", "into_firm", "name", "into_name", "in_county", "reason", "actor")
}
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


def identities() -> Iterator[Record]:
    """One record per party that was ever merged: the party that it is counted as, or a withdrawal where no merge stands."""
    by_party: dict[str, list[Identity]] = {}
    for made in Identity.objects.filter(verdict=Identity.Verdict.SAME).order_by("id"):
        by_party.setdefault(made.right, []).append(made)
    standing = {made.right: made for made in standing_merges()}
    for key, made in by_party.items():
        shown, last = standing.get(key, made[-1]), standing.get(key, made[-1])
        while last.left in standing:      # merged again: counted as the last of the row; actions make no ring
            last = standing[last.left]
        yield Record(
            table="identities", key=key, record=f"identity:{key}",
            values={
                "firm": shown.right_code or shown.right_name, "into_firm": last.left_code or last.left_name, "name": shown.right_name,
                "into_name": last.left_name, "in_county": shown.right_county, "reason": shown.reason, "actor": shown.actor,
            },
            origin=_leaf_of(f"identity/{shown.pk}", _MERGES), origins=_MERGED, withdrawn=key not in standing,
        )


def _leaf_of(key: str, acts: tuple[str, ...] = _ACTS) -> Origin:
    leaf = Leaf.objects.filter(object_key=key, act__in=acts).order_by("-id").first()
    return Origin(leaf.hash_hex if leaf else "", leaf.key if leaf else "")


def _recognises_nothing(_: object) -> bool:
    return False


def _reads_nothing(document: Document, _: Context) -> Iterator[Outcome]:
    raise BadFile(f"{document.name}：本平台的行为记录不从文件读取。")


SOURCE = Source(
    name="yuzhi.acts", zh="本平台的行为记录", en="acts on this platform", publisher="本平台", licence="内部",
    covers="更正、归并和它们的撤销", rank=0, version=1, recognise=_recognises_nothing, read=_reads_nothing,
    tables=("corrections", "identities"),
)
