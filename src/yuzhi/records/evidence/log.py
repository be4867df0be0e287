"""Leaves on their way into the transparency log: what has a number is integrated, signed, witnessed and stamped.

The database sequences (a leaf's number is its place), the log integrates; so an act never waits for the log.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from yuzhi.engines.toolbox import Toolbox
from yuzhi.engines.translog.asking import Answered, cosigned
from yuzhi.engines.translog.checkpoints import Checkpoint, read_checkpoint
from yuzhi.engines.translog.city_log import KEYS, WITNESSED, CityLog
from yuzhi.engines.translog.errors import BadProof
from yuzhi.engines.translog.hashing import leaf_hash
from yuzhi.engines.translog.notes import Note
from yuzhi.engines.translog.policy import Known, Policy
from yuzhi.engines.translog.proof_files import check_checkpoint
from yuzhi.engines.translog.stamping import checked_chain, stamp_again
from yuzhi.engines.translog.stamps import Stamp
from yuzhi.kernel.errors import NotFound, Refused
from yuzhi.records.evidence.actions import sequence_leaves
from yuzhi.records.evidence.models import Leaf
from yuzhi.records.evidence.queries import last_number

ANSWERS = ".state/answers.json"
_PORTION = 2_000


class NumberedLeaves:
    """The city's leaves as entries of a log: number n stands at place n - 1, its body is the entry."""

    def size(self) -> int:
        """The highest number given."""
        return last_number()

    def entries(self, start: int, end: int) -> Iterator[bytes]:
        """Bodies of the leaves from place `start` to before `end`.

        Raises: Refused where a number is missing: then nothing may be signed.
        """
        expected = start + 1
        numbered = Leaf.objects.filter(number__gt=start, number__lte=end).order_by("number")
        for leaf in numbered.values_list("number", "body").iterator(chunk_size=_PORTION):
            number, body = leaf
            if number != expected:
                raise Refused(f"存证库缺第 {expected} 号，日志没有再签。请保全现场并联系安全管理员。")
            expected += 1
            yield body.encode() if isinstance(body, str) else bytes(body)      # SQLite keeps what is put in
        if expected <= end:
            raise Refused(f"存证库缺第 {expected} 号，日志没有再签。请保全现场并联系安全管理员。")


@dataclass(frozen=True, slots=True)
class LogState:
    """Where the log stands: its head, who has co-signed it, what waits, and its newest time-stamp.

    `since` is the size of the newest checkpoint that enough witnesses have seen, None where there is none.
    """

    checkpoint: Checkpoint
    keys: tuple[str, ...]
    waiting: int
    witnesses: tuple["WitnessState", ...]
    enough: bool
    since: int | None
    stamp: Stamp | None
    stamped: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class WitnessState:
    """One witness: when it co-signed the newest checkpoint, or why it has not."""

    name: str
    at: datetime | None
    reason: str = ""
    alarm: bool = False


def integrate(tools: Toolbox) -> Checkpoint:
    """All leaves that are committed now are in a signed checkpoint; the log is begun where it was not.

    Raises: Forked, LogDamaged, Refused: then nothing was signed.
    """
    city = tools.log
    if not city.begun:
        with suppress(Refused):      # another process has begun it meanwhile
            city.begin()
    sequence_leaves()
    log = city.opened()
    checkpoint = log.integrate(NumberedLeaves())
    if not (city.folder / KEYS).exists():
        log.put(KEYS, ("\n".join(city.vkeys()) + "\n").encode())
    return checkpoint


def ask_witnesses(tools: Toolbox) -> list[Answered]:
    """What each witness that has not co-signed the newest checkpoint answers now; its co-signature is published."""
    city, log = tools.log, tools.log.opened()
    head = log.head()
    if head is None:
        return []
    checkpoint, note = head
    missing = _missing(city, note)
    if not missing:
        return []
    answers = cosigned(missing, checkpoint, note, log.tree(checkpoint.size))
    grown = log.add_signatures(checkpoint, [mark for one in answers for mark in one.signatures])
    told = {one.name: {"reason": one.reason, "alarm": one.alarm} for one in answers if one.reason}
    log.put(ANSWERS, json.dumps(told, ensure_ascii=False).encode())
    if grown is not None and _enough(city, grown):
        log.put(WITNESSED, grown.written)
    return answers


def stamp(tools: Toolbox, *, made_up: bool) -> int | None:
    """The size of the newest checkpoint, which has a time-stamp now; None where no authority is known.

    Raises: Refused where the authority does not answer, BadProof where its answer does not hold.
    """
    city, log = tools.log, tools.log.opened()
    given, head = city.authority(tools.now(), made_up=made_up), log.head()
    if given is None or head is None:
        return None
    note = city.witnessed() or head[1]
    size = read_checkpoint(note.text).size
    if size not in city.stamped():
        token = stamp_again(note.written, [], *given, now=tools.now() + SKEW)
        log.put(f"stamps/{size}/checkpoint", note.written)
        log.put(f"stamps/{size}/1.tsr", token)
    return size


def stamp_aged(tools: Toolbox, *, made_up: bool, all_of_them: bool = False) -> list[int]:
    """Sizes of the checkpoints that were stamped once more, because the certificate of their last stamp ends soon."""
    city, log, done = tools.log, tools.log.opened(), []
    given = city.authority(tools.now(), made_up=made_up)
    if given is None:
        return []
    for size in city.stamped():
        thing, tokens = city.stamps(size)
        last = checked_chain(thing, tokens, given[1], now=tools.now() + SKEW)[-1]
        if all_of_them or last.ageing(tools.now()):
            token = stamp_again(thing, tokens, *given, now=tools.now() + SKEW)
            log.put(f"stamps/{size}/{len(tokens) + 1}.tsr", token)
            done.append(size)
    return done


SKEW = timedelta(minutes=5)
"""An authority's clock may be so far ahead of ours."""


def state(tools: Toolbox, *, made_up: bool) -> LogState:
    """Where the log stands now.

    Raises: NotFound before the first checkpoint.
    """
    city = tools.log
    head = city.opened().head()
    if head is None:
        raise NotFound("日志还没有检查点。请先启动 yuzhi serve，或运行 yuzhi log integrate。")
    checkpoint, note = head
    witnessed, newest = city.witnessed(), city.stamped()[:1]
    told, trust = _last_answers(city), city.trust(made_up=made_up)
    found: Stamp | None = None
    wrong = ""
    if newest and trust:
        try:
            found = checked_chain(*city.stamps(newest[0]), trust, now=tools.now() + SKEW)[-1]
        except BadProof as fault:
            wrong = fault.sentence
    seen = dict(check_checkpoint(note, _any(city))[1])
    return LogState(
        checkpoint, tuple(city.vkeys()), last_number() - checkpoint.size,
        tuple(
            WitnessState(known.name, seen.get(known.name), *(told.get(known.name, ("", False)) if known.name not in seen else ()))
            for known in city.policy().witnesses
        ),
        _enough(city, note), read_checkpoint(witnessed.text).size if witnessed else None,
        found, newest[0] if newest else None, wrong,
    )


def compared(tools: Toolbox) -> tuple[int, list[str]]:
    """How many leaves of the signed log were compared with the database, and every difference in a sentence.

    All are compared, by their hashes; and the tiles' root with the signed one.
    """
    head = tools.log.opened().head() if tools.log.begun else None
    if head is None:
        return 0, []
    checkpoint, faults = head[0], []
    tree = tools.log.opened().tree(checkpoint.size)
    if tree.root() != checkpoint.root:
        faults.append(f"日志的哈希文件与第 {checkpoint.size} 条时签名的根不符。")
    place = 0
    for place, body in enumerate(NumberedLeaves().entries(0, checkpoint.size), 1):
        if tree.leaf(place - 1) != leaf_hash(body):
            faults.append(f"存证 {place} 与日志里的不同。")
    return place, faults


def keep_up(tools: Toolbox, *, ask_again: bool) -> bool:
    """One round of the background worker: leaves that wait are integrated and witnessed; True where there were any.

    Witnesses that were away are asked again where that is wanted.
    """
    city = tools.log
    head = city.opened().head() if city.begun else None
    waiting = head is None or last_number() > head[0].size or Leaf.objects.filter(number__isnull=True).exists()
    if waiting:
        integrate(tools)
    if waiting or (ask_again and head is not None and _missing(city, head[1])):
        ask_witnesses(tools)
    return waiting


def witnesses_of(tools: Toolbox, note: Note) -> list[tuple[str, datetime]]:
    """Who has co-signed the checkpoint of a note, and when."""
    return list(check_checkpoint(note, _any(tools.log))[1])


def _missing(city: CityLog, note: Note) -> list[Known]:
    """Witnesses that have not co-signed."""
    witnesses = city.policy().witnesses
    signed = note.signed_by([one.verifier for one in witnesses])
    return [known for known in witnesses if known.verifier not in signed]


def _any(city: CityLog) -> Policy:
    policy = city.policy()
    return Policy(policy.logs, policy.witnesses, policy.groups, "none")


def _enough(city: CityLog, note: Note) -> bool:
    try:
        check_checkpoint(note, city.policy())
    except BadProof:
        return False
    return True


def _last_answers(city: CityLog) -> dict[str, tuple[str, bool]]:
    try:
        told = json.loads((city.folder / ANSWERS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return {name: (one["reason"], one["alarm"]) for name, one in told.items()}
