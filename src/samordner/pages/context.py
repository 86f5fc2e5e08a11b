"""What the frame around every page needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from samordner.access.actors import Actor, Holding
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


def menu(request: Request) -> SafeString:
    """The menu as this person sees it; a group with nothing in it is left out, and a menu of nothing is nothing."""
    actor, match = request.actor, request.resolver_match
    at = match.view_name if match else ""
    return _menu(settings.SAMORDNER_NAVIGATION, get_language(), actor.roles, actor.signed_in, at)


@lru_cache(
    maxsize=1024
)  # what a role may, and what there is to go to, is the same for as long as the process lives
def _menu(
    navigation: str, _language: str | None, roles: tuple[str, ...], signed_in: bool, at: str
) -> SafeString:
    """The menu on the page of this name, for those who have these roles: rights come from roles alone."""
    groups: tuple[Group, ...] = import_string(navigation)
    reader = Actor(holdings=tuple(Holding(role) for role in roles))
    fitting = [place for group in groups for place in group.places if place.fits(at)]
    here = max(fitting, key=lambda place: place.fits(at), default=None)
    found = []
    for group in groups:
        places = tuple(
            Shown(place.label, place.url_name, place is here)
            for place in group.places
            if reader.may(place.right) and (signed_in or not place.signed_in)
        )
        if places:
            found.append(ShownGroup(group.label, places))
    return SafeString(render_to_string("pages/menu.html", {"navigation": found}))


def page_context(request: Request) -> dict[str, Any]:
    """`actor`, `menu`, `demonstration` for the base template; empty for a page outside the gate."""
    if not hasattr(request, "actor"):
        return {}
    lazily: Callable[[Callable[[], Any]], Any] = SimpleLazyObject
    return {
        "actor": request.actor,
        "menu": lazily(lambda: menu(request)),
        "demonstration": request.demonstration,
        "languages": settings.LANGUAGES,
        "language_names": (("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")),
    }
