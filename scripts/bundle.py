"""`make bundle`: everything that a server without a network needs, in one folder, and how it gets there.

    .venv/bin/python scripts/bundle.py FOLDER [--machine x86_64|aarch64]

Wheels exactly as requirements/base.txt pins them, the product's own wheel with the pages' assets in it, the installer, the units
of systemd, and SHA256SUMS. Nothing in the folder names an address.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = ROOT / "scripts/bundle"
LOCK = "requirements.txt"
GLIBC = (17, 24, 26, 27, 28, 31, 34)
"""What the wheels may ask of the system's C library, 2.x; the newest is that of the servers we know."""


def platforms(machine: str) -> list[str]:
    """The tags of wheels that run on such a machine."""
    return [f"manylinux2014_{machine}", *(f"manylinux_2_{minor}_{machine}" for minor in GLIBC)]


def sums(folder: Path) -> str:
    """The lines of SHA256SUMS: every file of the folder but that one, in a fixed order."""
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.name != "SHA256SUMS")
    return "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}\n" for file in files)


def _pip(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", *words], check=True)  # noqa: S603 - fixed words


def wheels(folder: Path, machine: str) -> None:
    """The pinned wheels for that machine, checked against their hashes; none is built."""
    tags = [word for tag in platforms(machine) for word in ("--platform", tag)]
    abis = [word for abi in ("cp311", "abi3", "none") for word in ("--abi", abi)]
    _pip("download", "--require-hashes", "--only-binary", ":all:", "--python-version", "3.11", "--implementation", "cp", *abis, *tags,
         "-r", str(ROOT / "requirements/base.txt"), "-d", str(folder))


def main() -> None:
    """The folder is whole under its name, or it is not there."""
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    asked.add_argument("--machine", choices=("x86_64", "aarch64"), default="x86_64")
    given = asked.parse_args()
    if given.folder.exists():
        raise SystemExit(f"bundle: {given.folder} is there already; name another folder")
    if not (ROOT / "src/yuzhi/site/static/vendor/pico.css").exists():
        raise SystemExit("bundle: the pages' assets are missing; run make setup first")
    began, draft = time.monotonic(), given.folder.with_name(f".{given.folder.name}.unfinished")
    shutil.rmtree(draft, ignore_errors=True)
    (draft / "wheels").mkdir(parents=True)
    wheels(draft / "wheels", given.machine)
    _pip("wheel", "--no-deps", "--no-build-isolation", "-w", str(draft / "wheels"), str(ROOT))
    for source, name in ((ROOT / "requirements/base.txt", LOCK), (PARTS / "install.sh", "install.sh"), (ROOT / "LICENSE", "LICENSE")):
        shutil.copy(source, draft / name)
    shutil.copytree(PARTS / "units", draft / "units")
    shutil.copy(ROOT / "docs/guide/install.md", draft / "README.md")
    (draft / "MACHINE").write_text(given.machine + "\n", encoding="ascii")
    (draft / "SHA256SUMS").write_text(sums(draft), encoding="utf-8")
    draft.replace(given.folder)
    size = sum(file.stat().st_size for file in given.folder.rglob("*") if file.is_file())
    sys.stdout.write(f"bundle: {given.folder}, {len(list(given.folder.glob('wheels/*')))} wheels, {size / 2**20:.0f} MB, {time.monotonic() - began:.0f} s\n")


if __name__ == "__main__":
    main()
