"""The Red Book: real documents field by field, files of several documents, and what is not read in silence."""

import hashlib
from pathlib import Path

import pytest

from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.patents.tests.answers import answers, differences
from yuzhi.engines.reading.patents.tests.papers import CONTEXT, document, faults, record, skipped
from yuzhi.engines.reading.recognition import recognise
from yuzhi.engines.reading.records import Fault, Record
from yuzhi.engines.reading.sources import Document, Outcome
from yuzhi.kernel.errors import BadFile
from yuzhi.kernel.origin import FieldOrigin
from yuzhi.packs.us.sources import SOURCES
from yuzhi.packs.us.sources.redbook import SOURCE

ANSWERS = Path(__file__).parent / "answers"


def grant(number: str = "13648029", *, bibliography: str = "", kind: str = "B2", body: str = "") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE us-patent-grant SYSTEM "us-patent-grant-v45-2014-04-03.dtd" [ ]>
<us-patent-grant lang="EN" country="US" date-publ="20150106"><us-bibliographic-data-grant>
<publication-reference><document-id><country>US</country><doc-number>08930553</doc-number><kind>{kind}</kind>
<date>20150106</date></document-id></publication-reference><application-reference appl-type="utility"><document-id>
<country>US</country><doc-number>{number}</doc-number><date>20121009</date></document-id></application-reference>
<invention-title>Lamp</invention-title>{bibliography}</us-bibliographic-data-grant>{body}</us-patent-grant>
"""


def read(folder: Path, text: str) -> list[Outcome]:
    return list(SOURCE.read(document(folder, text), CONTEXT))


@pytest.mark.parametrize("name", ["US06859910", "US08930553", "US20050004437A1", "US20210049351A1"])
def test_every_field_of_the_real_document_is_as_a_person_read_it(shared: Path, name: str) -> None:
    answer = answers(ANSWERS / f"{name}.yml")
    path = shared / "data/office_xml/uspto" / answer["file"]
    data = path.read_bytes()
    assert recognise(glimpse(path, "whatever.bin"), SOURCES) is SOURCE
    found = SOURCE.read(Document(path.name, path, hashlib.sha256(data).hexdigest(), len(data)), CONTEXT)
    assert differences(found, answer) == []


def test_all_ten_real_documents_are_read_without_a_fault_and_without_a_rest(shared: Path) -> None:
    folder = shared / "data/office_xml/uspto"
    paths = [*sorted(folder.glob("samples/xml*/US*.xml")), *sorted(folder.glob("us_example*.xml"))]
    keys = set()
    for path in paths:
        found = list(SOURCE.read(Document(path.name, path, "0" * 64, path.stat().st_size), CONTEXT))
        assert {type(one) for one in found} == {Record}, path.name
        keys.add(record(found).key)
    assert len(keys) == len(paths) == 10


def test_documents_that_follow_each_other_in_one_file_are_each_read(tmp_path: Path) -> None:
    found = read(tmp_path, grant() + grant("13648030") + grant("13648031"))
    patents = [one for one in found if isinstance(one, Record) and one.table == "patents"]
    assert [(one.key, one.origin.place) for one in patents] == [
        ("us/p/13648029", "/"), ("us/p/13648030", "/#2"), ("us/p/13648031", "/#3")]


def test_a_damaged_document_among_others_is_a_fault_and_the_others_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, grant() + grant("13648030")[:300] + "\n" + grant("13648031"))
    assert [one.origin.place for one in found if isinstance(one, Record) and one.table == "patents"] == ["/", "/#3"]
    (fault,) = faults(found)
    assert (fault.origin.place, fault.column) == ("/#2", "/")


def test_a_damaged_document_alone_refuses_the_file(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="请向来源重新下载"):
        read(tmp_path, grant()[:300])


def test_an_application_number_that_is_none_is_a_fault_with_advice(tmp_path: Path) -> None:
    (fault,) = read(tmp_path, grant("1234"))
    assert isinstance(fault, Fault) and "2 位系列代码加 6 位序号" in fault.reason
    assert fault.column == "us-bibliographic-data-grant/application-reference/document-id/doc-number"


def test_values_say_where_they_were_read(tmp_path: Path) -> None:
    patent = record(read(tmp_path, grant()))
    base = "us-bibliographic-data-grant"
    assert patent.origins["title_en"] == FieldOrigin(f"{base}/invention-title", "text")
    assert patent.origins["granted_on"] == FieldOrigin(f"{base}/publication-reference/document-id/date", "day_of_grant")
    assert "title" not in patent.values


def test_a_patent_of_elsewhere_is_placed_in_no_county(tmp_path: Path) -> None:
    patent = record(read(tmp_path, grant(bibliography="<assignees><assignee><addressbook><orgname>榆林</orgname><address>"
                                                      "<city>榆林市神木市</city></address></addressbook></assignee></assignees>")))
    assert patent.values["address"] == "榆林市神木市"
    assert not {"county", "county_reason"} & set(patent.values)


def test_a_division_names_its_parent_and_a_continuation_a_priority(tmp_path: Path) -> None:
    related = "".join(
        f"<{kind}><relation><parent-doc><document-id><country>US</country><doc-number>{number}</doc-number><kind>00</kind>"
        f"<date>20010606</date></document-id></parent-doc></relation></{kind}>"
        for kind, number in (("division", "09876376"), ("continuation", "09111222")))
    patent = record(read(tmp_path, grant(bibliography=f"<us-related-documents>{related}</us-related-documents>")))
    assert (patent.values["parent"], patent.values["priorities"]) == ("US09876376", ["US 09111222 2001-06-06"])


def test_claims_that_were_given_up_are_not_counted(tmp_path: Path) -> None:
    body = "<claims><claim><claim-text><b>1</b>-<b>24</b>. (canceled)</claim-text></claim>" \
           "<claim><claim-text><b>25</b>. A lamp.</claim-text></claim></claims>"
    patent = record(read(tmp_path, grant(body=body)))
    assert (patent.values["claim_count"], patent.values["first_claim"]) == (1, "25. A lamp.")


def test_an_unknown_element_is_named_and_the_document_read(tmp_path: Path) -> None:
    found = read(tmp_path, grant(bibliography="<us-novelty>new</us-novelty>"))
    assert record(found).key == "us/p/13648029"
    (left,) = skipped(found)
    assert "us-bibliographic-data-grant/us-novelty" in left.reason and "new" in left.reason


def test_a_document_that_declares_entities_of_its_own_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="自行声明"):
        read(tmp_path, grant().replace("[ ]", '[ <!ENTITY x SYSTEM "file:///etc/passwd"> ]'))
