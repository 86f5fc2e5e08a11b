"""What follows a team: guidance meetings, what is ticked off, and how far it has come."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samordner.journal.deeds import Refusal
from samordner.networks.learning.forms import AssessForm, GuidanceForm, initial
from samordner.networks.learning.operations.following import (
    GuidanceSaid,
    assess,
    change_guidance,
    note_guidance,
    say,
)
from samordner.networks.learning.operations.keeping import remove, restore
from samordner.networks.learning.queries.lists import every_guidance
from samordner.networks.learning.queries.teams import latest_ticks
from samordner.networks.learning.views.asking import keep
from samordner.networks.learning.views.teams import loaded, shown, team_address
from samordner.networks.models.learning import Guidance
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, load, page


@page("network.change")
def new(request: Request, pk: int) -> HttpResponse:
    """A guidance meeting of the team: planned, held or called off."""
    team = loaded(request, pk, "network.change")
    begin = {"day": request.day, "adviser": team.adviser, "state": Guidance.State.PLANNED}
    form = GuidanceForm(request.POST or None, initial=begin)
    failed: Attempt[GuidanceForm] | None = Attempt(form)
    if request.method == "POST":

        def write(_typed: dict[str, Any], _version: int) -> Any:
            return note_guidance(
                team, form.meant(), today=request.today, by=request.actor.id, now=request.moment
            )

        failed = attempt(form, write)
    if failed is None:
        messages.success(request, _("The guidance meeting is noted."))
        return redirect(f"{team_address(team)}#guidance")
    context = {"attempt": failed, "form": failed.form, "team": team, "guidance": None, "tab": "teams"}
    return render(request, "networks/learning/guidance_form.html", context, status=failed.status)


@page("network.change")
def change(request: Request, pk: int) -> HttpResponse:
    """Write a guidance meeting anew: how it went."""
    row = load(request, every_guidance(), read="team.read", right="network.change", pk=pk)
    begin = initial(row, GuidanceSaid)
    failed: Attempt[GuidanceForm] | None = Attempt(GuidanceForm(initial=begin), row.version)
    if request.method == "POST":
        form = GuidanceForm(request.POST, initial=begin)

        def write(_typed: dict[str, Any], version: int) -> Any:
            return change_guidance(
                row, form.meant(), today=request.today, version=version, by=request.actor.id, now=request.moment
            )  # fmt: skip

        failed = attempt(
            form, write, version=version_of(request), standing=lambda one: initial(one, GuidanceSaid)
        )
    if failed is None:
        messages.success(request, _("Saved."))
        return redirect(f"{team_address(row.team)}#guidance")
    context = {"attempt": failed, "form": failed.form, "team": row.team, "guidance": row, "tab": "teams"}
    return render(request, "networks/learning/guidance_form.html", context, status=failed.status)


@page("network.change")
def take_away(request: Request, pk: int) -> HttpResponse:
    """Take a guidance meeting away; it can be brought back."""
    return _keep(request, pk, remove)


@page("network.change")
def bring_back(request: Request, pk: int) -> HttpResponse:
    return _keep(request, pk, restore)


def _keep(request: Request, pk: int, deed: Any) -> HttpResponse:
    return keep(
        request, every_guidance(), pk, deed, read="team.read", right="network.change",
        gone=lambda row: team_address(row.team), there=lambda row: f"{team_address(row.team)}#guidance",
        name="guidance",
    )  # fmt: skip


@page("team.change")
def tick(request: Request, pk: int) -> HttpResponse:
    """Something of a checklist, or homework, is in place or not; pressed again, it is said no more."""
    team = loaded(request, pk, "team.change")
    if request.method != "POST":
        return redirect(team_address(team))
    item, _colon, answer = request.POST.get("said", "").partition(":")
    standing = latest_ticks([team.pk]).get((team.pk, item))
    again = standing is not None and standing.answer == answer
    try:
        say(team, item, "" if again else answer, by=request.actor.id, now=request.moment)
    except Refusal as refusal:
        messages.warning(request, str(refusal.sentence))
    where = "homework" if item.startswith("homework-") else "checklists"
    return redirect(f"{team_address(team)}#{where}")


@page("team.change")
def own(request: Request, pk: int) -> HttpResponse:
    """How far the team has come, as it sees it itself."""
    return _assess(request, pk, by_team=True)


@page("team.assess")
def advise(request: Request, pk: int) -> HttpResponse:
    """How far the team has come, as its adviser sees it."""
    return _assess(request, pk, by_team=False)


def _assess(request: Request, pk: int, *, by_team: bool) -> HttpResponse:
    team = loaded(request, pk, "team.change" if by_team else "team.assess")
    if request.method != "POST":
        return redirect(team_address(team))
    form = AssessForm(request.POST, auto_id="own-%s" if by_team else "adviser-%s")

    def write(typed: dict[str, Any], _version: int) -> Any:
        return assess(
            team, by_team=by_team, score=form.value, day=typed["day"], why=typed["why"], today=request.today,
            by=request.actor.id, now=request.moment,
        )  # fmt: skip

    failed = attempt(form, write)
    if failed is not None:
        name = "assessing" if by_team else "advising"
        return shown(request, loaded(request, pk), status=failed.status, **{name: failed})
    messages.success(request, _("The assessment is kept."))
    return redirect(f"{team_address(team)}#assessments")
