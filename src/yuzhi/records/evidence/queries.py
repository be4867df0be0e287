"""Reads of the evidence log: in order from a cursor, about one object, and whether everything still agrees."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.db.models import QuerySet

from yuzhi.kernel.errors import NotFound
from yuzhi.records.evidence.acts import ACTS
from yuzhi.records.evidence.leaves import canonical, facts_digest, instant, leaf_hash
from yuzhi.records.evidence.models import Fact, Leaf, Numbering

FactsState = Literal["match", "erased", "mismatch"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the whole log found: leaves with a number, leaves that wait, and every fault in a sentence."""

    numbered: int
    waiting: int
    faults: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """True when nothing is wrong; leaves that wait for their number are not wrong."""
        return not self.faults


def after(cursor: int, limit: int = 1_000) -> list[Leaf]:
    """Numbered leaves behind the cursor, in order; begin with 0 and go on with the number of the last one read."""
    return list(Leaf.objects.filter(number__gt=cursor).order_by("number")[:limit])


def last_number() -> int:
    """The number of the newest numbered leaf, 0 before the first: the size of the tree."""
    return Numbering.objects.filter(pk=1).values_list("last", flat=True).first() or 0


def about(object_key: str) -> QuerySet[Leaf]:
    """The acts about one object, oldest first, numbered or not."""
    return Leaf.objects.filter(object_key=object_key).order_by("id")


def leaf_named(written: str) -> Leaf:
    """The leaf that a person names: by its number, its hash, or its key.

    Raises: NotFound.
    """
    name = written.strip().removeprefix("leaf/").removeprefix("№").strip()
    found = None
    if name.isascii() and name.isdigit() and len(name) < 19:
        found = Leaf.objects.filter(number=int(name)).first()
    elif len(name) == 64 and all(char in "0123456789abcdef" for char in name.lower()):
        found = Leaf.objects.filter(leaf_hash=bytes.fromhex(name)).first()
    if found is None:
        raise NotFound(f"没有存证“{written.strip()[:80]}”。请写存证的序号（如 17），或 64 位十六进制的叶哈希。")
    return found


def body_of(leaf: Leaf) -> bytes:
    """The leaf's body as it stands in the log; SQLite gives back what was put in, other databases bytes."""
    return leaf.body.encode() if isinstance(leaf.body, str) else bytes(leaf.body)


def facts_of(leaf: Leaf) -> dict[str, object] | None:
    """The facts behind a leaf, None when they are no longer there."""
    fact = Fact.objects.filter(leaf=leaf).first()
    return None if fact is None else json.loads(bytes(fact.facts))


def verify_facts(leaf: Leaf) -> FactsState:
    """Whether the stored facts are those of the leaf.

    `erased` needs the act that erased them: facts that vanished without one are a mismatch.
    """
    fact = Fact.objects.filter(leaf=leaf).first()
    if fact is None:
        return "erased" if Leaf.objects.filter(act="facts.erased", object_key=leaf.key).exists() else "mismatch"
    stated = json.loads(bytes(leaf.body))["facts"]
    return "match" if facts_digest(bytes(fact.salt), bytes(fact.facts)) == stated else "mismatch"


def verify_leaves() -> Verdict:
    """Every hash recomputed, every column compared with its body, and the numbers counted through without a gap."""
    faults: list[str] = []
    expected = 0
    for leaf in Leaf.objects.filter(number__isnull=False).order_by("number").iterator(chunk_size=2_000):
        number = leaf.number or 0
        if number != expected + 1:
            faults.append(f"序号不连续：应为 {expected + 1}，实为 {number}。")
        expected = number
        faults.extend(_faults_of(leaf))
    if expected != last_number():
        faults.append(f"最后一个序号应为 {last_number()}，实为 {expected}：末尾的存证缺失。")
    waiting = 0
    for leaf in Leaf.objects.filter(number__isnull=True).order_by("id").iterator(chunk_size=2_000):
        waiting += 1
        faults.extend(_faults_of(leaf))
    return Verdict(Leaf.objects.filter(number__isnull=False).count(), waiting, tuple(faults))


def _faults_of(leaf: Leaf) -> Iterator[str]:
    place = f"存证 {leaf.number or f'（未编号，id {leaf.pk}）'}"
    body = body_of(leaf)
    if leaf_hash(body) != leaf.leaf_hash:
        yield f"{place}：正文与哈希不符。"
    try:
        said = json.loads(body)
        well_written = isinstance(said, dict) and canonical(said) == body
    except ValueError:
        well_written = False
    if not well_written:
        yield f"{place}：正文不是规范 JSON。"
        return
    columns = {"act": leaf.act, "object": leaf.object_key, "actor": leaf.actor_key, "time": instant(leaf.at)}
    for name, value in columns.items():
        if said.get(name) != value:
            yield f"{place}：{name} 一列是“{value}”，正文是“{said.get(name)}”。"
    if leaf.act not in ACTS:
        yield f"{place}：事项“{leaf.act}”不在清单中。"
