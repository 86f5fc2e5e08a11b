"""Stories in a real browser against the product as it is served: its own process, its own database."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from filelock import FileLock
from playwright.sync_api import (
    APIResponse,
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Route,
    sync_playwright,
)
from playwright.sync_api import Error as PlaywrightError

from tests.migrated import on_sqlite

ROOT = Path(__file__).resolve().parents[2]
SAMORDNER = Path(sys.executable).with_name("samordner")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}
WAIT = 180
"""Seconds until the product must have started: a busy machine is no fault of it."""
AXE = f"""{AXE_SCRIPT}
(() => {{
  const known = new Map(), colour = axe.commons.color.Color.prototype, read = colour.parseString;
  colour.parseString = function (text) {{
    if (known.has(text)) [this.r, this.g, this.b, this.alpha] = known.get(text);
    else {{
      read.call(this, text);
      known.set(text, [this.r, this.g, this.b, this.alpha]);
    }}
    return this;
  }};
}})();"""
"""Axe with all its rules, which reads each colour of a page once, not once for each text in it: a fifth of its time."""
SEEN = """() => {
  const { lang, scrollWidth, clientWidth, outerHTML } = document.documentElement;
  return { language: lang, wide: scrollWidth - clientWidth, page: outerHTML, axe: "axe" in window };
}"""
LOOK = """async () => {
  // Nodes that pass are not told one by one: half the time, and every violation all the same
  return (await axe.run({ resultTypes: ["violations"], reporter: "no-passes" })).violations;
}"""
OTHER_EACH_TIME = re.compile(r"(csrfmiddlewaretoken[^>]*>|X-CSRFToken[^}]*})")
READABLE: set[bytes] = set()
"""The pages that Axe found nothing on, word for word and width for width, but for the keys of their forms: the page to sign
in at and many another come in every story, and are read once.
"""


@dataclass
class Product:
    """The product being served: where, and what it printed when it started."""

    address: str
    said: str
    folder: Path

    def account(self, role: str) -> tuple[str, str]:
        """E-mail and password of the first demonstration account with that word in its printed line."""
        found = re.search(rf"^\s+(\S+@\S+)\s+(\S+)\s+.*{re.escape(role)}.*$", self.said, re.MULTILINE)
        assert found, f"no account for {role!r} in:\n{self.said}"
        return found[1], found[2]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def environment(folder: Path, port: int) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SAMORDNER", "DJANGO"))}
    return kept | {
        "DATABASE_URL": f"sqlite:///{folder / 'samordner.sqlite3'}",
        "SAMORDNER_VAR": str(folder),
        "SAMORDNER_PORT": str(port),
        "SAMORDNER_WORKERS": "1",
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def serving(folder: Path, verb: str) -> Iterator[Product]:
    """Serve with `samordner serve` or `samordner start` until the story is told."""
    port = free_port()
    address, log = f"http://localhost:{port}", folder / "said.txt"
    with log.open("w") as out:
        process = subprocess.Popen(
            [SAMORDNER, verb], cwd=ROOT, env=environment(folder, port), stdout=out, stderr=subprocess.STDOUT
        )
    try:
        until = time.monotonic() + WAIT
        while True:
            with suppress(OSError), urllib.request.urlopen(f"{address}/konto/inn/", timeout=5) as answer:  # noqa: S310
                if answer.status == 200:
                    break
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.2)
        yield Product(address, log.read_text(), folder)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()


@pytest.fixture
def empty_product(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product at its very first start, all tables there and nothing in them: no account."""
    copy(on_sqlite(tmp_path_factory), tmp_path / "samordner.sqlite3")
    with serving(tmp_path, "serve") as served:
        yield served


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the demonstration, loaded once for all stories; `start` gives it new passwords."""
    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "samordner-demonstration"
    with FileLock(f"{shared}.lock"):
        if not (shared / "done").exists():
            shared.mkdir(parents=True, exist_ok=True)
            copy(on_sqlite(tmp_path_factory), shared / "samordner.sqlite3")
            subprocess.run(
                [SAMORDNER, "demo"], cwd=ROOT, env=environment(shared, 0), check=True, capture_output=True
            )
            (shared / "done").touch()
    return shared


@pytest.fixture(scope="session")
def served(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The demonstration as `make start` serves it: started once, and kept as it was then for every story."""
    folder = tmp_path_factory.mktemp("served")
    for file in loaded.glob("samordner.sqlite3*"):
        shutil.copy(file, folder)
    with serving(folder, "start") as started:
        copy(folder / "samordner.sqlite3", folder / "as-started.sqlite3")
        yield started


@pytest.fixture
def product(served: Product) -> Product:
    """The demonstration with nothing in it from the story before."""
    copy(served.folder / "as-started.sqlite3", served.folder / "samordner.sqlite3")
    return served


def copy(source: Path, to: Path) -> None:
    """A whole database over another, in one transaction that those who have it open see as any other."""
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(to, timeout=WAIT)) as written:
        read.backup(written)


def browser_path() -> str | None:
    """The browser to drive: the one named in the environment, else the machine's, else Playwright's own (None)."""
    return os.environ.get("SAMORDNER_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One for all stories; shut after the last, since nobody asks a database while it waits for its browser."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser_path(), args=QUIET)
        yield opened
        opened.close()


@dataclass
class Reader:
    """A person at the browser. `looks` checks the page they are on: readable by all, and nothing sideways."""

    page: Page
    address: str
    language: str
    complaints: list[str] = field(default_factory=list)

    def goes(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")
        self.looks()

    def looks(self, *, but: str = "") -> None:
        """The page is as every page must be. `but`: what the browser may complain of, since the story made it so."""
        self.page.wait_for_load_state()
        seen = self.page.evaluate(SEEN)
        assert seen["language"] == self.language
        size = str(self.page.viewport_size)
        told = hashlib.sha256(re.sub(OTHER_EACH_TIME, "", f"{size} {seen['page']}").encode()).digest()
        if told not in READABLE:
            if not seen["axe"]:
                self.page.evaluate(AXE)
            violations = self.page.evaluate(LOOK)
            assert [(each["id"], each["nodes"][0]["html"]) for each in violations] == []
            READABLE.add(told)
        assert seen["wide"] == 0, f"{self.page.url} is {seen['wide']} px too wide"
        assert [each for each in self.complaints if not but or not re.search(but, each)] == []

    def signs_in(self, email: str, password: str) -> None:
        self.goes("/konto/inn/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", password)
        self.page.click("main form button[type=submit]")
        self.page.wait_for_url(f"{self.address}/")
        if not self.page.locator("select#language").is_visible():
            self.page.click(".menu-fold summary")
        with (
            self.page.expect_navigation()
        ):  # their own choice of language comes with them; choosing another is enough
            self.page.select_option("select#language", self.language)
        self.looks()


class HeldBack:
    """The first answer from an address: asked for at once, and brought only when it is let go, as on a slow network."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.held = page, list[tuple[Route, APIResponse]]()
        page.route(address, lambda route: self.held.append((route, route.fetch())), times=1)

    def wait(self) -> None:
        """Until the server has answered."""
        until = time.monotonic() + WAIT
        while not self.held and time.monotonic() < until:
            self.page.wait_for_timeout(50)
        assert self.held

    def let_go(self) -> None:
        route, answer = self.held[0]
        with suppress(PlaywrightError):  # the page may have stopped waiting for it
            route.fulfill(response=answer)
        self.page.wait_for_timeout(300)  # long enough to be drawn, if it were

    def lose(self) -> None:
        """The server has it, and the page never hears of it."""
        self.held[0][0].abort()


Opener = Callable[[Product], Reader]


@pytest.fixture(params=["desktop-nb", "desktop-nn", "phone-nb", "phone-nn"])
def opens(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Opener]:
    """Open the product in a window of the width and language of this telling of the story."""
    width, language = str(request.param).split("-")
    contexts: list[BrowserContext] = []

    def opened(product: Product) -> Reader:
        x, y = WIDTHS[width]
        context = browser.new_context(
            viewport={"width": x, "height": y}, locale="nb-NO", accept_downloads=True
        )
        context.add_cookies([{"name": "samordner_language", "value": language, "url": product.address}])
        contexts.append(context)
        reader = Reader(context.new_page(), product.address, language)

        def heard(message: ConsoleMessage) -> None:
            # The browser's own note on an answer that is meant: not valid, changed by another, not there
            meant = re.search(r"responded with a status of (404|409|422)", message.text)
            if message.type in {"error", "warning"} and not meant:
                reader.complaints.append(message.text)

        reader.page.on("console", heard)
        reader.page.on("pageerror", lambda error: reader.complaints.append(str(error)))
        return reader

    yield opened
    for context in contexts:
        context.close()
