"""The plain board, and the rows behind a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.boards import grid
from samordner.boards.board import board, phase_subject
from samordner.boards.documents import Counted, board_table, counted, number_table
from samordner.boards.explaining import explained, title_of
from samordner.boards.queries import KINDS, Scope, Selection, rows_of
from samordner.boards.views.asking import Asked, asked_of, compressed, kept, known_words
from samordner.pages.answers import answer_file, answer_page
from samordner.pages.gate import Request, page
from samordner.participation.borders import Known
from samordner.participation.figures import circle, draw
from samordner.participation.lines import key_of, observation_of
from samordner.participation.models import Participation
from samordner.participation.queries import observations, shown
from samordner.participation.statements import Series
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
        "known_words": known_words(request, scope),
        "board": shown,
        "query": query,
        "head": grid.head(shown, request.GET),
        "totals": grid.totals(shown.totals, query, compact=compact),
        "shown_totals": grid.totals(shown.shown, query, among="among=shown", compact=compact),
        "body": grid.ROWS,
        "options": grid.options(shown, asked.narrowing.show),
        "legend": tuple(grid.legend(shown)),
        "compact": compact,
        "boosted": grid.is_boosted(shown),
        "phases": definition.values_of(phases.key) if phases else (),
        "figures_address": reverse("boards:figures") + (f"?{query}" if query else ""),
        "figures": [
            draw(figure, known.rows, definition, known.state),
            circle(figure, definition, known.state),
        ]
        if figure
        else [],
        "questions": len(known.questions),
        "may_register": request.actor.may("observation.register"),
    }
    page = answer_page(request, "boards/board.html", context)
    page.content, _mark, after = page.content.partition(grid.ROWS.encode())
    return compressed(request, page, grid.body(shown, query, _homes(known)), after)


def _homes(known: Known) -> dict[int, int]:
    """For rows that stand for municipalities of today: of each observation, the participation it was said of."""
    foreign = [row.pk for row in known.rows if row.pk < 0]
    texts = known.state.texts() if foreign else {}
    found = {observation_of(text) for pk in foreign for text in texts.get(pk, {}).values()}
    return dict(observations(found).values_list("pk", "participation")) if found else {}


SHOWN = 25
"""So many of the rows behind a number are shown at first; the rest on request, and files hold them all."""


@page("observation.read")
def number(request: Request) -> HttpResponse:
    asked = asked_of(request)
    if asked is None:
        raise Http404
    selection = _selection(request, asked.scope.definition)
    known = asked.known([selection.subject] if selection.subject else None)
    among = _among(request, asked, known)
    scope = replace(asked.scope, participations=among)
    counts = explained(selection, scope, known.state)
    wanted = request.GET.get("format")
    every = bool(wanted) or request.GET.get("all") == "1"
    rows = _counted(scope, selection, known, counts.rows if every else counts.rows[:SHOWN])
    title = title_of(selection, scope.definition)
    definition = number_table(title, scope.definition, kept(request))
    if wanted:
        return answer_file(definition, rows, wanted, f"{selection.kind}-{scope.day}")
    series = Series(selection.subject, selection.item)
    context = {
        "scope": scope,
        "asked": asked,
        "known_words": known_words(request, scope),
        "title": title,
        "counts": counts,
        "rows": rows,
        "definition": definition,
        "at_most": SHOWN,
        "inherited": sum((pk, series) in known.inherited for pk in counts.rows),
        "unknown": rows_of(among, counts.unknown),
        "others": rows_of(among, counts.others),
        "subject": scope.definition.subject(selection.subject) if selection.subject else None,
        "value": _value(selection, scope.definition),
        "back": f"{reverse('boards:board')}?{kept(request)}",
        "query": "&".join(f"{key}={quote(value)}" for key, value in selection.query.items()),
        "kept": kept(request, office=""),
    }
    return compressed(request, answer_page(request, "boards/number.html", context))


def _among(request: Request, asked: Asked, known: Known) -> tuple[Participation, ...]:
    """Whom the number counts among: all of the scope, or with `among=shown` those that the board showed of them."""
    if request.GET.get("among") != "shown" or not asked.narrowing:
        return known.rows
    everything = asked.known()
    whole = replace(asked.scope, participations=everything.rows)
    shown = board(whole, everything.state, view=asked.view, area=asked.area, narrowing=asked.narrowing)
    return tuple(row.participation for row in shown.rows)


def _counted(scope: Scope, selection: Selection, known: Known, ids: Sequence[int]) -> list[Counted]:
    series = Series(selection.subject, selection.item)
    texts, key = known.state.texts(), key_of(series)
    behind = {pk: observation_of(text) for pk in ids if (text := texts.get(pk, {}).get(key))}
    seen = shown(behind.values())
    found = {pk: seen[number] for pk, number in behind.items()}
    names = names_of(one.recorded_by for one in seen.values())
    origins = {
        pk: ", ".join(map(str, one.origins)) for (pk, at), one in known.inherited.items() if at == series
    }
    return counted(scope, rows_of(scope.participations, ids), found, names, origins)


def _selection(request: Request, definition: Definition) -> Selection:
    asked = {name: request.GET.get(name, "") for name in ("subject", "item")}
    kind = request.GET.get("kind", "value")
    values = tuple(filter(None, request.GET.get("value", "").split(",")))
    if kind not in KINDS or asked["subject"] not in {one.key for one in definition.subjects}:
        raise Http404(_("There is no such number."))
    return Selection(kind, **asked, values=values)


def _value(selection: Selection, definition: Definition) -> object:
    """The one value that is counted, for its meaning; None when there are several or none."""
    key = selection.item or (selection.values[0] if len(selection.values) == 1 else "")
    values = definition.values_of(selection.subject)
    return next((one for one in values if one.key == key), None)
