"""What every page here reads out of its address."""

from __future__ import annotations

from datetime import datetime, time
from urllib.parse import urlencode

from django.http import Http404
from django.utils.timezone import get_current_timezone

from samordner.access.grants import visible
from samordner.boards.queries import NoSuch, Scope, scope
from samordner.pages.gate import Request, read_day
from samordner.participation.models import Participation

KEPT = ("programme", "office", "day", "known", "view", "q", "show", "sort")
"""What of an address a page hands on to the next one."""


def known_at(request: Request) -> datetime | None:
    """The end of the day that `?known=` names: only what was recorded by then counts."""
    day = read_day(request.GET.get("known"))
    return datetime.combine(day, time.max, get_current_timezone()) if day else None


def scope_of(request: Request, *, right: str = "observation.read") -> Scope | None:
    """The scope that the address asks for, of what the actor reaches by `right`; None: nothing yet."""
    try:
        return scope(
            visible(Participation.objects.all(), request.actor, right),
            day=request.day,
            asked=bool(request.GET.get("day")),
            programme=request.GET.get("programme", ""),
            office=request.GET.get("office", ""),
            known_at=known_at(request),
        )
    except NoSuch as error:
        raise Http404 from error


def kept(request: Request, **changes: str) -> str:
    """The query string of the board that a page came from."""
    pairs = {key: request.GET[key] for key in KEPT if request.GET.get(key)} | changes
    return urlencode({key: value for key, value in pairs.items() if value})
