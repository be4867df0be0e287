"""Whatever happens to the bytes of a delivered file, reading ends in outcomes or in a refusal with a Chinese sentence."""

import io
import random
import zipfile
from datetime import date

import pytest

from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.recognition import recognise
from yuzhi.engines.reading.records import Fault, Record, Skipped
from yuzhi.engines.reading.sources import Context, Document
from yuzhi.engines.sampling import write_city
from yuzhi.kernel.errors import YuzhiError
from yuzhi.site import wiring

PIECES = (
    b'"', b",", b"\r", b"\n", b"\x00", b"\xff\xfe", b"=1+1", b"<", b"&", b"&#0;", b"<c", b"</row>", b"{", b"[", b"null",
    b"1e999", b"NaN", b"-", b"\\u0000", b"\xef\xbb\xbf", b"9" * 30, "“".encode(),
)
LIGHT, HEAVY = 1_500, 100_000


@pytest.fixture(scope="module")
def delivered(tmp_path_factory):
    """The files of a tiny made-up city: every source of the platform's is among them."""
    city = write_city(tmp_path_factory.mktemp("city"), wiring.CITY_PLAN(), scale=0.005, seed=3, today=date(2026, 6, 30))
    return sorted(city.office.iterdir())


@pytest.fixture(scope="module")
def tools(tmp_path_factory):
    return wiring.toolbox(tmp_path_factory.mktemp("home"))


@pytest.mark.parametrize("first", range(0, LIGHT, 500))
def test_a_changed_file_is_read_or_refused(delivered, tools, tmp_path, first):
    for seed in range(first, first + 500):
        read_or_refused(delivered, tools, tmp_path / "file", seed)


@pytest.mark.slow
def test_a_hundred_thousand_changed_files_are_read_or_refused(delivered, tools, tmp_path):
    for seed in range(HEAVY):
        read_or_refused(delivered, tools, tmp_path / "file", seed)


def read_or_refused(delivered, tools, path, seed):
    """Changes one delivered file by a seed and reads it as its sender called it."""
    chance = random.Random(seed)
    original = chance.choice(delivered)
    name, data = original.name, original.read_bytes()
    changed = damaged_inside(data, chance) if data.startswith(b"PK") and chance.random() < 0.7 else damaged(data, chance)
    path.write_bytes(changed)
    try:
        source = recognise(glimpse(path, name), tools.pack_sources)
        found = list(source.read(Document(name, path, "0" * 64, len(changed)), Context(tools.areas)))
    except YuzhiError as refusal:
        assert refusal.status < 500, f"seed {seed}: {name}"
        assert refusal.sentence.endswith("。"), f"seed {seed}: {refusal.sentence}"
        return
    for one in found:
        assert isinstance(one, Record | Fault | Skipped), f"seed {seed}: {one}"
        if isinstance(one, Record):
            assert one.key and set(one.values) <= set(one.origins), f"seed {seed}: {one.key}"


def damaged(data, chance):
    """The bytes with a few pieces put in, overwritten, cut off or repeated."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at, kind = chance.randrange(len(changed) + 1), chance.random()
        if kind < 0.4:
            changed[at : at + chance.randrange(30)] = chance.choice(PIECES)
        elif kind < 0.7:
            changed[at : at + chance.randrange(8)] = chance.randbytes(chance.randrange(8))
        elif kind < 0.8:
            del changed[at:]
        else:
            start = chance.randrange(len(changed) + 1)
            changed[at:at] = changed[start : start + chance.randrange(200)]
    return bytes(changed)


def damaged_inside(data, chance):
    """An archive or workbook that is whole itself, with one damaged member."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(made, "w") as written:
        names = whole.namelist()
        hit = chance.choice(names)
        for name in names:
            member = whole.read(name)
            written.writestr(name, damaged(member, chance) if name == hit else member)
    return made.getvalue()
