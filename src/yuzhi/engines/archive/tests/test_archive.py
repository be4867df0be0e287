import hashlib
import io
import os
from datetime import UTC, datetime, timedelta

import pytest

from yuzhi.engines.archive import Archive
from yuzhi.kernel.errors import BadFile, NotFound


def test_bytes_are_found_under_their_digest(tmp_path):
    archive = Archive(tmp_path / "a")
    digest, size = archive.put_stream(io.BytesIO("横山羊肉".encode()))
    assert digest == hashlib.sha256("横山羊肉".encode()).hexdigest()
    assert size == 12
    assert archive.path(digest).read_text(encoding="utf-8") == "横山羊肉"
    assert archive.sound(digest)


def test_the_same_bytes_again_change_nothing(tmp_path):
    archive = Archive(tmp_path / "a")
    first = archive.put_stream(io.BytesIO(b"x" * 3_000_000))
    stamp = archive.path(first[0]).stat().st_mtime_ns
    assert archive.put_stream(io.BytesIO(b"x" * 3_000_000)) == first
    assert archive.path(first[0]).stat().st_mtime_ns == stamp
    assert not list((tmp_path / "a").glob("incoming-*"))


def test_a_changed_byte_on_disk_is_noticed(tmp_path):
    archive = Archive(tmp_path / "a")
    digest, _ = archive.put_stream(io.BytesIO(b"abc"))
    archive.path(digest).write_bytes(b"abd")
    assert not archive.sound(digest)


@pytest.mark.parametrize("digest", ["../../etc/passwd", "", "Z" * 64, "ab" * 31])
def test_a_digest_that_is_none_is_refused(tmp_path, digest):
    with pytest.raises(NotFound):
        Archive(tmp_path).path(digest)


def test_a_folder_or_missing_file_is_refused_by_name(tmp_path):
    with pytest.raises(BadFile, match="不存在"):
        Archive(tmp_path / "a").put(tmp_path / "没有.xml")


def test_unfinished_arrivals_are_swept(tmp_path):
    archive = Archive(tmp_path)
    stray, at = tmp_path / "incoming-dead", datetime(2026, 3, 2, 12, tzinfo=UTC)
    stray.write_bytes(b"half")
    os.utime(stray, (at.timestamp(), at.timestamp()))
    assert archive.sweep(at) == 0, "somebody may still be writing"
    assert archive.sweep(at + timedelta(seconds=1)) == 1
    assert archive.sweep(at + timedelta(seconds=1)) == 0
