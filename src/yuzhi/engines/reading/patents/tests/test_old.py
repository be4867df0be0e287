"""The old generation: what it writes differently."""

from datetime import date
from pathlib import Path

from yuzhi.engines.formats.cnipa_old import CNIPA_OLD
from yuzhi.engines.reading.patents.tests.papers import faults, old, outcomes, record, skipped


def test_a_grant_of_the_old_generation_is_read_whole(tmp_path: Path) -> None:
    extra = """<classification-locarno><main-classification>06-01</main-classification></classification-locarno>
        <examiners><examiner><name>孙审</name></examiner></examiners><assignees><assignee><addressbook>
        <name>神木某公司</name><address><text>719300 陕西省神木市1号</text></address></addressbook></assignee></assignees>
        <references-cited><citation><patcit><document-id><country>US</country><doc-number>5000000</doc-number>
        <kind>A</kind><date>19910319</date></document-id></patcit></citation><citation><patcit>
        <text>CN 1234567 A 2008.1.1,全文</text></patcit></citation><citation><nplcit><text>某刊 2001</text></nplcit>
        </citation></references-cited><cn-related-documents><division><relation><parent-doc><document-id>
        <country>CN</country><doc-number>201310123456</doc-number></document-id></parent-doc></relation></division>
        <cn-domestic-priority-claim><substitution><relation><parent-doc><document-id><country>CN</country>
        <doc-number>201210000001.X</doc-number><date>20121001</date></document-id></parent-doc></relation></substitution>
        </cn-domestic-priority-claim></cn-related-documents>"""
    found = outcomes(CNIPA_OLD, tmp_path, old(bibliography=extra, kind="C"))
    values = record(found).values
    assert values["applicants"] == ["神木某公司"] and values["county"] == "610881"
    assert values["citations"] == ["US5000000A 1991-03-19", "CN 1234567 A 2008.1.1,全文", "某刊 2001"]
    assert (values["examiners"], values["locarno"]) == (["孙审"], ["06-01"])
    assert str(values["parent"]).startswith("201310123456.")
    assert values["priorities"] == ["CN 201210000001.X 2012-10-01"]
    assert values["granted_on"] == date(2014, 12, 24)
    assert not skipped(found) and not faults(found)


def test_the_first_address_may_stand_in_the_list_of_applicants(tmp_path: Path) -> None:
    text = old(applicants="<cn-applicant><addressbook><name>某人</name><address><text/></address></addressbook></cn-applicant>")
    text = text.replace("<cn-applicants>", '<cn-applicants cn-representative-is="719000 陕西省榆林市榆阳区5号">')
    values = record(outcomes(CNIPA_OLD, tmp_path, text)).values
    assert (values["address"], values["county"]) == ("719000 陕西省榆林市榆阳区5号", "610802")


def test_classes_of_earlier_editions_are_read(tmp_path: Path) -> None:
    extra = """<classification-ipc><edition>7</edition><main-classification>A23B   4/06</main-classification>
        <further-classification>A23L   3/36</further-classification></classification-ipc>"""
    values = record(outcomes(CNIPA_OLD, tmp_path, old(bibliography=extra))).values
    assert (values["main_ipc"], values["ipc"]) == ("A23B 4/06", ["A23B 4/06", "A23L 3/36"])
