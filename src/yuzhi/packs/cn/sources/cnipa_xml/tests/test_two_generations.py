"""An archive of both generations: each source reads its own documents and names the other's."""

import zipfile
from pathlib import Path

from yuzhi.engines.reading.patents.tests.papers import CONTEXT, NUMBER, document, faults, new, old, skipped
from yuzhi.engines.reading.records import Record
from yuzhi.engines.reading.sources import Document
from yuzhi.packs.cn.sources.cnipa_xml import SOURCE as NEW
from yuzhi.packs.cn.sources.cnipa_xml_old import SOURCE as OLD


def both(folder: Path, **more: str) -> Document:
    path = folder / "both.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {"1/new.xml": new(), "2/old.xml": old(), **more}.items():
            archive.writestr(name, text)
    return document(folder, path.read_bytes(), "both.zip")


def test_each_source_reads_its_own_documents(tmp_path: Path) -> None:
    archive = both(tmp_path)
    read = {source.name: list(source.read(archive, CONTEXT)) for source in (NEW, OLD)}
    numbers = {
        name: [one.values["number"] for one in found if isinstance(one, Record) and one.table == "patents"]
        for name, found in read.items()
    }
    assert numbers == {"cn.cnipa_xml": [NUMBER], "cn.cnipa_xml_old": ["201410408762.5"]}
    left = {name: [(one.source, one.origin.place) for one in skipped(found)] for name, found in read.items()}
    assert left == {"cn.cnipa_xml": [("cn.cnipa_xml_old", "*.xml")], "cn.cnipa_xml_old": [("cn.cnipa_xml", "*.xml")]}
    assert "1 件" in skipped(read["cn.cnipa_xml"])[0].reason
    assert not any(faults(found) for found in read.values())


def test_a_damaged_document_of_the_other_generation_is_not_told_twice(tmp_path: Path) -> None:
    archive = both(tmp_path, **{"2/short.xml": old()[:400], "2/long.xml": old(body="<p>" + "字" * 70_000 + "</p>")})
    assert faults(list(NEW.read(archive, CONTEXT))) == []
    assert [one.origin.place for one in faults(list(OLD.read(archive, CONTEXT)))] == ["2/short.xml"]


def test_an_archive_of_one_generation_names_no_other(tmp_path: Path) -> None:
    assert not skipped(list(NEW.read(document(tmp_path, new()), CONTEXT)))
