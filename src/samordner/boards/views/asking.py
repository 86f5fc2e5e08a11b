"""What every page here reads out of its address."""

from __future__ import annotations

import gzip
import io
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.timezone import get_current_timezone, localtime

from samordner.access.grants import record, visible
from samordner.boards.board import FRESHNESS, Narrowing
from samordner.boards.marks import views_of
from samordner.boards.queries import Scope, scope
from samordner.documents.cells import day_text, kept_clock_text
from samordner.pages.gate import Request, read_day
from samordner.pages.prepared import Later, Prepared
from samordner.participation.borders import Borders, Known, known
from samordner.participation.choosing import NoSuch
from samordner.participation.models import Participation
from samordner.places.models import Grouping
from samordner.places.queries import members
from samordner.programmes.definition import Area, Subject

KEPT = (
    "programme", "office", "day", "known", "borders", "view", "area", "q", "show", "grouping", "county", "phase",
    "fresh", "sort",
)  # fmt: skip
"""What of an address a page hands on to the next one."""


def known_at(request: Request) -> datetime | None:
    """What `?known=` names: a moment, 2026-05-15T08:30:00Z, or the end of a day. Only what was recorded by then counts.

    A moment without its own zone is ours. Http404 when it is neither.
    """
    asked = request.GET.get("known", "").replace(" ", "+")  # a plus sign in an address reads as a blank
    if "T" not in asked:
        day = read_day(asked)
        return datetime.combine(day, time.max, get_current_timezone()) if day else None
    try:
        moment = datetime.fromisoformat(asked)
    except ValueError as error:
        raise Http404 from error
    read_day(moment.date().isoformat())
    return moment if moment.tzinfo else moment.replace(tzinfo=get_current_timezone())


def known_words(request: Request, found: Scope | None) -> str:
    """The day or the moment as known at, in words; "": as known now."""
    if found is None or found.known_at is None:
        return ""
    local = localtime(found.known_at)
    exact = "T" in request.GET.get("known", "")
    return (
        f"{day_text(local.date())} {kept_clock_text(f'{local:%H:%M:%S}')}"
        if exact
        else day_text(local.date())
    )


def scope_of(
    request: Request, *,
    right: str = "observation.read", everywhere: bool = False, beside: Sequence[Later[Any]] = (),
) -> Scope | None:  # fmt: skip
    """The scope that the address asks for, of what the actor reaches by `right`; None: nothing yet.

    `everywhere`: with the participations of all offices, though the address names one. `beside`: what else is asked,
    for the same trip to the database.
    """
    try:
        return scope(
            visible(Participation.objects.all(), request.actor, right),
            day=request.day,
            asked=bool(request.GET.get("day")),
            programme=request.GET.get("programme", ""),
            office=request.GET.get("office", ""),
            known_at=known_at(request),
            everywhere=everywhere,
            beside=beside,
        )
    except NoSuch as error:
        raise Http404 from error


def kept(request: Request, **changes: str) -> str:
    """The query string of the board that a page came from."""
    pairs = {key: request.GET[key] for key in KEPT if request.GET.get(key)} | changes
    return urlencode({key: value for key, value in pairs.items() if value})


# What a board is asked for


@dataclass(frozen=True)
class Asked:
    """Everything that the address of a board says, and what can be chosen instead.

    `borders` is "that-day" or "today"; `groupings` and `counties` are (key, name), none when there is but one county.
    """

    scope: Scope
    office: str
    today: date
    borders: Borders
    view: str
    area: str
    views: tuple[Subject, ...]
    areas: tuple[Area, ...]
    grouping: str
    groupings: tuple[tuple[str, str], ...]
    narrowing: Narrowing

    @cached_property
    def counties(self) -> tuple[tuple[str, str], ...]:
        within = {one.county_id: one for one in (row.municipality for row in self.scope.participations)}
        found = {one.county.code: one.county.name for one in within.values()}
        return tuple(found.items()) if len(found) > 1 else ()

    @property
    def narrows(self) -> bool:
        return bool(self.narrowing)

    def known(self, subjects: Sequence[str] | None = None) -> Known:
        """What is known of the scope on the borders that are asked for."""
        scope = self.scope
        return known(
            scope.participations, scope.definition, scope.day, borders=self.borders, today=self.today,
            office=self.office, subjects=subjects, known_at=scope.known_at,
        )  # fmt: skip


def asked_of(request: Request) -> Asked | None:
    """What the address of a board asks for; None: nothing can be seen yet. Http404: it asks for what is not there."""
    asked = request.GET
    borders: Borders = "today" if asked.get("borders") == "today" else "that-day"
    # On today's borders some of an office's municipalities were another's on the day: all that may be seen count
    office = asked.get("office", "")
    groupings = _groupings(request)
    scope = scope_of(request, everywhere=borders == "today", beside=[groupings])
    if scope is None:
        return None
    views = views_of(scope.definition)
    view, area = asked.get("view", ""), asked.get("area", "")
    if view and view not in {one.key for one in views}:
        raise Http404
    if area and area not in {one.key for one in scope.definition.areas}:
        raise Http404
    if (fresh := asked.get("fresh", "")) and fresh not in FRESHNESS:
        raise Http404
    grouping = asked.get("grouping", "")
    narrowing = Narrowing(
        words=asked.get("q", ""),
        show=asked.get("show", ""),
        among=_members(request, grouping) if grouping else None,
        county=asked.get("county", ""),
        phase=asked.get("phase", ""),
        fresh=fresh,
    )
    return Asked(
        scope, office, _today(request), borders, view, area, views, scope.definition.areas if view else (),
        grouping, tuple((str(pk), name) for pk, name in groupings.rows), narrowing,
    )  # fmt: skip


def _today(request: Request) -> date:
    return localtime(request.now).date()


def _groupings(request: Request) -> Later[tuple[int, str]]:
    return _named.later(visible(Grouping.objects.all(), request.actor, "grouping.read"))


@Prepared
def _named(rows: QuerySet[Grouping]) -> QuerySet[Grouping, tuple[int, str]]:
    return rows.values_list("pk", "name")


def _members(request: Request, grouping: str) -> frozenset[int]:
    """The municipalities that belong to a grouping on the day of the page. Http404: no such grouping to be seen."""
    if not grouping.isdecimal() or len(grouping) > 18:
        raise Http404
    found = record(Grouping.objects.all(), request.actor, "grouping.read", pk=int(grouping))
    return frozenset(members(found, request.day).values_list("pk", flat=True))


def compressed(request: Request, response: HttpResponse, *more: bytes) -> HttpResponse:
    """The page, and `more` behind it, compressed, quickly rather than as small as can be, for whoever takes it so.

    The name in the header is of random length, so that lengths tell nothing of what a page holds (BREACH); and the
    token that guards forms is masked anew on each page.
    """
    patch_vary_headers(response, ("Accept-Encoding",))
    parts = (response.content, *more)
    if "gzip" not in request.headers.get("Accept-Encoding", "") or sum(map(len, parts)) < 20_000:
        response.content = b"".join(parts)
        return response
    out = io.BytesIO()
    name = secrets.token_hex(secrets.randbelow(50) + 1)
    with gzip.GzipFile(name, "wb", LEVEL, out, mtime=0) as file:
        for part in parts:
            file.write(part)
    response.content = out.getvalue()
    response["Content-Encoding"], response["Content-Length"] = "gzip", str(len(response.content))
    return response


LEVEL = 3
"""zlib's own default takes three times as long for a third less."""
