"""A log grows into the files that the specification and a golden log have; its proofs hold; a false source is not signed."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuzhi.engines.translog.checkpoints import read_checkpoint
from yuzhi.engines.translog.errors import Forked, LogDamaged
from yuzhi.engines.translog.hashing import leaf_hash, root_of
from yuzhi.engines.translog.keys import Ed25519Signer
from yuzhi.engines.translog.layout import bundle, entries_of
from yuzhi.engines.translog.log import Log
from yuzhi.engines.translog.notes import read_note
from yuzhi.engines.translog.proving import check_consistency, check_inclusion
from yuzhi.engines.translog.tests.city import Held, log_in, numbered
from yuzhi.engines.translog.tests.vectors import vector_file
from yuzhi.engines.translog.tree import Tiles, Tree
from yuzhi.engines.translog.trusting import verifier_of
from yuzhi.kernel.errors import BadValue

GOLDEN_KEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
"""The public key under which the golden log was made, as its makers print it; its four bytes stand in every checkpoint."""


def static(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*")) if path.is_file() and ".state" not in path.parts
    }


def test_the_golden_logs_tiles_and_bundles_are_made_byte_for_byte(tmp_path: Path) -> None:
    golden = vector_file("tlog_tiles/log")
    entries = list(entries_of((golden / "tile/entries/000.p/15").read_bytes()))
    log = log_in(tmp_path)
    for size in range(16):
        if not size or (golden / f"tile/0/000.p/{size}").exists():
            log.integrate(Held(entries[:size]))
    theirs = {path: content for path, content in static(golden).items() if path.startswith("tile")}
    ours = {path: content for path, content in static(tmp_path).items() if path.startswith("tile")}
    assert ours == theirs and len(theirs) == 30


def test_the_golden_logs_checkpoints_are_verified(tmp_path: Path) -> None:
    golden = vector_file("tlog_tiles/log")
    key, seen = verifier_of(GOLDEN_KEY), 0
    leaves = [leaf_hash(entry) for entry in entries_of((golden / "tile/entries/000.p/15").read_bytes())]
    for path in golden.glob("checkpoint*"):
        note = read_note(path.read_bytes())
        checkpoint = read_checkpoint(note.text)
        assert note.signed_by([key]) == [key]
        assert checkpoint.root == root_of(leaves[: checkpoint.size])
        assert Tree(Tiles.in_folder(golden), checkpoint.size).root() == checkpoint.root
        seen += 1
    assert seen == 17


@settings(max_examples=12, deadline=None)
@given(steps=st.lists(st.integers(0, 700), min_size=1, max_size=6), data=st.data())
def test_however_a_log_grows_its_files_and_proofs_are_those_of_its_entries(
    tmp_path_factory: pytest.TempPathFactory, steps: list[int], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("log")
    entries, sizes, at = numbered(sum(steps)), [], 0
    for step in steps:
        at += step
        sizes.append(log_in(folder).integrate(Held(entries[:at])).size)
    leaves = [leaf_hash(entry) for entry in entries]
    log = log_in(folder)
    new, old = log.tree(), log.tree(data.draw(st.sampled_from(sizes)))
    assert new.root() == root_of(leaves)
    if new.size:
        index = data.draw(st.integers(0, new.size - 1))
        check_inclusion(index, new.size, leaves[index], new.inclusion(index), new.root())
        assert new.entry(index) == entries[index]
    if old.size:
        check_consistency(old.size, new.size, old.root(), new.root(), new.consistency(old.size))
    whole = log_in(tmp_path_factory.mktemp("once"))
    whole.integrate(Held(entries))
    assert static(whole.folder).items() <= static(folder).items()


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 65_535, 65_537])
def test_proofs_hold_where_tiles_begin_and_end(tmp_path: Path, size: int) -> None:
    entries = numbered(size)
    log = log_in(tmp_path)
    root = log.integrate(Held(entries)).root
    tree, leaves = log.tree(), [leaf_hash(entry) for entry in entries]
    for index in {0, size // 2, size - 2, size - 1} - {-1}:
        check_inclusion(index, size, leaves[index], tree.inclusion(index), root)
    for old in {1, size // 2, size - 1, size} - {0}:
        check_consistency(old, size, root_of(leaves[:old]), root, tree.consistency(old))


def test_an_empty_log_has_a_checkpoint(tmp_path: Path) -> None:
    log = log_in(tmp_path)
    assert log.head() is None
    assert log.integrate(Held([])).size == 0
    assert log.head() is not None


def test_a_source_that_lost_entries_is_not_signed(tmp_path: Path) -> None:
    log = log_in(tmp_path)
    log.integrate(Held(numbered(300)))
    before = static(tmp_path)
    with pytest.raises(Forked, match="存证库只有 299 条"):
        log.integrate(Held(numbered(299)))
    assert static(tmp_path) == before


@pytest.mark.parametrize("size", [256, 300])
def test_a_source_that_tells_another_story_is_not_signed(tmp_path: Path, size: int) -> None:
    log = log_in(tmp_path)
    log.integrate(Held(numbered(size)))
    other = [*numbered(size)[:-1], b"another", b"and more"]
    with pytest.raises(Forked, match="与日志已签的不同"):
        log.integrate(Held(other))


def test_tiles_that_were_changed_are_not_built_upon(tmp_path: Path) -> None:
    log = log_in(tmp_path)
    log.integrate(Held(numbered(300)))
    tile = tmp_path / "tile/1/000.p/1"
    tile.write_bytes(bytes(32))
    with pytest.raises(LogDamaged, match="与第 300 条时签名的根不符"):
        log.integrate(Held(numbered(301)))
    tile.unlink()
    with pytest.raises(LogDamaged, match="不存在"):
        log.integrate(Held(numbered(301)))


def test_a_checkpoint_of_another_key_is_not_the_logs(tmp_path: Path) -> None:
    log_in(tmp_path).integrate(Held(numbered(3)))
    with pytest.raises(LogDamaged, match="不是日志"):
        Log(tmp_path, [Ed25519Signer("city.example/log", bytes(32))]).head()


def test_proofs_outside_the_tree_are_refused(tmp_path: Path) -> None:
    log = log_in(tmp_path)
    log.integrate(Held(numbered(3)))
    for ask in (lambda: log.tree().inclusion(3), lambda: log.tree().consistency(4), lambda: log.tree().entry(-1)):
        with pytest.raises(BadValue):
            ask()


def test_bundles_are_read_as_written_and_torn_ones_refused() -> None:
    entries = [b"", b"a", bytes(65_535)]
    packed = bundle(entries)
    assert list(entries_of(packed)) == entries
    with pytest.raises(LogDamaged):
        list(entries_of(packed[:-1]))
    with pytest.raises(BadValue):
        bundle([bytes(65_536)])


def test_parts_of_tiles_go_once_the_tile_is_full(tmp_path: Path) -> None:
    log = log_in(tmp_path)
    log.integrate(Held(numbered(200)))
    log.integrate(Held(numbered(600)))
    assert [path for path in static(tmp_path) if path.startswith("tile/0/")] == ["tile/0/000", "tile/0/001", "tile/0/002.p/88"]
    assert log.tree(200).root() == root_of([leaf_hash(entry) for entry in numbered(200)])
