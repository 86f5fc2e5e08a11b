"""Asks the product for pages as its web server does: through WSGI, all middleware, a database connection per request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client, RequestFactory, override_settings

HOST = "localhost"


class Answered(Exception):
    """A page did not answer 200."""


class Server:
    """The product's own handler; `cookies` are those of whoever asks."""

    def __init__(self, handler: WSGIHandler, cookies: str = "") -> None:
        self.handler = handler
        self.factory = RequestFactory(SERVER_NAME=HOST, HTTP_HOST=HOST, HTTP_COOKIE=cookies)

    def get(self, address: str, **headers: str) -> bytes:
        """The page at this address. Raises `Answered` with another status than 200."""
        environ = self.factory.get(address, **headers).environ  # type: ignore[arg-type]
        environ["wsgi.input"].read()
        said: list[str] = []

        def start_response(
            status: str, _headers: object, _error: object = None, /
        ) -> Callable[[bytes], object]:
            said.append(status)
            return lambda _more: None

        response = self.handler(environ, start_response)
        try:
            content = b"".join(response)
        finally:
            response.close()
        if not said[0].startswith("200"):
            raise Answered(f"{address} answered {said[0]}: {content[:300]!r}")
        return content

    def queries(self, address: str) -> int:
        """How many statements the page asks of the database, beginnings and ends of transactions not counted."""
        return len(self.statements(address))

    def statements(self, address: str) -> list[str]:
        asked: list[str] = []

        def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            asked.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            self.get(address)
        return asked


def signed_in(user: Any) -> str:
    """The cookies of this person, signed in."""
    client = Client(SERVER_NAME=HOST)
    client.force_login(user)
    return cookie_line(client.cookies)


def cookie_line(cookies: SimpleCookie) -> str:
    return "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())


@contextmanager
def simplest_page() -> Iterator[Server]:
    """A server with nothing but the simplest page."""
    with override_settings(ROOT_URLCONF="bench.simplest", MIDDLEWARE=[]):
        yield Server(WSGIHandler())
