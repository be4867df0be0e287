"""Reads a web archive with fastwarc; runs inside an environment that holds fastwarc and nothing of ours.

    python archives_with_fastwarc.py FILE     records, wrong block digests and CPU seconds, as JSON
"""

import json
import sys
import time

from fastwarc.warc import ArchiveIterator

if __name__ == "__main__":
    began, count, wrong = time.process_time(), 0, 0
    with open(sys.argv[1], "rb") as stream:
        for record in ArchiveIterator(stream, parse_http=False):
            count += 1
            wrong += not record.verify_block_digest(consume=False)
    print(json.dumps({"records": count, "wrong": wrong, "seconds": time.process_time() - began}))
