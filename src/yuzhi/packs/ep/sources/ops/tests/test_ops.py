"""Exchange documents: each thing once, borrowed abstracts labelled, unknown entities no end, events of the register."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.patents.tests.papers import CONTEXT, document, faults, record, skipped
from yuzhi.engines.reading.records import Record
from yuzhi.engines.reading.sources import Outcome
from yuzhi.kernel.errors import BadFile
from yuzhi.kernel.origin import FieldOrigin
from yuzhi.packs.ep.sources import SOURCES
from yuzhi.packs.ep.sources.ops.legal import event_word
from yuzhi.packs.ep.sources.ops.services import service_of

SPACES = 'xmlns="http://www.epo.org/exchange" xmlns:ops="http://ops.epo.org"'


def number(form: str, text: str, *, office: str = "", kind: str = "", day: str = "") -> str:
    parts = {"country": office, "doc-number": text, "kind": kind, "date": day}
    return (f'<document-id document-id-type="{form}">'
            + "".join(f"<{name}>{told}</{name}>" for name, told in parts.items() if told) + "</document-id>")


def exchange(bibliography: str = "", *, abstract: str = "", office: str = "EP", applied: str = "") -> str:
    published = number("docdb", "1000000", office=office, kind="A1", day="20000517") + number("epodoc", f"{office}1000000")
    filed = applied or (number("docdb", "99203729", office="EP", kind="A") + number("epodoc", "EP19990203729", day="19991108"))
    return f"""<exchange-document country="{office}" doc-number="1000000" kind="A1"><bibliographic-data>
<publication-reference>{published}</publication-reference><application-reference>{filed}</application-reference>
{bibliography}</bibliographic-data>{abstract}</exchange-document>"""


def answer(inside: str, prolog: str = "") -> str:
    return (f'<?xml version="1.0"?>{prolog}<ops:world-patent-data {SPACES}><exchange-documents>{inside}'
            "</exchange-documents></ops:world-patent-data>")


def read(folder: Path, text: str, name: str = "ep.ops_biblio") -> list[Outcome]:
    (source,) = [one for one in SOURCES if one.name == name]
    received = document(folder, text)
    assert source.recognise(glimpse(received.path, "a.xml"))
    return list(source.read(received, CONTEXT))


def parties(*told: tuple[str, str]) -> str:
    inside = "".join(f'<applicant sequence="{place}" data-format="{form}"><applicant-name><name>{name}</name></applicant-name>'
                     "</applicant>" for place, (form, name) in enumerate(told, start=1))
    return f"<parties><applicants>{inside}</applicants></parties>"


@pytest.mark.parametrize(("told", "names"), [
    ((("epodoc", "BOER [NL]"), ("original", "De Boer B.V, ")), ["De Boer B.V"]),
    ((("epodoc", "BOER [NL]"), ("epodoc", "PHILIPS [NL]"), ("original", "De Boer B.V")), ["BOER", "PHILIPS"]),
    ((("docdb", "RHODIA"), ("epodoc", "RHODIA SAS [FR]")), ["RHODIA"]),
    ((("original", "QIN, MEIFANG"), ("original", "Qin, Meifang")), ["QIN, MEIFANG"]),
])
def test_a_party_in_several_data_formats_is_read_once(
    tmp_path: Path, told: tuple[tuple[str, str], ...], names: list[str]
) -> None:
    assert record(read(tmp_path, answer(exchange(parties(*told))))).values["applicants"] == names


def test_numbers_are_those_of_the_data_base_and_a_day_is_taken_from_another_format(tmp_path: Path) -> None:
    patent = record(read(tmp_path, answer(exchange())))
    assert (patent.key, patent.values["publication"]) == ("ep/p/99203729", "EP1000000A1")
    assert patent.values["filed_on"] == date(1999, 11, 8)
    assert patent.origins["number"].path == "bibliographic-data/application-reference/document-id/doc-number"


@pytest.mark.parametrize(("applied", "key"), [
    (number("docdb", "201815919370", office="US", kind="A"), "us/p/15919370"),
    (number("docdb", "2366704", office="US", kind="A") + number("original", "11023667"), "us/p/11023667"),
    (number("docdb", "20685698", office="US", kind="A", day="19981208"), "us/pub/1000000A1"),
    (number("docdb", "202111286633", office="CN", kind="A"), "cn/p/202111286633"),
    (number("docdb", "2004012345", office="EP", kind="W"), "wo/p/EP2004012345"),
])
def test_an_application_has_the_key_that_its_own_office_would_give_it(tmp_path: Path, applied: str, key: str) -> None:
    patent = record(read(tmp_path, answer(exchange(office="US", applied=applied))))
    assert patent.key == key


def test_a_borrowed_abstract_says_whose_it_is(tmp_path: Path) -> None:
    borrowed = '<abstract lang="en" country="US" doc-number="7453012" kind="B2"><p>A process.</p></abstract>'
    patent = record(read(tmp_path, answer(exchange(abstract=borrowed))))
    assert patent.values["abstract"] == "（摘自同族文献 US7453012B2）A process."
    assert patent.origins["abstract"] == FieldOrigin("abstract", "abstract_of_family")
    own = record(read(tmp_path, answer(exchange(abstract='<abstract lang="en"><p>A process.</p></abstract>'))))
    assert (own.values["abstract"], own.origins["abstract"].rule) == ("A process.", "text")


def test_of_several_abstracts_the_chinese_one_counts_then_the_english_one(tmp_path: Path) -> None:
    told = {lang: f'<abstract lang="{lang}"><p>{lang}.</p></abstract>' for lang in ("fr", "en", "zh")}
    assert record(read(tmp_path, answer(exchange(abstract="".join(told.values()))))).values["abstract"] == "zh."
    assert record(read(tmp_path, answer(exchange(abstract=told["fr"] + told["en"])))).values["abstract"] == "en."
    assert record(read(tmp_path, answer(exchange(abstract=told["fr"])))).values["abstract"] == "fr."


def test_an_entity_that_nobody_declared_ends_nothing_and_is_named(tmp_path: Path) -> None:
    prolog = '<!DOCTYPE exchange-documents SYSTEM "docdb-entities.dtd">'
    title = '<invention-title lang="en">Nitr&Aacute;les &docdbthing; more</invention-title>'
    found = read(tmp_path, answer(exchange(title) + exchange(title), prolog))
    titles = [one.values["title_en"] for one in found if isinstance(one, Record) and one.table == "patents"]
    assert titles == ["NitrÁles &docdbthing; more"] * 2
    assert ["&docdbthing;" in one.reason for one in skipped(found)] == [True]


def test_an_entity_that_the_file_declares_for_itself_is_refused_all_the_same(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="自行声明"):
        read(tmp_path, answer(exchange(), '<!DOCTYPE a [ <!ENTITY x SYSTEM "file:///etc/passwd"> ]>'))


def test_a_file_of_the_data_base_is_read_like_an_answer(tmp_path: Path) -> None:
    text = f'<exch:exchange-documents xmlns:exch="http://www.epo.org/exchange">{exchange().replace("<", "<exch:")}'
    found = read(tmp_path, text.replace("<exch:/", "</exch:").replace("<exch:exch:", "<exch:") + "</exch:exchange-documents>")
    assert record(found).key == "ep/p/99203729"


def test_what_nobody_reads_is_named(tmp_path: Path) -> None:
    (left,) = skipped(read(tmp_path, answer(exchange("<novelty>new</novelty>"))))
    assert "bibliographic-data/novelty" in left.reason


def legal(code: str, *, office: str = "EP", gazette: str = "2002-06-05", effective: str = "", more: str = "") -> str:
    day = f'<ops:L525EP desc="Effective DATE">{effective}</ops:L525EP>' if effective else ""
    return (f'<ops:legal code="{code} " desc="SAID"><ops:L001EP>{office}</ops:L001EP><ops:L007EP>{gazette}</ops:L007EP>'
            f"<ops:L500EP>{more}{day}</ops:L500EP></ops:legal>")


def family(events: str) -> str:
    member = exchange().partition("<bibliographic-data>")[2].partition("</bibliographic-data>")[0]
    return (f'<ops:world-patent-data {SPACES}><ops:patent-family legal="true"><ops:family-member>{member}{events}'
            "</ops:family-member></ops:patent-family></ops:world-patent-data>")


def events(found: list[Outcome]) -> list[tuple[object, ...]]:
    return [(one.values["event"], one.values["effective_on"], one.values["announced_on"], one.values["detail"])
            for one in found if isinstance(one, Record) and one.table == "patent_events" and one.values["code"] != "A1"]


def test_an_event_of_the_register_has_the_day_it_counts_from_and_the_day_it_was_announced(tmp_path: Path) -> None:
    found = read(tmp_path, family(legal("17Q", effective="20020423") + legal("18D")), "ep.ops_family")
    assert events(found) == [
        ("other", date(2002, 4, 23), date(2002, 6, 5), "SAID"), ("deemed_withdrawn", date(2002, 6, 5), date(2002, 6, 5), "SAID")]


def test_events_of_one_day_and_code_are_one_with_all_that_is_said(tmp_path: Path) -> None:
    one, other = ('<ops:L501EP desc="Ref Country Code">' + state + "</ops:L501EP>" for state in ("AT", "BE"))
    found = read(tmp_path, family(legal("PG25", more=one) + legal("PG25", more=other)), "ep.ops_family")
    (event,) = events(found)
    assert event[3] == "SAID；Ref Country Code：AT\nSAID；Ref Country Code：BE"


def test_an_event_without_a_possible_day_is_a_fault_and_the_others_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, family(legal("17P", gazette="2002-13-05") + legal("17Q")), "ep.ops_family")
    (fault,) = faults(found)
    assert (fault.column, fault.value) == ("legal[1]", "17P")
    assert len(events(found)) == 1


@pytest.mark.parametrize(("first", "told"), [
    ("<ops:biblio-search>", "search"), ("<ops:document-inquiry>", "images"), ("<ops:meta/>", "other"),
])
def test_what_holds_no_document_is_recognised_by_its_first_element(tmp_path: Path, first: str, told: str) -> None:
    text = f"<ops:world-patent-data {SPACES}>{first}"
    assert service_of(text.encode()) == told
    (left,) = read(tmp_path, text, "ep.ops_unread")
    assert "不读取" in left.reason


def test_the_same_element_names_in_another_namespace_are_not_the_epos() -> None:
    assert service_of(answer(exchange()).replace("http://ops.epo.org", "urn:x").encode()) == ""


def test_claims_in_other_languages_are_named_and_the_english_ones_read(tmp_path: Path) -> None:
    texts = "".join(f'<claims lang="{lang}"><claim><claim-text>1. {lang}.</claim-text></claim></claims>' for lang in ("DE", "EN", "FR"))
    text = (f"<ops:world-patent-data {SPACES}><fulltext-documents><fulltext-document><bibliographic-data><publication-reference>"
            f"{number('docdb', '1000000', office='EP', kind='B1')}</publication-reference></bibliographic-data>{texts}"
            "</fulltext-document></fulltext-documents></ops:world-patent-data>")
    found = read(tmp_path, text, "ep.ops_claims")
    assert (record(found).values["first_claim"], record(found).values["language"]) == ("1. EN.", "en")
    (left,) = skipped(found)
    assert "权利要求书的 de 文本、权利要求书的 fr 文本" in left.reason


@pytest.mark.parametrize(("office", "code", "word"), [
    ("CN", "CF01", "fee_lapsed"), ("CN", "GR01", "granted"), ("CN", "WD01", "deemed_withdrawn"), ("KR", "LAPS", "fee_lapsed"),
    ("DE", "R119", "other"), ("US", "STCF", "other"), ("EP", "PG25", "other"), ("EP", "27W", "invalidated"), ("FR", "ST", "other"),
])
def test_a_code_of_the_declared_table_becomes_an_event_where_it_is_certain(office: str, code: str, word: str) -> None:
    assert event_word(office, code, "") == word


def test_one_bad_document_of_a_delivery_is_a_fault_and_the_others_are_read(tmp_path: Path) -> None:
    bulk = ('<?xml version="1.0"?><exchange-documents xmlns="http://www.epo.org/exchange" no-of-documents="4">'
            f'{exchange()}{exchange().replace("</bibliographic-data>", "")}{exchange(office="US")}'
            f'{exchange(office="CN")[:400]}')
    found = read(tmp_path, bulk)
    assert [one.origin.place for one in found if isinstance(one, Record) and one.table == "patents"] == ["/#1", "/#3"]
    assert [(fault.origin.place, fault.column) for fault in faults(found)] == [("/#2", "/"), ("/#4", "/"), ("/#5", "/")]
    assert "不配对" in faults(found)[0].reason and "不完整" in faults(found)[1].reason


def test_a_delivery_says_how_far_it_is_read(tmp_path: Path) -> None:
    shares: list[float] = []
    text = answer("".join(exchange(office=office) for office in ("EP", "US", "DE", "FR")))
    received = replace(document(tmp_path, text), told=shares.append)
    (source,) = [one for one in SOURCES if one.name == "ep.ops_biblio"]
    assert list(source.read(received, CONTEXT))
    assert shares == sorted(shares) and 0.9 < shares[-1] <= 1 and len(shares) == 4
