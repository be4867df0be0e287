"""The same city on a PostgreSQL server: read, killed in between, read again, and the same as on SQLite.

`make postgres` runs it; elsewhere it is skipped, because it needs a server.
"""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from urllib.parse import urlsplit, urlunsplit

import pytest

SERVER = os.environ.get("YUZHI_DATABASE", "")
pytestmark = pytest.mark.skipif(not SERVER.startswith("postgres"), reason="no PostgreSQL named: `make postgres` brings one")
YUZHI = [os.path.join(os.path.dirname(sys.executable), "yuzhi")]


@pytest.fixture
def city():
    """A fresh database, gone at the end; the result is its address."""
    import psycopg  # noqa: PLC0415 - where there is no server, nothing of it is needed

    name = f"story_{os.getpid()}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"create database {name} template template0 encoding 'UTF8' locale 'C'")
    yield urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"drop database {name} with (force)")


def around(home, address):
    told = {**os.environ, "YUZHI_HOME": str(home), "YUZHI_DATABASE": address}
    told.pop("DJANGO_SETTINGS_MODULE", None)
    return told


def run(home, address, *words):
    return subprocess.run([*YUZHI, *map(str, words)], env=around(home, address), capture_output=True, text=True, timeout=300, check=False)


def figures(home, address):
    told = run(home, address, "indicators", "--as-of", "2026-10-31", "--json")
    assert told.returncode == 0, told.stderr
    return [(one["name"], one["values"], one["missing"]) for one in json.loads(told.stdout)["indicators"]]


def test_a_load_that_is_killed_is_taken_up_again_and_ends_as_on_sqlite(tmp_path, sample, city):
    office = sample(0.01, 5) / "office"
    there, here = tmp_path / "there", tmp_path / "here"
    loading = subprocess.Popen([*YUZHI, "ingest", str(office)], env=around(there, city), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert loading.stderr is not None
    for line in loading.stderr:
        if "[5/" in line:
            break
    loading.send_signal(signal.SIGKILL)
    loading.stderr.close()
    assert loading.wait(30) == -signal.SIGKILL
    assert run(there, city, "ingest", office).returncode in {0, 5}
    assert run(here, "", "ingest", office).returncode in {0, 5}
    assert figures(there, city) == figures(here, "")
    doctor = run(there, city, "doctor", "--deep")
    assert doctor.returncode == 0 and "postgresql" in doctor.stdout, doctor.stdout
    assert not (there / "city.sqlite3").exists()


def test_the_site_answers(tmp_path, sample, city):
    assert run(tmp_path, city, "ingest", sample(0.01, 5) / "office").returncode in {0, 5}
    port = 20000 + os.getpid() % 20000
    serving = subprocess.Popen([*YUZHI, "serve", "--port", str(port)], env=around(tmp_path, city), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(120):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/targets/") as page:
                    assert page.status == 200
                break
            except OSError:
                assert serving.poll() is None
                time.sleep(0.5)
        else:
            pytest.fail("the site does not answer")
        for place in ("/", "/search/?q=煤", "/api/v1/openapi.json"):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{urllib.request.quote(place, safe='/?=&')}") as page:
                assert page.status == 200
    finally:
        serving.terminate()
        serving.wait(30)


def test_commands_for_a_file_refuse_a_server(tmp_path, city):
    for words in (("backup", tmp_path / "b"), ("export", tmp_path / "e", "--key", __file__, "--for", "x"), ("import", __file__, "--key", __file__)):
        told = run(tmp_path / "home", city, *words)
        assert told.returncode != 0 and "pg_dump" in told.stderr and "Traceback" not in told.stderr
