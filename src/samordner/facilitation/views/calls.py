"""Who needs a call this week: every cohort in a line, one of them team by team, and calls noted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.access.grants import visible
from samordner.facilitation.documents.tables import calls_table, state_words
from samordner.facilitation.documents.wording import short, told
from samordner.facilitation.forms import CallForm, said_in
from samordner.facilitation.models import Call, monday
from samordner.facilitation.operations import change_call, note_call, remove_call, restore_call
from samordner.facilitation.queries.calling import STATES, Line, Narrowing, Why, lines, narrowed
from samordner.facilitation.queries.cohorts import overview
from samordner.facilitation.queries.material import every_call, every_cohort, kept_teams, leaders_of
from samordner.facilitation.queries.series import by_team
from samordner.facilitation.views.asking import About, about
from samordner.networks.models import Team, TeamMember
from samordner.pages.answers import answer_file
from samordner.pages.editing import Attempt, attempt, carry_out, version_of
from samordner.pages.gate import Request, load, page
from samordner.people.queries import names_of
from samordner.places.queries import office_names


@page("facilitation.read")
def index(request: Request) -> HttpResponse:
    """Every cohort with how many of its teams need a call."""
    rows = visible(every_cohort(), request.actor, "facilitation.read")
    teams = visible(Team.objects.all(), request.actor, "facilitation.read")
    found = overview(list(rows), teams, request.actor, request.day)
    names = office_names(request.day)
    several = len({one.cohort.network.office_id for one in found}) > 1
    context = {"cohorts": found, "names": names, "several": several}
    return render(request, "facilitation/index.html", context)


def _lines(of: About) -> list[Line]:
    return lines(of.material, by_team(of.watched), of.request.day)


def _shown(line: Line, leaders: dict[int, list[TeamMember]], people: dict[str, str]) -> dict[str, Any]:
    return {
        "line": line,
        "team": line.facts.team,
        "reasons": [told(reason, line.facts) for reason in line.reasons],
        "leaders": leaders.get(line.facts.team.pk, []),
        "caller": people.get(line.call.noted_by, "") if line.call else "",
        "how": line.call.get_how_display() if line.call else "",
        "before": [one for one in reversed(line.facts.calls) if not line.call or one.pk != line.call.pk][:3],
        "state": state_words(line),
    }


@page("facilitation.read")
def calls(request: Request, pk: int) -> HttpResponse:
    """The teams of a cohort: those to call first, then those that were called, then the others."""
    of = about(request, pk)
    every = _lines(of)
    by = Narrowing(request.GET.get("why", ""), request.GET.get("state", ""))
    found = narrowed(every, by)
    if wanted := request.GET.get("format"):
        return answer_file(calls_table(request.day), found, wanted, f"calls-{of.cohort.pk}-{request.day}")
    leaders = leaders_of([one.facts.team.pk for one in found], request.day)
    people = dict(names_of(one.call.noted_by for one in found if one.call))
    shown = [_shown(one, leaders, people) for one in found]
    present = {reason.why for one in every for reason in one.reasons}
    context = {
        "about": of, "cohort": of.cohort, "tab": "calls", "by": by, "week": monday(request.day).isocalendar(),
        "waiting": [one for one in shown if one["line"].needs],
        "called": [one for one in shown if one["line"].call],
        "well": [one for one in shown if not one["line"].needs and not one["line"].call],
        "number": sum(one.needs for one in every), "any": bool(every),
        "whys": [(why.value, short(why)) for why in Why if why in present],
        "states": list(zip(STATES, (_("needs a call"), _("called this week"), _("all well")), strict=True)),
        "form": CallForm(initial={"day": request.day, "how": Call.How.PHONE}, auto_id=False),
        "hows": Call.How.choices,
        "removed": _removed(request),
    }  # fmt: skip
    return render(request, "facilitation/calls.html", context)


def _removed(request: Request) -> Call | None:
    """The call that was just removed, for who may bring it back."""
    key = request.GET.get("removed", "")
    rows = visible(Call.objects.exclude(removed_at=None), request.actor, "facilitation.write")
    return (
        rows.select_related("team").filter(pk=int(key)).first() if key.isdecimal() and len(key) < 16 else None
    )


def _back(team: Team) -> str:
    return reverse("facilitation:calls", args=[team.cohort_id]) + f"#team-{team.pk}"


@page("facilitation.write")
def note(request: Request, pk: int) -> HttpResponse:
    """Note a call with a team."""
    team = load(request, kept_teams(), read="facilitation.read", right="facilitation.write", pk=pk)
    form = CallForm(request.POST or None, initial={"day": request.today, "how": Call.How.PHONE})
    failed: Attempt[CallForm] | None = Attempt(form)
    if request.method == "POST":

        def write(_typed: dict[str, Any], _version: int) -> Any:
            of = about(request, team.cohort_id)
            line = next((one for one in _lines(of) if one.facts.team.pk == team.pk), None)
            keys = line.keys if line else []
            return note_call(
                team,
                form.said_of(),
                reasons=keys,
                today=request.today,
                by=request.actor.id,
                now=request.moment,
            )

        failed = attempt(form, write)
    if failed is None:
        messages.success(
            request, _("The call is noted: %(team)s is done for this week.") % {"team": team.name}
        )
        return redirect(_back(team))
    context = {"attempt": failed, "form": failed.form, "team": team, "cohort": team.cohort, "tab": "calls"}
    return render(request, "facilitation/call.html", context, status=failed.status)


def _call(request: Request, pk: int) -> Call:
    return load(request, every_call(), read="facilitation.read", right="facilitation.write", pk=pk)


@page("facilitation.write")
def change(request: Request, pk: int) -> HttpResponse:
    """Write a call anew."""
    row = _call(request, pk)
    form = CallForm(request.POST or None, initial=said_in(row))
    failed: Attempt[CallForm] | None = Attempt(form, row.version)
    if request.method == "POST":
        failed = attempt(
            form,
            lambda _typed, version: change_call(
                row,
                form.said_of(),
                version=version,
                today=request.today,
                by=request.actor.id,
                now=request.moment,
            ),
            version=version_of(request),
            standing=said_in,
        )
    if failed is None:
        messages.success(request, _("The call is changed."))
        return redirect(_back(row.team))
    context = {
        "attempt": failed, "form": failed.form, "call": row, "team": row.team, "cohort": row.team.cohort, "tab": "calls",
    }  # fmt: skip
    return render(request, "facilitation/call.html", context, status=failed.status)


@page("facilitation.write")
def take_away(request: Request, pk: int) -> HttpResponse:
    """Remove a call that was not made."""
    row = _call(request, pk)
    address = reverse("facilitation:calls", args=[row.team.cohort_id])
    if request.method == "POST":
        version = version_of(request)
        carry_out(
            request,
            lambda: remove_call(row, version=version, by=request.actor.id, now=request.moment),
            done=_("The call is removed."),
            meanwhile=_("Somebody changed it meanwhile. Look at it once more."),
        )
        address += f"?removed={row.pk}"
    return redirect(address)


@page("facilitation.write")
def bring_back(request: Request, pk: int) -> HttpResponse:
    """Undo a removal."""
    row = _call(request, pk)
    if request.method == "POST":
        version = version_of(request)
        carry_out(
            request,
            lambda: restore_call(row, version=version, by=request.actor.id, now=request.moment),
            done=_("The call is back."),
            meanwhile=_("Somebody changed it meanwhile. Look at it once more."),
        )
    return redirect(_back(row.team))
