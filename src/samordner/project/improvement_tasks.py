"""What improvement asks of somebody now: cycles that are over without a word, experiences that nobody here has looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.access.actors import Actor
from samordner.access.grants import visible
from samordner.boards.queries import Scope
from samordner.boards.tasks import Task
from samordner.improvement.models import Cycle, Uptake
from samordner.improvement.queries.cycles import unfinished
from samordner.improvement.queries.experiences import shared
from samordner.improvement.queries.projects import kept_projects
from samordner.participation.queries import State

PATIENCE = timedelta(days=14)
"""So long after its last day a cycle may stand without a word before the office is told; its own are told at once."""
NEW = timedelta(days=60)
"""An experience is new for so long."""


def of_improvement(actor: Actor, scope: Scope, _state: State, _now: datetime) -> Iterator[Task]:
    """To a municipality's contact its own cycles, and what others have shared; to the office how many are silent."""
    own = {reach for reach, _holding in actor.reaches("improvement.change")} == {"own"}
    if not actor.may("improvement.change"):
        return
    here = [row.pk for row in scope.participations]
    projects = visible(kept_projects(), actor, "improvement.change").filter(
        participation__in=here, ended_on=None
    )
    silent = unfinished(projects.values("pk"), scope.day)
    if own:
        yield from _own(silent)
        yield from _shared(actor, scope, here)
    else:
        yield from _of_office(silent, scope)


def _own(silent: QuerySet[Cycle]) -> Iterator[Task]:
    for row in silent.order_by("ends", "pk"):
        words = {"project": row.project.name, "number": row.number}
        yield Task(
            sentence=_("%(project)s: cycle %(number)d is over. What happened, and what did you learn?")
            % words,
            address=reverse("improvement:cycle", args=[row.pk]),
            sign="✎",
            tone="info",
            due=row.ends,
        )


def _shared(actor: Actor, scope: Scope, here: list[int]) -> Iterator[Task]:
    """New experiences of others on which nothing is noted for the contact's own municipality."""
    noted = Uptake.objects.filter(participation__in=here, removed_at=None).values("experience")
    rows = visible(shared(), actor, "experience.read").filter(
        participation__programme__key=scope.definition.key,
        proposed_on__gt=scope.day - NEW,
        proposed_on__lte=scope.day,
    )
    rows = rows.exclude(participation__in=here).exclude(pk__in=noted)
    if number := rows.count():
        text = ngettext(
            "%(count)d new experience from another municipality",
            "%(count)d new experiences from other municipalities",
            number,
        )
        yield Task(
            sentence=text % {"count": number},
            address=reverse("improvement:experiences"),
            sign="☆",
            tone="neutral",
        )


def _of_office(silent: QuerySet[Cycle], scope: Scope) -> Iterator[Task]:
    rows = list(silent.filter(ends__lt=scope.day - PATIENCE).order_by("ends", "pk"))
    if rows:
        text = ngettext(
            "%(count)d cycle has been over for two weeks, and it is not written what was learned",
            "%(count)d cycles have been over for two weeks, and it is not written what was learned",
            len(rows),
        )
        query = {"programme": scope.definition.key, "office": scope.office, "standing": "running"}
        alone = reverse("improvement:cycle", args=[rows[0].pk])
        yield Task(
            sentence=text % {"count": len(rows)},
            address=alone
            if len(rows) == 1
            else f"{reverse('improvement:index')}?{urlencode({key: value for key, value in query.items() if value})}",
            sign="✎",
            tone="info",
            concerns=tuple(
                dict.fromkeys(f"{one.project.participation} ({one.project.name})" for one in rows)
            ),
        )
