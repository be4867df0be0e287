"""ST.96: the standard's own instances field by field, documents in wrappers, and what is not read in silence."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from yuzhi.engines.formats.st96 import NAMESPACES
from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.patents.tests.answers import answers, differences
from yuzhi.engines.reading.patents.tests.papers import CONTEXT, document, faults, record, skipped
from yuzhi.engines.reading.recognition import recognise
from yuzhi.engines.reading.records import Record, Skipped
from yuzhi.engines.reading.sources import Document, Outcome
from yuzhi.kernel.errors import BadFile
from yuzhi.packs.wo.sources import SOURCES
from yuzhi.packs.wo.sources.st96 import SOURCE

ANSWERS = Path(__file__).parent / "answers"
SPACES = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in NAMESPACES.items())


def mark(inner: str = "", *, number: str = "12345678", office: str = "CN", nice: str = "30") -> str:
    return f"""<tmk:Trademark {SPACES}><com:RegistrationOfficeCode>{office}</com:RegistrationOfficeCode>
<com:RegistrationNumber>{number}</com:RegistrationNumber><com:RegistrationDate>2020-03-14</com:RegistrationDate>
<com:ExpiryDate>2030-03-13Z</com:ExpiryDate><tmk:GoodsServicesBag><tmk:GoodsServices><tmk:GoodsServicesClassificationBag>
<tmk:GoodsServicesClassification><tmk:ClassificationKindCode>Nice</tmk:ClassificationKindCode>
<tmk:ClassNumber>{nice}</tmk:ClassNumber></tmk:GoodsServicesClassification></tmk:GoodsServicesClassificationBag>
</tmk:GoodsServices></tmk:GoodsServicesBag>{inner}</tmk:Trademark>"""


def patent(bibliography: str = "", body: str = "", *, office: str = "CN", number: str = "202310123456.6") -> str:
    return f"""<pat:PatentPublication {SPACES} com:languageCode="zh" com:st96Version="V6_0">
<com:IPOfficeCode>{office}</com:IPOfficeCode><pat:BibliographicData com:st96Version="V6_0">
<pat:ApplicationIdentification><com:IPOfficeCode>{office}</com:IPOfficeCode><com:ApplicationNumber>
<com:ApplicationNumberText>{number}</com:ApplicationNumberText></com:ApplicationNumber>
<pat:FilingDate>2023-02-08+08:00</pat:FilingDate></pat:ApplicationIdentification>
<pat:InventionTitleBag><pat:InventionTitle com:languageCode="zh">一种兰炭</pat:InventionTitle></pat:InventionTitleBag>
{bibliography}</pat:BibliographicData>{body}</pat:PatentPublication>"""


def read(folder: Path, text: str) -> list[Outcome]:
    return list(SOURCE.read(document(folder, text), CONTEXT))


def real(shared: Path, name: str) -> Iterator[Outcome]:
    path = shared / "data/office_xml/wipo_st96" / name
    data = path.read_bytes()
    assert recognise(glimpse(path, "whatever.bin"), SOURCES) is SOURCE
    return SOURCE.read(Document(path.name, path, hashlib.sha256(data).hexdigest(), len(data)), CONTEXT)


@pytest.mark.parametrize("name", ["patent", "trademark", "indication"])
def test_every_field_of_the_official_instance_is_as_a_person_read_it(shared: Path, name: str) -> None:
    answer = answers(ANSWERS / f"{name}.yml")
    found = [one for one in real(shared, answer["file"]) if not isinstance(one, Skipped)]
    assert differences(found, answer) == []


@pytest.mark.parametrize(("name", "words"), [
    ("PatentPublication_Example.xml", []),
    ("TrademarkApplication_Example.xml", [
        "MarkCurrentStatusCode", "MarkDescriptionBag", "NationalCorrespondent", "MarkEventBag", "87035559.png", "021、023",
        "DocumentIncludedBag", "PublicationBag", "87035559"]),
    ("GIApplication_Example.xml", [
        "GIData/ApplicationDate", "Aubusson tapestry", "Département de la Creuse", "PaymentBag", "SignatureBag", "27"]),
])
def test_what_has_no_column_is_named_with_its_text(shared: Path, name: str, words: list[str]) -> None:
    told = "\n".join(one.reason for one in real(shared, name) if isinstance(one, Skipped))
    assert [word for word in words if word not in told] == []
    assert bool(told) is bool(words)


def test_documents_inside_a_wrapper_are_each_read_and_the_wrapper_s_own_parts_are_named(tmp_path: Path) -> None:
    wrapped = (f"<?yuzhi made-up?><tmk:TrademarkTransaction {SPACES}><com:TransactionHeader><com:SenderText>某局</com:SenderText>"
               f"</com:TransactionHeader><tmk:TrademarkBag>{mark()}{mark(number='12345679')}</tmk:TrademarkBag>"
               f"{patent()}</tmk:TrademarkTransaction>")
    found = read(tmp_path, wrapped)
    records = [one for one in found if isinstance(one, Record)]
    assert [(one.key, one.origin.place) for one in records] == [
        ("cn/t/12345678/30", "/#1"), ("cn/t/12345679/30", "/#2"), ("cn/p/202310123456", "/#3")]
    assert all(one.made_up for one in records)
    (left,) = skipped(found)
    assert "TransactionHeader" in left.reason and "某局" in left.reason


def test_a_day_with_a_time_zone_is_a_day(tmp_path: Path) -> None:
    assert record(read(tmp_path, mark()), "trademarks").values["expires_on"].isoformat() == "2030-03-13"
    assert record(read(tmp_path, patent())).values["filed_on"].isoformat() == "2023-02-08"


def test_bibliographic_data_alone_are_a_document(tmp_path: Path) -> None:
    whole = patent()
    start, end = whole.index("<pat:Bib"), whole.index("</pat:PatentPublication>")
    alone = whole[start:end].replace("<pat:BibliographicData", f"<pat:BibliographicData {SPACES}", 1)
    assert record(read(tmp_path, alone)).key == "cn/p/202310123456"


def test_a_mark_of_several_classes_is_a_record_for_each(tmp_path: Path) -> None:
    other = ("<tmk:GoodsServicesBag><tmk:GoodsServices><tmk:GoodsServicesClassificationBag><tmk:GoodsServicesClassification>"
             "<tmk:ClassificationKindCode>Nice</tmk:ClassificationKindCode><tmk:ClassNumber>033</tmk:ClassNumber>"
             "</tmk:GoodsServicesClassification></tmk:GoodsServicesClassificationBag></tmk:GoodsServices></tmk:GoodsServicesBag>")
    keys = [one.key for one in read(tmp_path, mark(other)) if isinstance(one, Record)]
    assert keys == ["cn/t/12345678/30", "cn/t/12345678/33"]


@pytest.mark.parametrize(("text", "word"), [
    (mark(nice="99"), "尼斯分类"), (mark(office="QQ"), "国别"), (mark(number="1" * 12), "注册号"),
    (mark(number=""), "没有号码"), (patent(number="202310123456.1"), "校验位"),
    (f'<gin:GIData {SPACES} com:officeCode="CN"/>', "没有号码"),
])
def test_what_cannot_be_kept_is_a_fault_with_a_sentence(tmp_path: Path, text: str, word: str) -> None:
    found = read(tmp_path, text)
    assert word in "".join(one.reason for one in faults(found))
    assert not [one for one in found if isinstance(one, Record)]


def test_an_unknown_element_is_named_with_its_text(tmp_path: Path) -> None:
    (left,) = skipped(read(tmp_path, mark("<tmk:MarkScent>玫瑰</tmk:MarkScent>")))
    assert "MarkScent" in left.reason and "玫瑰" in left.reason
    (left,) = skipped(read(tmp_path, patent("<pat:Scent>玫瑰</pat:Scent>")))
    assert "Scent" in left.reason and "玫瑰" in left.reason


def test_days_of_withdrawal_and_return_are_events(tmp_path: Path) -> None:
    ends = ("<pat:RightsReestablishedDate>2024-05</pat:RightsReestablishedDate>"
            "<pat:ApplicationDeemedWithdrawnDate>2024-03-01</pat:ApplicationDeemedWithdrawnDate>")
    found = read(tmp_path, patent(ends))
    event = record(found, "patent_events")
    assert (event.key, event.values["event"], str(event.true_from)) == ("cn/p/202310123456", "deemed_withdrawn", "2024-03-01")
    assert event.origins["event"].path == "BibliographicData/ApplicationDeemedWithdrawnDate"
    (fault,) = faults(found)
    assert (fault.column, fault.value) == ("BibliographicData/RightsReestablishedDate", "2024-05")
    assert skipped(found) == []


def test_texts_in_other_languages_are_named(tmp_path: Path) -> None:
    body = ('<pat:Abstract com:languageCode="ja"><com:P>要約</com:P></pat:Abstract>'
            '<pat:Abstract com:languageCode="en"><com:P>Summary</com:P></pat:Abstract>')
    found = read(tmp_path, patent(body=body))
    assert record(found).values["abstract"] == "Summary"
    assert "ja 文本" in skipped(found)[0].reason


def test_a_document_of_china_is_placed_in_its_county_and_others_are_not(tmp_path: Path) -> None:
    party = ("<pat:PartyBag><pat:ApplicantBag><pat:Applicant><com:Contact><com:Name><com:EntityName>甲公司</com:EntityName>"
             "</com:Name><com:PostalAddressBag><com:PostalAddress><com:PostalAddressText>陕西省榆林市神木市锦界镇1号"
             "</com:PostalAddressText></com:PostalAddress></com:PostalAddressBag></com:Contact></pat:Applicant>"
             "</pat:ApplicantBag></pat:PartyBag>")
    assert record(read(tmp_path, patent(party))).values["county"] == "610881"
    abroad = record(read(tmp_path, patent(party, office="JP", number="2007-290922")))
    assert (abroad.key, "county" in abroad.values) == ("jp/p/2007290922", False)


def test_a_file_without_a_right_is_named(tmp_path: Path) -> None:
    (left,) = skipped(read(tmp_path, f"<com:Payment {SPACES}/>"))
    assert "Payment" in left.reason


def test_a_document_that_only_borrows_the_standard_s_elements_is_left_to_others(tmp_path: Path) -> None:
    borrowed = document(tmp_path, f'<uspat:File xmlns:uspat="urn:us:gov:doc:uspto:patent" {SPACES}/>')
    assert not SOURCE.recognise(glimpse(borrowed.path, "a.xml"))


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        read(tmp_path, mark()[:300])
