"""A process that appends and integrates until it is killed; it tells on standard output what it has promised."""

import sys
from pathlib import Path
from random import Random

from yuzhi.engines.translog.journal import Journal
from yuzhi.engines.translog.tests.city import log_in


def run(folder: Path, seed: int) -> None:
    """Appends batches without end."""
    chance, journal, log = Random(seed), Journal(folder / "sequence"), log_in(folder / "log")
    while True:
        first = journal.size()
        batch = [f"{first + place} {seed}".encode() for place in range(chance.randrange(1, 90))]
        journal.append(batch)
        print(f"kept {first} {first + len(batch)} {seed}", flush=True)
        if chance.random() < 0.7:
            checkpoint = log.integrate(journal)
            print(f"signed {checkpoint.size} {checkpoint.root.hex()}", flush=True)
            journal.forget(checkpoint.size)


if __name__ == "__main__":
    run(Path(sys.argv[1]), int(sys.argv[2]))
