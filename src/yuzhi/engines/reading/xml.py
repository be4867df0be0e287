"""An XML document as a tree, read without trusting it.

Nothing is fetched, nothing is expanded and nothing grows without a bound: no network, no DTD, no entities of the
file's own, libxml2's own limits left on, and a count of bytes and tags before the parser sees them. An old DOCTYPE
that merely names the office's DTD is accepted without loading it; the characters which such a DTD names (`&deg;`,
`&alpha;`) have internationally agreed names and are put in from Python's own table. Any other entity is refused.
"""

import codecs
import re
from dataclasses import dataclass
from html.entities import html5
from typing import Protocol, cast

from lxml import etree

from yuzhi.engines.reading.prolog import SPAN, Prolog, declared, look
from yuzhi.kernel.errors import BadFile

ADVICE = "请向来源重新下载或索取原件，未改动的其他文件不受影响。"


class _Declared(Protocol):
    """What the type stubs of lxml leave out of a DTD."""

    def entities(self) -> list[object]: ...

    def elements(self) -> list[object]: ...


class Bytes(Protocol):
    """Anything that yields bytes block by block."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes; none at the end."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one XML document may hold before it is refused.

    Units: `size` bytes · `tags` opening and closing tags together · `equals` signs in a block without any tag,
    which only one endless start tag can have · `untagged` bytes in a row in which no tag begins: the parser keeps an
    attribute, a comment or a section whole and asks for its own limit (10 MB) only once the end of it has come ·
    `quiet` bytes up to which nobody looks for such sections.
    """

    size: int = 64 * 1024 * 1024
    tags: int = 300_000
    equals: int = 1000
    untagged: int = 8 * 1024 * 1024
    quiet: int = 1024 * 1024


LIMITS = Limits()
_BLOCK = SPAN
_MORE = 4 * SPAN
"""The blocks behind the first are larger: the parser takes a tenth less time for them."""
_CROSSED = re.compile("Opening and ending tag mismatch|expected '>'")
_ENDS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
_SECTION = re.compile(b"|".join(map(re.escape, _ENDS)))
_WIDE = ("utf-16", "utf16", "utf-32", "utf32", "ucs")
_UNREADABLE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, b"<\0\0\0", b"\0\0\0<", b"\x4c\x6f\xa7\x94")
"""How files begin that the parser would read by itself in an encoding of which nobody has looked at the prolog."""
_ENCODINGS = frozenset({
    "utf-8", "utf8", "us-ascii", "ascii", "gb2312", "gbk", "gb18030", "gb_2312-80", "cp936", "big5", "big5-hkscs",
    "shift_jis", "shift-jis", "sjis", "euc-jp", "iso-2022-jp", "euc-kr", "ks_c_5601-1987", "iso-8859-1",
    "iso-8859-2", "iso-8859-5", "iso-8859-7", "iso-8859-9", "iso-8859-15", "latin1", "latin-1", "windows-1250",
    "windows-1251", "windows-1252", "windows-1253", "windows-1254", "koi8-r",
})
"""Encodings that offices declare; UTF-7 and the like only hide what a file says."""
_REASONS = (
    (re.compile("Excessive depth"), "元素嵌套超过 256 层，像是有意构造的文件"),
    (re.compile("entity amplification|entity loop|Entity.*recurs|Detected an entity"),
     "含有层层展开的实体，像是有意构造的文件"),
    (re.compile(r"Entity '(?P<name>[^']*)' not defined"), "用到了没有定义的实体“&{name};”"),
    (re.compile("Invalid bytes in character encoding|not proper UTF-8|encoding error|encoder error|input conversion"),
     "内容与声明的编码不一致"),
    (re.compile("Unsupported encoding(?:: )?(?P<name>.*?)(?:,|$)"), "声明的编码“{name}”不认识"),
    (re.compile("Document is empty|no element found|Start tag expected"), "里面没有 XML 内容"),
    (re.compile("Premature end|Couldn't find end of|AttValue|EndTag|not finished|not terminated|GT required|unclosed"
                "|end of data|Incomplete|never end"), "文件不完整，在这里断了"),
    (re.compile("invalid Char|Char 0x|xmlParseCharRef|PCDATA invalid|Invalid xmlChar|out of allowed range"),
     "含有 XML 不允许的字符"),
    (re.compile("xmlParseEntityRef|EntityRef"), "有一个“&”没有写成“&amp;”"),
    (_CROSSED, "开始标签与结束标签不配对"),
    (re.compile("Extra content at the end"), "根元素结束之后还有内容"),
    (re.compile("Text node too long|Buffer size limit|too big|XML_PARSE_HUGE|name too long|Name too long"),
     "有一段内容超过 10 MB，超出处理上限"),
    (re.compile("Namespace prefix (?P<name>[^ ]*)"), "用到了没有声明的命名空间前缀“{name}”"),
)


def parse(
    stream: Bytes, where: str, limits: Limits = LIMITS, unknown: list[str] | None = None
) -> etree._Element:
    """The root element of the document in `stream`, which messages call `where`.

    Where `unknown` is given, an entity with a name that nobody has agreed on stays as it is written, `&name;`, and its
    name is noted there: a delivery of thousands of documents is not lost for one of them.

    Raises: BadFile with the line, when the document is truncated, in a wrong encoding, hostile or larger
    than the limits.
    """
    head = stream.read(_BLOCK)
    prolog = look(head)
    _check_prolog(prolog, head, where)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, attribute_defaults=False,
        huge_tree=False, recover=False, remove_comments=True,
        # `collect_ids` stays on: libxml2 takes its absence for a wish to load the DTD that the document names.
        # Offices declare GB2312 and write its supersets; GB18030 reads them all.
        encoding="gb18030" if prolog.encoding == "gb18030" else None,
    )
    last = _Last(stream, head)
    try:
        _feed(parser, head, last, where, limits)
        root = parser.close()
    except etree.XMLSyntaxError as fault:
        raise _bad(fault, parser, where, cut=last.is_cut()) from None
    except (ValueError, LookupError, AssertionError) as fault:
        raise BadFile(f"{where}：不是能读取的 XML（{fault}）。{ADVICE}") from None
    _settle_entities(root, where, unknown)
    return root


class _Last:
    """A stream that remembers its last block: a document that was cut ends otherwise than with a tag."""

    def __init__(self, stream: Bytes, head: bytes) -> None:
        self._stream, self._block, self._asked = stream, head, _BLOCK

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes."""
        block = self._stream.read(size)
        if block:
            self._block, self._asked = block, size
        return block

    def is_cut(self) -> bool:
        """Whether the last block is the last of the stream, and ends in the middle of something."""
        return len(self._block) < self._asked and self._block.rstrip(b" \t\r\n\0")[-1:] != b">"


def _feed(parser: etree.XMLParser, head: bytes, stream: Bytes, where: str, limits: Limits) -> None:
    size = tags = untagged = 0
    block, uncounted = head, []
    unread, sections = list[bytes](), _Sections()
    while block:
        size += len(block)
        uncounted.append(block)
        if size > limits.tags:          # fewer bytes cannot hold as many tags
            tags += sum(one.count(b"<") for one in uncounted)
            uncounted.clear()
        if size > limits.size:
            raise BadFile(
                f"{where}：超过单件上限 {limits.size // 1048576} MB，没有读取。正常的专利文献不会这么大，请核对来源。")
        last = block.rfind(b"<")
        untagged = untagged + len(block) if last < 0 else len(block) - last
        unread.append(block)
        if size > limits.quiet:
            sections.read(b"".join(unread))
            unread.clear()
        if max(untagged, sections.open) > limits.untagged:
            raise BadFile(
                f"{where}：有一段内容超过 {limits.untagged // 1048576} MB，其中没有一个标签，没有读取。正常的专利文献不会这样，请核对来源。")
        if tags > limits.tags:
            raise BadFile(f"{where}：标签超过 {limits.tags:,} 个，像是有意构造的文件，没有读取。请核对来源。")
        if any(
            block.find(b"<", at, at + _BLOCK) < 0 and block.count(b"=", at, at + _BLOCK) > limits.equals
            for at in range(0, len(block), _BLOCK)
        ):
            raise BadFile(f"{where}：一个标签里的属性多得不正常，像是有意构造的文件，没有读取。请核对来源。")
        parser.feed(block)
        block = stream.read(min(_MORE, limits.size - size + _BLOCK))


class _Sections:
    """How many bytes a comment, a CDATA section or an instruction has been going on; `open` is 0 outside of them.

    What looks like a tag inside of one is none, so counting `<` does not see how long it is.
    """

    def __init__(self) -> None:
        self.open = 0
        self._end, self._carried = b"", b""

    def read(self, block: bytes) -> None:
        """Takes the next bytes into account."""
        text, at = self._carried + block, 0
        while True:
            if self._end:
                closed = text.find(self._end, at)
                if closed < 0:
                    self.open += len(text) - at
                    break
                at, self.open = closed + len(self._end), 0
            found = _SECTION.search(text, at)
            if found is None:
                self._end = b""
                break
            at, self._end = found.end(), _ENDS[found.group()]
        # What may be the beginning of a mark goes before the next bytes; nothing that was read already is read again.
        self._carried = text[max(at, len(text) - (2 if self._end else 8)):]


def _check_prolog(prolog: Prolog, head: bytes, where: str) -> None:
    if not head:
        raise BadFile(f"{where}：是空文件。{ADVICE}")
    told = declared(head)
    if told.lower().startswith(_WIDE):      # read as single bytes, so it is not what it says
        raise BadFile(f"{where} 第 1 行：内容与声明的编码不一致（声明为 {told}），没有读取。{ADVICE}")
    if head.startswith(_UNREADABLE) or (told and told.lower() not in _ENCODINGS):
        shown = f"声明的编码“{told}”不认识" if told else "编码是 UTF-32 或 EBCDIC，不能读取"
        raise BadFile(f"{where} 第 1 行：{shown}，没有读取。请转换为 UTF-8 后重新提交。")
    if prolog.declares:
        shown = " ".join(prolog.declares.split())[:40]
        raise BadFile(
            f"{where}：在 DOCTYPE 里自行声明了内容（{shown}…），可能用来读取本机文件或耗尽内存，没有读取。"
            "官方文件没有这样的声明，请核对来源。")
    if len(head) >= SPAN and not prolog.root:
        raise BadFile(f"{where}：开头 {SPAN // 1024} KB 内没有根元素，不是正常的 XML，没有读取。请核对来源。")


def _settle_entities(root: etree._Element, where: str, unknown: list[str] | None) -> None:
    """Named characters become characters; a name that nobody has agreed on stops the document, or is noted."""
    info = root.getroottree().docinfo
    subset = info.internalDTD
    if subset is None:
        return
    declared = cast(_Declared, subset)
    if declared.entities() or declared.elements():
        raise BadFile(f"{where}：在 DOCTYPE 里自行声明了内容，没有读取。官方文件没有这样的声明，请核对来源。")
    for reference in list(root.iter(etree.Entity)):
        name = (reference.text or "")[1:-1]
        character = html5.get(f"{name};")
        if character is None and unknown is not None:
            unknown.append(name)
            character = f"&{name};"
        if character is None:
            raise BadFile(f"{where} 第 {reference.sourceline or 1} 行：用到了没有定义的实体“&{name};”。{ADVICE}")
        _put(reference, character)


def _put(reference: etree._Element, character: str) -> None:
    """Replace the entity reference by its character, keeping the text around it."""
    text = character + (reference.tail or "")
    parent = reference.getparent()
    before = reference.getprevious()
    if parent is None:
        return
    reference.tail = None
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text
    parent.remove(reference)


def _bad(fault: etree.XMLSyntaxError, parser: etree.XMLParser, where: str, *, cut: bool) -> BadFile:
    """The parser's complaint in words that a clerk understands; of a document that was `cut`, its last tag says nothing."""
    log = parser.feed_error_log if len(parser.feed_error_log) else parser.error_log
    entries = [(entry.message or "", entry.line) for entry in log if entry.level >= etree.ErrorLevels.ERROR]
    entries.append((str(fault), fault.lineno or 0))
    for message, line in entries:
        for pattern, reason in _REASONS:
            if found := pattern.search(message):
                if cut and pattern is _CROSSED:
                    return _sentence(where, line, "文件不完整，在这里断了")
                return _sentence(where, line, reason.format(**found.groupdict()))
    message, line = entries[0]
    return _sentence(where, line, f"XML 有语法错误（{message.splitlines()[0][:120] if message else '无说明'}）")


def _sentence(where: str, line: int, reason: str) -> BadFile:
    return BadFile(f"{where} 第 {max(line, 1)} 行：{reason}，没有读取。{ADVICE}")
