"""A real browser whose server is the test's own client, so that it sees what the test has written, and no network."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from threading import Event
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Page, Request, Route, sync_playwright

from tests.journeys.conftest import AXE, LOOK, QUIET, SEEN, browser_path

HOST = "http://localhost"
Story = Callable[[Page], None]


class Waiting:
    """A request of the browser, until the test's thread, which alone has the database, has answered it."""

    def __init__(self, request: Request) -> None:
        self.method, self.path = request.method, urlsplit(request.url).path
        self.body, self.kind = (
            request.post_data_buffer or b"",
            request.headers.get("content-type", "text/plain"),
        )
        self.done = Event()
        self.answer = HttpResponse(status=500)

    def ask(self, client: Client) -> None:
        try:
            said = client.generic(self.method, self.path, self.body, content_type=self.kind)
            self.answer = HttpResponse(said.content, status=said.status_code, headers=dict(said.headers))
        finally:
            self.done.set()


def tell(story: Story, client: Client, *, width: int) -> None:
    """Tell a story in a browser of this width. What the browser complains of fails it."""
    asked: SimpleQueue[Waiting] = SimpleQueue()
    with ThreadPoolExecutor(1) as other:
        telling = other.submit(_tell, story, asked, width)
        while not telling.done() or not asked.empty():
            try:
                asked.get(timeout=0.05).ask(client)
            except Empty:
                continue
        telling.result()


def _tell(story: Story, asked: SimpleQueue[Waiting], width: int) -> None:
    complaints: list[str] = []

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
            return route.fulfill(path=found) if isinstance(found, str) else route.fulfill(status=404)
        waiting = Waiting(route.request)
        asked.put(waiting)
        waiting.done.wait(60)
        said = waiting.answer
        return route.fulfill(status=said.status_code, body=said.content, headers=dict(said.headers))

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=QUIET)
        page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
        page.on("console", lambda said: complaints.append(said.text))
        page.on("pageerror", lambda said: complaints.append(str(said)))
        page.route("**/*", answer)
        try:
            story(page)
        finally:
            browser.close()
    assert not complaints, complaints


def looks(page: Page) -> None:
    """The page is readable by all, and nothing goes sideways."""
    page.wait_for_load_state()
    page.evaluate(AXE)
    assert [(each["id"], each["nodes"][0]["html"]) for each in page.evaluate(LOOK)] == []
    assert page.evaluate(SEEN)["wide"] == 0
