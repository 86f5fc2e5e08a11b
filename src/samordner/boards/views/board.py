"""The plain board, and the rows behind a number."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.boards import grid
from samordner.boards.board import board, phase_subject
from samordner.boards.documents import board_table, counted, number_table
from samordner.boards.explaining import title_of
from samordner.boards.queries import KINDS, Selection, rows_of, selected
from samordner.boards.views.asking import asked_of, compressed, kept, scope_of
from samordner.pages.answers import answer_file
from samordner.pages.gate import Request, page
from samordner.participation.borders import Known
from samordner.participation.figures import circle, draw
from samordner.participation.lines import observation_of
from samordner.participation.queries import observations, state
from samordner.people.queries import names_of
from samordner.programmes.definition import Definition


@page("observation.read")
def plain(request: Request) -> HttpResponse:
    asked = asked_of(request)
    if asked is None:
        return render(request, "boards/empty.html")
    scope, definition = asked.scope, asked.scope.definition
    phases = phase_subject(definition)
    subjects = [asked.view] if asked.view else [one.key for one in definition.board_subjects if not one.per]
    known = asked.known([*subjects, *([phases.key] if phases and phases.key not in subjects else [])])
    scope = replace(scope, participations=known.rows)
    shown = board(
        scope, known.state, view=asked.view, area=asked.area, narrowing=asked.narrowing,
        sort=request.GET.get("sort", ""), inherited=known.inherited,
    )  # fmt: skip
    if wanted := request.GET.get("format"):
        return answer_file(board_table(shown, scope), shown.rows, wanted, f"status-{scope.day}")
    query = kept(request)
    compact = grid.is_compact(shown)
    figure = next((one for one in definition.figures if one.form == "steps"), None)
    context = {
        "scope": scope,
        "asked": asked,
        "board": shown,
        "query": query,
        "head": grid.head(shown, request.GET),
        "totals": grid.totals(shown.totals, query, compact=compact),
        "shown_totals": grid.totals(shown.shown, query, among="among=shown", compact=compact),
        "body": grid.body(shown, query, _homes(known)),
        "options": grid.options(shown, asked.narrowing.show),
        "legend": tuple(grid.legend(shown)),
        "compact": compact,
        "boosted": grid.is_boosted(shown),
        "phases": definition.values_of(phases.key) if phases else (),
        "figures": [
            draw(figure, known.rows, definition, known.state),
            circle(figure, definition, known.state),
        ]
        if figure
        else [],
        "questions": len(known.questions),
        "may_register": request.actor.may("observation.register"),
    }
    return compressed(request, render(request, "boards/board.html", context))


def _homes(known: Known) -> dict[int, int]:
    """For rows that stand for municipalities of today: of each observation, the participation it was said of."""
    foreign = [row.pk for row in known.rows if row.pk < 0]
    texts = known.state.texts() if foreign else {}
    found = {observation_of(text) for pk in foreign for text in texts.get(pk, {}).values()}
    return dict(observations(found).values_list("pk", "participation")) if found else {}


@page("observation.read")
def number(request: Request) -> HttpResponse:
    scope = scope_of(request)
    if scope is None:
        raise Http404
    selection = _selection(request, scope.definition)
    known = state(scope.participations, scope.definition, scope.day, known_at=scope.known_at)
    ids = selected(selection, known, scope.definition)
    found = {
        pk: one
        for pk in ids
        if selection.subject and (one := known.get(pk, selection.subject, selection.item)) is not None
    }
    seen = {one.participation_id: one for one in observations(one.observation for one in found.values())}
    names = names_of(one.recorded_by for one in seen.values())
    rows = counted(scope, rows_of(scope.participations, ids), seen, names)
    title = title_of(selection, scope.definition)
    definition = number_table(title)
    if wanted := request.GET.get("format"):
        return answer_file(definition, rows, wanted, f"{selection.kind}-{scope.day}")
    context = {
        "scope": scope,
        "selection": selection,
        "title": title,
        "rows": rows,
        "definition": definition,
        "others": [row for row in scope.participations if row.pk not in set(ids)],
        "subject": scope.definition.subject(selection.subject) if selection.subject else None,
        "value": _value(selection, scope.definition),
        "back": f"{reverse('boards:board')}?{kept(request)}",
    }
    return render(request, "boards/number.html", context)


def _selection(request: Request, definition: Definition) -> Selection:
    asked = {name: request.GET.get(name, "") for name in ("subject", "item")}
    kind = request.GET.get("kind", "value")
    values = tuple(filter(None, request.GET.get("value", "").split(",")))
    needs_subject = kind not in {"silent", "never"}
    if kind not in KINDS or (
        needs_subject and asked["subject"] not in {one.key for one in definition.subjects}
    ):
        raise Http404(_("There is no such number."))
    return Selection(kind, **asked, values=values)


def _value(selection: Selection, definition: Definition) -> object:
    """The one value that is counted, for its meaning; None when there are several or none."""
    key = selection.item or (selection.values[0] if len(selection.values) == 1 else "")
    values = definition.values_of(selection.subject) if selection.subject else ()
    return next((one for one in values if one.key == key), None)
