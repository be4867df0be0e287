"""Older formats and what describes formats: recognised by content, named with a reason, and not read."""

import zipfile
from pathlib import Path

import pytest

from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.patents.tests.papers import CONTEXT, document, skipped
from yuzhi.engines.reading.recognition import recognise
from yuzhi.packs.us.sources import SOURCES
from yuzhi.packs.us.sources.unread import SOURCE

FILES = {
    "Green Book": b"PATN\nWKU  039327094\nSRC  5\n",
    "BRS": b"09204581\tB2\t20151201\n*** BRS DOCUMENT BOUNDARY ***\nWKU 09204581\n",
    "PATDOC": b'<?xml version="1.0"?><!DOCTYPE PATDOC SYSTEM "x.dtd" [ <!ENTITY a SYSTEM "a.TIF" NDATA TIF> ]><PATDOC/>',
    "PAP": b"<patent-application-publication/>",
    "CPC \u5206\u7c7b\u8868": b"<class-scheme scheme-type='cpc'/>",
    "CPC \u4e3b\u5206\u7c7b\u6587\u4ef6": b'<u:CPCMasterClassificationFile xmlns:u="patent:uspto:doc:us:gov"/>',
    "DTD": b'<!ENTITY Tab "&#x9;">\n<!ENTITY NewLine "&#xA;">\n',
    "ST.96": b'<u:Package xmlns:u="urn:us:gov:doc:uspto:patent"/>',
}


@pytest.mark.parametrize("word", FILES)
def test_the_file_is_named_with_the_reason(tmp_path: Path, word: str) -> None:
    received = document(tmp_path, FILES[word])
    assert recognise(glimpse(received.path, "a.bin"), SOURCES) is SOURCE
    (left,) = skipped(list(SOURCE.read(received, CONTEXT)))
    assert word in left.reason and left.reason.startswith("a.xml：")


def test_an_archive_of_unread_documents_is_named_as_a_whole(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("1.xml", FILES["PATDOC"])
    received = document(tmp_path, (tmp_path / "a.zip").read_bytes(), "a.zip")
    assert SOURCE.recognise(glimpse(received.path, "a.zip"))
    assert len(list(SOURCE.read(received, CONTEXT))) == 1


def test_a_document_with_long_declarations_of_its_own_is_no_dtd(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE us-patent-grant [<!ENTITY a "' + b"x" * 100_000 + b'">]><us-patent-grant>&a;</us-patent-grant>'
    assert not SOURCE.recognise(glimpse(document(tmp_path, bomb).path, "a.xml"))


@pytest.mark.parametrize("data", [b"<class/>", b"<CPCMasterClassificationFile/>", b"PATN is a word\n", b"a,b\n1,2\n"])
def test_what_only_looks_similar_is_left_to_others(tmp_path: Path, data: bytes) -> None:
    assert not SOURCE.recognise(glimpse(document(tmp_path, data).path, "a.xml"))
