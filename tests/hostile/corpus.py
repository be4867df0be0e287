"""Families of hostile files: what each is, and the words of the sentence that it earns."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from tests.hostile import making as m
from yuzhi.engines.reading.tests.offices import with_member

Fate = Literal["refused", "waits", "read"]
"""What becomes of a file: nothing of it is kept; what is bad of it waits for a person; it is read, its harm left out."""


@dataclass(frozen=True, slots=True)
class Family:
    """One family: the file's name, how its bytes are made, what becomes of it, and words of the sentence that says so.

    `words` of a file that is read are those by which what was left out is named, "" where nothing had to be.
    """

    name: str
    file: str
    make: Callable[[], bytes]
    fate: Fate
    words: str = ""


def families() -> Iterator[Family]:
    """Every family, each with a file name of its own."""
    for number, (name, ending, make, fate, words) in enumerate([*_xml(), *_encodings(), *_gzips(), *_zips(), *_books(), *_tables(), *_lines()]):
        yield Family(name, f"{number:03}{ending}", make, fate, words)


_Told = tuple[str, str, Callable[[], bytes], Fate, str]
_WEB_PAGE = "<html><head><script>alert(1)</script></head><body><table><tr><td>行政区划代码</td></tr></table></body></html>".encode()
_LONG = "x" * 30_000_000
_TAGGED = f"{'x' * 1000}<" * 30_000
_LAUGHS = '<!DOCTYPE a [<!ENTITY l0 "哈">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)) + "]>"


def _declared(doctype: str, used: str) -> Callable[[], bytes]:
    return lambda: m.after_declaration(m.inside(m.paper(1), used), doctype).encode()


def _paper(serial: int, text: str) -> Callable[[], bytes]:
    return lambda: m.inside(m.paper(serial), text).encode()


def _xml() -> Iterator[_Told]:
    own = "自行声明了内容"
    yield "billion laughs", ".xml", _declared(_LAUGHS, "&l9;"), "refused", own
    yield "quadratic blow-up", ".xml", _declared(f'<!DOCTYPE a [<!ENTITY l "{"A" * 40_000}">]>', "&l;" * 40_000), "refused", own
    yield "entity that names itself", ".xml", _declared('<!DOCTYPE a [<!ENTITY a "&a;">]>', "&a;"), "refused", own
    yield "external entity: a file", ".xml", _declared('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"), "refused", own
    yield "external entity: an address", ".xml", _declared('<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:9/">]>', "&x;"), "refused", own
    yield "parameter entity", ".xml", _declared('<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd">%x;]>', ""), "refused", own
    yield "attributes by default", ".xml", _declared(f'<!DOCTYPE a [<!ATTLIST b c CDATA "{"x" * 9999}">]>', ""), "refused", own
    yield "a DTD in the network", ".xml", lambda: m.after_declaration(m.paper(11), '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">').encode(), "read", ""
    yield "a DTD without end on this machine", ".xml", lambda: m.after_declaration(m.paper(12), '<!DOCTYPE a SYSTEM "/dev/zero">').encode(), "read", ""
    yield "XInclude", ".xml", lambda: m.paper(
        13, bibliography='<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>').encode(), "read", "include"
    yield "a stylesheet in the network", ".xml", lambda: m.paper(14, prolog='<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?>').encode(), "read", ""
    yield "an entity that nobody declared", ".xml", _paper(1, "&secret;"), "refused", "没有定义的实体“&secret;”"
    yield "depth", ".xml", _paper(1, "<b>" * 60_000), "refused", "嵌套超过 256 层"
    yield "tags without end", ".xml", _paper(1, "<b/>" * 400_000), "refused", "标签超过 300,000 个"
    yield "attributes without end", ".xml", _paper(1, "<b " + " ".join(f'a{n}=""' for n in range(200_000)) + "/>"), "refused", "属性多得不正常"
    yield "namespaces without end", ".xml", _paper(1, "<b " + " ".join(f'xmlns:a{n}="u"' for n in range(200_000)) + "/>"), "refused", "属性多得不正常"
    yield "a text of twelve megabytes", ".xml", _paper(1, "字" * 4_000_000), "refused", "其中没有一个标签"
    yield "an attribute of thirty megabytes", ".xml", _paper(1, f'<b a="{_LONG}"/>'), "refused", "其中没有一个标签"
    yield "many long attributes", ".xml", _paper(1, "<b " + " ".join(f'a{n}="{"x" * 100_000}"' for n in range(300)) + "/>"), "refused", "其中没有一个标签"
    yield "a comment that is full of tags", ".xml", _paper(1, f"<!--{_TAGGED}-->"), "refused", "超过 8 MB"
    yield "a section that is full of tags", ".xml", _paper(1, f"<![CDATA[{_TAGGED}]]>"), "refused", "超过 8 MB"
    yield "an instruction that is full of tags", ".xml", _paper(1, f"<?p {_TAGGED}?>"), "refused", "超过 8 MB"
    yield "a name of a megabyte", ".xml", _paper(1, f"<{'n' * 1_000_000}/>"), "refused", "超出处理上限"
    yield "a comment before the root", ".xml", lambda: m.after_declaration(m.paper(1), f"<!--{'x' * 70_000}-->").encode(), "refused", "开头没有根元素"
    yield "instructions before the root", ".xml", lambda: m.after_declaration(m.paper(1), "<?x y?>" * 20_000).encode(), "refused", "开头没有根元素"
    yield "cut inside a tag", ".xml", lambda: m.paper(1).encode()[:900], "refused", "不完整"
    yield "cut before its end", ".xml", lambda: m.paper(1).encode()[:-20], "refused", "不完整"
    yield "cut inside a character", ".xml", lambda: m.paper(1).encode().partition("煤化工".encode())[0] + b"\xe7", "refused", "不完整"
    yield "a section that never ends", ".xml", _paper(1, "<![CDATA[x"), "refused", "不完整"
    yield "an attribute twice", ".xml", _paper(1, '<b a="1" a="2"/>'), "refused", "语法错误"
    yield "two roots", ".xml", _told_as("utf-8", behind="<b/>"), "refused", "根元素结束之后"
    yield "a character that XML forbids", ".xml", _paper(1, "\x01"), "refused", "不允许的字符"
    yield "the character zero by its number", ".xml", _paper(1, "&#0;"), "refused", "不允许的字符"
    yield "half a surrogate by its number", ".xml", _paper(1, "&#xD800;"), "refused", "不允许的字符"
    yield "a web page", ".xml", lambda: b"<!DOCTYPE html>" + _WEB_PAGE, "refused", "根元素为 html"
    yield "a gzip called xml", ".xml", lambda: m.folded(m.paper(15).encode()), "read", ""
    yield "a zip called xml", ".xml", lambda: m.packed({"a.xml": m.paper(16).encode()}), "read", ""


def _told_as(name: str, encode: str = "utf-8", *, behind: str = "") -> Callable[[], bytes]:
    return lambda: (m.paper(1).replace('encoding="utf-8"', f'encoding="{name}"') + behind).encode(encode)


def _encodings() -> Iterator[_Told]:
    yield "GB18030 that says UTF-8", ".xml", _told_as("utf-8", "gb18030"), "refused", "编码不一致"
    yield "UTF-8 that says GB2312", ".xml", _told_as("GB2312"), "refused", "编码不一致"
    yield "UTF-8 that says UTF-16", ".xml", _told_as("UTF-16"), "refused", "编码不一致"
    yield "UTF-7", ".xml", _told_as("UTF-7", "utf-7"), "refused", "不认识"
    yield "UTF-32 with its mark", ".xml", _told_as("UTF-32", "utf-32"), "refused", "不认得"
    yield "UTF-16 cut in half", ".xml", lambda: _told_as("UTF-16", "utf-16")()[:-7], "refused", "不完整"
    yield "an encoding that nobody knows", ".xml", _told_as("klingon"), "refused", "“klingon”不认识"
    yield "a zero byte", ".xml", lambda: m.paper(1).encode().replace("成型".encode(), b"\x00"), "refused", "不允许的字符"
    yield "half a surrogate", ".xml", lambda: m.paper(1).encode().replace("成型".encode(), b"\xed\xa0\x80"), "refused", "编码不一致"
    yield "a character longer than it need be", ".xml", lambda: m.paper(1).encode().replace("成型".encode(), b"\xc0\xbc"), "refused", "编码不一致"


def _gzips() -> Iterator[_Told]:
    yield "gzip bomb", ".xml.gz", lambda: m.zeros(300, m.paper(1).encode().partition(b"</business:Bib")[0]), "refused", "超过 8 MB"
    yield "gzip cut short", ".xml.gz", lambda: m.folded(m.paper(1).encode())[:-30], "refused", "中途断了"
    yield "gzip with a wrong checksum", ".xml.gz", lambda: m.folded(m.paper(1).encode())[:-8] + b"\0" * 8, "refused", "已损坏"
    yield "gzip in gzip", ".xml.gz", lambda: m.folded(m.folded(m.paper(1).encode())), "refused", "gzip 压缩"
    yield "gzip of nothing", ".gz", lambda: b"\x1f\x8b\x08\x00 nonsense", "refused", "gzip 压缩"
    yield "gzip with something behind it", ".xml.gz", lambda: m.folded(m.paper(1).encode()) + b"rubbish", "refused", "已损坏"
    yield "bomb of lines", ".jsonl.gz", lambda: m.zeros(300, b'{"src_id": "1", "app_no": "CN85105156", "title": "', b'"}\n'), "refused", "超过 16 MB"


def _zips() -> Iterator[_Told]:
    good = m.paper(1).encode
    yield "zip bomb", ".zip", lambda: m.packed({"a.xml": b"<a>" + b" " * 100_000_000}), "refused", "压缩炸弹"
    yield "zips in zips", ".zip", lambda: m.nested(30, good()), "refused", "没有能读取的 XML"
    yield "members that overlap", ".zip", lambda: m.overlapping(2000, 200_000), "refused", "压缩炸弹"
    yield "members without end", ".zip", lambda: m.patched(m.packed({"a.xml": good()}), b"PK\x05\x06", 12, b"\xff\xff\xff\x7f"), "refused", "超过上限"
    yield "a path out of the archive", ".zip", lambda: m.packed({"../../etc/cron.d/x.xml": good()}), "refused", "压缩包之外"
    yield "a Windows path out of the archive", ".zip", lambda: m.packed({"..\\..\\x.xml": good()}), "refused", "压缩包之外"
    yield "an absolute path", ".zip", lambda: m.packed({"/etc/cron.d/x.xml": m.paper(21).encode()}), "read", ""
    yield "a link instead of a member", ".zip", lambda: m.linked("a.xml", "/etc/passwd"), "refused", "没有能读取的 XML"
    yield "a tar", ".tar", lambda: m.taped("../../x.xml", good()), "refused", "不认得"
    yield "a tar in a gzip", ".tar.gz", lambda: m.folded(m.taped("../../x.xml", good())), "refused", "gzip 压缩"
    yield "a letter of a text program", ".docx", lambda: m.packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}), "refused", "压缩包"
    yield "a zero byte in a name", ".zip", lambda: m.packed({"aXb.xml": good()}).replace(b"aXb", b"a\0b"), "refused", "压缩包之外"
    yield "encryption", ".zip", lambda: m.encrypted(m.packed({"a.xml": good()})), "refused", "加了密码"
    yield "zip cut short", ".zip", lambda: m.packed({"a.xml": good()})[:-40], "refused", "已损坏或不完整"
    yield "a wrong checksum", ".zip", lambda: _wrong_checksum(good()), "refused", "已损坏或不完整"
    yield "a size that lies", ".zip", lambda: m.patched(m.packed({"a.xml": good()}), b"PK\x01\x02", 24, b"\x10\0\0\0"), "refused", "已损坏或不完整"
    yield "an unknown way of packing", ".zip", lambda: m.patched(m.patched(m.packed({"a.xml": good()}), b"PK\x03\x04", 8, b"\x63"),
                                                                 b"PK\x01\x02", 10, b"\x63"), "refused", "不支持的压缩方式"
    yield "one bad document among good ones", ".zip", lambda: m.packed({"a.xml": m.paper(22).encode(), "b.xml": good()[:700]}), "waits", "不完整"
    yield "hostile documents among good ones", ".zip", lambda: m.packed(
        {"a.xml": m.paper(23).encode(), "b.xml": _declared(_LAUGHS, "&l9;")()}), "waits", "自行声明"


def _wrong_checksum(document: bytes) -> bytes:
    archive = m.packed({"a.xml": document})
    return m.patched(m.patched(archive, b"PK\x03\x04", 14, b"\0\0\0\0"), b"PK\x01\x02", 16, b"\0\0\0\0")


def _books() -> Iterator[_Told]:
    text = '<c t="inlineStr"><is><t>{}</t></is></c>'.format
    yield "bomb in a workbook", ".xlsx", lambda: with_member(m.book(m.ROW), m.PART, b" " * 90_000_000), "refused", "压缩炸弹"
    yield "a cell in a far corner", ".xlsx", lambda: m.book_with('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "refused", "超过可读取的范围"
    yield "columns without end", ".xlsx", lambda: m.book_with("<row>" + "<c><v>1</v></c>" * 100_000 + "</row>"), "refused", "列"
    yield "one text in every cell", ".xlsx", lambda: with_member(
        m.book_with("".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(2, 8000))), "xl/sharedStrings.xml",
        b"<sst><si><t>" + b"x" * 400_000 + b"</t></si></sst>"), "refused", "疑似压缩炸弹"
    yield "a shared text that no cell can hold", ".xlsx", lambda: with_member(
        m.book(m.ROW), "xl/sharedStrings.xml", b"<sst><si><t>" + m.noise(12) + b"</t></si></sst>"), "refused", "单元格能放的长度"
    yield "a text that no cell can hold", ".xlsx", lambda: m.book_with(
        f'<row r="2"><c r="A2" t="inlineStr"><is><t>{m.noise(12).decode()}</t></is></c></row>'), "refused", "单元格能放的长度"
    yield "a row of sixteen thousand columns", ".xlsx", lambda: m.book_with("<row>" + "<c><v>1</v></c>" * 16_384 + "</row>"), "refused", "列"
    yield "a size of the sheet that lies", ".xlsx", lambda: with_member(
        m.book(m.cell(0, "610828")), m.PART,
        m.part(m.book(m.cell(0, "610828"))).replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')), "read", ""
    yield "entities in a sheet", ".xlsx", lambda: with_member(m.book(m.ROW), m.PART, _LAUGHS.encode() + b"<worksheet>&l9;</worksheet>"), "refused", "DOCTYPE"
    yield "an external entity in a workbook", ".xlsx", lambda: with_member(
        m.book(m.ROW), "xl/workbook.xml", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><workbook>&x;</workbook>'), "refused", "DOCTYPE"
    yield "a web page called xlsx", ".xlsx", lambda: _WEB_PAGE, "refused", "根元素为 html"
    yield "an old workbook called xlsx", ".xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), "refused", "旧版 Office"
    yield "a picture called xlsx", ".xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "refused", "不是文本、XML、工作簿或压缩包"
    yield "another archive called xlsx", ".xlsx", lambda: m.packed({"word/document.xml": b"<w/>"}), "refused", "压缩包"
    yield "a CSV called xlsx", ".xlsx", lambda: m.people(m.cell(0, "610822")), "read", ""
    yield "a workbook called csv", ".csv", lambda: m.book(m.cell(0, "610824")), "read", ""
    yield "workbook cut short", ".xlsx", lambda: m.book(m.ROW)[:-300], "refused", "已损坏或不完整"
    yield "a sheet that is no XML", ".xlsx", lambda: with_member(m.book(m.ROW), m.PART, b"<worksheet><sheetData><row><c></row>"), "refused", "不是完整的 XML"
    yield "a shared text that is not there", ".xlsx", lambda: m.book_with(m.row_with('<c t="s"><v>999999</v></c>')), "refused", "无法读取"
    yield "a formula without its value", ".xlsx", lambda: m.book_with(m.row_with("<c><f>1+905100</f></c>")), "waits", "没有存下算出的值"
    yield "a formula that failed", ".xlsx", lambda: m.book_with(m.row_with('<c t="e"><f>1/0</f><v>#DIV/0!</v></c>')), "waits", "公式出错"
    yield "a formula that asks the network", ".xlsx", lambda: m.book_with(
        m.row_with("<c><f>WEBSERVICE(&quot;http://127.0.0.1:9/&quot;)</f></c>")), "waits", "没有存下算出的值"
    yield "a formula that starts a program", ".xlsx", lambda: m.book_with(
        m.row_with('<c t="str"><f>cmd|&apos;/C calc&apos;!A0</f><v>calc</v></c>')), "waits", "不是整数"
    yield "a formula as a text", ".xlsx", lambda: m.book_with(m.row_with(text("=1+905100"))), "waits", "不是整数"
    yield "a formula with its value", ".xlsx", lambda: m.book_with(m.row_with("<c><f>900000+5100</f><v>905100</v></c>")), "read", ""
    yield "a program in a workbook", ".xlsm", lambda: with_member(m.book(m.cell(0, "610825")), "xl/vbaProject.bin", b"\xd0\xcf" * 500), "read", ""
    yield "a link to a program", ".xlsx", lambda: with_member(
        m.book(m.cell(0, "610826")), "xl/externalLinks/externalLink1.xml",
        b'<externalLink><ddeLink ddeService="cmd" ddeTopic="/C calc"/></externalLink>'), "read", ""
    yield "a link to an address", ".xlsx", lambda: with_member(
        m.book(m.cell(0, "610827")), "xl/worksheets/_rels/sheet1.xml.rels",
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" TargetMode="External" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="http://127.0.0.1:9/"/></Relationships>',
    ), "read", ""


def _tables() -> Iterator[_Told]:
    for sign, text in {"=": "=1+905100", "+": "+905100", "-": "-905100", "@": "@SUM(1)", "DDE": "=cmd|' /C calc'!A0",
                       "HYPERLINK": '=HYPERLINK("http://127.0.0.1:9/","905100")'}.items():
        yield f"a cell that begins with {sign}", ".csv", lambda text=text: m.people(m.cell(3, text)), "waits", "不是整数"
    yield "a zero byte in a table", ".csv", lambda: m.people(m.cell(3, "9\x0051")), "refused", "不是文本"
    yield "UTF-16 without its mark", ".csv", lambda: m.people(m.ROW).decode("utf-8-sig").encode("utf-16-le"), "refused", "不是文本"
    yield "UTF-7 table", ".csv", lambda: m.people(m.ROW).decode("utf-8-sig").encode("utf-7"), "refused", "不认得"
    yield "two encodings in one table", ".csv", lambda: (
        m.people(m.ROW) + m.people(m.ROW).decode("utf-8-sig").encode("gb18030") + b"\xff\xff"), "refused", "不是文本"
    yield "a quote that never ends", ".csv", lambda: m.people(m.ROW) + b'"' + b"x" * 6_000_000, "refused", "长得没有尽头"
    yield "a quote that never ends over many lines", ".csv", lambda: m.people(m.ROW) + b'"' + b"x\r\n" * 10_000_000, "refused", "长得没有尽头"
    yield "a line without end", ".csv", lambda: m.people(m.ROW) + b"x" * 100_000_000, "refused", "长得没有尽头"
    yield "commas without end", ".csv", lambda: m.people(m.ROW) + b"," * 3_000_000, "refused", "分隔符超过"
    yield "a table of a thousand and one columns", ".csv", lambda: m.people(m.ROW, titles=[*m.TITLES, *(f"列{n}" for n in range(1000))]), "refused", "列"
    yield "a program called csv", ".csv", lambda: b"MZ" + bytes(range(256)) * 16, "refused", "不是文本、XML、工作簿或压缩包"
    yield "nothing", ".csv", lambda: b"", "refused", "是空文件"
    yield "only a mark", ".csv", lambda: b"\xef\xbb\xbf", "refused", "是空文件"
    yield "an unknown column", ".csv", lambda: m.people([*m.ROW, "x"], titles=[*m.TITLES, "县长电话"]), "refused", "县长电话"


def _lines() -> Iterator[_Told]:
    line = '{{"src_id": "1", "app_no": "CN85{:06}", "title": "{}", "abstract": "a", "ipc_subclass": "A01B"}}\n'.format
    good = line(105156, m.SECRET).encode()
    yield "depth in a line", ".jsonl", lambda: good + b'{"app_no":' + b"[" * 200_000 + b"\n", "waits", "不是完整的 JSON"
    yield "half a surrogate in a line", ".jsonl", lambda: line(105157, "\\ud800").encode(), "waits", "不是完整的 JSON"
    yield "a zero character in a line", ".jsonl", lambda: line(105158, "\\u0000").encode(), "waits", "不是完整的 JSON"
    yield "a number of a million digits", ".jsonl", lambda: good + b'{"app_no": ' + b"9" * 1_000_000 + b"}\n", "waits", "不是完整的 JSON"
    yield "lines that are no objects", ".jsonl", lambda: good + b'12\nnull\n"x"\n', "waits", "不是完整的 JSON"
    yield "half a line", ".jsonl", lambda: good + good[:40], "waits", "不是完整的 JSON"
