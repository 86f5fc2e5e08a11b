"""The programme of a meeting is written."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.meetings.forms import PointForm, said_of_point
from samordner.meetings.models import ProgrammePoint
from samordner.meetings.operations import add_point, change_point, move_point, remove_point, restore_point
from samordner.meetings.queries import every_point
from samordner.meetings.views.one import loaded, shown
from samordner.pages.editing import Attempt, attempt, carry_out, version_of
from samordner.pages.gate import Request, load, page


def _point(request: Request, pk: int, point: int) -> ProgrammePoint:
    return load(
        request, every_point().filter(meeting=pk), read="meeting.read", right="meeting.change", pk=point
    )


@page("meeting.change")
def add(request: Request, pk: int) -> HttpResponse:
    """A point more."""
    row = loaded(request, pk, "meeting.change")
    if request.method != "POST":
        return redirect("meetings:meeting", pk)
    form = PointForm(request.POST, auto_id="new-%s")

    def write(_cleaned: dict[str, Any], _version: int) -> Any:
        return add_point(row, form.point(), by=request.actor.id, now=request.moment)

    failed = attempt(form, write)
    if failed is not None:
        return shown(request, row, adding=failed, open="point", status=failed.status)
    return redirect(f"{_address(pk)}#program")


@page("meeting.change")
def change(request: Request, pk: int, point: int) -> HttpResponse:
    """A point says something else, moves, goes out or comes back."""
    row = _point(request, pk, point)
    by, now = request.actor.id, request.moment
    deed = request.POST.get("deed", "") if request.method == "POST" else ""
    version = version_of(request) if request.method == "POST" else 0
    deeds = {
        "up": lambda: move_point(row, to=row.position - 1, by=by, now=now),
        "down": lambda: move_point(row, to=row.position + 1, by=by, now=now),
        "remove": lambda: remove_point(row, version=version, by=by, now=now),
        "restore": lambda: restore_point(row, by=by, now=now),
    }
    if deed in deeds:
        said = {"remove": _("The point is taken off the programme."), "restore": _("The point is back.")}
        carry_out(
            request,
            deeds[deed],
            done=said.get(deed, _("The point is moved.")),
            meanwhile=_("Somebody changed the point meanwhile. Look again."),
        )
        return redirect(f"{_address(pk)}{f'?removed={row.pk}' if deed == 'remove' else ''}#program")
    tried: Attempt[PointForm] = Attempt(PointForm(initial=said_of_point(row)), row.version)
    if request.method == "POST":
        form = PointForm(request.POST)

        def write(_cleaned: dict[str, Any], seen: int) -> Any:
            return change_point(row, form.point(), version=seen, by=by, now=now)

        done = attempt(form, write, version=version, standing=said_of_point)
        if done is None:
            messages.success(request, _("Changed."))
            return redirect(f"{_address(pk)}#program")
        tried = done
    context = {"meeting": row.meeting, "point": row, "attempt": tried, "form": tried.form}
    return render(request, "meetings/point.html", context, status=tried.status)


def _address(pk: int) -> str:
    return reverse("meetings:meeting", args=[pk])
