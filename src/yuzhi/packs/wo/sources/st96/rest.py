"""What nobody reads in a document, by path: named, so that nothing is lost in silence."""

from lxml import etree

from yuzhi.engines.reading.patents.page import Page
from yuzhi.engines.reading.patents.parts import Element
from yuzhi.engines.reading.patents.texts import in_line

_SHOWN = 60
_NONE: frozenset[Element] = frozenset()


def below(path: str, step: str) -> str:
    """The path of a step below another; either may be the element itself."""
    return "/".join(filter(None, (path, step)))


def text_at(page: Page, element: Element, base: str, paths: tuple[str, ...]) -> tuple[str, str]:
    """The first text below the element, and its path; empty where there is none."""
    text, path = page.text(element, base, paths)
    return text, path.lstrip("/")


def local(element: Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def strangers(
    root: Element, read: frozenset[str], passed: frozenset[str], taken: frozenset[Element] = _NONE
) -> dict[str, tuple[int, str]]:
    """Path below the root → how many elements nobody reads there, and the text of the first.

    `read` are paths that somebody reads whole, `passed` names of elements that are known and left; `taken` are elements
    that others read. An element without text anywhere says nothing and is not named.
    """
    holders = {ancestor for element in taken for ancestor in element.iterancestors()}
    ways = {path.rpartition("/")[0] for path in read}
    while more := {way.rpartition("/")[0] for way in ways} - ways:
        ways |= more
    found: dict[str, tuple[int, str]] = {}

    def walk(element: Element, path: str) -> None:
        for child in element.iterchildren(etree.Element):
            name = local(child)
            here = f"{path}/{name}" if path else name
            if child in taken or name in passed or here in read:
                continue
            if here in ways or child in holders:
                walk(child, here)
            elif text := in_line(child):
                count, first = found.get(here, (0, text))
                found[here] = (count + 1, first)

    if root not in taken:
        walk(root, "")
    return found


def told(path: str, count: int, text: str, why: str) -> str:
    """One sentence about elements that nobody reads."""
    shown = f"{text[:_SHOWN]}…" if len(text) > _SHOWN else text
    several = f"，共 {count} 处" if count > 1 else ""
    return f"没有读取元素 {path}{several}（内容：{shown}）：{why}；文件其余部分已读取。"
