"""Real answers of the EPO, read and compared field by field with answers that a person typed."""

import hashlib
from pathlib import Path

import pytest

from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.patents.tests.answers import answers, differences
from yuzhi.engines.reading.patents.tests.papers import CONTEXT
from yuzhi.engines.reading.recognition import recognise
from yuzhi.engines.reading.records import Record
from yuzhi.engines.reading.sources import Document
from yuzhi.packs.ep.sources import SOURCES

ANSWERS = Path(__file__).parent / "answers"


def received(path: Path) -> Document:
    data = path.read_bytes()
    return Document(path.name, path, hashlib.sha256(data).hexdigest(), len(data))


@pytest.mark.parametrize("name", ["abstract", "biblio_au", "full_cycle", "claims_wo", "description", "family"])
def test_every_field_of_the_real_answer_is_as_a_person_read_it(shared: Path, name: str) -> None:
    answer = answers(ANSWERS / f"{name}.yml")
    path = shared / "data/office_xml/epo_ops" / answer["file"]
    source = recognise(glimpse(path, "whatever.bin"), SOURCES)
    assert source.name == answer["source"]
    assert differences(source.read(received(path), CONTEXT), answer) == []


def test_every_real_answer_is_read_whole_or_named_as_unread(shared: Path) -> None:
    counts: dict[str, int] = {}
    for path in sorted((shared / "data/office_xml/epo_ops").rglob("*.xml")):
        if not path.read_bytes().startswith(b"<"):
            continue            # two fixtures are called .xml and hold JSON
        source = recognise(glimpse(path, path.name), SOURCES)
        counts[source.name] = counts.get(source.name, 0) + 1
        if source.name != "ep.ops_unread":
            assert {type(one) for one in source.read(received(path), CONTEXT)} == {Record}, path.name
    assert counts == {"ep.ops_family": 4, "ep.ops_abstract": 2, "ep.ops_biblio": 8, "ep.ops_claims": 3,
                      "ep.ops_description": 2, "ep.ops_unread": 3}
