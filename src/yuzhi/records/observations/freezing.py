"""Closing figures of plans that an act has frozen: reading them as a viewer may, and checking that nothing changed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yuzhi.engines.indicators.declared import Indicator, Plan
from yuzhi.engines.indicators.disclosure import told_day
from yuzhi.engines.indicators.freezing import Finding, checked, contributions
from yuzhi.engines.indicators.observations import Contribution
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import NotFound
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.permissions import Viewer, may
from yuzhi.records.accounts.things import Thing
from yuzhi.records.evidence.models import Leaf
from yuzhi.records.evidence.queries import facts_of, verify_facts
from yuzhi.records.observations.disclosing import MONEY
from yuzhi.records.observations.figure import Figure
from yuzhi.records.observations.models import Freezing, FrozenObservation

MONTH_END = "金额只公布到月末，末日不是月末的不公开。"


@dataclass(frozen=True, slots=True)
class Closed:
    """The frozen figures of one freezing as one viewer may see them."""

    freezing: Freezing
    rows: Mapping[tuple[str, date, str], FrozenObservation]
    viewer: Viewer | Operator | None

    def at(self, indicator: Indicator, on: date, area: str) -> Figure | None:
        """The frozen figure; None where this indicator was not frozen for that day and area."""
        row = self.rows.get((indicator.name, on, area))
        if row is None:
            return None
        if hidden := self._hidden(indicator, row):
            return Figure(indicator, area, on, None, hidden)
        return Figure(indicator, area, on, indicator.measure.rounded(row.value) if row.value is not None else None, row.reason)

    def row(self, name: str, on: date, area: str) -> FrozenObservation:
        """The frozen row itself. Raises: NotFound."""
        if (name, on, area) not in self.rows:
            raise NotFound(f"“{self.freezing.plan}”没有冻结指标 {name} 在这一地区的数。请从规划期的页面进入。")
        return self.rows[name, on, area]

    def _hidden(self, indicator: Indicator, row: FrozenObservation) -> str:
        """Why this viewer is not told a sum of money; blank for what everyone is told."""
        if indicator.unit != MONEY or isinstance(self.viewer, Operator):
            return ""
        if may(self.viewer, "read", Thing("deal", row.area)).allowed:
            return ""
        return row.withheld or (MONTH_END if told_day(row.as_of) != row.as_of else "")


def freezings(plan: str) -> list[Freezing]:
    """Every freezing of a plan, the newest first: the first of them is the one that counts."""
    return list(Freezing.objects.filter(plan=plan).order_by("-number"))


def closed(plan: Plan, viewer: Viewer | Operator | None, number: int | None = None) -> Closed | None:
    """The frozen figures that count, or those of an earlier freezing; None where the plan is not frozen.

    Raises: NotFound for a number that no freezing has.
    """
    made = freezings(plan.name)
    if number is not None:
        made = [one for one in made if one.number == number]
        if not made:
            raise NotFound(f"“{plan.name}”没有第 {number} 次冻结。请从规划期的页面进入。")
    if not made:
        return None
    rows = FrozenObservation.objects.filter(freezing=made[0])
    return Closed(made[0], {(one.indicator, one.as_of, one.area): one for one in rows}, viewer)


def listed(row: FrozenObservation, tools: Toolbox) -> list[Contribution]:
    """The records behind a frozen figure, as they were frozen; those of the whole city for the city.

    Raises: NotFound where the archive has lost the list.
    """
    held = contributions(tools.archive.path(row.records).read_bytes()) if row.records else []
    return held if row.area == tools.areas.city.code else [one for one in held if row.area in one.areas]


def verified(freezing: Freezing, tools: Toolbox) -> list[Finding]:
    """What a check of one freezing finds: leaf, document, rows of the database, and each indicator added up again."""
    found = [_leaf(freezing)]
    if freezing.document not in tools.archive:
        return [*found, Finding("document", "absent", f"档案里没有冻结文件（SHA-256 {freezing.document[:12]}…）。")]
    document = tools.archive.path(freezing.document).read_bytes()
    if not tools.archive.sound(freezing.document):
        return [*found, Finding("document", "mismatch", "冻结文件的字节与当时存证的 SHA-256 不同。")]
    found.append(Finding("document", "match", f"冻结文件与存证的 SHA-256 相同（{freezing.document[:12]}…）。"))
    return [*found, _rows(freezing, document), *checked(document, lambda digest: _held(digest, tools))]


def worst(found: Sequence[Finding]) -> str:
    """mismatch where anything does not match, else absent where anything is lost, else match."""
    return min((one.verdict for one in found), key=("mismatch", "absent", "match").index, default="absent")


def _leaf(freezing: Freezing) -> Finding:
    leaf = Leaf.objects.filter(leaf_hash=bytes.fromhex(freezing.leaf)).first()
    if leaf is None:
        return Finding("leaf", "absent", f"存证日志里没有叶 {freezing.leaf[:12]}…。")
    if (state := verify_facts(leaf)) == "erased":
        return Finding("leaf", "absent", "存证叶在，但它的事实已被清除，不能核对。")
    facts = facts_of(leaf)
    said = {"document": freezing.document, "edition": freezing.edition, "as_of": freezing.as_of.isoformat(), "plan": freezing.plan}
    if state != "match" or any(facts.get(name) != value for name, value in said.items()):
        return Finding("leaf", "mismatch", "存证叶的事实与这次冻结的登记不同。")
    return Finding("leaf", "match", f"与存证叶 {freezing.leaf[:12]}… 一致（序号 {leaf.number or '未编'}）。")


def _rows(freezing: Freezing, document: bytes) -> Finding:
    """The database repeats the document, so that pages can ask: a changed row shows here."""
    told = {
        (one["indicator"], one["as_of"], one["area"]): (None if one["value"] is None else Decimal(one["value"]), one["reason"], one["records"])
        for one in json.loads(document)["figures"]
    }
    kept = {
        (one.indicator, one.as_of.isoformat(), one.area): (one.value, one.reason, one.many)
        for one in FrozenObservation.objects.filter(freezing=freezing)
    }
    if wrong := sorted(key for key in told.keys() | kept.keys() if told.get(key) != kept.get(key)):
        name, on, area = wrong[0]
        return Finding("rows", "mismatch", f"数据库里的数与冻结文件有 {len(wrong)} 处不同，如 {name}@{on} {area or '未分县'}。")
    return Finding("rows", "match", f"数据库里的 {len(kept)} 个数与冻结文件相同。")


def _held(digest: str, tools: Toolbox) -> bytes | None:
    return tools.archive.path(digest).read_bytes() if digest in tools.archive else None
