"""What the frame around every page needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.module_loading import import_string

from samordner.pages.gate import Request


@dataclass(frozen=True)
class Place:
    """One entry of the menu: shown to those who have its right; current on the pages whose names begin so.

    Of several that fit a page, the one with the longest `prefix` is current; `also` names the beginnings of
    pages that belong here when no other place has them.
    """

    label: str | Promise
    url_name: str
    right: str
    prefix: str
    signed_in: bool = True
    also: tuple[str, ...] = ()

    def fits(self, name: str) -> int:
        """How much of the page's name this place knows, in letters; 0 when it does not fit."""
        return max((len(each) for each in (self.prefix, *self.also) if name.startswith(each)), default=0)


@dataclass(frozen=True)
class Group:
    """Entries of the menu that belong together, under one word."""

    label: str | Promise
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Shown:
    label: str | Promise
    url_name: str
    current: bool


@dataclass(frozen=True)
class ShownGroup:
    label: str | Promise
    places: tuple[Shown, ...]

    @property
    def current(self) -> bool:
        return any(place.current for place in self.places)


def navigation(request: Request) -> list[ShownGroup]:
    """The menu as this person sees it; a group with nothing in it is left out."""
    groups: tuple[Group, ...] = import_string(settings.SAMORDNER_NAVIGATION)
    name = request.resolver_match.view_name if request.resolver_match else ""
    fitting = [place for group in groups for place in group.places if place.fits(name)]
    here = max(fitting, key=lambda place: place.fits(name), default=None)
    found = []
    for group in groups:
        places = tuple(
            Shown(place.label, place.url_name, place is here)
            for place in group.places
            if request.actor.may(place.right) and (request.actor.signed_in or not place.signed_in)
        )
        if places:
            found.append(ShownGroup(group.label, places))
    return found


def page_context(request: Request) -> dict[str, Any]:
    """`actor`, `navigation`, `demonstration` for the base template; empty for a page outside the gate."""
    if not hasattr(request, "actor"):
        return {}
    lazily: Callable[[Callable[[], Any]], Any] = SimpleLazyObject
    return {
        "actor": request.actor,
        "navigation": lazily(lambda: navigation(request)),
        "demonstration": request.demonstration,
        "languages": settings.LANGUAGES,
        "language_names": (("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")),
    }
