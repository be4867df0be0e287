"""What is put into a drawer is its owner's alone, and what is taken out of it is gone to the last byte."""

import os
import sqlite3
import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuzhi.engines.drawers import Drawers
from yuzhi.kernel.errors import BadValue

ME, OTHER = "0a" * 16, "0b" * 16
MARKER = "煤气化灰水处理-只有我知道"


@pytest.fixture
def drawers(tmp_path):
    return Drawers(tmp_path / "private", b"secret")


def files(folder):
    return [file for file in folder.rglob("*") if file.is_file()]


def held(folder, piece):
    return [file.name for file in files(folder) if piece in file.read_bytes()]


def sealed_of(folder, owner=ME):
    connection = sqlite3.connect(folder / "private" / f"{owner}.sqlite3")
    try:
        return [row[0] for row in connection.execute("select sealed from kept order by number")]
    finally:
        connection.close()


def test_what_is_put_in_is_read_back_the_newest_first(drawers):
    mine = drawers.of(ME)
    numbers = [mine.put({"name": name}) for name in ("甲", "乙")]
    assert [(one.number, one.content) for one in mine.all()] == [(numbers[1], {"name": "乙"}), (numbers[0], {"name": "甲"})]


def test_nothing_is_on_the_disk_in_plain(drawers, tmp_path):
    drawers.of(ME).put({"query": MARKER})
    assert held(tmp_path, MARKER.encode()) == []


def test_nobody_else_finds_it_and_another_secret_opens_nothing(drawers, tmp_path):
    drawers.of(ME).put({"query": MARKER})
    assert drawers.of(OTHER).all() == [] and drawers.owners() == [ME]
    os.rename(tmp_path / "private" / f"{ME}.sqlite3", tmp_path / "private" / f"{OTHER}.sqlite3")
    assert [one.content for one in drawers.of(OTHER).all()] == [None], "a file under another name stays closed"
    assert [one.content for one in Drawers(tmp_path / "private", b"other").of(OTHER).all()] == [None]


def test_the_file_is_readable_by_the_program_alone(drawers, tmp_path):
    drawers.of(ME).put({})
    assert stat.S_IMODE((tmp_path / "private").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "private" / f"{ME}.sqlite3").stat().st_mode) == 0o600


@settings(max_examples=20, deadline=None)
@given(sizes=st.lists(st.integers(1, 30_000), min_size=2, max_size=8), which=st.integers(0, 7), again=st.integers(0, 3))
def test_no_byte_of_what_was_deleted_is_left(tmp_path_factory, sizes, which, again):
    """Of rows of any size, after any number of changes: neither the last sealed bytes nor any earlier ones."""
    folder = tmp_path_factory.mktemp("drawer")
    drawer, which = Drawers(folder / "private", b"secret").of(ME), which % len(sizes)
    numbers = [drawer.put({"noise": os.urandom(size).hex()}) for size in sizes]
    once = [sealed_of(folder)[which]]
    for _ in range(again):
        drawer.change(numbers[which], lambda content: ({"noise": os.urandom(len(content["noise"])).hex()}, 1))
        once.append(sealed_of(folder)[which])
    assert held(folder, once[-1][:64]), "it was there before"
    drawer.drop(numbers[which])
    for sealed in once:
        pieces = [sealed[at : at + 32] for at in range(0, len(sealed) - 31, 97)]
        assert not any(held(folder, piece) for piece in pieces)
    assert len(drawer.all()) == len(sizes) - 1


def test_what_is_gone_cannot_go_again(drawers):
    mine = drawers.of(ME)
    number = mine.put({"name": "甲"})
    assert mine.drop(number) and not mine.drop(number) and mine.all() == []


def test_everything_can_go_at_once(drawers, tmp_path):
    mine = drawers.of(ME)
    mine.put({}), mine.put({})
    mine.burn()
    mine.burn()
    assert files(tmp_path) == [] and mine.all() == [] and mine.news() == 0


def test_a_change_begins_with_the_newest_content_and_what_was_deleted_stays_deleted(drawers):
    mine = drawers.of(ME)
    number = mine.put({"n": 1})
    assert mine.change(number, lambda content: ({"n": content["n"] + 1}, 3))
    kept = mine.get(number)
    assert (kept.content, kept.news, mine.news()) == ({"n": 2}, 3, 3)
    other = mine.put({})
    mine.drop(number)
    assert not mine.change(number, lambda content: (content, 0)) and mine.put({}) > other, "numbers are given once"


def test_a_change_that_fails_changes_nothing(drawers):
    mine = drawers.of(ME)
    number = mine.put({"n": 1})

    def failing(content):
        raise OSError

    with pytest.raises(OSError):
        mine.change(number, failing)
    assert mine.get(number).content == {"n": 1}


@pytest.mark.parametrize("owner", ["", "../city", "A" * 8, "0a/../../x" * 3])
def test_an_owner_is_the_key_of_an_account(drawers, owner):
    with pytest.raises(BadValue):
        drawers.of(owner)
