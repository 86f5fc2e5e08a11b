"""What a team's page and the dose of a cohort tell of improvement: the team's projects, and how much it has tried."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from samordner.access.actors import Actor
from samordner.access.grants import allowed, visible
from samordner.improvement.aims import aim_of
from samordner.improvement.models import Project
from samordner.improvement.queries.cycles import cycles_run
from samordner.improvement.queries.projects import lines, projects_of_team
from samordner.networks.learning.facts import Facts
from samordner.networks.learning.panels import Panel
from samordner.networks.models.learning import Team
from samordner.pages.gate import Request


def tried(actor: Actor, teams: Collection[int], day: date) -> Mapping[int, Facts]:
    """How many cycles each team has tried by `day`, of those whose projects the asker reaches. Two queries.

    A team without a project is left out: nothing is known of it. One with a project and no cycle has tried none.
    """
    rows = visible(Project.objects.all(), actor, "improvement.read")
    reached = set(
        rows.filter(team__in=list(teams), removed_at=None)
        .order_by()
        .values_list("team", flat=True)
        .distinct()
    )
    known = [pk for pk in reached if pk is not None]
    counted = cycles_run(known, day)
    return {pk: Facts(cycles=counted.get(pk, 0)) for pk in known}


def _draw(request: Request, team: Team) -> SafeString:
    rows = visible(projects_of_team(team.pk), request.actor, "improvement.read")
    found = lines(rows, request.day)
    may = allowed(team.participation, request.actor, "improvement.change") and not team.removed_at
    if not found and not may:
        return SafeString("")
    shown = [(line, aim_of(line.project)) for line in found]
    context = {"shown": shown, "team": team, "may": may}
    return render_to_string("improvement/of_team.html", context, request=request)


OF_TEAM = Panel("improvement", _("Improvement projects"), _draw)
