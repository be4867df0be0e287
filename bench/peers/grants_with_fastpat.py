"""Reads grants with fastpat, as often as it is told to; runs inside an environment that holds fastpat and nothing of ours.

    python grants_with_fastpat.py FILE     the CPU seconds of one reading for every line on standard input
"""

import sys
import time
from contextlib import redirect_stdout
from os import devnull

from fastpat.parse.grant import parse_grant_gen3
from fastpat.tools.parse import parse_wrapper


def seconds(path: str) -> tuple[float, int]:
    """CPU seconds and number of grants of one reading; the tables that fastpat writes afterwards are not counted."""
    start = time.process_time()
    with open(devnull, "w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        grants = sum(1 for _ in parse_wrapper(path, "us-patent-grant", parse_grant_gen3))
    return time.process_time() - start, grants


if __name__ == "__main__":
    for _ in sys.stdin:
        print(*seconds(sys.argv[1]), flush=True)
