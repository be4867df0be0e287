"""What stands before the root element of an XML file: read from its first bytes, before any parser sees them."""

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache

SPAN = 65536
"""No honest office file needs more bytes than this before its root element."""

_SHORT = 2048
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_ASIDE = re.compile(r"\s+|<\?(?P<told>.*?)\?>|<!--.*?-->", re.DOTALL)
_DOCTYPE = re.compile(r"""<!DOCTYPE(?:[^\["'<>]|"[^"]*"|'[^']*')*(?:\[(?P<subset>[^\]]*)\]?)?\s*>?""")
_ROOT = re.compile(r"<(?:[^\s<>/!?:]+:)?(?P<name>[^\s<>/!?:]+)")


@dataclass(frozen=True, slots=True)
class Prolog:
    """The beginning of an XML file.

    `root` is the local name of the root element, "" where none begins within the first bytes. `declares` is what
    the file declares for itself inside its DOCTYPE. `instructions` are its processing instructions.
    """

    encoding: str
    root: str
    declares: str = ""
    instructions: tuple[str, ...] = ()
    is_xml: bool = True


def encoding_of(head: bytes) -> str:
    """The encoding that the first bytes declare, by their mark or in their XML declaration; utf-8 otherwise."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    found = _DECLARED.match(head.lstrip())
    name = found[1].decode("ascii").lower() if found else "utf-8"
    if name.startswith(("utf-16", "utf16", "utf-32", "ucs")):
        return "utf-8"      # what says so in single bytes is not written in pairs of them
    try:
        return "gb18030" if name in {"gbk", "gb2312"} else codecs.lookup(name).name
    except LookupError:
        return "utf-8"


def declared(head: bytes) -> str:
    """The encoding that the XML declaration names, as it writes it; "" for none."""
    found = _DECLARED.match(head.lstrip())
    return found[1].decode("ascii") if found else ""


@lru_cache(maxsize=4)
def look(head: bytes) -> Prolog:
    """The prolog of the file whose first bytes are `head`; never fails, whatever they are.

    Every source looks at the same bytes: they are read once.
    """
    short = _look(head[:_SHORT])
    return short if short.root or len(head) <= _SHORT else _look(head[:SPAN])


def _look(head: bytes) -> Prolog:
    encoding = encoding_of(head)
    text = head.decode(encoding, "replace").lstrip("\ufeff")
    told: list[str] = []
    place, declares = _aside(text, 0, told)
    root = _ROOT.match(text, place)
    starts = text.lstrip()[:1] == "<"
    return Prolog(encoding, root["name"] if root else "", declares, tuple(told), starts)


def _aside(text: str, place: int, told: list[str]) -> tuple[int, str]:
    """Where the root element begins, and the declarations met before it; instructions are put into `told`."""
    declares = ""
    while True:
        if aside := _ASIDE.match(text, place):
            if aside["told"]:
                told.append(aside["told"].strip())
        elif aside := _DOCTYPE.match(text, place):
            declares += (aside["subset"] or "").strip()
        else:
            return place, declares
        place = aside.end()
