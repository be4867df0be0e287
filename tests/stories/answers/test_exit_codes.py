"""Each documented exit code, from a real process."""

import os
import re
import signal
import subprocess
import sys
import time

import pytest

from tests.stories.answers.checking import REFERENCE
from tests.stories.answers.town import sheet

COMMAND = [sys.executable, "-c", "from yuzhi.site.cli import main; main()"]


@pytest.fixture(autouse=True, scope="module")
def _in_town():
    """No town here: these are processes of their own."""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


def run(home, *words):
    environment = {**os.environ, "YUZHI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "yuzhi.site.settings"}
    done = subprocess.run([*COMMAND, *map(str, words)], env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert "Traceback" not in done.stderr
    return done


def test_the_codes_that_are_tried_here_are_the_documented_ones():
    page = (REFERENCE / "errors.md").read_text(encoding="utf-8")
    documented = set(map(int, re.findall(r"^\| (\d{1,3}) \|", page.split("## 退出码")[1], re.MULTILINE)))
    assert documented == {0, 1, 2, 3, 4, 5, 130}


@pytest.mark.parametrize(
    "words",
    [["show", "x", "--as-of", "明天"], ["search", "x", "--top", "1001"], ["no-such"]],
    ids=" ".join,
)
def test_2_for_a_bad_value_or_option(home, words):
    done = run(home, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip()


def test_4_where_there_is_nothing_yet_and_it_says_what_to_do(tmp_path):
    done = run(tmp_path / "empty", "show", "202111286633")
    assert done.returncode == 4
    assert "yuzhi ingest" in done.stderr
    assert not (tmp_path / "empty" / "city.sqlite3").exists()


def test_5_for_a_file_that_is_none(home, tmp_path):
    assert run(home, "ingest", tmp_path / "nowhere.csv").returncode == 5
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    done = run(home, "ingest", tmp_path / "x.csv")
    assert done.returncode == 5
    assert "拒收" in done.stdout


def test_0_3_4_and_1_on_a_town_that_was_read(tmp_path):
    home = tmp_path / "home"
    (tmp_path / "talents.csv").write_bytes(sheet("talents", {"number": "R1", "name": "张玉梅"}))
    assert run(home, "ingest", tmp_path / "talents.csv").returncode == 0
    assert run(home, "show", "cn/talent/R1").returncode == 0
    assert run(home, "show", "cn/talent/R2").returncode == 4
    refused = run(home, "accounts")
    assert (refused.returncode, "示例" in refused.stderr) == (3, True)
    (file,) = (path for path in (home / "archive").rglob("*") if path.is_file())
    file.unlink()
    broken = run(home, "doctor")
    assert (broken.returncode, "✗ 原始档案" in broken.stdout) == (1, True)


def test_130_for_an_interruption(tmp_path):
    environment = {**os.environ, "YUZHI_HOME": str(tmp_path / "home"), "DJANGO_SETTINGS_MODULE": "yuzhi.site.settings"}
    words = ["sample", str(tmp_path / "city"), "--scale", "20"]
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)      # a runner in the background may have been told not to hear it
    process = subprocess.Popen([*COMMAND, *words], env=environment, stderr=subprocess.PIPE, text=True)
    signal.signal(signal.SIGINT, heard)
    while not (tmp_path / "city").exists() and process.poll() is None:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "已中断" in said
