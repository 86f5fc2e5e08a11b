"""What measuring asks of somebody now: values of periods that are over, and that nobody has written in.

Told to a municipality's own contact. The office is told which teams to call, and a team's members see it at their links.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import ngettext

from samordner.access.actors import Actor
from samordner.access.grants import visible
from samordner.boards.queries import Scope
from samordner.boards.tasks import Task
from samordner.improvement.models import Project
from samordner.measurement.models import Indicator
from samordner.measurement.queries.entering import Due, due_of
from samordner.participation.queries import State


def of_measurements(actor: Actor, scope: Scope, _state: State, _now: datetime) -> Iterator[Task]:
    """A line for each running project of the contact's own municipality that lacks values; two queries."""
    if {reach for reach, _holding in actor.reaches("measurement.enter")} != {"own"}:
        return
    rows = visible(Indicator.objects.all(), actor, "measurement.enter").filter(
        Q(project__ended_on=None) | Q(project__ended_on__gt=scope.day),
        project__participation__in=[row.pk for row in scope.participations],
        project__removed_at=None,
        removed_at=None,
    )
    ordered = rows.select_related("project").order_by("project__name", "project", "position", "pk")
    by_project: dict[Project, list[Due]] = {}
    for one in due_of(ordered, scope.day):
        if one.waiting:
            by_project.setdefault(one.indicator.project, []).append(one)
    for project, lacking in by_project.items():
        count = sum(len(one.waiting) for one in lacking)
        text = ngettext(
            "%(project)s: %(count)d value is still to be written in",
            "%(project)s: %(count)d values are still to be written in",
            count,
        )
        yield Task(
            sentence=text % {"project": project.name, "count": count},
            address=reverse("measurement:enter_project", args=[project.pk]),
            sign="✎",
            tone="warning",
            concerns=tuple(one.indicator.name for one in lacking),
        )
