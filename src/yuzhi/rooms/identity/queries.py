"""Every read of this room: bodies by key, the pairs to decide, and the decisions made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.db.models import QuerySet

from yuzhi.engines.matching import Mention, Score, compare, group, weights
from yuzhi.engines.matching.declared import Band
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import NotFound
from yuzhi.kernel.unplaced import word_of
from yuzhi.records.datasets import editions
from yuzhi.records.parties.models import Comparison, Identity, Party
from yuzhi.records.parties.naming import party_key
from yuzhi.rooms.identity.rules import Side

_KEPT: dict[str, tuple[int, dict[str, "Body"]]] = {}
# Bodies change with an edition only, so each process keeps the newest one's.


@dataclass(frozen=True, slots=True)
class Body:
    """A company or another body as the register or a list names it; `county` is a code, `place` its name."""

    key: str
    name: str
    code: str
    county: str
    place: str
    address: str
    records: int
    known: tuple[str, ...] = ()
    page: bool = True
    made_up: bool = False

    @property
    def side(self) -> Side:
        """What the rules ask of it."""
        return Side(self.key, self.name, self.code, self.records)

    @property
    def mention(self) -> Mention:
        """What the comparison asks of it."""
        return Mention(self.key, self.name, self.code, self.address, self.known, max(self.records, 1))


@dataclass(frozen=True, slots=True)
class Lead:
    """A pair that may be one: a score with its reasons."""

    left: Body
    right: Body
    score: Score

    @property
    def sides(self) -> tuple[Body, Body]:
        """Both, in the order in which they are shown."""
        return self.left, self.right

    @property
    def features(self) -> list[tuple[str, float]]:
        """The features by their names for people."""
        said = weights()
        return [(said.word(name), value) for name, value in self.score.features.items()]

    @property
    def reasons(self) -> list[str]:
        """What capped the score or settled it."""
        said = weights()
        return [said.word(name) for name in (*self.score.objections, *self.score.supports)]


def bodies(tools: Toolbox) -> dict[str, Body]:
    """Key → body: the parties that are no people, and users of indications that are known by name only."""
    number, home = _edition(), str(tools.home)
    if home not in _KEPT or _KEPT[home][0] != number:
        found = _bodies(tools)
        _KEPT.clear()
        _KEPT[home] = number, found
    return _KEPT[home][1]


def leads(tools: Toolbox) -> list[Lead]:
    """The pairs that nobody has decided, the surest first and those with more rights before others."""
    found, made = bodies(tools), comparison()
    pairs = kept_pairs(made) if made else compared(tools)
    decided = {frozenset(pair) for pair in Identity.objects.filter(reversed_at=None).values_list("left", "right")}
    return [
        Lead(found[left], found[right], score) for left, right, score in pairs
        if frozenset((left, right)) not in decided and left in found and right in found
    ]


def comparison() -> Comparison | None:
    """The newest comparison by today's weights: every process shows its pairs; None before the worker has made one."""
    return Comparison.objects.filter(weights=weights().version).order_by("-edition").first()


def behind() -> bool:
    """Whether a newer edition than the compared one is published: the worker has yet to compare it."""
    made = comparison()
    return made is not None and made.edition < _edition()


def kept_pairs(made: Comparison) -> list[tuple[str, str, Score]]:
    """The pairs of a comparison, in the order in which they are asked."""
    return [
        (one.left, one.right, Score(one.score, cast(Band, one.band), one.features, tuple(one.objections), tuple(one.supports), one.relation))
        for one in made.pairs.all()
    ]


def compared(tools: Toolbox) -> list[tuple[str, str, Score]]:
    """The pairs of the newest edition that may be one, worked out now: seconds for ten thousand names."""
    return _pairs(list(bodies(tools).values()))


def lead(left: str, right: str, tools: Toolbox) -> Lead:
    """The pair of these two, whatever its score.

    Raises: NotFound for a key that no body has.
    """
    found = bodies(tools)
    if missing := [key for key in (left, right) if key not in found]:
        raise NotFound(f"没有找到主体“{'、'.join(missing)}”，没有判定。可能来源已更新，请回到待核清单重新打开。")
    one, two = found[left], found[right]
    return Lead(one, two, compare(one.mention, two.mention, weights()))


def decisions(*, standing: bool = False) -> QuerySet[Identity]:
    """All decisions, the newest first; with `standing` the merges that stand."""
    if standing:
        return Identity.objects.filter(reversed_at=None, verdict=Identity.Verdict.SAME)
    return Identity.objects.all()


def _edition() -> int:
    edition = editions.current()
    return edition.number if edition else 0


def _pairs(listed: Sequence[Body]) -> list[tuple[str, str, Score]]:
    grouped = group([one.mention for one in listed])
    records = {one.key: one.records for one in listed}
    pairs = [(pair.left, pair.right, pair.score) for pair in grouped.pairs if pair.score.band != "different"]
    return sorted(pairs, key=lambda one: (-one[2].score, -records[one[0]] - records[one[1]], one[0], one[1]))


def _bodies(tools: Toolbox) -> dict[str, Body]:
    snapshot = editions.newest(tools.lake)
    former: Mapping[str, Sequence[str]] = {
        row["key"]: row["former_names"] for row in snapshot.rows(
            f"select key, former_names from {snapshot.current('companies')} where len(former_names) > 0"
        )
    }
    places = {"": "", **{area.code: area.zh for area in (*tools.areas.counties, tools.areas.city)}}
    found = {
        one.key: Body(
            one.key, one.name, one.code, one.county, places.get(one.county, word_of(one.county, tools.areas)), one.address,
            one.right_count, tuple(former.get(one.key, ())), made_up=one.made_up,
        )
        for one in Party.objects.filter(person=False)
    }
    users = snapshot.rows(
        "select regexp_replace(key, '^cn/giu/[^/]+/', '') as name, coalesce(county, '') as county, count(*) as records, "
        f"bool_or(made_up) as made_up from {snapshot.current('indication_users')} where coalesce(user_code, '') = '' group by all"
    )
    for row in users:
        key = party_key(row["name"], "", row["county"])
        if key not in found:
            place = places.get(row["county"], word_of(row["county"], tools.areas))
            found[key] = Body(key, row["name"], "", row["county"], place, "", row["records"], page=False, made_up=row["made_up"])
    return found
