"""Cohorts, and one of them: teams and gatherings, what each team was given, and what is lacking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.access.grants import allowed, visible
from samordner.networks.learning.documents import (
    PRESENCE_SIGNS,
    SIGNS,
    TONES,
    cohort_table,
    cohort_words,
    gathering_state,
    gathering_words,
    presence_words,
    sustained_words,
    team_table,
)
from samordner.networks.learning.forms import CohortForm, NewCohortForm, initial
from samordner.networks.learning.operations.cohorts import CohortSaid, begin_cohort, change_cohort
from samordner.networks.learning.operations.keeping import remove, restore, why_not_remove
from samordner.networks.learning.queries.dose import Line, Presence, dose, every_team, numbered
from samordner.networks.learning.queries.lists import (
    COHORT_STATES,
    CohortLine,
    CohortNarrowing,
    cohort_lines,
    cohorts_narrowed,
    cohorts_ordered,
    every_cohort,
    teams_in,
    teams_ordered,
)
from samordner.networks.learning.views.asking import keep, number, offices_in, one_page, removed, word
from samordner.networks.models.learning import Cohort, Gathering, Team
from samordner.networks.models.network import RunningNetwork
from samordner.networks.queries.lists import kind_of
from samordner.pages.answers import answer_file
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, load, page
from samordner.places.queries import office_names
from samordner.programmes.queries import definition


@page("network.read")
def index(request: Request) -> HttpResponse:
    """The cohorts, narrowed and sorted as the address says; also as a file."""
    names = office_names(request.day)
    every = cohort_lines(visible(Cohort.objects.all(), request.actor, "network.read"), request.day)
    by = CohortNarrowing(
        words=word(request, "q"), office=word(request, "office"), state=word(request, "state")
    )
    found = cohorts_ordered(cohorts_narrowed(every, by), word(request, "sort"))
    if wanted := request.GET.get("format"):
        return answer_file(cohort_table(names), found, wanted, f"cohorts-{request.day}")
    paged = one_page(request, found)
    context = {
        "by": by,
        "rows": paged,
        "shown": [_shown(one) for one in paged],
        "any": bool(every),
        "states": [(key, cohort_words(key)) for key in COHORT_STATES],
        "offices": offices_in([one.cohort.network.office.key for one in every], names),
        "may": request.actor.may("network.change"),
        "may_teams": request.actor.may("team.read"),
        "removed": removed(request, visible(Cohort.objects.all(), request.actor, "network.change")),
        "restore": "networks:restore_cohort",
        "tab": "cohorts",
    }
    return render(request, "networks/learning/cohorts.html", context)


def _shown(one: CohortLine) -> dict[str, Any]:
    state = one.state
    return {"line": one, "words": cohort_words(state), "sign": SIGNS[state], "tone": TONES[state]}


def _address(row: Cohort) -> str:
    return reverse("networks:cohort", args=[row.pk])


def solution_names(programme: str) -> dict[str, str]:
    return {one.key: str(one.name) for one in definition(programme).solutions}


@page("network.read")
def show(request: Request, pk: int) -> HttpResponse:
    """One cohort: every team at every gathering, guidance, and what is lacking. The teams also as a file."""
    row = load(request, every_cohort(), read="network.read", pk=pk)
    teams = visible(every_team().filter(cohort=row, removed_at=None), request.actor, "team.read")
    lines = teams_ordered(dose(teams, request.actor, request.day, charted=True), word(request, "sort"))
    gatherings = list(row.gatherings.filter(removed_at=None).select_related("meeting"))
    columns = numbered(row, gatherings)
    names = office_names(request.day)
    if wanted := request.GET.get("format"):
        if not request.actor.may("team.read"):
            raise Http404
        table = team_table(names, solution_names(row.network.programme.key), [one for one, _row in columns])
        return answer_file(table, lines, wanted, f"cohort-{row.pk}")
    may = allowed(row, request.actor, "network.change")
    state = CohortLine(row, 0, None, 0, 0, request.day).state
    every = teams_in(row)
    own = request.actor.may("team.read") and not may and len(lines) < every
    context = {
        "cohort": row,
        "network": row.network,
        "office": names.get(row.network.office.key, row.network.office.key),
        "state": state, "words": cohort_words(state), "sign": SIGNS[state], "tone": TONES[state],
        "columns": [_column(at, gathering, lines, request) for at, gathering in columns],
        "lines": [_line(one) for one in lines],
        "has_facts": any(one.facts.cycles is not None or one.facts.measured for one in lines),
        "has_sustained": any(one.facts.sustained is not None for one in lines),
        "behind": [one for one in lines if one.behind],
        "unknown": sum(one.unknown for one in lines if one.is_in),
        "unwritten": [one for one in lines if one.unwritten],
        "left": sum(not one.is_in and one.team.left_on is not None for one in lines),
        "may": may,
        "may_teams": request.actor.may("team.read"),
        "only_own": own,
        "number_of_teams": every,
        "why_not_remove": why_not_remove(row) if may else None,
        "removed": removed(request, visible(Team.objects.filter(cohort=row), request.actor, "network.change")),
        "restore": "networks:restore_team",
        "removed_gathering": removed(
            request, visible(Gathering.objects.filter(cohort=row), request.actor, "network.change"), "gathering"
        ),
        "day": request.day,
        "tab": "cohorts",
    }  # fmt: skip
    return render(request, "networks/learning/cohort.html", context)


def _column(at: int, gathering: Gathering | None, lines: list[Line], request: Request) -> dict[str, Any]:
    state = gathering_state(gathering, gathering is not None and gathering.has_been(request.day))
    cells = [cell for line in lines for cell in line.cells if cell.ordinal == at]
    return {
        "ordinal": at,
        "gathering": gathering,
        "state": state,
        "words": gathering_words(state),
        "sign": SIGNS[state],
        "tone": TONES[state],
        "here": sum(cell.presence is Presence.HERE for cell in cells),
        "unknown": sum(cell.presence is Presence.UNKNOWN for cell in cells),
        "people": sum(cell.count or 0 for cell in cells),
        "is_over": state == "been",
    }


def _line(one: Line) -> dict[str, Any]:
    return {
        "line": one,
        "team": one.team,
        "cells": [shown_cell(cell) for cell in one.cells],
        "phase_sign": SIGNS[one.team.phase],
        "phase_tone": TONES[one.team.phase],
        "sustained": sustained_words(one.facts.sustained),
    }


def shown_cell(cell: Any) -> dict[str, Any]:
    return {"cell": cell, "words": presence_words(cell), "sign": PRESENCE_SIGNS[cell.presence]}


def _networks(request: Request) -> list[RunningNetwork]:
    """The networks that may have cohorts: those for learning, and those whose kind nobody has said."""
    rows = visible(RunningNetwork.objects.filter(removed_at=None), request.actor, "network.change")
    found = list(rows.select_related("office", "programme").order_by("name", "pk"))
    kinds = {one.pk: kind_of(one, definition(one.programme.key)) for one in found}
    return [one for one in found if (kind := kinds[one.pk]) is None or kind.learning]


def _sizes(chosen: RunningNetwork | None, networks: Sequence[RunningNetwork]) -> dict[str, int | None]:
    """How many gatherings and guidance meetings the programme says that a cohort has; blank where it says nothing."""
    of = chosen or next(iter(networks), None)
    kind = kind_of(of, definition(of.programme.key)) if of else None
    if kind is None or not kind.gatherings:
        return {"gatherings_planned": None, "guidance_least": None}
    return {"gatherings_planned": kind.gatherings, "guidance_least": kind.guidance}


@page("network.change")
def new(request: Request) -> HttpResponse:
    """A new cohort of a network, of the size that the programme says unless one says another."""
    networks = _networks(request)
    asked = number(word(request, "network"))
    chosen = next((one for one in networks if one.pk == asked), None)
    begin = {"network": word(request, "network"), "since": request.day} | _sizes(chosen, networks)
    form = NewCohortForm(request.POST or None, networks=networks, initial=begin)
    failed: Attempt[NewCohortForm] | None = Attempt(form)
    if request.method == "POST":
        made: list[Cohort] = []

        def write(_typed: dict[str, Any], _version: int) -> Any:
            made.append(begin_cohort(form.chosen, form.said(), by=request.actor.id, now=request.moment))

        failed = attempt(form, write)
    if failed is None:
        messages.success(request, _("The cohort is there. Now plan its gatherings, and let the teams join."))
        return redirect(_address(made[0]))
    context = {
        "attempt": failed, "form": failed.form, "cohort": None, "networks": networks,
        "chosen": chosen,
        "tab": "cohorts",
    }  # fmt: skip
    return render(request, "networks/learning/cohort_form.html", context, status=failed.status)


@page("network.change")
def change(request: Request, pk: int) -> HttpResponse:
    """Write a cohort anew."""
    row = load(request, every_cohort(), read="network.read", right="network.change", pk=pk)
    begin = initial(row, CohortSaid)
    failed: Attempt[CohortForm] | None = Attempt(CohortForm(initial=begin), row.version)
    if request.method == "POST":
        form = CohortForm(request.POST, initial=begin)

        def write(_typed: dict[str, Any], version: int) -> Any:
            return change_cohort(row, form.said(), version=version, by=request.actor.id, now=request.moment)

        failed = attempt(
            form, write, version=version_of(request), standing=lambda one: initial(one, CohortSaid)
        )
    if failed is None:
        messages.success(request, _("Saved."))
        return redirect(_address(row))
    context = {"attempt": failed, "form": failed.form, "cohort": row, "tab": "cohorts"}
    return render(request, "networks/learning/cohort_form.html", context, status=failed.status)


@page("network.change")
def take_away(request: Request, pk: int) -> HttpResponse:
    """Take a cohort out of every list; it can be brought back."""
    return _keep(request, pk, remove)


@page("network.change")
def bring_back(request: Request, pk: int) -> HttpResponse:
    return _keep(request, pk, restore)


def _keep(request: Request, pk: int, deed: Any) -> HttpResponse:
    return keep(
        request, every_cohort(), pk, deed, read="network.read", right="network.change",
        gone=lambda _row: reverse("networks:cohorts"), there=_address,
    )  # fmt: skip
