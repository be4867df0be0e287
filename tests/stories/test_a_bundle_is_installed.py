"""The installer of the folder that `make bundle` makes: the logic quickly, and the whole of it, without a network, in `make slow`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.bundle import ROOT, platforms, sums

BLOCKED = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9", "PIP_RETRIES": "0"}


def install(folder, prefix, *words, **more):
    told = {**os.environ, **BLOCKED, "PYTHON": sys.executable, **more}
    command = [str(folder / "install.sh"), "--prefix", str(prefix), *words]
    return subprocess.run(command, env=told, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture
def folder(tmp_path):
    """The installer beside a file, as a bundle lists them."""
    place = tmp_path / "bundle"
    place.mkdir()
    shutil.copy(ROOT / "scripts/bundle/install.sh", place)
    (place / "MACHINE").write_text(os.uname().machine + "\n")
    (place / "requirements.txt").write_text("")
    (place / "SHA256SUMS").write_text(sums(place))
    return place


def versions(prefix, *names):
    for name in names:
        (prefix / "versions" / name).mkdir(parents=True)
    (prefix / "previous").symlink_to(f"versions/{names[0]}")
    (prefix / "current").symlink_to(f"versions/{names[1]}")


def test_a_changed_file_is_not_installed(folder, tmp_path):
    (folder / "requirements.txt").write_text("another==1\n")
    told = install(folder, tmp_path / "opt")
    assert told.returncode == 4 and "SHA256SUMS" in told.stderr and not (tmp_path / "opt").exists()


def test_a_folder_for_another_machine_is_not_installed(folder, tmp_path):
    (folder / "MACHINE").write_text("riscv64\n")
    (folder / "SHA256SUMS").write_text(sums(folder))
    told = install(folder, tmp_path / "opt")
    assert told.returncode == 5 and "riscv64" in told.stderr and not (tmp_path / "opt").exists()


def test_another_python_is_refused(folder, tmp_path):
    assert install(folder, tmp_path / "opt", PYTHON="/bin/false").returncode == 6


def test_rolling_back_changes_places_and_twice_is_as_before(folder, tmp_path):
    prefix = tmp_path / "opt"
    assert install(folder, prefix, "--rollback").returncode == 3
    versions(prefix, "old", "new")
    assert install(folder, prefix, "--rollback").returncode == 0
    assert os.readlink(prefix / "current") == "versions/old" and os.readlink(prefix / "previous") == "versions/new"
    assert install(folder, prefix, "--rollback").returncode == 0
    assert os.readlink(prefix / "current") == "versions/new"


def test_an_unknown_word_is_refused(folder, tmp_path):
    assert install(folder, tmp_path / "opt", "--force").returncode == 2


def test_every_unit_runs_as_its_own_user_within_bounds():
    services = sorted((ROOT / "scripts/bundle/units").glob("*.service"))
    assert len(services) == 3
    for unit in services:
        lines = unit.read_text("utf-8").splitlines()
        for wanted in ("User=yuzhi", "NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=", "UMask=0077"):
            assert wanted in lines, (unit.name, wanted)
        assert any(line.startswith("ExecStart=@PREFIX@/current/bin/yuzhi ") for line in lines)


def test_wheels_are_asked_for_by_machine():
    assert all(tag.endswith("_aarch64") for tag in platforms("aarch64"))


@pytest.mark.slow
@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_whole_folder_installs_without_a_network(tmp_path, machine):
    folder, prefix = tmp_path / "bundle", tmp_path / "opt"
    subprocess.run([sys.executable, str(ROOT / "scripts/bundle.py"), str(folder), "--machine", machine], check=True, timeout=900)
    assert (folder / "SHA256SUMS").read_text("utf-8") == sums(folder)
    assert not any("http" in Path(file).read_text("utf-8") for file in (folder / "requirements.txt", folder / "install.sh"))
    told = install(folder, prefix)
    if machine != os.uname().machine:
        assert told.returncode == 5
        return
    assert told.returncode == 0, told.stderr
    again = install(folder, prefix)
    assert again.returncode == 0 and not (prefix / "previous").exists()
    home = {**os.environ, "YUZHI_HOME": str(tmp_path / "home")}
    home.pop("DJANGO_SETTINGS_MODULE", None)
    yuzhi = prefix / "current/bin/yuzhi"
    for words in (("sample", str(tmp_path / "city"), "--scale", "0.01"), ("ingest", str(tmp_path / "city/office")), ("doctor",)):
        ended = subprocess.run([str(yuzhi), *words], env=home, capture_output=True, text=True, timeout=300, check=False, cwd=tmp_path)
        assert ended.returncode in {0, 5}, (words, ended.stdout, ended.stderr)
