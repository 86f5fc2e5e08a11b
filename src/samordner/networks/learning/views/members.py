"""Who is in a team: added, changed, taken out, erased."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samordner.networks.learning.forms import MemberForm, initial
from samordner.networks.learning.operations.keeping import remove, restore
from samordner.networks.learning.operations.teams import (
    MemberSaid,
    add_member,
    change_member,
    erase_member,
    why_not_change_member,
)
from samordner.networks.learning.queries.lists import every_member
from samordner.networks.learning.views.asking import keep
from samordner.networks.learning.views.teams import loaded, team_address
from samordner.networks.models.learning import TeamMember
from samordner.pages.editing import Attempt, attempt, carry_out, version_of
from samordner.pages.gate import Request, load, page


def _gone(row: TeamMember) -> str:
    return team_address(row.team)


def _there(row: TeamMember) -> str:
    return f"{team_address(row.team)}#members"


@page("team.change")
def new(request: Request, pk: int) -> HttpResponse:
    """Somebody is in the team."""
    team = loaded(request, pk, "team.change")
    form = MemberForm(request.POST or None)
    failed: Attempt[MemberForm] | None = Attempt(form)
    if request.method == "POST":
        failed = attempt(
            form,
            lambda _typed, _version: add_member(team, form.said(), by=request.actor.id, now=request.moment),
        )
    if failed is None:
        messages.success(request, _("The member is in the team."))
        return redirect(f"{team_address(team)}#members")
    context = {"attempt": failed, "form": failed.form, "team": team, "member": None, "tab": "teams"}
    return render(request, "networks/learning/member_form.html", context, status=failed.status)


@page("team.change")
def change(request: Request, pk: int) -> HttpResponse:
    """Write a member anew."""
    row = load(request, every_member(), read="team.read", right="team.change", pk=pk)
    begin = initial(row, MemberSaid)
    failed: Attempt[MemberForm] | None = Attempt(MemberForm(initial=begin), row.version)
    if request.method == "POST":
        form = MemberForm(request.POST, initial=begin)

        def write(_typed: dict[str, Any], version: int) -> Any:
            return change_member(row, form.said(), version=version, by=request.actor.id, now=request.moment)

        failed = attempt(
            form, write, version=version_of(request), standing=lambda one: initial(one, MemberSaid)
        )
    if failed is None:
        messages.success(request, _("Saved."))
        return redirect(_there(row))
    context = {
        "attempt": failed, "form": failed.form, "team": row.team, "member": row,
        "why_not": why_not_change_member(row), "tab": "teams",
    }  # fmt: skip
    return render(request, "networks/learning/member_form.html", context, status=failed.status)


@page("team.change")
def erase(request: Request, pk: int) -> HttpResponse:
    """Blank who it was, for good."""
    row = load(request, every_member(), read="team.read", right="team.change", pk=pk)
    if request.method == "POST":
        carry_out(
            request,
            lambda: erase_member(row, version=version_of(request), by=request.actor.id, now=request.moment),
            done=_("Erased. The role and the days are left."),
            meanwhile=_("Someone else has changed it meanwhile: nothing was done."),
        )
    return redirect(_there(row))


@page("team.change")
def take_away(request: Request, pk: int) -> HttpResponse:
    """Take a member off the list; can be brought back."""
    return _keep(request, pk, remove)


@page("team.change")
def bring_back(request: Request, pk: int) -> HttpResponse:
    return _keep(request, pk, restore)


def _keep(request: Request, pk: int, deed: Any) -> HttpResponse:
    return keep(
        request, every_member(), pk, deed, read="team.read", right="team.change", gone=_gone, there=_there, name="member"
    )  # fmt: skip
