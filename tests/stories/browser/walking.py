"""Finds an example of every page that links lead to."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

EACH, OFTEN = 1, {"record/<path:key>": 3}
"""How many examples of one route are opened; the page of a record has many faces."""
NO_PAGES = ("/static/", "/api/", "/sign-out/", "/language/", "/look/")


def route_of(address: str) -> str | None:
    """The route's pattern, as the site declares it; None where no page answers."""
    path = urlsplit(address).path
    if path.startswith(NO_PAGES):
        return None
    try:
        return resolve(path).route
    except Resolver404:
        return None


def walk(page, starts: tuple[str, ...]) -> Iterator[str]:
    """Opens pages, `EACH` of every route that links lead to, and gives each address once the page stands."""
    waiting, seen, opened = list(starts), set(), {}
    while waiting:
        address = waiting.pop(0)
        route = route_of(address)
        if route is None or opened.get(route, 0) >= OFTEN.get(route, EACH) or address in seen:
            continue
        seen.add(address)
        head = page.request.get(address)
        if "text/html" not in head.headers.get("content-type", ""):
            opened[route] = EACH + 9
            continue
        opened[route] = opened.get(route, 0) + 1
        page.goto(address)
        yield address
        links = page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))")
        for link in links:
            parts = urlsplit(urljoin(page.url, link))
            if parts.netloc == urlsplit(page.url).netloc:
                waiting.append(re.sub(r"#.*", "", f"{parts.path}?{parts.query}" if parts.query else parts.path))
