"""The days of arenas: who goes, who was there, what was said, and what municipalities need."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.access.grants import allowed, visible
from samordner.cooperation.documents import SIGNS, TONES, visit_table, who_text
from samordner.cooperation.forms import CallOffForm, NeedForm, VisitForm, visit_of
from samordner.cooperation.models import Arena, ArenaVisit, VisitNeed, Went
from samordner.cooperation.operations.arenas import (
    call_off,
    change_visit,
    note_visit,
    raise_there,
    take_up,
    why_not_call_off,
    why_not_raise,
)
from samordner.cooperation.operations.keeping import why_not_remove
from samordner.cooperation.queries.arenas import (
    Visited,
    VisitNarrowing,
    every_arena,
    every_visit,
    municipalities_of,
    needs_of,
    visited,
    visits_narrowed,
)
from samordner.cooperation.views.asking import (
    choices,
    keep,
    offices_in,
    one_page,
    people_at,
    persons_of,
    remove,
    restore,
    word,
)
from samordner.cooperation.views.partners import own_organisation
from samordner.meetings.models import Meeting
from samordner.pages.answers import answer_file
from samordner.pages.editing import Attempt, attempt, carry_out, version_of
from samordner.pages.gate import Request, load, page, read_day
from samordner.participation.choosing import following
from samordner.participation.models import Participation
from samordner.participation.queries import taking_part
from samordner.people.queries import names_of
from samordner.places.queries import office_names
from samordner.programmes.definition import Definition

NEAR = timedelta(days=45)
"""Our own meetings so near a day are those that it may be one of."""


@page("cooperation.read")
def index(request: Request) -> HttpResponse:
    """Every day of every arena, the last first, narrowed as the address says; also as a file."""
    rows = visible(ArenaVisit.objects.all(), request.actor, "cooperation.read")
    by = VisitNarrowing(
        words=word(request, "q"),
        office=word(request, "office"),
        organisation=word(request, "organisation"),
        state=word(request, "state"),
        first=read_day(word(request, "first")),
        last=read_day(word(request, "last")),
    )
    needs = visible(VisitNeed.objects.all(), request.actor, "need.read")
    found = visited(visits_narrowed(rows, by), needs)
    if word(request, "sort") == "day":
        found.reverse()
    names = names_of(account for one in found for account in one.accounts)
    if wanted := request.GET.get("format"):
        return answer_file(visit_table(names), found, wanted, f"arena-days-{request.day}")
    offices = office_names(request.day)
    went = visible(Went.objects.all(), request.actor, "cooperation.read").filter(visit__removed_at=None)
    there = visible(Arena.objects.all(), request.actor, "cooperation.read").filter(removed_at=None)
    paged = one_page(request, found)
    context = {
        "by": by,
        "rows": paged,
        "shown": [_shown(one, names) for one in paged],
        "any": bool(found) or by.narrows,
        "states": ArenaVisit.State.choices,
        "organisations": choices(list(went.order_by().values_list("organisation", flat=True).distinct())),
        "offices": offices_in(list(there.order_by().values_list("office__key", flat=True)), offices),
        "tab": "visits",
    }
    return render(request, "cooperation/visits.html", context)


def _shown(one: Visited, names: dict[str, str]) -> dict[str, Any]:
    state = one.visit.state
    return {
        "one": one,
        "who": who_text(one, names),
        "words": one.visit.get_state_display(),
        "sign": SIGNS[state],
        "tone": TONES[state],
    }


def _loaded(request: Request, pk: int, right: str = "cooperation.read") -> ArenaVisit:
    return load(request, every_visit(), read="cooperation.read", right=right, pk=pk)


def _address(row: ArenaVisit) -> str:
    return reverse("cooperation:visit", args=[row.pk])


@page("cooperation.read")
def show(request: Request, pk: int) -> HttpResponse:
    """One day of an arena: who, what was said and agreed, and the needs that were raised."""
    return _show(request, _loaded(request, pk))


def _show(request: Request, row: ArenaVisit, *, status: int = 200, **more: Any) -> HttpResponse:
    needs = needs_of(row, visible(VisitNeed.objects.all(), request.actor, "need.read"))
    one = Visited(row, len(needs))
    may = allowed(row, request.actor, "cooperation.change")
    context = {
        **_shown(one, names_of(one.accounts)),
        "visit": row,
        "needs": needs,
        "unwritten": row.is_unwritten(request.day),
        "may": may,
        "may_raise": may
        and request.actor.may("need.raise")
        and not why_not_raise(row)
        and not row.removed_at,
        "may_call_off": may and not why_not_call_off(row),
        "calling_off": Attempt(CallOffForm(), row.version),
        "why_not_remove": why_not_remove(row),
        "by": names_of([row.recorded_by]).get(row.recorded_by, ""),
        "meeting": _meeting(request, row),
        "day": request.day,
        "tab": "arenas",
        **more,
    }
    return render(request, "cooperation/visit.html", context, status=status)


def _meeting(request: Request, row: ArenaVisit) -> Meeting | None:
    """The meeting of ours that it is, if the reader may see it."""
    if row.meeting_id is None:
        return None
    return visible(Meeting.objects.all(), request.actor, "meeting.read").filter(pk=row.meeting_id).first()


def _form(request: Request, arena: Arena, data: Any, visit: ArenaVisit | None = None) -> VisitForm:
    people = people_at(arena.office, request)
    near = visit.day if visit else request.day
    meetings = visible(Meeting.objects.all(), request.actor, "meeting.read").filter(
        office=arena.office, removed_at=None, period_start__gte=near - NEAR, period_start__lte=near + NEAR
    )
    found = {one.pk: one for one in meetings.order_by("period_start", "pk")}
    if visit and visit.meeting:
        found.setdefault(visit.meeting.pk, visit.meeting)
    begin = visit_of(visit) if visit else _begin(request, arena)
    return VisitForm(
        data, initial=begin, organisations=people.organisations, persons=persons_of(people), meetings=found.values()
    )  # fmt: skip


def _begin(request: Request, arena: Arena) -> dict[str, Any]:
    """What stands in the form of a new day: the reader's own organisation goes."""
    return {"state": "planned", "organisations": "\n".join(own_organisation(request, arena.office))}


@page("cooperation.change")
def new(request: Request, pk: int) -> HttpResponse:
    """Somebody goes to the arena, or was there."""
    arena = load(request, every_arena(), read="cooperation.read", right="cooperation.change", pk=pk)
    failed: Attempt[VisitForm] | None = Attempt(_form(request, arena, None))
    if request.method == "POST":
        form = _form(request, arena, request.POST)
        made: list[ArenaVisit] = []

        def write(_typed: dict[str, Any], _version: int) -> Any:
            made.append(
                note_visit(arena, form.written(), today=request.today, by=request.actor.id, now=request.now)
            )

        failed = attempt(form, write)
    if failed is None:
        messages.success(request, _("The day is noted."))
        return redirect(_address(made[0]))
    context = {"attempt": failed, "form": failed.form, "arena": arena, "visit": None, "tab": "arenas"}
    return render(request, "cooperation/visit_form.html", context, status=failed.status)


@page("cooperation.change")
def change(request: Request, pk: int) -> HttpResponse:
    """Write a day anew: how it went."""
    row = _loaded(request, pk, "cooperation.change")
    failed: Attempt[VisitForm] | None = Attempt(_form(request, row.arena, None, row), row.version)
    if request.method == "POST":
        form = _form(request, row.arena, request.POST, row)

        def write(_typed: dict[str, Any], version: int) -> Any:
            return change_visit(
                row, form.written(), version=version, today=request.today, by=request.actor.id, now=request.now
            )  # fmt: skip

        failed = attempt(form, write, version=version_of(request), standing=visit_of)
    if failed is None:
        messages.success(request, _("Saved."))
        return redirect(_address(row))
    context = {"attempt": failed, "form": failed.form, "arena": row.arena, "visit": row, "tab": "arenas"}
    return render(request, "cooperation/visit_form.html", context, status=failed.status)


@page("cooperation.change")
def called_off(request: Request, pk: int) -> HttpResponse:
    """Nobody goes after all."""
    row = _loaded(request, pk, "cooperation.change")
    if request.method != "POST":
        return redirect(_address(row))

    def write(typed: dict[str, Any], version: int) -> Any:
        return call_off(row, why=typed["why"], version=version, by=request.actor.id, now=request.now)

    failed = attempt(CallOffForm(request.POST), write, version=version_of(request))
    if failed is not None:
        return _show(request, _loaded(request, pk), calling_off=failed, status=failed.status)
    messages.success(request, _("The day is called off."))
    return redirect(_address(row))


@page("cooperation.change")
def taken_up(request: Request, pk: int) -> HttpResponse:
    """Undo that it was called off."""
    row = _loaded(request, pk, "cooperation.change")
    if request.method == "POST":
        carry_out(
            request,
            lambda: take_up(row, version=version_of(request), by=request.actor.id, now=request.now),
            done=_("Somebody goes after all."),
            meanwhile=_("Someone else has changed it meanwhile: nothing was done."),
        )
    return redirect(_address(row))


@page("cooperation.change")
def take_away(request: Request, pk: int) -> HttpResponse:
    """Take a day out of the history; it can be brought back."""
    return _keep(request, pk, remove)


@page("cooperation.change")
def bring_back(request: Request, pk: int) -> HttpResponse:
    return _keep(request, pk, restore)


def _keep(request: Request, pk: int, deed: Any) -> HttpResponse:
    return keep(
        request, every_visit(), pk, deed,
        gone=lambda row: reverse("cooperation:arena", args=[row.arena_id]), there=_address,
    )  # fmt: skip


@page("cooperation.change")
def need(request: Request, pk: int) -> HttpResponse:
    """A municipality said there what it needs: written among the needs."""
    row = _loaded(request, pk, "cooperation.change")
    says, places = _municipalities(request, row)
    if says is None or not request.actor.may("need.raise"):
        raise Http404
    form = NeedForm(request.POST or None, definition=says, participations=places)
    failed: Attempt[NeedForm] | None = Attempt(form)
    if request.method == "POST":

        def write(_typed: dict[str, Any], _version: int) -> Any:
            return raise_there(row, form.participation, form.asked(row), by=request.actor.id, now=request.now)

        failed = attempt(form, write)
    if failed is None:
        messages.success(request, _("The need is written down."))
        return redirect(_address(row))
    context = {"attempt": failed, "form": failed.form, "visit": row, "tab": "arenas"}
    return render(request, "cooperation/need.html", context, status=failed.status)


def _municipalities(request: Request, row: ArenaVisit) -> tuple[Definition | None, list[Participation]]:
    """Who may have said something there: those who took part on the day, the arena's own municipalities first."""
    found = following(request.actor, "need.raise", row.day)
    if found is None or row.arena.office.key not in found.offices:
        return None, []
    rows = taking_part(found.definition.key, row.day, office=row.arena.office.key)
    places = list(
        visible(rows, request.actor, "need.raise").select_related("municipality", "programme", "office")
    )
    own = {one.pk for one in municipalities_of(row.arena, row.day)}
    places.sort(key=lambda one: one.municipality_id not in own)
    return found.definition, places
