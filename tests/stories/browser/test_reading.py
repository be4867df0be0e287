"""Pages can be read by whoever reads them: without script, by keyboard, in large text, on a small phone, on paper."""

import pytest

from tests.stories.browser.walking import walk

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
STARTS = ("/", "/search/?q=*", "/targets/", "/me/")
SCRIPT_BYTES = 50 * 1024


def wide(page):
    """By how many pixels the page is wider than the screen, and what sticks out."""
    return page.evaluate("""() => {
        const most = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= most) return [];
        return [...document.querySelectorAll("body *")].filter(one => {
            for (let up = one; up; up = up.parentElement) if (up !== one && ["auto", "scroll", "hidden"].includes(getComputedStyle(up).overflowX)) return false;
            return one.getBoundingClientRect().right > most + 1;
        }).slice(0, 3).map(one => one.outerHTML.slice(0, 160));
    }""")


@pytest.mark.parametrize("look", ["normal", "large"])
def test_no_page_is_wider_than_a_small_phone(visit, site, look):
    page, found = visit("demo-city-officer", width=320), []
    page.context.add_cookies([{"name": "yuzhi_text", "value": look, "url": site.address}])
    for address in walk(page, STARTS):
        found += [f"{address}: {one}" for one in wide(page)]
    assert not found, "\n".join(found)


def test_large_text_is_a_quarter_larger(visit, site):
    page = visit()
    sizes = []
    for look in ("normal", "large"):
        page.context.add_cookies([{"name": "yuzhi_text", "value": look, "url": site.address}])
        page.goto("/")
        sizes.append(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)"))
    assert sizes[1] == sizes[0] * 1.25


def test_every_page_says_the_same_without_script(visit):
    page, without = visit(), visit(java_script_enabled=False)
    for address in walk(page, STARTS):
        without.goto(address)
        assert without.locator("h1").first.inner_text().strip(), address
        shown = [" ".join(one.locator("main").inner_text().split()) for one in (page, without)]
        assert len(shown[1]) >= 0.9 * len(shown[0]), f"{address}: less is said without script"


def test_a_right_is_found_and_opened_by_keyboard_alone(visit):
    page = visit()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main", "the first stop skips to the content"
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "q":
            break
    page.keyboard.type("装置")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    for _ in range(200):
        page.keyboard.press("Tab")
        if (page.evaluate("document.activeElement.getAttribute('href')") or "").startswith("/record/"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/record/**")
    assert page.locator("h1").inner_text()


def test_focus_is_seen_goes_round_and_is_caught_nowhere(visit):
    page = visit()
    for address in ("/", "/search/?q=*", "/targets/", "/targets/T1/", "/sign-in/"):
        page.goto(address)
        stops, unseen = [], []
        for _ in range(400):
            page.keyboard.press("Tab")
            where, seen = page.evaluate("""() => {
                const one = document.activeElement, style = getComputedStyle(one);
                window.stops = window.stops || [];
                let number = window.stops.indexOf(one);
                if (number < 0) number = window.stops.push(one) - 1;
                return [one === document.body ? -1 : number,
                        style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none"];
            }""")
            if where < 0 or where in stops:
                break
            stops.append(where)
            if not seen:
                unseen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
        assert len(stops) >= 5 and stops == sorted(stops), address
        assert not unseen, f"{address}: {unseen[:5]}"


def test_paper_shows_the_content_and_not_the_controls(visit):
    page = visit()
    for address in ("/", "/search/?q=*", "/targets/T1/"):
        page.goto(address)
        page.emulate_media(media="print")
        assert page.locator("h1").first.is_visible()
        assert not page.locator("header nav").first.is_visible()
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
        page.emulate_media(media="screen")


def test_script_stays_within_the_budget_of_a_slow_phone(visit):
    page, loaded = visit(width=390), {}
    page.on("response", lambda one: loaded.setdefault(page.url, []).append(one))
    for address in ("/", "/search/?q=*", "/sign-in/"):
        page.goto(address, wait_until="networkidle")
        taken = [one for one in loaded.pop(page.url, []) if one.request.resource_type == "script"]
        assert sum(len(one.body()) for one in taken) <= SCRIPT_BYTES, [one.url for one in taken]


def test_nothing_moves_while_a_page_is_built(visit):
    page = visit(width=390)
    line = page.context.new_cdp_session(page)       # over a slow line the page arrives in pieces
    line.send("Network.emulateNetworkConditions", {"offline": False, "latency": 50, "downloadThroughput": 40_000, "uploadThroughput": 40_000})
    page.add_init_script("""
        window.moved = [];
        new PerformanceObserver(list => {
            // the foot comes last: over a slow line it stands below whatever has arrived, and nobody reads it yet
            const foot = one => one.sources.every(each => each.node && each.node.closest && each.node.closest(".foot"));
            for (const one of list.getEntries()) if (!one.hadRecentInput && one.value > 0.01 && !foot(one))
                window.moved.push(one.value + " " + one.sources.map(each => each.node && each.node.outerHTML && each.node.outerHTML.slice(0, 200)));
        }).observe({type: "layout-shift", buffered: true});
    """)
    for address in walk(page, ("/", "/search/?q=*", "/targets/")):
        page.wait_for_timeout(150)
        assert page.evaluate("window.moved") == [], address
