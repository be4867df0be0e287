"""The pictures of the guide, taken from a running demo city.

`make demo` in one terminal; then `.venv/bin/python scripts/pictures.py [http://127.0.0.1:8610 [NAME…]]` in another.
It signs in with the demo accounts of `YUZHI_HOME` (default `.yuzhi`) and writes docs/guide/images.
"""

import os
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs/guide/images"
HOME = Path(os.environ.get("YUZHI_HOME", ROOT / ".yuzhi"))
PICTURES = {
    "home": ("", "/", 1100),
    "results": ("", "/search/?q=镁合金", 1000),
    "right": ("", "/search/?q=镁合金&kind=patents >> main .hit a", 1000),
    "targets": ("", "/targets/", 1000),
    "target": ("", "/targets/T3/", 1000),
    "plan": ("", "/targets/plans/十四五/", 1000),
    "dues": ("demo-company", "/dues/", 1000),
    "desk": ("demo-county-officer", "/dues/desk/", 1000),
    "deliveries": ("demo-city-officer", "/data/deliveries/", 1000),
    "who": ("demo-city-officer", "/identity/", 900),
    "upload": ("demo-city-officer", "/data/upload/", 800),
    "templates": ("demo-city-officer", "/data/templates/", 900),
    "quarantine": ("demo-city-officer", "/data/quarantine/", 900),
    "repair": ("demo-city-officer", "/data/quarantine/ >> main tbody a", 900),
    "correct": ("demo-city-officer", "/search/?q=*&kind=patents&state=valid >> main .hit a >> details:has(form[data-keep=county]) summary", 1300),
}
"""Name of a picture → who looks, where (the links to follow after `>>`), how high."""


def passwords() -> dict[str, str]:
    """The demo accounts' passwords by user name."""
    lines = (HOME / "demo_accounts.txt").read_text("utf-8").splitlines()
    return {words[0]: words[-1] for words in (line.split("\t") for line in lines) if words[0].startswith("demo-")}


def opened(browser: Browser, site: str, who: str) -> Page:
    """A page in which that account has signed in; nobody for ""."""
    page = browser.new_context(base_url=site, viewport={"width": 1200, "height": 900}, locale="zh-CN").new_page()
    if who:
        page.goto("/sign-in/")
        page.fill("input[name=username]", who)
        page.fill("input[name=password]", passwords()[who])
        page.click("main button[type=submit]")
        page.wait_for_load_state()
    return page


def evidence(browser: Browser, site: str) -> None:
    """An exhibit of a made-up firm on its way, and its package checked on the site and in the page that it carries."""
    page = opened(browser, site, "demo-company")
    page.set_viewport_size({"width": 1100, "height": 900})
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("包装照片.jpg", b"\xff\xd8 made up"), ("说明.txt", "虚构的示例：横山羊肉包装".encode())):
            Path(folder, name).write_bytes(content)
        page.goto("/evidence/add/")
        page.set_input_files("#id_files", sorted(Path(folder).iterdir()))
        page.fill("#id_title", "羊肉包装（示例）")
        page.fill("#id_steps", "11 月 30 日在店里用手机拍照\n当晚从手机传到电脑")
        page.fill("#id_keeper", "店主")
        page.screenshot(path=IMAGES / "deposit.jpg", type="jpeg", quality=72)
        page.click("main button[type=submit]")
        page.wait_for_url("**/evidence/*/")
        for _ in range(30):      # until enough witnesses have signed
            if page.locator("main .state").first.inner_text().strip() in ("已见证", "已盖时间戳"):
                break
            page.wait_for_timeout(1000)
            page.reload()
        page.screenshot(path=IMAGES / "exhibit.jpg", type="jpeg", quality=72)
        package = Path(folder, "evidence.zip")
        package.write_bytes(page.request.get(page.url + "package").body())
        page.goto("/evidence/verify/")
        page.set_input_files("#id_package", package)
        page.click("main button[type=submit]")
        page.wait_for_selector("#result")
        page.screenshot(path=IMAGES / "checked.jpg", type="jpeg", quality=72)
        with zipfile.ZipFile(package) as archive:
            Path(folder, "verify.html").write_bytes(archive.read("verify.html"))
        alone = browser.new_context(offline=True, locale="zh-CN", viewport={"width": 1100, "height": 760}).new_page()
        alone.goto(Path(folder, "verify.html").as_uri())
        alone.set_input_files("#file", package)
        alone.wait_for_selector("#result[data-state=done]")
        alone.screenshot(path=IMAGES / "checked-offline.jpg", type="jpeg", quality=72)


def main() -> None:
    """Every picture is as the demo shows it today; with names behind the address, only those."""
    site, *wanted = sys.argv[1:] or ["http://127.0.0.1:8610"]
    wanted = wanted or [*PICTURES, "evidence"]
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        pages = {who: opened(browser, site, who) for who in {one[0] for name, one in PICTURES.items() if name in wanted}}
        if "evidence" in wanted:
            evidence(browser, site)
        for name, (who, way, height) in PICTURES.items():
            if name not in wanted:
                continue
            page = pages[who]
            start, *links = way.split(" >> ")
            page.set_viewport_size({"width": 1200, "height": height})
            page.goto(start)
            for link in links:
                page.locator(link).first.click()
                page.wait_for_load_state("networkidle")
            page.wait_for_timeout(600)
            page.screenshot(path=IMAGES / f"{name}.jpg", type="jpeg", quality=72)
        browser.close()


if __name__ == "__main__":
    main()
