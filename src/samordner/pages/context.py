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
    """One entry of the menu: shown to those who have its right; current on the pages whose names begin so."""

    label: str | Promise
    url_name: str
    right: str
    prefix: str
    signed_in: bool = True


@dataclass(frozen=True)
class Shown:
    label: str | Promise
    url_name: str
    current: bool


def navigation(request: Request) -> list[Shown]:
    places: tuple[Place, ...] = import_string(settings.SAMORDNER_NAVIGATION)
    name = request.resolver_match.view_name if request.resolver_match else ""
    return [
        Shown(place.label, place.url_name, name.startswith(place.prefix))
        for place in places
        if request.actor.may(place.right) and (request.actor.signed_in or not place.signed_in)
    ]


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
