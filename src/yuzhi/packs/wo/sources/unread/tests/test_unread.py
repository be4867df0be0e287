"""Files in formats of WIPO: recognised by root and namespace, named with a reason, and not read."""

from pathlib import Path

import pytest

from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.patents.tests.papers import CONTEXT, document, skipped
from yuzhi.packs.wo.sources.unread import SOURCE

ST96 = 'xmlns:dgn="http://www.wipo.int/standards/XMLSchema/ST96/Design"'


@pytest.mark.parametrize(("data", "word"), [
    (f"<dgn:DesignApplication {ST96}/>", "外观设计"),
    ('<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema"/>', "XSD"),
    ('<jp-official-gazette kind-of-jp="A" xmlns:jp="http://www.jpo.go.jp"/>', "jp-official-gazette"),
])
def test_the_file_is_named_with_the_reason(tmp_path: Path, data: str, word: str) -> None:
    received = document(tmp_path, data)
    assert SOURCE.recognise(glimpse(received.path, "a.bin"))
    (left,) = skipped(list(SOURCE.read(received, CONTEXT)))
    assert word in left.reason and "不读取" in left.reason


@pytest.mark.parametrize("data", ["<DesignApplication/>", "<schema/>", "<jp-official-gazette/>", "DesignApplication"])
def test_a_root_without_its_namespace_is_left_to_others(tmp_path: Path, data: str) -> None:
    assert not SOURCE.recognise(glimpse(document(tmp_path, data).path, "a.xml"))
