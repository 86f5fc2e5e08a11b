"""A gathering: its topic, homework and meeting, and who was there, noted on the spot from a phone if need be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.access.grants import allowed, visible
from samordner.meetings.models import Meeting
from samordner.meetings.queries import points_of
from samordner.networks.learning.documents import SIGNS, TONES, gathering_state, gathering_words
from samordner.networks.learning.forms import (
    AttachForm,
    AttendanceForm,
    GatheringForm,
    MeetingOfForm,
    counts_of,
    gathering_of,
    next_number,
)
from samordner.networks.learning.operations.cohorts import (
    add_gathering,
    attach_meeting,
    change_gathering,
    detach_meeting,
    make_meeting,
    note_attendance,
    why_not_attach,
    why_not_note,
)
from samordner.networks.learning.operations.keeping import remove, restore, why_not_remove
from samordner.networks.learning.queries.dose import Line, Presence, dose, every_team
from samordner.networks.learning.queries.lists import every_cohort, every_gathering, teams_ordered
from samordner.networks.learning.queries.teams import YES, homework_item, latest_ticks
from samordner.networks.learning.views.asking import keep, word
from samordner.networks.learning.views.cohorts import shown_cell
from samordner.networks.models.learning import Gathering
from samordner.pages.editing import Attempt, attempt, carry_out, version_of
from samordner.pages.gate import Request, load, page
from samordner.people.queries import names_of
from samordner.programmes.queries import definition

BEFORE, AFTER = timedelta(days=400), timedelta(days=800)
"""Meetings so long before and after a day may be the gathering."""


def _address(row: Gathering) -> str:
    return reverse("networks:gathering", args=[row.pk])


@page("network.read")
def show(request: Request, pk: int) -> HttpResponse:
    """One gathering: when and what, the homework and who has done it, and who was there."""
    return shown(request, load(request, every_gathering(), read="network.read", pk=pk))


def shown(
    request: Request, row: Gathering, *, noting: Attempt[AttendanceForm] | None = None, status: int = 200
) -> HttpResponse:
    """The gathering's page; `noting`: what was typed of who was there, and not saved."""
    lines = _lines(request, row)
    has_been = row.has_been(request.day)
    state = gathering_state(row, has_been)
    may = allowed(row, request.actor, "network.change") and not row.removed_at
    ticks = latest_ticks([one.team.pk for one in lines]) if row.homework else {}
    item = homework_item(row)
    done = {team for (team, key), tick in ticks.items() if key == item and tick.answer == YES}
    seen = _noted(row)
    form = noting.form if noting else _attendance_form(row, lines, None, seen)
    rows = [_row(request, one, row, form, done, seen) for one in lines]
    meeting = row.meeting if row.meeting and request.actor.may("meeting.read") else None
    if meeting and not allowed(meeting, request.actor, "meeting.read"):
        meeting = None
    context = {
        "gathering": row,
        "cohort": row.cohort,
        "meeting": meeting,
        "points": points_of(row.meeting) if row.meeting else [],
        "state": state, "words": gathering_words(state), "sign": SIGNS[state], "tone": TONES[state],
        "rows": rows,
        "here": sum(one["cell"].presence is Presence.HERE for one in rows if one["cell"]),
        "done": len(done & {one.team.pk for one in lines}),
        "noting": noting,
        "may_note": may and why_not_note(row, request.today) is None and bool(rows),
        "why_not_note": why_not_note(row, request.today),
        "may": may,
        "may_restore": allowed(row, request.actor, "network.change"),
        "may_teams": request.actor.may("team.read"),
        "why_not_remove": why_not_remove(row) if may else None,
        "names": names_of({one.noted_by for one in seen.values()}),
        "day": request.day,
        "tab": "cohorts",
    }  # fmt: skip
    return render(request, "networks/learning/gathering.html", context, status=status)


def _lines(request: Request, row: Gathering) -> list[Line]:
    """The teams that were to be there, of those that the reader may see."""
    teams = visible(every_team().filter(cohort=row.cohort, removed_at=None), request.actor, "team.read")
    found = teams_ordered(dose(teams, request.actor, request.day))
    on = row.on
    return [one for one in found if on is None or one.team.is_in(on)]


def _noted(row: Gathering) -> dict[int, Any]:
    return {one.team_id: one for one in row.attendance.all()}


def _attendance_form(row: Gathering, lines: list[Line], data: Any, seen: dict[int, Any]) -> AttendanceForm:
    teams = [one.team for one in lines]
    begin = counts_of(
        teams, {pk: one.count for pk, one in seen.items()}, {pk: one.version for pk, one in seen.items()}
    )
    return AttendanceForm(data, teams=teams, initial=begin)


def _row(
    request: Request, one: Line, row: Gathering, form: AttendanceForm, done: set[int], seen: dict[int, Any]
) -> dict[str, Any]:
    cell = next((each for each in one.cells if each.gathering and each.gathering.pk == row.pk), None)
    noted = seen.get(one.team.pk)
    return {
        "team": one.team,
        "cell": cell,
        "shown": shown_cell(cell) if cell else None,
        "field": form[f"team_{one.team.pk}"],
        "seen": noted.version if noted else 0,
        "noted": noted,
        "done": one.team.pk in done,
    }


@page("network.change")
def attend(request: Request, pk: int) -> HttpResponse:
    """Note how many of each team are there."""
    row = load(request, every_gathering(), read="network.read", right="network.change", pk=pk)
    if request.method != "POST":
        return redirect(_address(row))
    lines = _lines(request, row)
    form = _attendance_form(row, lines, request.POST, {})

    def write(_typed: dict[str, Any], _version: int) -> Any:
        note_attendance(row, form.said(), today=request.today, by=request.actor.id, now=request.moment)

    def standing(one: Any) -> dict[str, Any]:
        return {f"team_{one.team_id}": one.count}

    failed = attempt(form, write, standing=standing)
    if failed is not None:
        return shown(request, row, noting=failed, status=failed.status)
    messages.success(request, _("Noted who was there."))
    return redirect(f"{_address(row)}#attendance")


@page("network.change")
def new(request: Request, pk: int) -> HttpResponse:
    """A gathering of a cohort."""
    cohort = load(request, every_cohort(), read="network.read", right="network.change", pk=pk)
    taken = cohort.gatherings.filter(removed_at=None).values_list("ordinal", flat=True)
    wanted = word(request, "number")
    at = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 else 0
    form = GatheringForm(
        request.POST or None, is_new=True, initial={"ordinal": at or next_number(taken, cohort.gatherings_planned)}
    )  # fmt: skip
    failed: Attempt[GatheringForm] | None = Attempt(form)
    if request.method == "POST":
        made: list[Gathering] = []

        def write(_typed: dict[str, Any], _version: int) -> Any:
            made.append(add_gathering(cohort, form.said(), by=request.actor.id, now=request.moment))

        failed = attempt(form, write)
    if failed is None:
        messages.success(request, _("The gathering is planned."))
        return redirect(_address(made[0]))
    context = {
        "attempt": failed,
        "form": failed.form,
        "cohort": cohort,
        "gathering": None,
        "tab": "cohorts",
    }
    return render(request, "networks/learning/gathering_form.html", context, status=failed.status)


@page("network.change")
def change(request: Request, pk: int) -> HttpResponse:
    """Write a gathering anew."""
    row = load(request, every_gathering(), read="network.read", right="network.change", pk=pk)
    more: dict[str, Any] = {"initial": gathering_of(row), "is_meeting": row.meeting_id is not None}
    failed: Attempt[GatheringForm] | None = Attempt(GatheringForm(**more), row.version)
    if request.method == "POST":
        form = GatheringForm(request.POST, **more)

        def write(_typed: dict[str, Any], version: int) -> Any:
            return change_gathering(
                row, form.said(), version=version, by=request.actor.id, now=request.moment
            )

        failed = attempt(form, write, version=version_of(request), standing=gathering_of)
    if failed is None:
        messages.success(request, _("Saved."))
        return redirect(_address(row))
    context = {
        "attempt": failed,
        "form": failed.form,
        "cohort": row.cohort,
        "gathering": row,
        "tab": "cohorts",
    }
    return render(request, "networks/learning/gathering_form.html", context, status=failed.status)


@page("network.change")
def meeting(request: Request, pk: int) -> HttpResponse:
    """Let the gathering be a meeting: one that is planned in this step, or one that is planned already."""
    row = load(request, every_gathering(), read="network.read", right="network.change", pk=pk)
    network = row.cohort.network
    near = row.day or request.day
    planned = visible(Meeting.objects.all(), request.actor, "meeting.read").filter(
        office=network.office, programme=network.programme, removed_at=None,
        period_start__gte=near - BEFORE, period_start__lte=near + AFTER,
    )  # fmt: skip
    used = row.cohort.gatherings.filter(removed_at=None, meeting__isnull=False).values("meeting")
    meetings = planned.exclude(pk__in=used).order_by("period_start", "pk")
    attaching = "meeting" in request.POST
    attach = AttachForm(request.POST if attaching else None, meetings=meetings)
    begin = {"topic": _topic(row), "day": row.day}
    data = request.POST if request.method == "POST" and not attaching else None
    make = MeetingOfForm(data, reform=definition(network.programme.key), initial=begin)
    failed: Attempt[Any] | None = Attempt(attach if attaching else make, row.version)
    if request.method == "POST":
        by, now = request.actor.id, request.moment

        def write(_typed: dict[str, Any], version: int) -> Any:
            if attaching:
                return attach_meeting(row, attach.chosen, version=version, by=by, now=now)
            return make_meeting(row, make.facts(), version=version, by=by, now=now)

        failed = attempt(attach if attaching else make, write, version=version_of(request))
    if failed is None:
        messages.success(
            request, _("The gathering is a meeting now. Its programme and invitations are kept there.")
        )
        return redirect(_address(row))
    context = {
        "attempt": failed, "make": make, "attach": attach, "version": failed.version or row.version, "gathering": row,
        "cohort": row.cohort, "why_not": why_not_attach(row), "tab": "cohorts",
    }  # fmt: skip
    return render(request, "networks/learning/gathering_meeting.html", context, status=failed.status)


def _topic(row: Gathering) -> str:
    name = _("%(cohort)s: gathering %(number)d") % {"cohort": row.cohort.name, "number": row.ordinal}
    return f"{name}. {row.topic}" if row.topic else name


@page("network.change")
def detach(request: Request, pk: int) -> HttpResponse:
    """The gathering is that meeting no more."""
    row = load(request, every_gathering(), read="network.read", right="network.change", pk=pk)
    if request.method == "POST":
        carry_out(
            request,
            lambda: detach_meeting(row, version=version_of(request), by=request.actor.id, now=request.moment),
            done=_("The gathering is no meeting any more. The meeting itself is as it was."),
            meanwhile=_("Someone else has changed it meanwhile: nothing was done."),
        )
    return redirect(_address(row))


@page("network.change")
def take_away(request: Request, pk: int) -> HttpResponse:
    """Take a gathering out of the cohort; it can be brought back."""
    return _keep(request, pk, remove)


@page("network.change")
def bring_back(request: Request, pk: int) -> HttpResponse:
    return _keep(request, pk, restore)


def _keep(request: Request, pk: int, deed: Any) -> HttpResponse:
    return keep(
        request, every_gathering(), pk, deed, read="network.read", right="network.change",
        gone=lambda row: reverse("networks:cohort", args=[row.cohort_id]), there=_address, name="gathering",
    )  # fmt: skip
