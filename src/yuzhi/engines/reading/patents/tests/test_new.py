"""The new generation: what a document of each kind says."""

from datetime import date
from pathlib import Path

import pytest

from yuzhi.engines.formats.cnipa_new import CNIPA_NEW, DOCTYPE, MADE_UP
from yuzhi.engines.reading.patents.tests.papers import CITY, NUMBER, PLAIN, faults, new, outcomes, record, skipped
from yuzhi.engines.reading.records import Record
from yuzhi.engines.reading.sources import Context
from yuzhi.kernel.origin import FieldOrigin

CODE = "91110108551385082Q"


def read(folder: Path, **parts: str) -> Record:
    """The patent of a made-up document."""
    return record(outcomes(CNIPA_NEW, folder, new(**parts)))


def test_the_first_applicants_address_decides_the_county_and_says_why(tmp_path: Path) -> None:
    patent = read(tmp_path)
    assert (patent.values["county"], patent.values["address"]) == ("610881", "719300 陕西省榆林市神木市锦界镇1号")
    assert "神木" in str(patent.values["county_reason"])
    assert patent.origins["county"].rule == "county_of_address"


def test_an_address_without_text_is_put_together_from_its_parts(tmp_path: Path) -> None:
    party = ("<business:Applicant><base:AddressBook><base:Name>甲</base:Name><base:Address><base:Text>0</base:Text>"
             "<base:Street>长城路2号</base:Street><base:County>榆阳区</base:County><base:City>榆林市</base:City>"
             "<base:Province>陕西省</base:Province></base:Address></base:AddressBook></business:Applicant>")
    patent = read(tmp_path, applicants=party)
    assert (patent.values["address"], patent.values["county"]) == ("陕西省榆林市榆阳区长城路2号", "610802")
    assert patent.origins["address"].rule == "address_of_parts"


def test_parts_of_the_address_place_it_where_the_text_does_not(tmp_path: Path) -> None:
    party = ("<business:Applicant><base:AddressBook><base:Name>甲</base:Name><base:Address><base:County>神木市</base:County>"
             "<base:City>榆林市</base:City><base:Province>陕西省</base:Province><base:Text>719000 工业大道3号</base:Text>"
             "</base:Address></base:AddressBook></business:Applicant>")
    patent = read(tmp_path, applicants=party)
    assert (patent.values["address"], patent.values["county"]) == ("719000 工业大道3号", "610881")
    assert patent.origins["county"].rule == "county_of_address_parts"


def test_the_owner_of_a_grant_stands_for_the_applicant(tmp_path: Path) -> None:
    owner = ("<business:AssigneeDetails><business:Assignee sequence='1'><base:AddressBook><base:Name>受让公司</base:Name>"
             "<base:Address><base:Text>719000 陕西省榆林市榆阳区1号</base:Text></base:Address></base:AddressBook>"
             "</business:Assignee></business:AssigneeDetails>")
    patent = read(tmp_path, bibliography=owner, kind="B")
    assert patent.values["applicants"] == ["受让公司"]
    assert (patent.values["county"], patent.values["granted_on"]) == ("610802", date(2023, 10, 3))


def test_codes_stand_in_the_order_of_the_applicants_and_only_valid_ones(tmp_path: Path) -> None:
    one = "<business:Applicant><base:AddressBook><base:Name>{}</base:Name></base:AddressBook>{}</business:Applicant>"
    code = "<business:OrganizationCode>{}</business:OrganizationCode>"
    parties = one.format("甲", code.format("0000000000")) + one.format("乙", code.format(CODE)) + one.format("丙", "")
    patent = read(tmp_path, applicants=parties)
    assert patent.values["applicant_codes"] == ["", CODE, ""]
    assert "applicant_codes" not in read(tmp_path, applicants=one.format("甲", code.format("55138508-2"))).values


def test_names_in_two_languages_are_read_once_in_chinese(tmp_path: Path) -> None:
    party = ("<business:Applicant lang='zh' sequence='1'><base:AddressBook lang='zh'><base:Name>壳牌</base:Name></base:AddressBook>"
             "<base:AddressBook lang='en'><base:Name>SHELL</base:Name></base:AddressBook></business:Applicant>"
             "<business:Applicant lang='en' sequence='1'><base:AddressBook><base:Name>SHELL</base:Name></base:AddressBook></business:Applicant>")
    patent = read(tmp_path, applicants=party)
    assert patent.values["applicants"] == ["壳牌"]


GRANT = """<business:InventionTitle lang="en">Method</business:InventionTitle><business:ExaminerDetails>
<business:Examiner sequence="2"><base:Name>李二</base:Name></business:Examiner>
<business:Examiner sequence="1"><base:Name>赵一</base:Name></business:Examiner></business:ExaminerDetails>
<business:ReferencesCited><business:Citation srepPhase="SEA" sequence="1"><business:ApplicationCitation>
<business:PublicationReference dataFormat="standard"><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code>
<base:DocNumber>203232659</base:DocNumber><base:Kind>U</base:Kind><base:Date>20131009</base:Date></base:DocumentID>
</business:PublicationReference></business:ApplicationCitation></business:Citation>
<business:Citation><business:NPLCitation><base:Text>张三: 兰炭研究, 2010</base:Text></business:NPLCitation>
</business:Citation></business:ReferencesCited><business:RelatedDocuments><business:RelatedPublicationDoc>
<base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>116500001</base:DocNumber><base:Kind>A</base:Kind>
<base:Date>20230601</base:Date></base:DocumentID></business:RelatedPublicationDoc></business:RelatedDocuments>"""


def test_a_grant_tells_examiners_citations_and_its_earlier_publication(tmp_path: Path) -> None:
    found = outcomes(CNIPA_NEW, tmp_path, new(bibliography=GRANT, kind="B"))
    patent = record(found)
    assert patent.values["examiners"] == ["赵一", "李二"]
    assert patent.values["citations"] == ["CN203232659U 2013-10-09", "张三: 兰炭研究, 2010"]
    assert patent.values["title_en"] == "Method"
    events = [one for one in found if isinstance(one, Record) and one.table == "patent_events"]
    assert [(one.values["event"], one.true_from, one.record) for one in events] == [
        ("granted", date(2023, 10, 3), f"cn/p/{PLAIN}|granted|2023-10-03|B"),
        ("published", date(2023, 6, 1), f"cn/p/{PLAIN}|published|2023-06-01|A"),
    ]
    assert not skipped(found) and not faults(found)


def test_a_design_is_read_from_its_own_bibliography(tmp_path: Path) -> None:
    design = new().replace("BibliographicData", "DesignBibliographicData").replace("InventionTitle", "DesignTitle")
    design = design.replace("116700001", "308000001").replace("<base:Kind>A<", "<base:Kind>S<")
    design = design.replace('applType="10"', 'applType="30"').replace(NUMBER, "202330123456.6").replace(
        "<business:Parties>", """<business:ClassificationLocarno><business:MainClassification>26-05
        </business:MainClassification></business:ClassificationLocarno><business:DesignerDetails><business:Designer>
        <base:AddressBook><base:Name>钱设计</base:Name></base:AddressBook></business:Designer></business:DesignerDetails>
        <business:Parties>""").replace("</business:DesignBibliographicData>", """</business:DesignBibliographicData>
        <business:DesignBriefExplanation><base:Paragraphs>1.名称：灯。</base:Paragraphs></business:DesignBriefExplanation>
        <business:DesignPictures><base:Figure><base:Image file="1.JPG"/></base:Figure></business:DesignPictures>""")
    found = outcomes(CNIPA_NEW, tmp_path, design.replace("202330123456.6", "202330123456"))
    patent = record(found)
    assert patent.key == "cn/p/202330123456"
    assert (patent.values["right_kind"], patent.values["locarno"]) == ("design", ["26-05"])
    assert (patent.values["inventors"], patent.values["abstract"]) == (["钱设计"], "1.名称：灯。")
    assert (patent.values["figure_count"], patent.values["granted_on"]) == (1, date(2023, 10, 3))
    assert not skipped(found)


def test_figures_are_counted_only_where_the_document_has_drawings(tmp_path: Path) -> None:
    text = "<business:Description><base:Paragraphs>兰炭末的成型。</base:Paragraphs></business:Description>"
    found = outcomes(CNIPA_NEW, tmp_path, new(body=text))
    patent = record(found)
    assert any(isinstance(one, Record) and one.table == "patent_texts" for one in found)
    assert "figure_count" not in patent.values and "figure_count" not in patent.origins


def test_the_standard_number_stands_in_where_the_original_is_missing(tmp_path: Path) -> None:
    text = new(number="").replace("</business:ApplicationReference>", """</business:ApplicationReference>
        <business:ApplicationReference dataFormat="standard"><base:DocumentID><base:DocNumber>102023000123456</base:DocNumber>
        <base:Date>20230208</base:Date></base:DocumentID></business:ApplicationReference>""")
    patent = record(outcomes(CNIPA_NEW, tmp_path, text))
    assert (patent.key, patent.values["number"]) == (f"cn/p/{PLAIN}", NUMBER)


def test_a_document_without_application_number_is_kept_under_its_publication(tmp_path: Path) -> None:
    patent = read(tmp_path, number="")
    assert (patent.key, patent.record) == ("cn/pub/116700001A", "CN116700001A")


@pytest.mark.parametrize(("parts", "column", "word"), [
    ({"number": "202310123456.7"}, "DocNumber", "校验位"),
    ({"published": "20231303"}, "PublicationReference/DocumentID/Date", "日期"),
    ({"kind": "Q"}, "PublicationReference/DocumentID/DocNumber", "种类代码"),
])
def test_a_wrong_number_or_day_keeps_the_document_out_and_says_where(
    tmp_path: Path, parts: dict[str, str], column: str, word: str
) -> None:
    found = outcomes(CNIPA_NEW, tmp_path, new(**parts))
    assert [type(one).__name__ for one in found] == ["Fault"]
    assert faults(found)[0].column.endswith(column) and word in faults(found)[0].reason


def test_a_document_without_any_number_is_a_fault(tmp_path: Path) -> None:
    text = new(number="").replace("<base:DocNumber>116700001</base:DocNumber>", "")
    found = faults(outcomes(CNIPA_NEW, tmp_path, text))
    assert len(found) == 1 and "既没有申请号也没有" in found[0].reason


def test_a_misprinted_class_or_priority_is_reported_beside_the_patent(tmp_path: Path) -> None:
    extra = """<business:ClassificationIPCRDetails><business:ClassificationIPCR><base:Text>C10B 53/08</base:Text>
        </business:ClassificationIPCR><business:ClassificationIPCR><base:Text>C1OB 5</base:Text></business:ClassificationIPCR>
        </business:ClassificationIPCRDetails><business:PriorityDetails><business:Priority><base:WIPOST3Code>US</base:WIPOST3Code>
        <base:DocNumber>63/1</base:DocNumber><base:Date>20220230</base:Date></business:Priority></business:PriorityDetails>"""
    found = outcomes(CNIPA_NEW, tmp_path, new(bibliography=extra))
    assert record(found).values["ipc"] == ["C10B 53/08"]
    assert record(found).values["priorities"] == ["US 63/1"]
    columns = {fault.column for fault in faults(found)}
    assert columns == {"BibliographicData/ClassificationIPCRDetails/ClassificationIPCR[2]",
                       "BibliographicData/PriorityDetails/Priority/Date"}


def test_a_repair_takes_the_place_of_what_was_misread(tmp_path: Path) -> None:
    column = "BibliographicData/ApplicationReference/DocumentID/DocNumber"
    repaired = Context(CITY, repairs={("/", column): (NUMBER, 12)})
    found = outcomes(CNIPA_NEW, tmp_path, new(number="202310123456.7"), context=repaired)
    assert record(found).key == f"cn/p/{PLAIN}"
    assert record(found).origins["number"] == FieldOrigin(column, "repair:12")


def test_what_nobody_reads_is_named_with_its_place_and_the_patent_is_kept(tmp_path: Path) -> None:
    found = outcomes(CNIPA_NEW, tmp_path, new(bibliography="<business:GreenChannel>绿色通道</business:GreenChannel>",
                                              body="<business:Novelty>新</business:Novelty>"))
    assert record(found).values["title"] == "一种兰炭末成型方法"
    assert [one.reason for one in skipped(found)] == [
        "没有人读元素 BibliographicData/GreenChannel（内容：绿色通道），文件其余部分已读取。",
        "没有人读元素 Novelty（内容：新），文件其余部分已读取。",
    ]
    quiet = Context(CITY, ignored=frozenset({"BibliographicData/GreenChannel"}))
    found = outcomes(CNIPA_NEW, tmp_path, new(bibliography="<business:GreenChannel>1</business:GreenChannel>"), context=quiet)
    assert not skipped(found)


def test_made_up_documents_say_so_in_every_record(tmp_path: Path) -> None:
    body = "<business:Claims><business:Claim><business:ClaimText>1.一种。</business:ClaimText></business:Claim></business:Claims>"
    found = outcomes(CNIPA_NEW, tmp_path, new(prolog=MADE_UP, body=body))
    assert [one.made_up for one in found if isinstance(one, Record)] == [True, True, True]
    assert not read(tmp_path).made_up


def test_the_old_doctype_is_accepted_and_its_character_names_are_read(tmp_path: Path) -> None:
    text = new(prolog=DOCTYPE).replace("一种兰炭末成型方法", "80&deg;C&alpha;法")
    assert record(outcomes(CNIPA_NEW, tmp_path, text)).values["title"] == "80°Cα法"


def test_other_documents_of_the_office_are_named_and_left(tmp_path: Path) -> None:
    found = outcomes(CNIPA_NEW, tmp_path, new().replace("PatentDocumentAndRelated", "PatentVerdict"))
    assert len(found) == 1 and "复审或无效" in skipped(found)[0].reason


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_every_encoding_that_offices_use_is_read(tmp_path: Path, encoding: str) -> None:
    declared = {"utf-8-sig": "utf-8", "utf-16": "utf-16", "gb18030": "GB2312"}[encoding]
    text = new().replace('encoding="utf-8"', f'encoding="{declared}"').replace("兰炭末", "镕基㮾")
    assert record(outcomes(CNIPA_NEW, tmp_path, text.encode(encoding))).values["title"] == "一种镕基㮾成型方法"


def test_classes_in_parts_and_old_editions_are_put_together(tmp_path: Path) -> None:
    extra = """<business:ClassificationIPCRDetails><business:ClassificationIPCR sequence="2"><base:Text>0</base:Text>
        <business:Section>C</business:Section><business:MainClass>10</business:MainClass><business:Subclass>B</business:Subclass>
        <business:MainGroup>53</business:MainGroup><business:Subgroup>08</business:Subgroup></business:ClassificationIPCR>
        <business:ClassificationIPCR sequence="1"><base:Text>B30B  11/00 (2006.01)I</base:Text></business:ClassificationIPCR>
        </business:ClassificationIPCRDetails>"""
    patent = read(tmp_path, bibliography=extra)
    assert (patent.values["ipc"], patent.values["main_ipc"]) == (["B30B 11/00", "C10B 53/08"], "B30B 11/00")


def test_an_international_application_tells_its_numbers_and_its_entry(tmp_path: Path) -> None:
    reference = "<business:{0}><base:DocumentID><base:WIPOST3Code>{1}</base:WIPOST3Code><base:DocNumber>{2}</base:DocNumber><base:Date>{3}</base:Date></base:DocumentID></business:{0}>"  # noqa: E501
    extra = (reference.format("PCTOrRegionalFilingData", "US", "PCT/US2022/012345", "20220118")
             + reference.format("PctOrRegionalPublishingData", "WO", "2022/155555", "20220721")
             + "<business:DatePCTArticle2239Fulfilled><base:Date>20230208</base:Date></business:DatePCTArticle2239Fulfilled>")
    found = outcomes(CNIPA_NEW, tmp_path, new(bibliography=extra))
    values = record(found).values
    assert (values["pct_application"], values["pct_publication"], values["entered_on"]) == (
        "PCT/US2022/012345 2022-01-18", "WO2022/155555 2022-07-21", date(2023, 2, 8))
    assert not skipped(found)
