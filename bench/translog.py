"""How fast a log takes in entries durably, how soon they are signed, and how long proofs take at ten million leaves.

Run `python bench/translog.py [ENTRIES] [LEAVES]`; prints one JSON object. One process appends batches, another
integrates beside it; pymerkle's SqliteTree takes the same entries in the same run. The bars: 20,000 durable appends
per second with 99 of 100 entries signed within a second, and 99 of 100 proofs within a millisecond.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pymerkle
from machine import machine

from yuzhi.engines.translog.hashing import leaf_hash
from yuzhi.engines.translog.journal import Journal
from yuzhi.engines.translog.keys import Ed25519Signer
from yuzhi.engines.translog.log import Log
from yuzhi.engines.translog.proving import check_inclusion

APPENDS, SIGNED_WITHIN, PROOF_WITHIN = 20_000, 1.0, 0.001
BATCH, ENTRY, PEER, PACE = 1_000, 250, 2_000, 22_000
"""Units: entries in a batch, bytes in an entry, entries for the peer, entries a second."""
KEY = Ed25519Signer("bench.example/log", bytes(32))


def integrate_until(folder: Path, size: int) -> None:
    """The second process: signs whatever has its place, and tells when which size was signed."""
    journal, log = Journal(folder / "sequence"), Log(folder / "log", [KEY])
    signed = 0
    while signed < size:
        began = time.time()
        newest = log.integrate(journal).size
        if newest > signed:
            print(json.dumps([time.time(), newest, time.time() - began]), flush=True)
            signed = newest
            journal.forget(signed)
        else:
            time.sleep(0.01)


def appended(folder: Path, count: int, pace: float = 0.0) -> dict[str, float]:
    """Rate of durable appends while another process integrates; how long entries waited to be signed.

    As fast as the disk allows, or at a steady pace of so many entries a second.
    """
    journal = Journal(folder / "sequence")
    mine, theirs = time.process_time(), _children()
    words = [sys.executable, __file__, "--integrate", str(folder), str(count)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as integrating:
        time.sleep(1)
        began, promised = time.perf_counter(), []
        for start in range(0, count, BATCH):
            if pace and (early := began + start / pace - time.perf_counter()) > 0:
                time.sleep(early)
            journal.append([f"{place:020d}".encode().ljust(ENTRY, b".") for place in range(start, start + BATCH)])
            promised.append(time.time())
        spent = time.perf_counter() - began
        signed = [json.loads(line) for line in integrating.stdout or ()]
        whole = time.perf_counter() - began
    cpu = time.process_time() - mine + _children() - theirs      # with the start of the second process
    waits = []
    for number, at in enumerate(promised):
        waits.append(next(then for then, size, _ in signed if size >= (number + 1) * BATCH) - at)
    return {
        "appends_per_second": round(count / spent), "appended_and_signed_per_second": round(count / whole), "checkpoints": len(signed),
        "appended_and_signed_per_cpu_second": round(count / cpu),
        "signed_after_p50_s": _at(waits, 0.5), "signed_after_p99_s": _at(waits, 0.99),
        "integration_p99_s": _at([took for *_, took in signed], 0.99),
    }


def proved(folder: Path, leaves: int) -> dict[str, object]:
    """Times of proofs from a log of that many leaves, each from the files anew but for the tiles in memory."""

    class Made:
        def size(self) -> int:
            return leaves

        def entries(self, start: int, end: int):
            return (b"%d" % place for place in range(start, end))

    log, began = Log(folder, [KEY]), time.perf_counter()
    root = log.integrate(Made()).root
    built, tree, chance = time.perf_counter() - began, log.tree(), random.Random(1)
    inclusion, consistency, computing, verifying = [], [], [], []
    for _ in range(3_000):
        index, old = chance.randrange(leaves), chance.randrange(1, leaves)
        inclusion.append(_timed(lambda index=index: tree.inclusion(index)))
        consistency.append(_timed(lambda old=old: tree.consistency(old)))
        index, old = chance.randrange(leaves), chance.randrange(1, leaves)
        computing.append(_timed(lambda index=index: tree.inclusion(index), time.process_time))
        computing.append(_timed(lambda old=old: tree.consistency(old), time.process_time))
        proof = tree.inclusion(index)
        verifying.append(_timed(lambda index=index, proof=proof: check_inclusion(index, leaves, leaf_hash(b"%d" % index), proof, root)))
    return {
        "leaves": leaves, "integrated_per_second": round(leaves / built),
        "inclusion_p50_ms": _ms(inclusion, 0.5), "inclusion_p99_ms": _ms(inclusion, 0.99),
        "consistency_p50_ms": _ms(consistency, 0.5), "consistency_p99_ms": _ms(consistency, 0.99),
        "either_p99_cpu_ms": _ms(computing, 0.99), "check_p50_ms": _ms(verifying, 0.5),
    }


def peer(folder: Path) -> dict[str, object]:
    """Durable appends per second of pymerkle's tree in SQLite, one commit each as it does, and its proofs."""
    with pymerkle.SqliteTree(str(folder / "peer.db")) as tree:
        began = time.perf_counter()
        for place in range(PEER):
            tree.append_entry(f"{place:020d}".encode().ljust(ENTRY, b"."))
        spent = time.perf_counter() - began
        chance = random.Random(1)
        proofs = [_timed(lambda: tree.prove_inclusion(chance.randrange(1, PEER), PEER)) for _ in range(100)]
    return {
        "name": f"pymerkle {pymerkle.__version__} SqliteTree", "leaves": PEER,
        "appends_per_second": round(PEER / spent), "inclusion_p99_ms": _ms(proofs, 0.99),
    }


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _timed(work, clock=time.perf_counter) -> float:
    began = clock()
    work()
    return clock() - began


def _at(values: list[float], share: float) -> float:
    return round(sorted(values)[min(len(values) - 1, int(len(values) * share))], 6)


def _ms(values: list[float], share: float) -> float:
    return round(_at(values, share) * 1000, 4)


def main(count: int, leaves: int) -> int:
    """Prints the figures; exit code 1 where a bar is missed."""
    with tempfile.TemporaryDirectory() as folder:
        fastest = appended(Path(folder) / "fastest", count)
        steady = appended(Path(folder) / "steady", count, PACE)
        theirs = peer(Path(folder))
        proofs = proved(Path(folder) / "large", leaves)
    well = {
        "appends": steady["appends_per_second"] >= APPENDS, "signed": steady["signed_after_p99_s"] <= SIGNED_WITHIN,
        "proofs": proofs["either_p99_cpu_ms"] <= PROOF_WITHIN * 1000,      # by the processor: a busy machine is not the log's fault
    }
    print(json.dumps({
        "batch": BATCH, "entry_bytes": ENTRY, "steady": steady, "fastest": fastest, "peer": theirs, "proofs": proofs,
        "bars": {"appends_per_second": APPENDS, "signed_after_p99_s": SIGNED_WITHIN, "proof_p99_ms": PROOF_WITHIN * 1000},
        "reached": well, "times_the_peer": round(fastest["appends_per_second"] / theirs["appends_per_second"]), "machine": machine(),
    }, indent=1))
    return 0 if all(well.values()) else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--integrate"]:
        integrate_until(Path(sys.argv[2]), int(sys.argv[3]))
        raise SystemExit
    raise SystemExit(main(*(int(word) for word in (*sys.argv[1:], *("200000", "10000000")[len(sys.argv) - 1:]))))
