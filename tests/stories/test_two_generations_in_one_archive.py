"""An archive in which the office packed both generations of its XML is read whole, each part as its own source's."""

import zipfile
from pathlib import Path

from tests.stories.commands import Commands
from yuzhi.engines.reading.patents.tests.papers import new, old


def packed(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(f"{name}.xml", text)
    return path


def test_both_parts_are_read_and_nothing_twice(commands: Commands, tmp_path: Path) -> None:
    archive = packed(tmp_path / "both.zip", a_new=new(), b_old=old())
    home = tmp_path / "home"
    answer = commands.ask_json(home, "ingest", archive)
    assert [(load["source"], load["state"]) for load in answer["loads"]] == [
        ("cn.cnipa_xml", "published"), ("cn.cnipa_xml_old", "published")]
    assert answer["skipped"] == [] == answer["refused"]
    found = commands.ask_json(home, "search", "*")
    assert sorted(hit["key"] for hit in found["hits"]) == ["cn/p/201410408762", "cn/p/202310123456"]
    again = commands.ask_json(home, "ingest", archive)
    assert again["loads"] == [] and again["nothing_new"] and len(again["already_read"]) == 1


def test_the_summary_says_what_was_read_as_what(commands: Commands, tmp_path: Path) -> None:
    archive = packed(tmp_path / "both.zip", a_old=old(), b_new=new())
    ended = commands.run(tmp_path / "home", "ingest", archive)
    assert ended.code == 0
    assert "未读" not in ended.out
    assert "[1/2]" in ended.err and "[2/2]" in ended.err and "[2/1]" not in ended.err
