"""Real documents, read and compared field by field with answers that a person typed."""

import hashlib
from pathlib import Path

import pytest

from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.patents.tests.answers import answers, differences
from yuzhi.engines.reading.patents.tests.papers import CONTEXT
from yuzhi.engines.reading.recognition import recognise
from yuzhi.engines.reading.sources import Document
from yuzhi.packs.cn.sources import SOURCES
from yuzhi.packs.cn.sources.cnipa_xml import SOURCE

ANSWERS = Path(__file__).parent / "answers"


@pytest.mark.parametrize("name", ["cn_new1"])
def test_every_field_of_the_real_document_is_as_a_person_read_it(shared: Path, name: str) -> None:
    answer = answers(ANSWERS / f"{name}.yml")
    path = shared / "data/office_xml/cnipa" / answer["file"]
    data = path.read_bytes()
    document = Document(path.name, path, hashlib.sha256(data).hexdigest(), len(data))
    assert recognise(glimpse(path, path.name), SOURCES) is SOURCE
    assert differences(SOURCE.read(document, CONTEXT), answer) == []
