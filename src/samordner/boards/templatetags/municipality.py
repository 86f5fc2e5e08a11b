"""A plan as a municipality's page shows it on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import template

from samordner.localplans.models import LocalPlan, PlanAnchoring, Status
from samordner.localplans.queries import anchoring_of

register = template.Library()


@dataclass(frozen=True, slots=True)
class Seen:
    status: Status
    anchoring: PlanAnchoring | None


@register.simple_tag
def plan_on(plan: LocalPlan, day: date, programme: str) -> Seen:
    """How far the plan had come on the day, and what is said of the programme (its key) in it."""
    return Seen(plan.status_on(day), anchoring_of(plan, programme))
