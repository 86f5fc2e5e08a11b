"""The page on which minutes are written while the meeting goes on: each point saves itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from samordner.access.grants import visible
from samordner.journal.deeds import Refusal
from samordner.letters.queries import letterhead_of
from samordner.minutes.forms import FrontForm, NewPointForm, PointForm, front_said, point_said
from samordner.minutes.gathering import owner_text, subject_text, value_text
from samordner.minutes.models import Minutes, Said, Task
from samordner.minutes.naming import meeting_name
from samordner.minutes.operations import (
    add_point,
    begin,
    move_point,
    remove_point,
    restore_decision,
    restore_point,
    take_in,
    why_not_begin,
    why_not_write,
    write_front,
    write_point,
)
from samordner.minutes.queries import (
    attendance,
    earlier,
    every_decision,
    not_taken_in,
    numbers,
    removed_decisions,
    removed_points,
    removed_tasks,
    whole,
)
from samordner.minutes.views.asking import language, meeting_for, minutes_for, point_for
from samordner.pages.editing import Attempt, attempt, carry_out, version_of
from samordner.pages.gate import Request, load, page
from samordner.people.queries import names_of
from samordner.programmes.definition import Definition
from samordner.programmes.queries import definition

NOTES = {
    "beslutning": pgettext_lazy("meeting", "Decision"),
    "oppgave": pgettext_lazy("meeting", "Task"),
    "behov": gettext_lazy("Need"),
    "opplysning": gettext_lazy("What became known"),
}
"""What can be noted in a point, by the word in the address, in the order of their buttons."""


@dataclass(frozen=True)
class ShownTask:
    task: Task
    owner: str
    state: str


@dataclass(frozen=True)
class Shown:
    """A point as the page shows it: its text being written, and what is noted in it. `kind`: what is being added."""

    said: Said
    number: int
    attempt: Attempt[PointForm]
    tasks: list[ShownTask]
    earlier: list[ShownTask]
    observed: list[tuple[Any, str, str]]
    writer: str = ""
    kind: str = ""
    noting: Attempt[Any] | None = None
    more: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def seen(self) -> int:
        """The version that the form answers to."""
        return seen(self.attempt)

    @property
    def key(self) -> str:
        """What the form is called on the page."""
        return f"p{self.said.pk}"

    @property
    def noted(self) -> int:
        said: Any = self.said
        return (
            len(said.kept_decisions) + len(said.kept_tasks) + len(said.kept_needs) + len(said.kept_observed)
        )


@page("minutes.write")
def write(request: Request, pk: int) -> HttpResponse:
    """Every point with its text, and what is noted in it; the page of one who writes during the meeting."""
    minutes = minutes_for(request, pk, "minutes.write")
    if minutes.approved:
        messages.warning(request, why_not_write(minutes) or "")
        return redirect("minutes:minutes", pk)
    return whole_page(request, minutes)


def whole_page(
    request: Request, minutes: Minutes, *, front: Attempt[FrontForm] | None = None, tried: Shown | None = None,
    new: Attempt[NewPointForm] | None = None,
) -> HttpResponse:  # fmt: skip
    """The page whole; `front`, `tried` and `new` are shown as they were tried."""
    failed: Any = front or new or (tried and (tried.noting or tried.attempt))
    meeting = minutes.meeting
    points = shown(request, minutes)
    if tried is not None:
        points = [tried if one.said.pk == tried.said.pk else one for one in points]
    initial = Attempt(
        FrontForm(minutes.edition, initial=front_said(minutes), auto_id="front-%s"), minutes.version
    )
    context = {
        "minutes": minutes,
        "meeting": meeting,
        "name": meeting_name(meeting),
        "front": front or initial,
        "front_seen": seen(front or initial),
        "there": attendance(meeting),
        "points": points,
        "new": new or Attempt(NewPointForm(auto_id="new-%s")),
        "missing": not_taken_in(minutes),
        "takes_over": _takes_over(request, minutes, points),
        "removed": list(visible(removed_points(minutes), request.actor, "minutes.write")),
        "removed_tasks": list(visible(removed_tasks(minutes), request.actor, "minutes.write")),
        "notes": NOTES,
        "removed_decisions": list(visible(removed_decisions(minutes), request.actor, "minutes.write")),
    }
    status = failed.status if failed else 200
    return render(request, "minutes/write.html", context, status=status)


def _takes_over(request: Request, minutes: Minutes, points: list[Shown]) -> bool:
    """Whether there are open tasks of earlier meetings, and no point to go through them in."""
    if any(one.said.follows_up for one in points):
        return False
    return earlier(minutes.meeting).exists()


def shown(request: Request, minutes: Minutes, *, only: int | None = None) -> list[Shown]:
    """The points as the page shows them; a constant number of queries."""
    says, points = definition(minutes.meeting.programme.key), whole(minutes, only=only)
    over = list(earlier(minutes.meeting)) if any(point.follows_up for point in points) else []
    tasks = [task for point in points for task in point.kept_tasks]  # type: ignore[attr-defined]
    names = names_of([*(task.account for task in (*over, *tasks)), *(point.written_by for point in points)])

    def of(task: Task) -> ShownTask:
        return ShownTask(task, owner_text(task, names), task.state(request.day))

    places = numbers(minutes)
    return [
        Shown(
            said=point,
            number=places.get(point.pk, 0),
            attempt=Attempt(_point_form(point), point.version),
            tasks=[of(task) for task in point.kept_tasks],  # type: ignore[attr-defined]
            earlier=[of(task) for task in over] if point.follows_up else [],
            observed=_observed(point, says),
            writer=names.get(point.written_by, ""),
        )
        for point in points
    ]


def _point_form(said: Said, data: Any = None) -> PointForm:
    return PointForm(data, initial=point_said(said), auto_id=f"p{said.pk}-%s")


def _observed(point: Any, says: Definition) -> list[tuple[Any, str, str]]:
    return [
        (
            one.observation,
            subject_text(says, one.observation.subject, one.observation.item, language()),
            value_text(
                says, one.observation.subject, one.observation.item, one.observation.value, language()
            ),
        )
        for one in point.kept_observed
    ]


# Begin


@page("minutes.write")
def start(request: Request, pk: int) -> HttpResponse:
    """Begin the minutes of a meeting."""
    meeting = meeting_for(request, pk, "minutes.write")
    if request.method != "POST":
        return redirect("minutes:minutes", pk)
    if sentence := why_not_begin(meeting):
        messages.warning(request, sentence)
        return redirect("minutes:minutes", pk)
    chosen = letterhead_of(meeting.office).language
    try:
        begin(meeting, language=chosen, by=request.actor.id, now=request.now)
    except Refusal as refusal:
        messages.warning(request, str(refusal.sentence))
    return redirect("minutes:write", pk)


# What saves itself

Saver = Callable[[dict[str, Any], int], Any]


def seen(tried: Attempt[Any]) -> int:
    """The version that a form answers to. None at all when another has written meanwhile: until the writer has said
    what is to hold, nothing saves itself over the other's words.
    """
    return 0 if tried.in_conflict else tried.version


def settled_version(data: QueryDict) -> int:
    """The version that the writer answers to: the one that was seen, or, when a conflict was looked at and mine is to
    hold instead, the one that stands there.
    """
    try:
        return int(data.get("instead") or data.get("version") or 0)
    except ValueError as error:
        raise BadRequest from error


@page("minutes.write")
def front(request: Request, pk: int) -> HttpResponse:
    """Who was there, and in which labels the minutes are printed."""
    minutes = minutes_for(request, pk, "minutes.write")
    if request.method != "POST":
        return redirect("minutes:write", pk)
    form = FrontForm(minutes.edition, request.POST, auto_id="front-%s")

    def save(cleaned: dict[str, Any], version: int) -> None:
        write_front(minutes, version=version, by=request.actor.id, now=request.now, **cleaned)

    failed = attempt(form, save, version=settled_version(request.POST), standing=front_said)
    if request.htmx:
        saved = minutes_for(request, pk, "minutes.write")
        tried = failed or Attempt(form, saved.version)
        return _saved(request, {"key": "front", "attempt": tried, "saved": failed is None, "meeting_pk": pk})
    if failed is not None:
        return whole_page(request, minutes_for(request, pk, "minutes.write"), front=failed)
    messages.success(request, _("Saved."))
    return redirect("minutes:write", pk)


@page("minutes.write")
def point(request: Request, pk: int, said: int) -> HttpResponse:
    """Write what was said in a point. What another wrote meanwhile is shown beside, never overwritten by itself."""
    row = point_for(request, pk, said)
    if request.method != "POST":
        return redirect(address_of(pk, said))
    data = _with_theirs(row, request.POST) if request.POST.get("both") else request.POST
    form = _point_form(row, data)

    def save(cleaned: dict[str, Any], version: int) -> None:
        write_point(row, version=version, by=request.actor.id, now=request.now, **cleaned)

    failed = attempt(form, save, version=settled_version(data), standing=point_said)
    if request.htmx and data is not request.POST and failed is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    if request.htmx:
        current = point_for(request, pk, said)
        tried = failed or Attempt(form, current.version)
        told = {"merges": True, "meeting_pk": pk, "said_pk": said}
        return _saved(request, {"key": f"p{said}", "attempt": tried, "saved": failed is None, **told})
    if failed is None:
        messages.success(request, _("Saved."))
        return redirect(address_of(pk, said))
    minutes = minutes_for(request, pk, "minutes.write")
    found = next((one for one in shown(request, minutes) if one.said.pk == said), None)
    if found is None:
        raise Http404
    return whole_page(request, minutes, tried=replace(found, attempt=failed))


def _with_theirs(row: Said, typed: QueryDict) -> QueryDict:
    """What was typed, below what another wrote meanwhile."""
    data = typed.copy()
    data["instead"] = typed.get("both", "")
    data["text"] = "\n\n".join(part for part in (row.text, typed.get("text", "")) if part.strip())
    return data


def _saved(request: Request, context: dict[str, Any]) -> HttpResponse:
    """The part of a form that says how it went, with the version that the next try answers to."""
    tried: Attempt[Any] = context["attempt"]
    told = {**context, "seen": seen(tried), "at": request.now}
    return render(request, "minutes/_saved.html", told, status=tried.status)


def address_of(pk: int, said: int | None = None) -> str:
    """Where a point is written."""
    return reverse("minutes:write", args=[pk]) + (f"#punkt-{said}" if said else "")


# Points


@page("minutes.write")
def add(request: Request, pk: int) -> HttpResponse:
    """A point that came up, last; or those that the programme has got since."""
    minutes = minutes_for(request, pk, "minutes.write")
    if request.method != "POST":
        return redirect("minutes:write", pk)
    if request.POST.get("deed") == "take_in":
        try:
            number = take_in(minutes, by=request.actor.id, now=request.now)
        except Refusal as refusal:
            messages.warning(request, str(refusal.sentence))
            return redirect("minutes:minutes", pk)
        text = ngettext("%(number)d point is taken in.", "%(number)d points are taken in.", number)
        messages.success(request, text % {"number": number})
        return redirect("minutes:write", pk)
    made: list[Said] = []

    def save(cleaned: dict[str, Any], _version: int) -> None:
        made.append(add_point(minutes, by=request.actor.id, now=request.now, **cleaned))

    failed = attempt(NewPointForm(request.POST, auto_id="new-%s"), save)
    if failed is not None:
        return whole_page(request, minutes, new=failed)
    return redirect(address_of(pk, made[0].pk))


ARRANGING = {
    "opp": gettext_lazy("The point is moved."),
    "ned": gettext_lazy("The point is moved."),
    "fjern": gettext_lazy("The point is removed. It can be brought back at the bottom of the page."),
    "hent-tilbake": gettext_lazy("The point is brought back."),
}


@page("minutes.write")
def arrange(request: Request, pk: int, said: int, deed: str) -> HttpResponse:
    """Move a point up or down, take it out, or bring it back."""
    row = point_for(request, pk, said)
    if deed not in ARRANGING:
        raise Http404
    if request.method != "POST":
        return redirect(address_of(pk, said))
    meanwhile = _("Someone has written in this point meanwhile: look at it first.")
    by, now, version = request.actor.id, request.now, version_of(request)

    def act() -> None:
        match deed:
            case "opp" | "ned":
                move_point(row, up=deed == "opp", by=by, now=now)
            case "fjern":
                remove_point(row, version=version, by=by, now=now)
            case _:
                restore_point(row, version=version, by=by, now=now)

    carry_out(request, act, done=str(ARRANGING[deed]), meanwhile=meanwhile)
    return redirect(address_of(pk, None if deed == "fjern" else said))


@page("minutes.write")
def bring_back(request: Request, pk: int, row: int) -> HttpResponse:
    """Bring a removed decision back."""
    found = load(
        request, every_decision(), read="minutes.read", right="minutes.write", pk=row,
        said__minutes__meeting=pk,
    )  # fmt: skip
    if request.method != "POST":
        return redirect(address_of(pk, found.said_id))

    def act() -> None:
        restore_decision(found, version=version_of(request), by=request.actor.id, now=request.now)

    carry_out(
        request,
        act,
        done=_("It is brought back."),
        meanwhile=_("Someone has changed it meanwhile: look at it first."),
    )
    return redirect(address_of(pk, found.said_id))
