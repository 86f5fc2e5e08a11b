"""What learning networks tell those who lead them on the first page: teams that need a call, counted as on their own page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import ngettext

from samordner.access.actors import Actor
from samordner.access.grants import visible
from samordner.boards.queries import Scope
from samordner.boards.tasks import Task, each_once
from samordner.facilitation.queries.cohorts import overview
from samordner.facilitation.queries.material import every_cohort
from samordner.journal.models import Head
from samordner.networks.models import Team
from samordner.participation.queries import State


def of_teams_to_call(actor: Actor, scope: Scope, _state: State, _now: datetime) -> Iterator[Task]:
    """A line for each cohort that runs and has teams to call; two queries, unless something was done since it was asked last."""
    if not actor.may("facilitation.write"):
        return
    running = Q(until=None) | Q(until__gt=scope.day)
    rows = visible(every_cohort(), actor, "facilitation.write").filter(
        running, since__lte=scope.day, network__programme__key=scope.definition.key
    )
    if scope.office:
        rows = rows.filter(network__office__key=scope.office)
    cohorts = tuple(rows.order_by("since", "pk").values_list("pk", flat=True))
    if not cohorts:
        return
    done = Head.objects.values_list("digest", flat=True).first() or ""
    for cohort, names in _waiting(done, cohorts, actor, scope.day):
        text = ngettext("%(n)d team needs a call this week", "%(n)d teams need a call this week", len(names))
        yield Task(
            sentence=text % {"n": len(names)},
            address=reverse("facilitation:calls", args=[cohort]),
            sign="☏",
            tone="warning",
            concerns=each_once(names),
        )


@lru_cache(maxsize=128)
def _waiting(
    done: str, cohorts: tuple[int, ...], actor: Actor, day: date
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Each cohort with the municipalities whose teams wait for a call.

    Charts are worked out for it, so it is kept until somebody does something: `done` is the end of the journal's chain, and
    every deed moves it.
    """
    found = overview(
        list(every_cohort().filter(pk__in=cohorts)),
        visible(Team.objects.all(), actor, "facilitation.read"),
        actor,
        day,
    )
    named = (
        (one.cohort.pk, tuple(str(line.facts.team.participation.municipality) for line in one.waiting))
        for one in found
    )
    return tuple(pair for pair in named if pair[1])
