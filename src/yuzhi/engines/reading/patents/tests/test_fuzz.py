"""Whatever happens to the bytes of a document, reading ends in outcomes or in a refusal, and in nothing else."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yuzhi.engines.formats.cnipa_new import CNIPA_NEW
from yuzhi.engines.formats.cnipa_old import CNIPA_OLD
from yuzhi.engines.formats.patent_xml import PatentXml
from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.patents.tests.papers import new, old, outcomes
from yuzhi.engines.reading.records import Fault, Record, Skipped
from yuzhi.kernel.errors import BadFile

BODY = ("<business:Claims><business:Claim><business:ClaimText>1.一种<base:Sub>2</base:Sub>。</business:ClaimText>"
        "</business:Claim></business:Claims><business:Description><base:Paragraphs>技术领域</base:Paragraphs>"
        "</business:Description>")
OLD_BODY = ("<description><p>技术<br/>领域</p><p><tables><table><tgroup><tbody><row><entry>1</entry></row></tbody></tgroup>"
            "</table></tables></p></description><claims><claim><claim-text>1.一种。</claim-text></claim></claims>")
PAPERS: list[tuple[PatentXml, bytes]] = [(CNIPA_NEW, new(body=BODY, kind="B").encode()), (CNIPA_OLD, old(body=OLD_BODY).encode())]

Change = tuple[int, int, bytes]
CHANGES = st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 30), st.one_of(
    st.binary(max_size=8), st.sampled_from([b"<", b">", b"&", b"&#0;", b"<![CDATA[", b"<!--", b"]]>", b"</base:Date>", b"0",
                                            b"\xff\xfe", b'lang="en"', b"<base:DocNumber/>", "９".encode()]))), max_size=6)


def changed(data: bytes, changes: list[Change]) -> bytes:
    """The data with pieces cut out and put in."""
    for place, length, put in changes:
        at = place % (len(data) + 1)
        data = data[:at] + put + data[at + length:]
    return data


def told(form: PatentXml, folder: Path, data: bytes) -> None:
    """Reads; only a refusal with a Chinese sentence may stop it."""
    try:
        found = outcomes(form, folder, data)
    except BadFile as bad:
        assert "请" in bad.sentence
        return
    assert all(isinstance(one, Record | Fault | Skipped) for one in found)
    for one in found:
        if isinstance(one, Record):
            assert one.key and one.record and set(one.values) == set(one.origins)


@pytest.mark.parametrize("number", [0, 1])
@given(changes=CHANGES)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_changed_document_is_read_or_refused(tmp_path: Path, number: int, changes: list[Change]) -> None:
    form, data = PAPERS[number]
    told(form, tmp_path, changed(data, changes))


@given(changes=CHANGES)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_changed_archive_is_read_or_refused(tmp_path: Path, changes: list[Change]) -> None:
    form, data = PAPERS[0]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", data)
        archive.writestr("b.xml", data)
    broken = changed(stream.getvalue(), changes)
    told(form, tmp_path, broken)
    (tmp_path / "file").write_bytes(broken)
    try:
        glimpse(tmp_path / "file", "file")
    except BadFile as bad:
        assert "请" in bad.sentence


def test_one_damaged_document_in_an_archive_does_not_stop_the_others(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("1.xml", new())
        archive.writestr("2.xml", new()[:-40])
        archive.writestr("3.xml", new(number="202310123457.4"))
        archive.writestr("4.JPG", b"\xff\xd8")
        archive.writestr("5.xml", "<index/>")
        archive.writestr("6.xml", old())
    found = outcomes(CNIPA_NEW, tmp_path, stream.getvalue(), "a.zip")
    patents = [one for one in found if isinstance(one, Record) and one.table == "patents"]
    assert [one.origin.place for one in patents][:1] == ["1.xml"]
    bad = [one for one in found if isinstance(one, Fault) and one.column == "/"]
    assert [one.origin.place for one in bad] == ["2.xml"] and "《a.zip》里的 2.xml" in bad[0].reason
    left = {one.origin.place: one.reason for one in found if isinstance(one, Skipped)}
    assert left["*.jpg"] == "1 个 .jpg 文件（附图等）不读取。"
    assert "根元素是 index" in left["5.xml"] and "根元素是 cn-patent-document" in left["6.xml"]
