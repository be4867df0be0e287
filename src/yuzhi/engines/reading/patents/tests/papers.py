"""Small made-up documents in both generations of the office's XML, and a city to read them in."""

import hashlib
from pathlib import Path

from yuzhi.engines.formats import cnipa_new
from yuzhi.engines.formats.patent_xml import PatentXml
from yuzhi.engines.reading.patents.source import reader
from yuzhi.engines.reading.records import Fault, Record, Skipped
from yuzhi.engines.reading.sources import Context, Document, Outcome
from yuzhi.kernel.areas import Area, AreaBook

CITY = AreaBook(
    [Area("610000", "陕西省", "Shaanxi", "000000"), Area("610800", "榆林市", "Yulin", "610000"),
     Area("610881", "神木市", "Shenmu", "610800"), Area("610802", "榆阳区", "Yuyang", "610800")],
    city="610800",
)
CONTEXT = Context(CITY)
NUMBER, PLAIN = "202310123456.6", "202310123456"


def new(*, bibliography: str = "", number: str = NUMBER, kind: str = "A", published: str = "20231003",
        applicants: str = "", body: str = "", prolog: str = "", root: str = "") -> str:
    """A new document; `bibliography` and `body` are put where they belong."""
    spaces = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in cnipa_new.NAMESPACES.items())
    parties = applicants or (
        "<business:Applicant><base:AddressBook><base:Name>神木市某煤化工有限公司</base:Name><base:Address>"
        "<base:Text>719300 陕西省榆林市神木市锦界镇1号</base:Text></base:Address></base:AddressBook></business:Applicant>")
    filed = f"<base:DocNumber>{number}</base:DocNumber>" if number else ""
    return f"""<?xml version="1.0" encoding="utf-8"?>{prolog}
<business:PatentDocumentAndRelated {spaces} lang="zh" country="CN" {root}><business:BibliographicData>
<business:PublicationReference dataFormat="original"><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code>
<base:DocNumber>116700001</base:DocNumber><base:Kind>{kind}</base:Kind><base:Date>{published}</base:Date>
</base:DocumentID></business:PublicationReference>
<business:ApplicationReference applType="10" dataFormat="original"><base:DocumentID>
<base:WIPOST3Code>CN</base:WIPOST3Code>{filed}<base:Date>20230208</base:Date></base:DocumentID></business:ApplicationReference>
<business:InventionTitle lang="zh">一种兰炭末成型方法</business:InventionTitle>{bibliography}
<business:Parties><business:ApplicantDetails>{parties}</business:ApplicantDetails></business:Parties>
</business:BibliographicData>{body}</business:PatentDocumentAndRelated>"""


def old(*, bibliography: str = "", kind: str = "A", body: str = "", applicants: str = "") -> str:
    """An old document."""
    parties = applicants or (
        "<cn-applicant><addressbook><name>榆林某大学</name><address><text>719000 陕西省榆林市榆阳区文化路1号</text>"
        "</address></addressbook></cn-applicant>")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<cn-patent-document lang="ZH" country="CN"><cn-bibliographic-data><cn-publication-reference><document-id>
<country>CN</country><doc-number>104223352</doc-number><kind>{kind}</kind><date>20141224</date></document-id>
</cn-publication-reference><application-reference appl-type="发明专利"><document-id><country>CN</country>
<doc-number>201410408762.5</doc-number><date>20140819</date></document-id></application-reference>
<invention-title>一种羊肉保鲜方法</invention-title>{bibliography}<cn-parties><cn-applicants>{parties}</cn-applicants></cn-parties>
</cn-bibliographic-data><application-body>{body}</application-body></cn-patent-document>"""


def document(folder: Path, data: str | bytes, name: str = "a.xml") -> Document:
    """The data as a received file."""
    data = data.encode() if isinstance(data, str) else data
    path = folder / hashlib.sha256(data).hexdigest()
    path.write_bytes(data)
    return Document(name, path, path.name, len(data))


def outcomes(form: PatentXml, folder: Path, data: str | bytes, name: str = "a.xml", context: Context = CONTEXT
             ) -> list[Outcome]:
    """Everything that is read in the data."""
    return list(reader(form)(document(folder, data, name), context))


def record(found: list[Outcome], table: str = "patents") -> Record:
    """The only record of that table."""
    records = [one for one in found if isinstance(one, Record) and one.table == table]
    assert len(records) == 1, found
    return records[0]


def faults(found: list[Outcome]) -> list[Fault]:
    """The faults among the outcomes."""
    return [one for one in found if isinstance(one, Fault)]


def skipped(found: list[Outcome]) -> list[Skipped]:
    """What was left out."""
    return [one for one in found if isinstance(one, Skipped)]
