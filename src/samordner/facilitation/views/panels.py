"""One indicator of every team, as small charts side by side."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language

from samordner.access.grants import visible
from samordner.facilitation.documents.charting import same_axis, small
from samordner.facilitation.queries.series import ORDERS, Watched, arranged, chosen, names_alike, watched_of
from samordner.facilitation.views.asking import about
from samordner.measurement.models import Indicator
from samordner.networks.models import Team
from samordner.pages.answers import answer_page
from samordner.pages.gate import Request, page


@page("facilitation.read")
def panels(request: Request, pk: int) -> HttpResponse:
    """The teams' charts of one indicator: on one axis or each on its own, by name or by when they joined, never by rank."""
    of = about(request, pk)
    teams = visible(Team.objects.all(), request.actor, "facilitation.read").filter(
        cohort=of.cohort, removed_at=None
    )
    rows = visible(Indicator.objects.all(), request.actor, "measurement.read")
    every = names_alike(rows, teams)
    of_name = chosen(every, request.GET.get("indicator", ""))
    order = request.GET.get("order", "") if request.GET.get("order", "") in ORDERS else ORDERS[0]
    found = arranged(watched_of(rows, of_name), order) if of_name else []
    own = request.GET.get("axis") == "own"
    language = get_language() or "nb"
    axis = None if own else same_axis(found)
    shown = [_shown(one, language, axis) for one in found]
    context = {
        "about": of, "cohort": of.cohort, "tab": "panels", "names": every, "chosen": of_name, "shown": shown,
        "order": order, "own": own, "without": len(teams) - len({one.team_id for one in found}),
        "teams": len(teams),
    }  # fmt: skip
    return answer_page(request, "facilitation/panels.html", context)


def _shown(one: Watched, language: str, axis: tuple[float, float] | None) -> dict[str, Any]:
    team = one.indicator.project.team
    return {
        "watched": one,
        "team": team,
        "drawn": small(one, f"{team}", language, axis),
        "verdict": one.verdict(language),
        "tone": one.tone.value,
    }
