"""The machine on which figures were measured: they mean nothing without it."""

import json
import os
import platform
from pathlib import Path


def machine() -> dict[str, object]:
    """Processor by model, cores, memory, system, Python, and how busy the machine is.

    Units: memory in GiB · load the mean number of processes that wanted a core in the last 1, 5 and 15 minutes.
    """
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cpu": processor(), "cores": os.cpu_count(), "memory_gib": round(pages / 1024**3, 1),
        "system": platform.platform(), "python": platform.python_version(),
        "load": [round(load, 1) for load in os.getloadavg()],
    }


def processor() -> str:
    """The model of the processor as it names itself; its architecture where it does not."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "") or platform.processor() or platform.machine()


if __name__ == "__main__":
    print(json.dumps(machine(), indent=1))
