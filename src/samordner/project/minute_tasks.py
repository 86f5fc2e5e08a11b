"""What meetings have given somebody to do, told to the first page: one's own, and one's organisation's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import ngettext

from samordner.access.actors import Actor
from samordner.boards.queries import Scope
from samordner.boards.tasks import Task
from samordner.minutes import queries as minutes
from samordner.participation.queries import State

SOON = 14
"""Days: so long before its deadline a task is told of."""


def of_minutes(actor: Actor, scope: Scope, _state: State, _now: datetime) -> Iterator[Task]:
    """Tasks that are overdue, and those due within a fortnight. One query."""
    if not actor.may("task.change"):
        return
    rows = minutes.tasks(actor).filter(
        minutes.mine(actor), said__minutes__meeting__programme__key=scope.definition.key
    )
    if scope.office:
        rows = rows.filter(said__minutes__meeting__office__key=scope.office)
    soon = scope.day + timedelta(days=SOON)
    rows = rows.filter(minutes.standing("", scope.day), deadline__lte=soon).order_by("deadline", "pk")
    found = [(row.text, row.deadline) for row in rows if row.deadline]
    overdue = [(text, deadline) for text, deadline in found if deadline < scope.day]
    coming = [(text, deadline) for text, deadline in found if deadline >= scope.day]
    if overdue:
        sentence = ngettext(
            "%(count)d task from a meeting is overdue",
            "%(count)d tasks from meetings are overdue",
            len(overdue),
        )
        yield _task(sentence, overdue, "overdue")
    if coming:
        sentence = ngettext(
            "%(count)d task from a meeting is due soon",
            "%(count)d tasks from meetings are due soon",
            len(coming),
        )
        yield _task(sentence, coming, "open")


def _task(sentence: str, found: list[tuple[str, date]], state: str) -> Task:
    query = urlencode({"mine": "1", "state": state})
    return Task(
        sentence=sentence % {"count": len(found)},
        address=f"{reverse('minutes:tasks')}?{query}",
        sign="☑",
        tone="danger" if state == "overdue" else "warning",
        due=found[0][1],
        concerns=tuple(text.split("\n")[0][:80] for text, _deadline in found),
    )
