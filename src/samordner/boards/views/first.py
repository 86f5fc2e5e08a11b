"""The first page: what needs you now."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from samordner.boards.attention import Headline, headlines, points
from samordner.boards.marks import columns_of, mark_value, marks_of, since_text
from samordner.boards.queries import Scope, Selection, next_deadlines, selected
from samordner.boards.tasks import Task, tasks
from samordner.boards.templatetags.boards import number_address
from samordner.boards.views.asking import kept, scope_of
from samordner.pages.gate import Request, page
from samordner.participation.figures import circle, draw
from samordner.participation.models import Observation
from samordner.participation.queries import State, latest, state
from samordner.people.queries import names_of
from samordner.programmes.definition import Definition


@page("session.use")
def first(request: Request) -> HttpResponse:
    if not request.actor.signed_in:
        return render(request, "boards/welcome.html")
    if not request.actor.may("observation.read"):
        return render(request, "boards/empty.html")
    scope = scope_of(request)
    if scope is None:
        return render(request, "boards/empty.html")
    known = state(scope.participations, scope.definition, scope.day, known_at=scope.known_at)
    context: dict[str, Any] = {
        "scope": scope,
        "deadlines": next_deadlines(scope.definition, scope.day),
        "latest": _latest(scope),
        "may_register": request.actor.may("observation.register"),
        "nothing_yet": not known.standings,
        "query": kept(request),
    }
    reaches = {reach for reach, _holding in request.actor.reaches("observation.read")}
    if reaches == {"own"}:
        context |= {
            "municipalities": _own(scope, known),
            "tasks": tasks(request.actor, scope, known, request.now),
        }
        return render(request, "boards/own.html", context)
    heads = headlines(scope, known)
    told = [*_points(scope, known, kept(request)), *tasks(request.actor, scope, known, request.now)]
    context |= {
        "headlines": heads,
        "tasks": sorted(told, key=lambda task: task.urgency(scope.day)),
        "figures": _figures(scope, known),
        "offices": _offices(scope, known, heads),
    }
    return render(request, "boards/first.html", context)


def _points(scope: Scope, known: State, query: str) -> list[Task]:
    """What the statuses themselves tell, each opening to whom it counts."""
    return [
        Task(
            sentence=point.sentence,
            address=number_address(point.selection, query),
            sign=point.sign,
            tone=point.tone,
            concerns=point.names,
        )
        for point in points(scope, known)
    ]


def _own(scope: Scope, known: State) -> list[Any]:
    """For each of one's own municipalities: every subject with what is known of it."""
    columns = columns_of(scope.definition)
    return [
        (row, [(column, marks_of(scope.definition, known, row.pk, column)) for column in columns])
        for row in scope.participations
    ]


def _figures(scope: Scope, known: State) -> list[Any]:
    """The first of each form: the bar of the plans, and the phases as a bar and as a circle."""
    found = []
    for form in ("share", "steps"):
        drawn = next((one for one in scope.definition.figures if one.form == form), None)
        if drawn:
            found.append(draw(drawn, scope.participations, scope.definition, known))
            if form == "steps":
                found.append(circle(drawn, scope.definition, known))
    return found


def _latest(scope: Scope) -> list[dict[str, Any]]:
    rows = latest(scope.participations, at_most=8, known_at=scope.known_at)
    names = names_of(row.recorded_by for row in rows)
    return [
        {
            "row": row,
            "address": cell_address(scope.definition, row),
            "subject": _about(scope.definition, row),
            "mark": mark_value(scope.definition, row.subject, row.item, row.value, evidence=row.evidence),
            "since": since_text(row.since, row.precision),
            "by": names.get(row.recorded_by, ""),
        }
        for row in rows
        if row.subject in {one.key for one in scope.definition.subjects}
    ]


def _about(definition: Definition, row: Observation) -> str:
    """What was observed: the subject, and of a subject with items the one that is meant."""
    named = (f"{one.key} {one.name}" for one in definition.items_of(row.subject) or () if one.key == row.item)
    return next(named, str(definition.subject(row.subject).name))


def cell_address(definition: Definition, row: Observation) -> str:
    """Where the history that this observation stands in is shown."""
    item = [row.item] if definition.subject(row.subject).per else []
    return reverse("boards:cell", args=[row.participation_id, row.subject, *item])


def _offices(scope: Scope, known: State, heads: list[Headline]) -> list[dict[str, Any]]:
    """With several offices in view: how many of each have come furthest with the first subject."""
    if len(scope.offices) < 2 or scope.office or not heads:
        return []
    ids = set(selected(heads[0].selection, known, scope.definition))
    unknown = set(selected(Selection("unknown", heads[0].selection.subject), known, scope.definition))
    return [
        {
            "office": office,
            "number": sum(row.pk in ids for row in rows),
            "unknown": sum(row.pk in unknown for row in rows),
            "whole": len(rows),
        }
        for office in scope.offices
        for rows in [[row for row in scope.participations if row.office.key == office.key]]
    ]
