"""How fast exhibits are added, listed and packed, beside the least that adding can cost.

Run `python bench/exhibits.py [COUNT] [--save]`; prints one JSON object, and writes it to bench/results/exhibits-DAY.json.

Adding: COUNT exhibits of three files of 64 KiB, each one hashed by SHA-256 and SM3 while it is kept, sealed and given one leaf, all durable.
The peer is the same bytes hashed twice and written with fsync, without record, row or leaf; both in this run, in turns of fifty.
Bars: at least 20 exhibits a second, at most 3 times the peer's time; a page of 20 among all of them within 50 ms of CPU.
Packing: one exhibit of 200 MiB is added and packed; memory must not grow by more than 64 MiB, since nothing is held whole.
"""

import hashlib
import io
import json
import os
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from machine import machine

FILES, SIZE, TURN = 3, 64 * 1024, 50
BARS = {"per_second": 20, "over_peer": 3.0, "page_ms": 50, "grown_mib": 64}


class Zeros(io.RawIOBase):
    """So many bytes that nobody holds."""

    def __init__(self, size):
        self.left = size

    def read(self, size=-1):
        taken = min(self.left, size if size >= 0 else self.left)
        self.left -= taken
        return bytes(taken)


def peer(folder, contents):
    """The bytes hashed twice and written durably."""
    for content in contents:
        name = hashlib.sha256(content).hexdigest()
        hashlib.new("sm3", content).hexdigest()
        with (folder / name).open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def peak_mib():
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(count, save):
    """Prints the figures; exit code 1 where a bar is missed."""
    with tempfile.TemporaryDirectory() as given:
        home = Path(given)
        os.environ |= {"YUZHI_HOME": str(home / "home"), "DJANGO_SETTINGS_MODULE": "yuzhi.site.settings"}
        (home / "home").mkdir()
        (home / "peer").mkdir()
        import django  # noqa: PLC0415

        django.setup()
        from yuzhi.engines.exhibits.exhibit import Held  # noqa: PLC0415
        from yuzhi.records.evidence import exhibits  # noqa: PLC0415
        from yuzhi.records.evidence.packages import package_of  # noqa: PLC0415
        from yuzhi.site.cli.speaking import prepared  # noqa: PLC0415

        tools, giver = prepared(writing=True), exhibits.Giver("account/bench", "uscc/bench")
        took, used = {"ours": 0.0, "peer": 0.0}, {"ours": 0.0, "peer": 0.0}

        def ours(number):
            files = [Held(f"{place}.jpg", os.urandom(SIZE)) for place in range(FILES)]
            began, busy = time.perf_counter(), time.process_time()
            exhibits.receive(tools, files, exhibits.Told(f"第 {number} 件"), by=giver, made_up=True)
            took["ours"] += time.perf_counter() - began
            used["ours"] += time.process_time() - busy

        def theirs(_):
            contents = [os.urandom(SIZE) for _ in range(FILES)]
            began, busy = time.perf_counter(), time.process_time()
            peer(home / "peer", contents)
            took["peer"] += time.perf_counter() - began
            used["peer"] += time.process_time() - busy

        for start in range(0, count, TURN):
            for act in (ours, theirs):
                for number in range(start, min(start + TURN, count)):
                    act(number)

        pages = []
        for _ in range(20):
            began = time.process_time()
            reached, rows = exhibits.progress(tools), list(exhibits.deposits(giver)[:20])
            assert len([reached.state(row.leaf.number) for row in rows]) == 20
            exhibits.deposits(giver).count()
            pages.append((time.process_time() - began) * 1000)

        before, began = peak_mib(), time.perf_counter()
        leaf = exhibits.receive(tools, [Held("video.mp4", Zeros(200 * 2**20))], exhibits.Told("一段录像"), by=giver, made_up=True)
        added = time.perf_counter() - began
        kept, began = exhibits.exhibit_named(tools, leaf.object_key, exhibits.everything), time.perf_counter()
        with package_of(tools, kept, made_up=True) as made:
            size = made.seek(0, io.SEEK_END)
        packed = time.perf_counter() - began

    figures = {
        "exhibits": count, "files_each": FILES, "bytes_each": SIZE,
        "per_second": round(count / took["ours"], 1), "peer_per_second": round(count / took["peer"], 1),
        "cpu_ms_each": round(1000 * used["ours"] / count, 2), "peer_cpu_ms_each": round(1000 * used["peer"] / count, 2),
        "over_peer": round(took["ours"] / took["peer"], 2), "page_ms": round(sorted(pages)[-2], 2),
        "large_mib": 200, "large_added_s": round(added, 2), "large_packed_s": round(packed, 2), "package_mib": round(size / 2**20, 1),
        "grown_mib": round(peak_mib() - before, 1),
    }
    held = figures["per_second"] >= BARS["per_second"] and all(figures[one] <= BARS[one] for one in ("over_peer", "page_ms", "grown_mib"))
    told = json.dumps({"day": f"{datetime.now(UTC):%Y-%m-%d}", "figures": figures, "bars": BARS, "held": held, "machine": machine()}, indent=1)
    print(told)
    if save:
        (Path(__file__).parent / f"results/exhibits-{datetime.now(UTC):%Y-%m-%d}.json").write_text(told + "\n", encoding="utf-8")
    return 0 if held else 1


if __name__ == "__main__":
    words = [one for one in sys.argv[1:] if one != "--save"]
    raise SystemExit(main(int(words[0]) if words else 1000, "--save" in sys.argv))
