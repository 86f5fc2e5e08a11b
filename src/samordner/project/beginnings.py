"""Packages whose addresses stand at the root: a package is looked through only for an address that begins as one of its own.

Django goes through every address of every package before that of the last: some three hundred of them for each request.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import URLResolver, include
from django.urls.resolvers import RegexPattern, RoutePattern

WORD = re.compile(r"\^?([\w-]+/)(?![?*{|])")
"""The first part of an address that is a word as it stands."""


def at_root(urlconf: str) -> URLResolver:
    """The addresses of a package, as `path("", include(urlconf))` would have them."""
    module: Any
    module, app_name, namespace = include(urlconf)
    return URLResolver(_Beginnings(module.urlpatterns), module, None, app_name=app_name, namespace=namespace)


class _Beginnings(RoutePattern):
    def __init__(self, entries: Iterable[Any]) -> None:
        super().__init__("", is_endpoint=False)
        self.words = frozenset(_words(entries))

    def match(self, path: str) -> Any:
        return (path, (), {}) if path[: path.find("/") + 1] in self.words else None


def _words(entries: Iterable[Any]) -> Iterator[str]:
    """The words that addresses begin with. ValueError: one begins with none, and could be anything."""
    for entry in entries:
        assert isinstance(entry.pattern, RoutePattern | RegexPattern)
        route = str(entry.pattern)
        if not route and isinstance(entry, URLResolver):
            yield from _words(entry.url_patterns)
        elif word := WORD.match(route):
            yield word[1]
        else:
            raise ValueError(f"{route!r} stands at the root and begins with no word")
