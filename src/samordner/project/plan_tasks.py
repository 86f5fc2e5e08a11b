"""What in the plan needs somebody now: measures past their deadline, one's own rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.access.actors import Actor
from samordner.access.grants import visible
from samordner.boards.queries import Scope
from samordner.boards.tasks import Task, each_once
from samordner.participation.queries import State
from samordner.plans.filling import own_rows
from samordner.plans.measures import overdue
from samordner.plans.models import PeriodMeasure, Plan
from samordner.plans.registers import register


def _plans(actor: Actor, scope: Scope) -> list[Plan]:
    """Each office's newest plan, of those that the page is about."""
    rows = visible(Plan.objects.all(), actor, "plan.read").filter(programme__key=scope.definition.key)
    if scope.office:
        rows = rows.filter(office__key=scope.office)
    newest: dict[int, Plan] = {}
    for plan in rows.select_related("office", "programme"):
        newest.setdefault(plan.office_id, plan)
    return list(newest.values())


def of_plans(actor: Actor, scope: Scope, _state: State, _now: datetime) -> Iterator[Task]:
    """What the plans ask for: of who may change them, and of an organisation that fills in its own rows."""
    changes = actor.may("plan.change")
    fills = {reach for reach, _holding in actor.reaches("plan.fill")} == {"own"}
    if not (changes or fills):
        return
    plans = _plans(actor, scope)
    if changes:
        yield from _measures_past(actor, scope, plans)
    if fills:
        yield from _to_fill_in(actor, plans)


def _measures_past(actor: Actor, scope: Scope, plans: Sequence[Plan]) -> Iterator[Task]:
    """Measures of the plan for the period whose deadline has passed, and that are neither done nor dropped."""
    rows = PeriodMeasure.objects.filter(plan__in=plans, removed_at=None, deadline_day__lt=scope.day)
    late = overdue(visible(rows, actor, "plan.read"), scope.day)
    of = register("period_plan")
    for plan in plans:
        found = [row for row in late if row.plan_id == plan.pk]
        if found:
            text = ngettext(
                "%(count)d measure is past its deadline",
                "%(count)d measures are past their deadlines",
                len(found),
            )
            yield Task(
                sentence=text % {"count": len(found)},
                address=f"{reverse('plans:measures', args=[plan.pk])}?due=passed",
                sign="!",
                tone="danger",
                due=min(row.deadline_day for row in found if row.deadline_day),
                concerns=each_once(of.name_of(row) for row in found),
            )


def _to_fill_in(actor: Actor, plans: Sequence[Plan]) -> Iterator[Task]:
    """The rows that one's own organisation fills in, when something is missing in them."""
    rows = own_rows(plans, actor)
    for plan in plans:
        here = [one for one in rows if one.row.plan_id == plan.pk]
        lacking = [one for one in here if one.missing]
        if here:
            words = {"count": len(lacking), "all": len(here)}
            text = ngettext(
                "Something is missing in %(count)d of your %(all)d rows of the plan",
                "Something is missing in %(count)d of your %(all)d rows of the plan",
                len(lacking),
            )
            yield Task(
                sentence=(text if lacking else _("Your %(all)d rows of the plan are filled in")) % words,
                address=f"{reverse('plans:own', args=[plan.pk])}{'?missing=1' if lacking else ''}",
                sign="✎",
                tone="warning" if lacking else "neutral",
                concerns=each_once(f"{one.register.table.title}: {one.name}" for one in lacking),
            )
