"""Damaged and hostile files through the command: a sentence each, nothing of them kept, and the others are read."""

import io
import json
import os
import zipfile

import pytest

from tests.stories import hostile
from tests.stories.hostile import BAD_CELLS, HEAD, ROW, cell, line, packed_as, residents, sparse

MEGABYTE = 1024
ROOM = 120 * MEGABYTE
"""Units: kilobytes that a refused file may cost above the command itself."""


@pytest.fixture(scope="module")
def good(sample):
    """Good files by what they are: an export, a template, a zip of documents and one of its documents."""
    office = sample(0.003, 5) / "office"
    found = {
        name: next(office.glob(f"示例{start}*")).read_bytes()
        for name, start in {"export": "32-CNIPR导出1", "template": "01", "archive": "30-", "residents": "10"}.items()
    }
    with zipfile.ZipFile(io.BytesIO(found["archive"])) as archive:
        found["document"] = archive.read(archive.namelist()[0])
    return found


@pytest.fixture(scope="module")
def plain(commands, tmp_path_factory):
    """What the command costs that refuses a harmless file; kilobytes."""
    home = tmp_path_factory.mktemp("plain")
    file = home / "a.txt"
    file.write_text("没有来源认得它", encoding="utf-8")
    ended = commands.run(home, "ingest", file)
    assert ended.code == 5
    return ended.kilobytes


@pytest.fixture(scope="module")
def delivered(good, commands, tmp_path_factory):
    """All hostile files in one delivery with good ones between them, some of them named one by one."""
    home = tmp_path_factory.mktemp("hostile")
    folder = home / "来件"
    folder.mkdir()
    given = dict(hostile.refused(good["export"], good["template"], good["document"], good["archive"]))
    for name, data in given.items():
        (folder / name).write_bytes(data)
    (folder / "a-good.csv").write_bytes(good["residents"])
    (folder / "z-good.xlsx").write_bytes(good["export"])
    files = sorted(folder.iterdir())
    ended = commands.run(home, "ingest", *files, "--json")
    assert ended.code == 5, ended.err
    assert "Traceback" not in ended.err
    return home, ended, given


NAMES = [name for name, _ in hostile.refused(*[hostile.packed_as({"xl/worksheets/sheet1.xml": b"<a>"})] * 2, b"<?xml?><a>", b"PK")]


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_file_is_refused_with_a_sentence_or_waits_for_a_person(name, delivered, commands):
    home, ended, _ = delivered
    answer = ended.answer
    told = [one["reason"] for one in answer["refused"] if one["file"] == name]
    waiting = commands.database(home, f"select reason from datasets_quarantined where file_name = '{name}'")
    assert len(told) + len(waiting) >= 1
    for reason in (*told, *(row[0] for row in waiting)):
        assert reason.endswith("。") or "：" in reason
        assert any("\u4e00" <= one <= "\u9fff" for one in reason)
        assert len(reason) > 10
        assert "Traceback" not in reason


def test_the_good_files_of_the_same_delivery_are_read(delivered, commands):
    home, ended, _ = delivered
    published = {file["name"] for load in ended.answer["loads"] for file in load["files"] if file["state"] == "published"}
    assert {"a-good.csv", "z-good.xlsx"} <= published
    assert commands.ask_json(home, "search", "*", "--top", "0")["total"] >= 3
    assert commands.ask_json(home, "doctor", "--deep")["well"]


def test_nothing_of_a_refused_file_is_published(delivered, commands):
    home, ended, _ = delivered
    refused = {one["file"] for one in ended.answer["refused"]}
    assert len(refused) > 25
    assert "cut.jsonl.gz" in refused, "whose first lines were good"
    states = commands.database(home, "select name, state from datasets_loadfile")
    assert {state for name, state in states if name in refused} == {"refused"}
    texts = commands.ask_json(home, "search", "敌意", "--top", "100")
    kept = {hit["key"] for hit in texts["hits"]}
    assert kept <= {"cn/p/85105156"}, "only what stood on good lines of files that went on"


def test_all_of_it_together_costs_little_memory(delivered, plain):
    _, ended, _ = delivered
    assert ended.kilobytes < plain + 2 * ROOM       # the good files are indexed in the same process


@pytest.mark.parametrize("name", ["bomb.zip", "bomb.xlsx", "bomb.jsonl.gz", "laughs.xml", "one-line-of-quotes.csv"])
def test_a_bomb_does_not_unfold(name, delivered, plain, commands, tmp_path):
    _, _, given = delivered
    (tmp_path / name).write_bytes(given[name])
    ended = commands.run(tmp_path, "ingest", tmp_path / name)
    assert ended.code == 5
    assert ended.kilobytes < plain + ROOM
    assert ended.seconds < 5


@pytest.mark.parametrize("kind", ["zeros", "csv", "xml", "jsonl", "zip", "xlsx"])
def test_two_hundred_megabytes_of_zeros_are_refused_without_being_held(kind, good, plain, commands, tmp_path):
    starts = {
        "zeros": b"", "csv": residents(ROW), "xml": good["document"][:2000], "jsonl": line(), "zip": good["archive"],
        "xlsx": good["export"],
    }
    file = tmp_path / f"零.{kind}"
    sparse(file, starts[kind])
    ended = commands.run(tmp_path, "ingest", file, "--json")
    assert ended.code == 5
    assert len(ended.answer["refused"]) == 1
    assert ended.answer["nothing_new"]
    assert ended.kilobytes < plain + ROOM


@pytest.mark.parametrize("wrong", BAD_CELLS)
def test_a_bad_cell_sends_its_row_to_quarantine_and_the_next_row_is_read(wrong, commands, tmp_path):
    column, text = BAD_CELLS[wrong]
    file = tmp_path / "常住人口.csv"
    file.write_bytes(residents(cell(column, text), ROW))
    ended = commands.run(tmp_path, "ingest", file, "--json")
    assert "Traceback" not in ended.err
    if "\0" in text:
        assert ended.code == 5
        return
    assert ended.code == 0
    assert (ended.answer["totals"]["added"], ended.answer["totals"]["quarantined"]) == (1, 1)
    rows = commands.database(tmp_path, 'select "column", value, reason from datasets_quarantined')
    assert rows[0][0] == HEAD[column].removeprefix("*")
    assert rows[0][1].strip()[:100] == text.strip()[:100]


@pytest.mark.parametrize(("title", "kept"), [
    ("\ud800煤", None), ("\0煤", None), ("<script>alert(1)</script>", True), ("'; drop table rights_right; --", True),
    ("\u202e煤\x07", True), ("煤" * 300_000, True), ("=cmd|' /C calc'!A0", True), ("", None),
])
def test_a_text_is_kept_as_it_came_or_waits_for_a_person(title, kept, commands, tmp_path):
    file = tmp_path / "申请.jsonl"
    file.write_bytes(line(title=title) + line(app_no="CN85105157"))
    ended = commands.run(tmp_path, "ingest", file, "--json")
    assert ended.code == 0, ended.err
    assert ended.answer["totals"]["added"] == (2 if kept else 1)
    assert ended.answer["totals"]["quarantined"] == (0 if kept else 1)
    if kept:
        shown = commands.ask_json(tmp_path, "show", "CN85105156")
        assert shown["fields"]["title"]["value"] == title
    assert commands.ask_json(tmp_path, "search", "*", "--top", "10")["total"] == (2 if kept else 1)


@pytest.mark.parametrize(("formula", "kept", "added"), [
    ("900000+5100", "905100", 2), ("900000+5100", None, 1), ("1/0", "#DIV/0!", 1),
    ("WEBSERVICE(&quot;http://127.0.0.1:9/&quot;)", None, 1), ("cmd|'/C calc'!A0", "calc", 1),
])
def test_a_formula_is_never_reckoned_and_counts_as_the_value_that_was_kept(formula, kept, added, commands, tmp_path):
    file = tmp_path / "常住人口.xlsx"
    file.write_bytes(hostile.formulas(formula, kept))
    ended = commands.run(tmp_path, "ingest", file, "--json")
    assert ended.code == 0, ended
    assert ended.answer["totals"]["added"] == added
    assert ended.answer["totals"]["quarantined"] == 2 - added


def test_a_lying_extension_changes_nothing(good, commands, tmp_path):
    for name, data in (("a.xml", good["export"]), ("b.xlsx", good["residents"]), ("c.csv", good["archive"]), ("d.zip", good["document"])):
        (tmp_path / name).write_bytes(data)
    answer = commands.ask_json(tmp_path, "ingest", *(tmp_path / name for name in ("a.xml", "b.xlsx", "c.csv", "d.zip")))
    assert [load["source"] for load in answer["loads"]] == ["cn.cnipr_sheet", "cn.templates.populations", "cn.cnipa_xml"]
    assert answer["refused"] == []


@pytest.mark.parametrize("name", ["../../evil.xml", "/tmp/evil.xml", "..\\..\\evil.xml", "C:\\evil.xml", "a/../../evil.xml"])
def test_a_name_inside_an_archive_leads_nowhere(name, good, commands, tmp_path):
    home = tmp_path / "a" / "b" / "home"
    home.mkdir(parents=True)
    (home / "x.zip").write_bytes(packed_as({name: good["document"]}))
    ended = commands.run(home, "ingest", home / "x.zip", "--json")
    assert ended.code in (0, 5)
    assert "Traceback" not in ended.err
    assert [path for path in tmp_path.rglob("*evil*")] == []
    for load in ended.answer["loads"]:
        assert load["source"] == "cn.cnipa_xml"


def test_a_link_inside_an_archive_is_not_followed(good, commands, tmp_path):
    (tmp_path / "x.zip").write_bytes(hostile.with_link(good["document"]))
    ended = commands.run(tmp_path, "ingest", tmp_path / "x.zip", "--json")
    assert "Traceback" not in ended.err
    assert "root:" not in ended.out + json.dumps(commands.database(tmp_path, "select * from datasets_quarantined"))


def test_names_are_shown_on_one_line_and_from_left_to_right(good, commands, tmp_path):
    folder = tmp_path / "来件"
    folder.mkdir()
    names = ["两\n行.csv", "\u202excod.csv", "\x1b[2J.csv", os.fsdecode("常住人口.csv".encode("gb18030")), "长" * 80 + ".csv"]
    for number, name in enumerate(names):
        (folder / name).write_bytes(residents(ROW, cell(2, str(2032 + number))))
    (folder / "\u202e坏\n.xml").write_bytes(b"<?xml version='1.0'?><a>")
    for words in (("ingest", folder), ("ingest", folder)):
        ended = commands.run(tmp_path, *words)
        assert ended.code == 5
        for told in (ended.out, ended.err):
            assert not any(one in told for one in "\u202e\x1b\x07")
            assert "两\n行" not in told
            assert "Traceback" not in told
    files = [row[0] for row in commands.database(tmp_path, "select name from datasets_loadfile where state = 'published'")]
    assert sorted(files) == sorted([
        "来件/两\ufffd行.csv", "来件/\ufffdxcod.csv", "来件/\ufffd[2J.csv", "来件/常住人口.csv", f"来件/{'长' * 80}.csv",
    ])


def test_links_pipes_and_folders_are_told_and_not_opened(good, commands, tmp_path):
    secret = tmp_path / "外面.csv"
    secret.write_bytes(good["residents"])
    folder = tmp_path / "来件"
    (folder / "空文件夹.xlsx").mkdir(parents=True)
    (folder / ".隐藏.csv").write_bytes(good["residents"])
    (folder / "链接.csv").symlink_to(secret)
    (folder / "断链.csv").symlink_to(tmp_path / "没有")
    (folder / "回环").symlink_to(folder)
    os.mkfifo(folder / "管道.csv")
    ended = commands.run(tmp_path, "ingest", folder, "--json")
    told = {one["file"]: one["reason"] for one in ended.answer["skipped"] + ended.answer["refused"]}
    assert set(told) == {"来件/链接.csv", "来件/断链.csv", "来件/回环", "来件/管道.csv"}
    assert "符号链接" in told["来件/链接.csv"]
    assert ended.answer["nothing_new"]
    named = commands.run(tmp_path, "ingest", folder / "链接.csv", "--json")
    assert named.code == 0, "whoever names a link means the file behind it"
    assert named.answer["totals"]["added"] > 0
    for other in ("/dev/zero", folder / "管道.csv"):
        ended = commands.run(tmp_path, "ingest", other, "--json")
        assert ended.code == 5
        assert "普通文件" in ended.answer["refused"][0]["reason"]
    assert commands.run(tmp_path, "ingest", tmp_path / "没有").code == 5


def test_a_file_that_fails_while_it_is_read_is_told(good, commands, tmp_path):
    (tmp_path / "坏盘.csv").symlink_to("/proc/self/mem")      # a regular file whose first byte is an input error
    (tmp_path / "a.csv").write_bytes(good["residents"])
    ended = commands.run(tmp_path, "ingest", tmp_path / "坏盘.csv", tmp_path / "a.csv", "--json")
    assert ended.code == 5
    assert "Traceback" not in ended.err
    assert "读不到" in ended.answer["refused"][0]["reason"]
    assert ended.answer["totals"]["added"] > 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_told_and_the_others_are_read(good, commands, tmp_path):
    folder = tmp_path / "来件"
    (folder / "锁").mkdir(parents=True)
    (folder / "a.csv").write_bytes(good["residents"])
    (folder / "b.csv").write_bytes(good["residents"])
    (folder / "b.csv").chmod(0)
    (folder / "锁").chmod(0)
    ended = commands.run(tmp_path, "ingest", folder, "--json")
    (folder / "锁").chmod(0o700)
    assert ended.code == 5, ended.err
    assert {one["file"] for one in ended.answer["refused"]} == {"来件/b.csv", "来件/锁"}
    assert ended.answer["totals"]["added"] > 0
