"""A command that was typed wrongly answers in Chinese, with one line and exit code 2."""

import re

import pytest

from tests.stories.commands import Commands

SLIPS = {
    ("ingest",): "缺少参数 PATHS",
    ("search", "--knd", "patents", "x"): "没有选项 --knd，是否指 --kind",
    ("search", "x", "--kind", "patent"): "--kind 的值“patent”不对。应为 patents、",
    ("search", "x", "--top", "many"): "--top 的值“many”不对。应为 0 至",
    ("search", "x", "--top", "-1"): "--top 的值",
    ("search", "x", "--year"): "选项 --year 后面要有一个值",
    ("search", "x", "--json=1"): "选项 --json 后面不带值",
    ("search", "x", "y z"): "多了参数：y z",
    ("serch", "x"): "没有命令“serch”，命令有 ",
    ("sample", "a", "--scale", "0"): "--scale 的值",
}


@pytest.mark.parametrize("words", SLIPS)
def test_a_slip_is_told_in_chinese(commands: Commands, tmp_path, words) -> None:
    ended = commands.run(tmp_path / "home", *words)
    assert ended.code == 2 and ended.out == ""
    assert SLIPS[words] in ended.err, ended.err
    assert "--help。" in ended.err and ended.err.startswith("yuzhi: ") and ended.err.count("\n") == 1
    assert not re.search(r"Usage|Error|Try|Invalid|such|value|range", ended.err), ended.err


def test_the_bare_command_shows_its_help(commands: Commands, tmp_path) -> None:
    ended = commands.run(tmp_path / "home")
    assert "ingest" in ended.out + ended.err and "榆知" in ended.out + ended.err
