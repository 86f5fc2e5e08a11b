"""What a plan names without a measure, and what its measures lack."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from samordner.access.grants import visible
from samordner.pages.answers import answer_file
from samordner.pages.gate import Request, page
from samordner.participation.models import Participation
from samordner.participation.queries import taking_part
from samordner.plans.gaps import KINDS, MANY, gap_table, gaps
from samordner.plans.models import Plan
from samordner.plans.views.editing import plan_for


@page("plan.read")
def show(request: Request, plan_id: int) -> HttpResponse:
    """Every gap of the plan, kind by kind; also as a file."""
    plan = plan_for(request, plan_id)
    found = gaps(plan, _told(request, plan), day=request.day)
    wanted = request.GET.get("kind", "")
    shown = [gap for gap in found if gap.kind == wanted] if wanted in KINDS else found
    if format := request.GET.get("format"):
        return answer_file(
            gap_table(request.build_absolute_uri("/").rstrip("/")), shown, format, f"gaps-{plan.pk}"
        )
    context = {
        "plan": plan,
        "kind": wanted if wanted in KINDS else "",
        "numbers": [(kind, label, sum(gap.kind == kind for gap in found)) for kind, label in KINDS.items()],
        "groups": [
            (kind, label, [gap for gap in shown if gap.kind == kind]) for kind, label in KINDS.items()
        ],
        "found": found,
        "many": MANY,
        "day": request.day,
    }
    return render(request, "plans/gaps.html", context)


def _told(request: Request, plan: Plan) -> list[Participation]:
    """The municipalities of the plan's office, if the reader may see what is known of all of them; else none."""
    everyone = taking_part(plan.programme.key, request.day, office=plan.office.key)
    told = list(visible(everyone, request.actor, "observation.read"))
    return told if len(told) == everyone.count() else []
