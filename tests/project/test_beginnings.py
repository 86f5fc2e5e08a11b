"""An address at the root is found wherever its package stands in the row, and no package takes another's."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, include, path
from django.urls.exceptions import Resolver404

from samordner.project.beginnings import at_root
from tests.project.test_rights import addresses

AT_ROOT = [
    each for each in get_resolver().url_patterns if isinstance(each, URLResolver) and not str(each.pattern)
]
PACKAGES = [each.urlconf_name.__name__ for each in AT_ROOT]  # type: ignore[union-attr]


def example(route: str) -> str:
    """An address of a route: something stands in each of its places."""
    for place, said in (("<int:pk>", "7"), ("<slug:key>", "x")):
        route = route.replace(place, said)
    return route


@pytest.mark.parametrize("package", PACKAGES)
def test_it_answers_as_django_does(package: str) -> None:
    ours, theirs = at_root(package), path("", include(package))
    assert isinstance(theirs, URLResolver)
    known = [example(str(one.pattern)) for one in theirs.url_patterns if isinstance(one, URLPattern)]
    words = {one.split("/")[0].lstrip("^") for one in known}
    for address in [
        *known,
        *words,
        *(f"{word}/" for word in words),
        "",
        "/",
        "x",
        "x/y/",
        "tavle/",
        "^",
        "planerx/1/",
    ]:
        assert (address, found(ours, address)) == (address, found(theirs, address))


def found(resolver: URLResolver, address: str) -> object:
    try:
        match = resolver.resolve(address)
    except Resolver404:
        return None
    return match.func, match.kwargs, match.view_name, match.route


def test_every_package_stands_at_the_root_once() -> None:
    assert len(PACKAGES) == len(set(PACKAGES)) > 5
    assert len(list(addresses())) > 300
