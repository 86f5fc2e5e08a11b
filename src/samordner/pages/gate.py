"""The gate: every URL names a right from the policy table, and a request without that right gets no further.

`page` marks our own views. Third-party views (sign-in) are named in `project.urls.RIGHTS`. A URL with neither is
refused here, and a system check refuses to start (see `samordner.project.checks`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import ResolverMatch
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django_htmx.middleware import HtmxDetails

from samordner.access.actors import Actor
from samordner.access.grants import allowed, record
from samordner.access.policy import POLICY
from samordner.pages import clock, problems
from samordner.pages.models import Demonstration, demonstration_later
from samordner.pages.moments import moment_in
from samordner.pages.prepared import Later

M = TypeVar("M", bound=models.Model)
P = ParamSpec("P")
View = Callable[..., HttpResponse]
SIGNED_OUT = _(
    "You are signed out, and nothing was saved. What you typed is still here: copy it, and sign in again."
)


class Request(HttpRequest):
    """A request past the gate: who asks, which day is asked about, and the moment it came in.

    `today` is the day that pages take for today, whatever the address says: in a demonstration its own day.

    `moment` is when it is noted to have come in, and what deadlines are held against: in a demonstration on its own day.

    `demonstration` is false when what is shown is real; asked of the database once: `asked_beside` by whoever asks
    something before someone looks, or then.
    """

    actor: Actor
    demonstration: Demonstration | None
    day: date
    today: date
    now: datetime
    moment: datetime
    known_at: datetime | None
    asked_beside: tuple[Later[Any], ...]
    htmx: HtmxDetails


FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


def read_day(text: str | None) -> date | None:
    """A day from an address, 2021-04-27; None when there is none. Http404 when it is not a day of these centuries."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Http404
    return day


def read_month(text: str) -> date | None:
    """The first day of a month from an address, 2021-04; None when it is no month of these centuries."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return month if FIRST_DAY <= month <= LAST_DAY else None


def _has_nul(request: HttpRequest) -> bool:
    """Whether the address holds a character that stands for nothing: no row has it, and PostgreSQL refuses to look."""
    return "\0" in request.path or any("\0" in text for _key, texts in request.GET.lists() for text in texts)


def right_of(match: ResolverMatch) -> str | None:
    """The right that a matched URL asks for; None when it names none."""
    right = getattr(match.func, "right", None)
    if right is None:
        right = import_string(settings.ROOT_URLCONF + ".RIGHTS").get(match.view_name)
    return right if right in POLICY else None


FILE_NAME = re.compile(r"""(filename="|filename\*=utf-8'')""")
"""Where a file's name begins in its header: within quotes, or written in percents when it has other letters."""


def name_as_demonstration(response: HttpResponseBase) -> None:
    """A file that leaves the demonstration says so in its name, also where its format has no room to say it."""
    kept = response.headers["Content-Disposition"]
    response.headers["Content-Disposition"] = FILE_NAME.sub(r"\1demonstration-", kept)


class Gate:
    """Middleware: gives the request its actor, day and moment, and lets it through only with the view's right."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.actor_of = import_string(settings.SAMORDNER_ACTOR)

    def __call__(self, request: Request) -> HttpResponseBase:
        request.now = clock.now()
        request.actor = SimpleLazyObject(lambda: self.actor_of(request))  # type: ignore[assignment]
        asked = demonstration_later()
        request.asked_beside = (asked,)
        request.demonstration = SimpleLazyObject(lambda: next(iter(asked.rows), None))  # type: ignore[assignment]
        response = self.get_response(request)
        if "Content-Disposition" in response.headers and request.demonstration:
            name_as_demonstration(response)
        return response

    def process_view(
        self, request: Request, _view: View, _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        assert request.resolver_match is not None
        right = right_of(request.resolver_match)
        if right is None:
            raise PermissionDenied
        if not request.actor.may(right):
            if not request.actor.signed_in:
                # A redirect would put the sign-in page in the place of the words being typed
                if request.headers.get("HX-Request"):
                    return HttpResponse(str(SIGNED_OUT), status=401, content_type="text/plain")
                if typed := problems.typed_in(request):
                    return problems.signed_out(request, typed)
                return redirect_to_login(request.get_full_path())
            raise PermissionDenied
        if _has_nul(request):
            raise Http404
        request.today = request.demonstration.day if request.demonstration else clock.today()
        request.moment = moment_in(request.demonstration, request.now)
        request.day = read_day(request.GET.get("day")) or request.today
        request.known_at = None
        return None


def page(right: str) -> Callable[[Callable[Concatenate[Request, P], HttpResponse]], View]:
    """Mark a view with the right it asks for."""

    def mark(view: Callable[Concatenate[Request, P], HttpResponse]) -> View:
        @wraps(view)
        def answered(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            return view(request, *args, **kwargs)

        answered.right = right  # type: ignore[attr-defined]
        return answered

    return mark


def load(
    request: Request, rows: models.QuerySet[M], *, read: str, right: str | None = None, **lookup: Any
) -> M:
    """A page's record: 404 when it cannot be seen by the right `read`, 403 when it can be seen but not `right`."""
    found = record(rows, request.actor, read, **lookup)
    if right and right != read and not allowed(found, request.actor, right):
        raise PermissionDenied
    return found
