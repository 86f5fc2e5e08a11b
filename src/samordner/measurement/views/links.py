"""The personal links of a team: who has one, sent and taken back by those who may change the team."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samordner.journal.deeds import Refusal
from samordner.links.queries import opened
from samordner.measurement.operations.linking import (
    KIND,
    end_links,
    every_team,
    linked,
    send_links,
    why_not_link,
)
from samordner.measurement.views.asking import acts
from samordner.networks.models import TeamMember
from samordner.pages.gate import Request, load, page


@page("team.change")
def of_team(request: Request, pk: int) -> HttpResponse:
    """Who of the team has a link; a form that sends links to those who are chosen, or ends theirs."""
    team = load(request, every_team(), read="team.read", right="team.change", pk=pk)
    members = list(team.members.filter(removed_at=None, erased_at=None))
    if request.method == "POST":
        wanted = set(request.POST.getlist("members"))
        chosen = [one for one in members if str(one.pk) in wanted]
        ends = request.POST.get("deed") == "end"
        try:
            if ends:
                end_links(team, chosen, **acts(request))
                messages.success(request, _("The links open nothing any more."))
            else:
                number = send_links(team, chosen, day=request.today, **acts(request))
                messages.success(
                    request,
                    _("Letters written: %(number)d. They leave with the next round.") % {"number": number},
                )
            return redirect("measurement:links", pk)
        except Refusal as refusal:
            messages.warning(request, str(refusal.sentence))
            return redirect("measurement:links", pk)
    good = linked(members, request.moment)
    seen = opened(KIND, [str(one.pk) for one in members])
    lines = [
        (one, one.pk in good, seen.get(str(one.pk)), why_not_link(one, team, request.today)) for one in members
    ]  # fmt: skip
    return render(request, "measurement/links.html", {"team": team, "lines": lines, "roles": TeamMember.Role})
