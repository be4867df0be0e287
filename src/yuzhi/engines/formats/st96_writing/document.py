"""One document while it is being written: its tree, and what could not be expressed in it."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import etree

from yuzhi.engines.formats.st96 import NAMESPACES, VERSION
from yuzhi.engines.formats.tables import CHOICES, TABLES
from yuzhi.kernel.offices import OFFICES

_COM = NAMESPACES["com"]
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HAN, _KANA, _HANGUL = re.compile("[\u4e00-\u9fff]"), re.compile("[\u3040-\u30ff]"), re.compile("[\uac00-\ud7af]")
MADE_UP = "<?yuzhi made-up?>"
OURS = frozenset({"county", "county_reason"})
"""What the platform found out by itself: no statement about the right, and never part of a document."""


@dataclass(frozen=True, slots=True)
class Written:
    """A document as bytes, and a sentence for each thing that the standard has no place for or that nobody says."""

    xml: bytes
    left: tuple[str, ...]


class Draft:
    """A document being written; the order of `add` is the order of the elements."""

    def __init__(self, root: str, table: str, values: Mapping[str, Any], hidden: Collection[str] = ()) -> None:
        self.table = TABLES[table]
        self.values = {name: value for name, value in values.items() if value not in (None, "", []) and name not in hidden}
        self.hidden = tuple(name for name in self.table.names if name in hidden)
        self.said: set[str] = set()
        self.left: list[str] = []
        spaces = {prefix: space for prefix, space in NAMESPACES.items() if prefix in ("com", root[:3])}
        if root.startswith("gin"):
            spaces["tmk"] = NAMESPACES["tmk"]
        self.root = etree.Element(_qualified(root), nsmap=spaces)
        self.set(self.root, st96Version=VERSION)

    def get(self, name: str) -> Any:
        """The value of a field, None for none; it counts as said from now on."""
        self.said.add(name)
        return self.values.get(name)

    def texts(self, name: str) -> list[str]:
        """The values of a list without blanks; they count as said."""
        return [str(one) for one in self.get(name) or () if str(one).strip()]

    def day(self, name: str) -> str:
        """A day as the standard writes it, "" for none; it counts as said."""
        value = self.get(name)
        return value.isoformat() if isinstance(value, date) else str(value or "")

    def add(self, parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
        """A new last child, its attributes in the standard's own namespace."""
        element = etree.SubElement(parent, _qualified(name))
        self.set(element, **attributes)
        if text:
            element.text = self.clean(text)
        return element

    def filled(self, parent: etree._Element, name: str, text: str, **attributes: str) -> None:
        """A new last child where there is a text; nothing where there is none."""
        if text:
            self.add(parent, name, text, **attributes)

    def path(self, parent: etree._Element, names: str, text: str = "") -> etree._Element:
        """New elements one inside the other, the text in the innermost."""
        *outer, last = names.split("/")
        for name in outer:
            parent = self.add(parent, name)
        return self.add(parent, last, text)

    def set(self, element: etree._Element, **attributes: str) -> None:
        """Attributes in the standard's own namespace; blank ones are left out."""
        for name, value in attributes.items():
            if value:
                element.set(f"{{{_COM}}}{name}", self.clean(value))

    def clean(self, text: str) -> str:
        """The text without characters that XML forbids."""
        kept = _FORBIDDEN.sub("", text)
        if kept != text:
            self.miss("有 XML 不允许的控制字符，已去掉")
        return kept

    def miss(self, sentence: str) -> None:
        """Note that something could not be expressed, once."""
        if sentence not in self.left:
            self.left.append(sentence)

    def needs(self, what: str) -> None:
        """Note that an element which the standard demands stays empty."""
        self.miss(f"标准必填而来源没有载明，留空：{what}")

    def finished(self, *, made_up: bool) -> Written:
        """The document, with everything noted that has no place in it."""
        for name in self.table.names:
            if self.values.get(name, False) is not False and name not in self.said | OURS:
                self.miss(f"标准没有对应的位置，没有写入：{self.table.field(name).zh}（{_shown(name, self.values[name])}）")
        for name in self.hidden:
            self.miss(f"依权限不显示，没有写入：{self.table.field(name).zh}")
        note = etree.Comment(_comment([*(["示例数据：由程序生成，不是真实的权利"] if made_up else []), *self.left]))
        prolog = f'<?xml version="1.0" encoding="UTF-8"?>\n{MADE_UP if made_up else ""}\n'.encode()
        body = etree.tostring(self.root, encoding="UTF-8", pretty_print=False)
        return Written(prolog + etree.tostring(note, encoding="UTF-8") + b"\n" + body + b"\n", tuple(self.left))


def _qualified(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def _shown(name: str, value: Any) -> str:
    told = "、".join(map(str, value)) if isinstance(value, list) else CHOICES.get(name, {}).get(str(value), str(value))
    told = "是" if value is True else told
    return f"{told[:40]}…" if len(told) > 40 else told


def _comment(sentences: list[str]) -> str:
    """The sentences as the text of a comment, in which two hyphens may not meet and none may be the last."""
    lines = [_FORBIDDEN.sub("", sentence).replace("--", "—").replace("-", "‐") for sentence in sentences]
    return "\n本文件由榆知平台按 WIPO ST.96 V6.0 导出。\n" + "".join(f"{line}\n" for line in lines)


def office_of(text: str) -> tuple[str, str]:
    """The office with which a number begins, and the rest; ("", the whole) where it begins with none."""
    return (text[:2], text[2:].strip()) if text[:2] in OFFICES else ("", text)


def script_of(text: str) -> str:
    """The language that the writing tells for certain: zh, ja or ko; "" for every other."""
    if _KANA.search(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    return "zh" if _HAN.search(text) else ""


def paragraphs(text: str) -> Iterator[str]:
    """The lines of a text that say anything."""
    return (line.strip() for line in text.split("\n") if line.strip())


def party(draft: Draft, parent: etree._Element, name: str, *, kind: str = "EntityName", address: str = "") -> None:
    """Name and address of a party: kind is EntityName, OrganizationName/OrganizationStandardName or
    PersonName/PersonFullName."""
    contact = draft.add(parent, "com:Contact")
    names = draft.add(contact, "com:Name")
    draft.path(names, "/".join(f"com:{step}" for step in kind.split("/")), name)
    if address:
        draft.path(contact, "com:PostalAddressBag/com:PostalAddress/com:PostalAddressText", address)
