"""The classes of a patent document: IPC, CPC and Locarno, canonical and in the office's order."""

from collections.abc import Callable
from functools import lru_cache

from yuzhi.engines.formats.patent_xml import Paths
from yuzhi.engines.reading.patents.page import Page
from yuzhi.engines.reading.patents.parts import Element, preferred
from yuzhi.kernel.classes import Cpc, Ipc, Locarno


@lru_cache(maxsize=65536)
def ipc(text: str) -> str:
    """The canonical IPC symbol; raises BadValue."""
    return str(Ipc.parse(text))


@lru_cache(maxsize=65536)
def cpc(text: str) -> str:
    """The canonical CPC symbol; raises BadValue."""
    return str(Cpc.parse(text))


@lru_cache(maxsize=4096)
def locarno(text: str) -> str:
    """The canonical Locarno class; raises BadValue."""
    return str(Locarno.parse(text))


def read_classes(page: Page) -> None:
    """Put all classes into the page; `main_ipc` is the first IPC class."""
    symbols = _symbols(page, "ipc", page.form.ipc, ipc)
    if symbols:
        page.put("main_ipc", symbols[0], page.origins["ipc"].path, "first")
    _symbols(page, "cpc", page.form.cpc, cpc)
    _symbols(page, "locarno", page.form.locarno, locarno)


def _symbols(page: Page, field: str, paths: Paths, parse: Callable[[str], str]) -> list[str]:
    found = preferred(page.all_in(paths), page.form.format_attribute)
    symbols: dict[str, None] = {}
    rules = []
    for place, (element, path) in enumerate(found, start=1):
        column = path if place == 1 else f"{path}[{place}]"
        symbol, rule = page.parsed(column, _spelled(page, element), parse, field)
        rules.append(rule)
        if symbol:
            symbols.setdefault(symbol)
    if symbols:
        page.put(field, list(symbols), found[0][1], next((rule for rule in rules if rule != field), field))
    return list(symbols)


def _spelled(page: Page, element: Element) -> str:
    """The symbol as text: in one piece, or put together from section, class, subclass and group."""
    form = page.form
    text = page.text(element, "", tuple(path for path in form.symbol if path))[0]
    if text:
        return text
    parts = [page.text(element, "", (step,))[0] for step in form.symbol_parts]
    if parts[0]:
        section, main_class, subclass, group, subgroup = parts
        return f"{section}{main_class}{subclass} {group}/{subgroup}" if group else f"{section}{main_class}{subclass}"
    return (element.text or "").strip()
