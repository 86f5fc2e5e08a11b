"""Improvement teams, and one of them: what it was given, its checklists, its assessments, and what hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.access.grants import allowed, visible
from samordner.networks.learning.documents import (
    SIGNS,
    TONES,
    score_text,
    sustained_words,
    team_table,
)
from samordner.networks.learning.forms import (
    AssessForm,
    LeaveForm,
    NewTeamForm,
    PhaseForm,
    TeamForm,
    initial,
    within,
)
from samordner.networks.learning.operations.keeping import remove, restore, why_not_remove
from samordner.networks.learning.operations.teams import (
    TeamSaid,
    change_team,
    come_back,
    join,
    leave,
    set_phase,
)
from samordner.networks.learning.panels import PANELS
from samordner.networks.learning.queries.dose import Line, dose, every_team
from samordner.networks.learning.queries.lists import (
    TEAM_STATES,
    TeamNarrowing,
    behind_only,
    every_cohort,
    teams_narrowed,
    teams_ordered,
)
from samordner.networks.learning.queries.teams import (
    Ticked,
    assessments,
    checklists,
    course,
    homework,
    latest_ticks,
    members,
)
from samordner.networks.learning.views.asking import keep, number, offices_in, one_page, removed, word
from samordner.networks.learning.views.cohorts import shown_cell, solution_names
from samordner.networks.models.learning import Cohort, Guidance, Phase, Team, TeamMember
from samordner.pages.answers import answer_file
from samordner.pages.editing import Attempt, attempt, carry_out, version_of
from samordner.pages.gate import Request, load, page
from samordner.participation.models import Participation
from samordner.participation.queries import taking_part
from samordner.people.queries import names_of
from samordner.places.queries import office_names
from samordner.programmes.queries import definition


def _narrowing(request: Request) -> TeamNarrowing:
    return TeamNarrowing(
        words=word(request, "q"),
        office=word(request, "office"),
        cohort=number(word(request, "cohort")),
        municipality=word(request, "municipality"),
        phase=word(request, "phase"),
        state=word(request, "state"),
        behind=word(request, "guidance") == "behind",
    )


@page("team.read")
def index(request: Request) -> HttpResponse:
    """The teams with what they were given, narrowed and sorted as the address says; also as a file."""
    names = office_names(request.day)
    reached = visible(Team.objects.all(), request.actor, "team.read")
    by = _narrowing(request)
    teams = teams_narrowed(visible(every_team(), request.actor, "team.read"), by, request.day)
    known_of = dose(teams, request.actor, request.day, charted=True)
    found = teams_ordered(behind_only(known_of, by), word(request, "sort"))
    if wanted := request.GET.get("format"):
        known: dict[str, str] = {}
        for key in {one.team.cohort.network.programme.key for one in found}:
            known |= solution_names(key)
        return answer_file(team_table(names, known), found, wanted, f"teams-{request.day}")
    paged = one_page(request, found)
    kept = teams_narrowed(reached, TeamNarrowing(), request.day).order_by()
    choices = list(
        kept.values_list(
            "cohort", "cohort__name", "participation__municipality__code", "participation__municipality__name",
            "cohort__network__office__key",
        ).distinct()
    )  # fmt: skip
    context = {
        "by": by,
        "rows": paged,
        "shown": [_shown(one) for one in paged],
        "any": bool(choices),
        "has_facts": any(one.facts.cycles is not None or one.facts.measured for one in paged),
        "has_sustained": any(one.facts.sustained is not None for one in paged),
        "cohorts": sorted({(one[0], one[1]) for one in choices}, key=lambda pair: pair[1]),
        "municipalities": sorted({(one[2], one[3]) for one in choices}, key=lambda pair: pair[1]),
        "offices": offices_in([one[4] for one in choices], names),
        "phases": Phase.choices,
        "states": list(zip(TEAM_STATES, (_("with the others"), _("have left")), strict=True)),
        "may": request.actor.may("network.change"),
        "tab": "teams",
    }
    return render(request, "networks/learning/teams.html", context)


def _shown(one: Line) -> dict[str, Any]:
    return {
        "line": one,
        "team": one.team,
        "phase_sign": SIGNS[one.team.phase],
        "phase_tone": TONES[one.team.phase],
        "sustained": sustained_words(one.facts.sustained),
        "own": score_text(one.score),
        "adviser": score_text(one.advisers_score),
    }


def team_address(row: Team) -> str:
    return reverse("networks:team", args=[row.pk])


def loaded(request: Request, pk: int, right: str = "team.read") -> Team:
    return load(request, every_team(), read="team.read", right=right, pk=pk)


@page("team.read")
def show(request: Request, pk: int) -> HttpResponse:
    """One team: everything that is known of it, and what hangs on it."""
    return shown(request, loaded(request, pk))


def shown(request: Request, row: Team, *, status: int = 200, **more: Any) -> HttpResponse:
    """The team's page, with what was typed and not saved (`more`)."""
    line = dose([row], request.actor, request.day, charted=True)[0]
    gatherings = [cell.gathering for cell in line.cells if cell.gathering]
    ticks = latest_ticks([row.pk])
    lists = checklists(row, ticks)
    both = assessments(row)
    steps = course(row)
    may = allowed(row, request.actor, "team.change")
    may_office = allowed(row, request.actor, "network.change")
    may_assess = allowed(row, request.actor, "team.assess")
    there = may and not row.removed_at
    names = names_of({tick.by for tick in ticks.values()})
    guided = [_guided(one, request) for one in reversed(line.guidance)]
    day = within(request.day, row)
    context = {
        "team": row,
        "cohort": row.cohort,
        "line": line,
        "cells": [shown_cell(cell) for cell in line.cells],
        "solutions": _solutions(row),
        "phase_sign": SIGNS[row.phase],
        "phase_tone": TONES[row.phase],
        "phase_since": steps.phase_since or row.began_on,
        "steps": steps.steps,
        "guided": guided,
        "sustained": sustained_words(line.facts.sustained),
        "homework": homework(row, gatherings, ticks, request.day),
        "checklists": [_ticked(one, row, names) for one in lists],
        "lacking": [each for one in lists if one.list.key == row.phase for each in one.lacking],
        "both": both,
        "own": score_text(line.score),
        "adviser": score_text(line.advisers_score),
        "members": [
            {"one": one, "now": one.holds(request.day)} for one in members(row)
        ],
        "panels": PANELS.drawn(request, row),
        "may": there,
        "may_office": may_office and not row.removed_at,
        "may_assess": may_assess and not row.removed_at,
        "may_restore": may_office,
        "assessing": Attempt(AssessForm(auto_id="own-%s", initial={"day": day})),
        "advising": Attempt(AssessForm(auto_id="adviser-%s", initial={"day": day})),
        "phasing": Attempt(PhaseForm(auto_id="phase-%s", initial={"phase": row.phase, "day": day}), row.version),
        "leaving": Attempt(LeaveForm(auto_id="leave-%s", initial={"on": day}), row.version),
        "why_not_remove": why_not_remove(row) if may_office else None,
        "removed_member": removed(
            request, visible(TeamMember.objects.filter(team=row), request.actor, "team.change"), "member"
        ),
        "removed_guidance": removed(
            request, visible(Guidance.objects.filter(team=row), request.actor, "network.change"), "guidance"
        ),
        "day": request.day,
        "tab": "teams",
        **more,
    }  # fmt: skip
    return render(request, "networks/learning/team.html", context, status=status)


def _ticked(one: Ticked, row: Team, names: Mapping[str, str]) -> dict[str, Any]:
    said = [{"said": each, "by": names.get(each.tick.by, "") if each.tick else ""} for each in one.said]
    return {"one": one, "is_open": one.list.key == row.phase, "said": said}


def _guided(one: Guidance, request: Request) -> dict[str, Any]:
    state = "unwritten" if one.is_unwritten(request.day) else str(one.state)
    words = _("how did it go?") if state == "unwritten" else one.get_state_display()
    unwritten = state == "unwritten"
    return {"one": one, "words": words, "sign": SIGNS[state], "tone": TONES[state], "unwritten": unwritten}


def _solutions(row: Team) -> list[str]:
    known = solution_names(row.cohort.network.programme.key)
    return [known.get(key, key) for key in row.solutions]


def _advisers(request: Request) -> list[str]:
    rows = visible(Team.objects.all(), request.actor, "team.read").exclude(adviser="")
    return sorted(set(rows.order_by().values_list("adviser", flat=True)), key=str.casefold)


@page("network.change")
def new(request: Request, pk: int) -> HttpResponse:
    """A team of a municipality joins the cohort."""
    cohort = load(request, every_cohort(), read="network.read", right="network.change", pk=pk)
    begin = {"began_on": max(cohort.since, request.day) if cohort.since > request.day else cohort.since}
    form = NewTeamForm(
        request.POST or None,
        reform=definition(cohort.network.programme.key),
        places=_places(request, cohort),
        advisers=_advisers(request),
        initial=begin | {"phase": Phase.PREPARE, "participation": word(request, "participation")},
    )
    failed: Attempt[NewTeamForm] | None = Attempt(form)
    if request.method == "POST":
        made: list[Team] = []

        def write(typed: dict[str, Any], _version: int) -> Any:
            said, by, now = form.said(), request.actor.id, request.moment
            made.append(join(cohort, form.chosen, said, phase=typed["phase"], by=by, now=now))

        failed = attempt(form, write)
    if failed is None:
        messages.success(request, _("The team is in the cohort."))
        return redirect(team_address(made[0]))
    context = {"attempt": failed, "form": failed.form, "cohort": cohort, "team": None, "tab": "cohorts"}
    return render(request, "networks/learning/team_form.html", context, status=failed.status)


def _places(request: Request, cohort: Cohort) -> list[Participation]:
    """The municipalities that follow the office, when the cohort begins and now."""
    network = cohort.network
    found: dict[int, Participation] = {}
    for day in dict.fromkeys((cohort.since, request.day)):
        rows = taking_part(network.programme.key, day, office=network.office.key)
        for row in visible(rows, request.actor, "network.change").select_related("municipality"):
            found[row.pk] = row
    return sorted(found.values(), key=lambda row: (row.municipality.sort_key, row.pk))


@page("team.change")
def change(request: Request, pk: int) -> HttpResponse:
    """Write a team anew; the municipality's contact writes what is the team's own."""
    row = loaded(request, pk, "team.change")
    of_office = allowed(row, request.actor, "network.change")
    more: dict[str, Any] = {
        "reform": definition(row.cohort.network.programme.key), "of_office": of_office,
        "advisers": _advisers(request) if of_office else (), "initial": initial(row, TeamSaid),
    }  # fmt: skip
    failed: Attempt[TeamForm] | None = Attempt(TeamForm(**more), row.version)
    if request.method == "POST":
        form = TeamForm(request.POST, **more)

        def write(_typed: dict[str, Any], version: int) -> Any:
            return change_team(row, form.said(row), version=version, by=request.actor.id, now=request.moment)

        failed = attempt(
            form, write, version=version_of(request), standing=lambda one: initial(one, TeamSaid)
        )
    if failed is None:
        messages.success(request, _("Saved."))
        return redirect(team_address(row))
    context = {"attempt": failed, "form": failed.form, "cohort": row.cohort, "team": row, "tab": "teams"}
    return render(request, "networks/learning/team_form.html", context, status=failed.status)


@page("team.change")
def phase(request: Request, pk: int) -> HttpResponse:
    """The team is in another phase."""
    row = loaded(request, pk, "team.change")
    if request.method != "POST":
        return redirect(team_address(row))

    def write(typed: dict[str, Any], version: int) -> Any:
        return set_phase(
            row, typed["phase"], day=typed["day"], today=request.today, version=version, by=request.actor.id,
            now=request.moment,
        )  # fmt: skip

    def standing(one: Team) -> dict[str, Any]:
        return {"phase": one.phase}

    failed = attempt(
        PhaseForm(request.POST, auto_id="phase-%s"), write, version=version_of(request), standing=standing
    )
    if failed is not None:
        return shown(request, loaded(request, pk), phasing=failed, status=failed.status)
    messages.success(request, _("The team is in another phase now."))
    return redirect(team_address(row))


@page("network.change")
def left(request: Request, pk: int) -> HttpResponse:
    """The team goes on no more; it is counted still."""
    row = loaded(request, pk, "network.change")
    if request.method != "POST":
        return redirect(team_address(row))

    def write(typed: dict[str, Any], version: int) -> Any:
        return leave(
            row, on=typed["on"], why=typed["why"], today=request.today, version=version, by=request.actor.id,
            now=request.moment,
        )  # fmt: skip

    failed = attempt(LeaveForm(request.POST, auto_id="leave-%s"), write, version=version_of(request))
    if failed is not None:
        return shown(request, loaded(request, pk), leaving=failed, status=failed.status)
    messages.success(request, _("The team has left. What it did stays, and it is counted still."))
    return redirect(team_address(row))


@page("network.change")
def returned(request: Request, pk: int) -> HttpResponse:
    """The team is with the others again."""
    row = loaded(request, pk, "network.change")
    if request.method == "POST":
        carry_out(
            request,
            lambda: come_back(
                row, day=request.day, version=version_of(request), by=request.actor.id, now=request.moment
            ),
            done=_("The team is with the others again."),
            meanwhile=_("Someone else has changed it meanwhile: nothing was done."),
        )
    return redirect(team_address(row))


@page("network.change")
def take_away(request: Request, pk: int) -> HttpResponse:
    """Take a team out of every list; it can be brought back."""
    return _keep(request, pk, remove)


@page("network.change")
def bring_back(request: Request, pk: int) -> HttpResponse:
    return _keep(request, pk, restore)


def _keep(request: Request, pk: int, deed: Any) -> HttpResponse:
    return keep(
        request, every_team(), pk, deed, read="team.read", right="network.change",
        gone=lambda row: reverse("networks:cohort", args=[row.cohort_id]), there=team_address,
    )  # fmt: skip
