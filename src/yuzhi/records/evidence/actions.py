"""Writes of the evidence log: an act is witnessed, leaves get their numbers, facts are erased."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from yuzhi.kernel.errors import Refused
from yuzhi.records.evidence.acts import checked_act
from yuzhi.records.evidence.leaves import SALT_BYTES, canonical, facts_digest, leaf_body, leaf_hash
from yuzhi.records.evidence.models import Fact, Leaf, Numbering

BATCH = 2_000


def witness(act: str, object_key: str, *, by: str, facts: Mapping[str, object], at: datetime) -> Leaf:
    """The act has left one leaf, which becomes true with the caller's transaction and gets its number after it.

    `by` is the actor's key (`account/<uuid>`, `operator/<name>`), never a person's name: a leaf stays for ever.
    Raises: Refused outside a transaction; BadValue for an unknown act, an empty key or facts that JSON cannot carry.
    """
    checked_act(act)
    if not connection.in_atomic_block:
        raise Refused(f"“{act}”没有存证：存证必须和它所证明的改动在同一个数据库事务里。")
    plain, salt = canonical(facts), secrets.token_bytes(SALT_BYTES)
    body = leaf_body(act, object_key, by, at, facts_digest(salt, plain))
    leaf = Leaf(body=body, leaf_hash=leaf_hash(body), act=act, object_key=object_key, actor_key=by, at=at)
    leaf.save()
    Fact.objects.create(leaf=leaf, salt=salt, facts=plain)
    # Robust: the act is committed by then, so a busy sequencer must not turn it into an error;
    # whoever sequences next gives the number.
    transaction.on_commit(sequence_leaves, robust=True)
    return leaf


def sequence_leaves() -> int:
    """Every committed leaf has its number, without gaps; the result is how many got theirs now.

    Any number of processes may call this at once or die in it: the first statement locks the one row of
    Numbering (a row lock on PostgreSQL, the write lock on SQLite), and numbers appear all together or not at all.
    """
    if not Leaf.objects.filter(number__isnull=True).exists():
        return 0
    with transaction.atomic():
        last = _locked_last()
        waiting = list(Leaf.objects.filter(number__isnull=True).order_by("id").values_list("id", flat=True))
        given = [(number, leaf) for number, leaf in enumerate(waiting, start=last + 1)]
        with connection.cursor() as cursor:
            for start in range(0, len(given), BATCH):
                cursor.executemany(
                    "UPDATE evidence_leaf SET number = %s WHERE id = %s AND number IS NULL",
                    given[start : start + BATCH],
                )
        Numbering.objects.filter(pk=1).update(last=last + len(given))
    return len(given)


@transaction.atomic
def erase_facts(leaf: Leaf, *, by: str, reason: str, at: datetime) -> Leaf:
    """The facts and the salt of a leaf are gone for good; the leaf stays, and a new leaf says who and why.

    Raises: Refused when the facts were erased before.
    """
    erased, _ = Fact.objects.filter(leaf=leaf).delete()
    if not erased:
        raise Refused(f"存证 {leaf.key} 的事实此前已经清除，没有再次清除。")
    return witness("facts.erased", leaf.key, by=by, facts={"reason": reason}, at=at)


def _locked_last() -> int:
    """The last number given; other sequencers wait until this transaction ends."""
    rows = Numbering.objects.filter(pk=1)
    if not rows.update(last=F("last")):
        Numbering.objects.get_or_create(pk=1)
        rows.update(last=F("last"))
    return rows.values_list("last", flat=True).get()
