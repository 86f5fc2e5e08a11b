"""What a page of the calendar is asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest

from samordner.access.grants import visible
from samordner.calendars.queries import Choices, Narrowing, choices, happenings, organisations, times
from samordner.happenings.happenings import Kind, Occurrence
from samordner.happenings.sources import Asked, kinds
from samordner.pages.gate import Request
from samordner.participation.models import Participation

KEPT = ("q", "kind", "programme", "office", "municipality", "actor", "mine", "day")
"""What says in an address what a calendar is narrowed to."""


@dataclass(frozen=True)
class About:
    """What a page is narrowed to, and what there is to choose between."""

    by: Narrowing
    choices: Choices
    kinds: tuple[Kind, ...]


def about(request: Request) -> About:
    """What the address asks for. Http404 for a programme or an office that the reader does not reach."""
    found = choices(visible(Participation.objects.all(), request.actor, "calendar.read"), request.day)
    said = {name: request.GET.get(name, "").strip()[:200] for name in ("programme", "office", "municipality")}
    if said["programme"] not in {"", *found.programmes} or said["office"] not in {"", *found.offices}:
        raise Http404
    there = {kind.key for kind in kinds()}
    wanted = tuple(dict.fromkeys(key for key in request.GET.getlist("kind") if key in there))
    by = Narrowing(
        words=request.GET.get("q", "")[:200],
        kinds=wanted,
        organisation=" ".join(request.GET.get("actor", "")[:200].split()),
        mine=request.GET.get("mine") == "1",
        **said,
    )
    return About(by, found, kinds())


def looked_up(request: Request, found: About, since: date, until: date) -> tuple[list[Occurrence], list[str]]:
    """Each time that something happens on these days, narrowed as the address says; and whose there is to choose."""
    there = happenings(asked(request, found, since, until), replace(found.by, organisation=""))
    lines = [one for one in there if found.by.holds(one, request.actor)]
    names = organisations(there)
    if found.by.organisation and found.by.organisation not in names:
        names.append(found.by.organisation)
    return times(lines, since, until), names


def asked(request: Request, found: About, since: date, until: date) -> Asked:
    return Asked(request.actor, since, until, request.day, tuple(found.choices.programmes))


def kept(request: HttpRequest, **more: str) -> str:
    """The query string that a page hands on to another one: "?office=…", or nothing."""
    pairs: dict[str, Any] = {
        key: said for key in KEPT if key not in more and (said := [one for one in request.GET.getlist(key) if one])
    }  # fmt: skip
    text = urlencode(pairs | {key: value for key, value in more.items() if value}, doseq=True)
    return f"?{text}" if text else ""
