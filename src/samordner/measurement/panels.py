"""What a project's page and a team's page show of measurement: each indicator with what its chart says, and what lacks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from samordner.access.grants import allowed, visible
from samordner.improvement import panels as of_projects
from samordner.improvement.models import Project
from samordner.measurement.documents import balance_of
from samordner.measurement.queries.lists import seen_by, standings
from samordner.measurement.views.listing import line
from samordner.networks.learning import panels as of_teams
from samordner.networks.models import Team
from samordner.pages.gate import Request


def _drawn(request: Request, projects: Sequence[Project], links: str = "") -> SafeString:
    rows = (
        seen_by(request.actor)
        .filter(project__in=[one.pk for one in projects])
        .order_by("project", "position", "pk")
    )
    found = standings(rows, request.today)
    measured = {one.indicator.project_id for one in found}
    can = {
        right: set(
            visible(Project.objects.filter(pk__in=[one.pk for one in projects], removed_at=None), request.actor, right)
            .values_list("pk", flat=True)
        )
        for right in ("measurement.enter", "measurement.define")
    }  # fmt: skip
    context: dict[str, Any] = {
        "lines": [line(one) for one in found], "links": links, "many": len(projects) > 1,
        "lacks": balance_of([one.indicator.kind for one in found]).lacks if len(projects) == 1 else (),
        "projects": [
            {
                "project": one, "any": one.pk in measured, "may_enter": one.pk in can["measurement.enter"],
                "may_define": one.pk in can["measurement.define"],
            }
            for one in projects
        ],
    }  # fmt: skip
    return SafeString(render_to_string("measurement/panel.html", context, request))


def on_project(request: Request, project: Project) -> SafeString:
    """A project's indicators, and what its set of them lacks."""
    if not request.actor.may("measurement.read") or not allowed(project, request.actor, "measurement.read"):
        return SafeString("")
    return _drawn(request, [project])


def on_team(request: Request, team: Team) -> SafeString:
    """The indicators of a team's projects, and the way to its personal links."""
    if not request.actor.may("measurement.read"):
        return SafeString("")
    rows = visible(Project.objects.filter(team=team, removed_at=None), request.actor, "measurement.read")
    projects = list(rows)
    links = (
        reverse("measurement:links", args=[team.pk]) if allowed(team, request.actor, "team.change") else ""
    )
    return _drawn(request, projects, links) if projects or links else SafeString("")


PROJECT_PANEL = of_projects.Panel("measured", _("What is measured"), on_project)
TEAM_PANEL = of_teams.Panel("measured", _("What is measured"), on_team)
