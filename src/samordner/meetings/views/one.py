"""One meeting: what it says, its programme, what was done with it, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samordner.access.grants import allowed
from samordner.documents.cells import clocks_text
from samordner.journal.deeds import Refusal
from samordner.meetings.documents import SIGNS, TONES, title_of, when_text
from samordner.meetings.forms import CancelForm, HoldForm, MoveForm, PointForm, when_of
from samordner.meetings.models import Meeting, ProgrammePoint
from samordner.meetings.operations import (
    cancel_meeting,
    change_meeting,
    facts_of,
    hold_meeting,
    remove_meeting,
    reopen_meeting,
    restore_meeting,
    why_not_cancel,
    why_not_change,
    why_not_hold,
    why_not_remove,
    why_not_reopen,
)
from samordner.meetings.panels import PANELS
from samordner.meetings.queries import Line, every_meeting, in_series, kind_of, points_of, steps_of
from samordner.pages.editing import Attempt, attempt, carry_out, version_of
from samordner.pages.gate import Request, load, page
from samordner.participation.choosing import kept
from samordner.people.queries import names_of
from samordner.places.queries import office_names
from samordner.programmes.queries import definition


def loaded(request: Request, pk: int, right: str = "meeting.read") -> Meeting:
    return load(request, every_meeting(), read="meeting.read", right=right, pk=pk)


@page("meeting.read")
def show(request: Request, pk: int) -> HttpResponse:
    """Everything about a meeting."""
    return shown(request, loaded(request, pk))


def shown(request: Request, row: Meeting, *, status: int = 200, **more: Any) -> HttpResponse:
    reform = definition(row.programme.key)
    line = Line(row, kind_of(row, reform), tuple(each.organisation for each in row.organisers.all()))
    may = allowed(row, request.actor, "meeting.change")
    steps = steps_of(row)
    by = names_of({each.by for each in steps})
    areas = {one.key: one.name for one in reform.areas}
    solutions = {one.key: one.name for one in reform.solutions}
    context = {
        "meeting": row,
        "line": line,
        "title": title_of(line),
        "when": when_text(line, "l j. F Y"),
        "clock": clocks_text(row.starts, row.ends),
        "office": office_names(request.day).get(row.office.key, row.office.key),
        "reform": reform,
        "sign": SIGNS[row.state],
        "tone": TONES[row.state],
        "areas": [areas.get(key, key) for key in row.areas],
        "solutions": [f"{key} {solutions.get(key, '')}".strip() for key in row.solutions],
        "measures": list(row.measures.select_related("plan")),
        "points": points_of(row),
        "removed_point": _removed(request, row) if may else None,
        "series": in_series(row.series) if row.series else [],
        "steps": [(each, by.get(each.by, "")) for each in reversed(steps)],
        "may": may,
        "may_change": may and why_not_change(row) is None,
        "may_plan": request.actor.may("plan.read"),
        "not_cancel": why_not_cancel(row),
        "not_hold": why_not_hold(row, request.today),
        "not_reopen": why_not_reopen(row),
        "not_remove": why_not_remove(row) if may else None,
        "cancelling": Attempt(CancelForm(auto_id="cancel-%s"), row.version),
        "holding": Attempt(HoldForm(auto_id="hold-%s", initial={"result": row.result}), row.version),
        "adding": Attempt(PointForm(auto_id="new-%s")),
        "panels": PANELS.drawn(request, row),
        "kept": kept(request),
        **more,
    }
    return render(request, "meetings/meeting.html", context, status=status)


def _removed(request: Request, row: Meeting) -> ProgrammePoint | None:
    """The point that was just taken off, so that it can be put back."""
    pk = request.GET.get("removed", "")
    return row.points.filter(pk=pk).exclude(removed_at=None).first() if pk.isdecimal() else None


@page("meeting.change")
def move(request: Request, pk: int) -> HttpResponse:
    """Another day, time or place; those who are invited are told."""
    row = loaded(request, pk, "meeting.change")
    stood = row.period
    tried: Attempt[MoveForm] = Attempt(MoveForm(initial=when_of(row), stood=stood), row.version)
    if request.method == "POST":
        form = MoveForm(request.POST, stood=stood)

        def write(cleaned: dict[str, Any], version: int) -> Any:
            stands = when_of(row)
            if all(cleaned[name] == value for name, value in stands.items()):
                raise Refusal(_("Nothing here differs from what stands. Choose another day, time or place."))
            said = {name: cleaned[name] for name in ("starts", "ends", "place", "link")}
            if not cleaned["day"] and (said["starts"], said["ends"]) == (stands["starts"], stands["ends"]):
                said |= {"starts": None, "ends": None}  # the hours went with the day that it lost
            facts = replace(facts_of(row), period=form.period(), **said)
            return change_meeting(
                row,
                facts,
                version=version,
                by=request.actor.id,
                now=request.moment,
                words=cleaned["words"],
            )

        done = attempt(form, write, version=version_of(request), standing=when_of)
        if done is None:
            messages.success(request, _("Moved."))
            return redirect("meetings:meeting", pk)
        tried = done
    line = Line(row, None, ())
    context = {
        "meeting": row,
        "title": title_of(line),
        "attempt": tried,
        "form": tried.form,
        "refused": why_not_change(row),
    }
    return render(request, "meetings/move.html", context, status=tried.status)


@page("meeting.change")
def cancel(request: Request, pk: int) -> HttpResponse:
    """The meeting is called off."""
    row = loaded(request, pk, "meeting.change")
    if request.method != "POST":
        return redirect("meetings:meeting", pk)

    def write(cleaned: dict[str, Any], version: int) -> Any:
        return cancel_meeting(
            row, why=cleaned["words"], version=version, by=request.actor.id, now=request.moment
        )

    failed = attempt(CancelForm(request.POST, auto_id="cancel-%s"), write, version=version_of(request))
    if failed is not None:
        return shown(request, loaded(request, pk), cancelling=failed, open="cancel", status=failed.status)
    messages.success(request, _("Cancelled."))
    return redirect("meetings:meeting", pk)


@page("meeting.change")
def hold(request: Request, pk: int) -> HttpResponse:
    """The meeting was held."""
    row = loaded(request, pk, "meeting.change")
    if request.method != "POST":
        return redirect("meetings:meeting", pk)

    def write(cleaned: dict[str, Any], version: int) -> Any:
        return hold_meeting(
            row, today=request.today, version=version, by=request.actor.id, now=request.moment,
            result=cleaned["result"],
        )  # fmt: skip

    failed = attempt(HoldForm(request.POST, auto_id="hold-%s"), write, version=version_of(request))
    if failed is not None:
        return shown(request, loaded(request, pk), holding=failed, open="hold", status=failed.status)
    messages.success(request, _("Noted as held."))
    return redirect("meetings:meeting", pk)


def _deed(request: Request, pk: int, deed: Callable[[Meeting, int], Any], done: str) -> HttpResponse:
    row = loaded(request, pk, "meeting.change")
    if request.method == "POST":
        version = version_of(request)
        carry_out(
            request,
            lambda: deed(row, version),
            done=done,
            meanwhile=_("Somebody changed the meeting meanwhile. Look again."),
        )
    return redirect("meetings:meeting", pk)


@page("meeting.change")
def reopen(request: Request, pk: int) -> HttpResponse:
    """A meeting that was cancelled or held is planned again."""
    by, now = request.actor.id, request.moment
    return _deed(
        request,
        pk,
        lambda row, version: reopen_meeting(row, version=version, by=by, now=now),
        _("Taken up again."),
    )


@page("meeting.change")
def remove(request: Request, pk: int) -> HttpResponse:
    """A meeting that never was goes away; it can be brought back."""
    by, now = request.actor.id, request.moment
    return _deed(
        request,
        pk,
        lambda row, version: remove_meeting(row, version=version, by=by, now=now),
        _("Removed. You can bring it back from this page."),
    )


@page("meeting.change")
def restore(request: Request, pk: int) -> HttpResponse:
    """A removed meeting comes back."""
    by, now = request.actor.id, request.moment
    return _deed(request, pk, lambda row, _version: restore_meeting(row, by=by, now=now), _("Brought back."))
