"""What permission questions cost: the main pages and answers with them, and with none asked, in one run.

    python bench/permissions.py [--rounds 60] [--scale 0.05] [--save]

A city officer of a made-up city asks, to whom all is allowed, so that both runs show the same. Without: `may`, `require` and
`scope_of` answer yes at once wherever they are asked. Rounds of both take turns; p50 of CPU time in the process and of wall time.
Bar: with permissions at most 1.20 of the time without, over the medians of all routes together.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
BAR = 1.20
ROUTES = (
    "/", "/search/?q=%E7%85%A4", "/record/{right}", "/party/{party}", "/targets/", "/targets/T1/", "/dues/", "/dues/desk/", "/data/",
    "/data/loads/", "/data/quarantine/", "/identity/", "/api/search?q=%E7%85%A4", "/api/rights/{right}", "/api/parties/{party}",
    "/api/indicators", "/api/dues", "/api/quarantine",
)


def city(home: Path, scale: float) -> tuple[Any, dict[str, str]]:
    """The browser of a city officer in a made-up city, and the names of a right and of a party in it."""
    os.environ |= {"YUZHI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "yuzhi.site.settings", "YUZHI_SECOND_FACTOR": "off"}
    import django  # noqa: PLC0415 – the data folder is named first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from yuzhi.engines.sampling import write_city  # noqa: PLC0415
    from yuzhi.records.accounts.actions import create_account  # noqa: PLC0415
    from yuzhi.records.accounts.actors import Operator  # noqa: PLC0415
    from yuzhi.records.accounts.remits import Remit  # noqa: PLC0415
    from yuzhi.records.parties.models import Party  # noqa: PLC0415
    from yuzhi.records.rights.models import Right  # noqa: PLC0415
    from yuzhi.rooms.datahub import tasks  # noqa: PLC0415
    from yuzhi.rooms.datahub.actions.arriving import arrive  # noqa: PLC0415
    from yuzhi.rooms.dues import tasks as dues  # noqa: PLC0415
    from yuzhi.site import wiring  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    tools = wiring.toolbox(home)
    office = write_city(home.parent / "city", wiring.CITY_PLAN(), scale=scale, seed=5, today=date(2026, 11, 20)).office
    for file in sorted(office.rglob("*")):
        if file.is_file() and file.suffix in {".csv", ".xlsx"}:
            arrive(file, file.name, by="operator/bench", tools=tools)
    tasks.work(tools)
    dues.run_all(tools)
    create_account("shi", "市局", "loess-jade-camel-7781", by=Operator("bench"), at=tools.now(), remit=Remit("city_officer"), made_up=True)
    client = Client()
    assert client.post("/sign-in/", {"username": "shi", "password": "loess-jade-camel-7781"}).status_code == 302
    right = Right.objects.filter(kind="patents").order_by("key")[0]
    party = Party.objects.exclude(code="").order_by("-right_count", "key")[0]
    return client, {"right": right.key, "party": party.key}


@contextmanager
def unasked() -> Iterator[None]:
    """Within it nobody is asked whether a person may do something: all is allowed."""
    from yuzhi.records.accounts import permissions  # noqa: PLC0415

    yes = permissions.Decision(True, "")
    instead: dict[str, Callable[..., Any]] = {"may": lambda *_: yes, "require": lambda *_: yes, "scope_of": lambda *_: "all"}
    places = [
        (module, name, getattr(permissions, name)) for module in list(sys.modules.values()) if getattr(module, "__name__", "").startswith("yuzhi.")
        for name in instead if getattr(module, name, None) is getattr(permissions, name)
    ]
    for module, name, _asked in places:
        setattr(module, name, instead[name])
    try:
        yield
    finally:
        for module, name, asked in places:
            setattr(module, name, asked)


def once(client: Any, address: str) -> tuple[float, float]:
    """Units: seconds of CPU and of wall time that one answer took."""
    began, cpu = time.perf_counter(), time.process_time()
    answer = client.get(address)
    took = time.process_time() - cpu, time.perf_counter() - began
    assert answer.status_code == 200, (address, answer.status_code)
    return took


def main() -> int:
    """0 where the bar is held."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--rounds", type=int, default=60)
    asked.add_argument("--scale", type=float, default=0.05)
    asked.add_argument("--save", action="store_true")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "home").mkdir()
        client, names = city(Path(folder) / "home", given.scale)
        routes = {route: ([], []) for route in ROUTES}
        for turn in range(given.rounds + 1):
            for route, (with_, without) in routes.items():
                address = route.format(**names)
                one = once(client, address)
                with unasked():
                    other = once(client, address)
                if turn:      # the first round warms up
                    with_.append(one)
                    without.append(other)
    sys.path.insert(0, str(HERE))
    from machine import machine  # noqa: PLC0415

    told = {
        route: {
            f"{what}_{unit}": round(statistics.median(one[place] for one in times) * 1000, 2)
            for what, times in (("with", with_), ("without", without)) for place, unit in enumerate(("cpu_ms", "wall_ms"))
        }
        for route, (with_, without) in routes.items()
    }
    for row in told.values():
        row["ratio"] = round(row["with_cpu_ms"] / row["without_cpu_ms"], 3)
    ratio = sum(row["with_cpu_ms"] for row in told.values()) / sum(row["without_cpu_ms"] for row in told.values())
    result = {
        "day": date.today().isoformat(), "machine": machine(), "rounds": given.rounds, "scale": given.scale, "bar": BAR,
        "ratio": round(ratio, 3), "worst": max(row["ratio"] for row in told.values()), "routes": told,
    }
    print(json.dumps(result, indent=1))
    if given.save:
        (HERE / "results/permissions-2026-12-01.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return int(ratio > BAR)


if __name__ == "__main__":
    raise SystemExit(main())
