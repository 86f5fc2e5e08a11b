"""The three pictures in the README, taken from the demonstration as it is served. Needs `make setup`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.journeys.conftest import QUIET, browser_path, serving  # noqa: E402

FOLDER = ROOT / "docs" / "pictures"
PICTURES = {"first-page": "/", "board": "/tavle/", "plan": "/planer/1/dokument/"}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="samordner-pictures-") as folder,
        sync_playwright() as playwright,
        serving(Path(folder), "start") as product,
    ):
        browser = playwright.chromium.launch(executable_path=browser_path(), args=QUIET)
        page = browser.new_page(viewport={"width": 1280, "height": 860}, locale="nb-NO")
        email, password = product.account("coordinator")
        page.goto(f"{product.address}/konto/inn/")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", password)
        page.click("main form button[type=submit]")
        page.wait_for_url(f"{product.address}/")
        for name, path in PICTURES.items():
            page.goto(f"{product.address}{path}")
            if name == "plan":
                page.locator("figure svg, svg").last.wait_for(state="attached")
                page.evaluate("document.querySelectorAll('.plan-document h2')[1]?.scrollIntoView()")
            page.screenshot(path=FOLDER / f"{name}.png")
            print(f"docs/pictures/{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
