"""What stories share: the command as a process, and the office files of a made-up city."""

from datetime import date

import pytest

from tests.stories.commands import Commands
from yuzhi.engines.sampling import write_city
from yuzhi.site.wiring import CITY_PLAN


@pytest.fixture(scope="session")
def commands():
    """The command `yuzhi`, each call a process of its own."""
    server = Commands()
    yield server
    server.close()


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """Writes a sample city once per scale and seed; the folder holds `office` and `truth.json`."""
    written = {}

    def city(scale, seed):
        if (scale, seed) not in written:
            folder = tmp_path_factory.mktemp(f"city-{seed}")
            write_city(folder, CITY_PLAN(), scale=scale, seed=seed, today=date(2026, 11, 22))
            written[scale, seed] = folder
        return written[scale, seed]

    return city
