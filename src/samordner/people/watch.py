"""What every request of someone signed in passes: the session's clock, the second factor, the language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation

from samordner.access.actors import Actor
from samordner.pages import clock
from samordner.pages.gate import Request
from samordner.people.models import User
from samordner.people.queries import from_this_machine, lacks_second_factor
from samordner.people.sessions import SessionStore

STILL_OPEN = {"account_logout", "account_reauthenticate", "language"}


def held_by(actor: Actor) -> str:
    """What an actor holds, as one line."""
    return " ".join(sorted(f"{h.role}/{h.office}/{h.municipality}" for h in actor.holdings))


class Watch:
    """Middleware, after the gate."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        if isinstance(request.user, User):
            if request.user.is_demo and not from_this_machine(request):
                logout(request)
            else:
                translation.activate(request.user.language)
                request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        if isinstance(request.user, User):
            session = cast(SessionStore, request.session)
            session.in_use(clock.now(), request.headers.get("User-Agent", ""))
        return response

    def process_view(
        self, request: Request, _view: object, _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        user, match = request.user, request.resolver_match
        if not isinstance(user, User) or match is None:
            return None
        held = held_by(request.actor)
        if request.session.get("held", held) != held:
            request.session.cycle_key()
        if request.session.get("held") != held:
            request.session["held"] = held
        if match.view_name.startswith("mfa_") or match.view_name in STILL_OPEN:
            return None
        if lacks_second_factor(user, request.actor):
            return redirect("mfa_index")
        return None
