"""What is to be offered and has not been, told on the first page to those who can arrange it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from samordner.access.actors import Actor
from samordner.boards.queries import Scope
from samordner.boards.tasks import Task
from samordner.offers.telling import gaps
from samordner.participation.queries import State


def of_offers(actor: Actor, scope: Scope, _state: State, _now: datetime) -> Iterator[Task]:
    """Municipalities that have not been offered what they are to be offered by a deadline."""
    if not actor.may("meeting.change"):
        return
    for gap in gaps(actor, scope.definition, scope.day, office=scope.office):
        yield Task(
            sentence=gap.sentence, address=gap.address, sign="=", tone=gap.tone, due=gap.due, concerns=gap.names
        )  # fmt: skip
