"""What needs somebody now: tasks that every package above or below can give, gathered for the first page.

A provider looks at who asks, which municipalities, and what is known, and yields tasks. `project` lists the
providers, since it alone knows every package. A provider answers for the rights of what it tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.conf import settings
from django.utils.module_loading import import_string

from samordner.access.actors import Actor
from samordner.boards.queries import Scope
from samordner.participation.queries import State

Tone = Literal["danger", "warning", "info", "neutral"]
NAMED = 4
TONES: tuple[Tone, ...] = ("danger", "warning", "info", "neutral")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One sentence that opens to where it is done, and whom it concerns.

    `due`: the day by which, if there is one; a task whose day has passed stands first.
    """

    sentence: str
    address: str
    sign: str
    tone: Tone
    concerns: tuple[str, ...] = ()
    due: date | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The first few whom it concerns."""
        return self.concerns[:NAMED]

    @property
    def more(self) -> int:
        """How many it concerns besides."""
        return max(len(self.concerns) - NAMED, 0)

    def urgency(self, day: date) -> tuple[bool, int, date]:
        """For sorting: overdue first, then by tone, then by day."""
        overdue = self.due is not None and self.due < day
        return (not overdue, TONES.index(self.tone), self.due or date.max)


Provider = Callable[[Actor, Scope, State, datetime], Iterable[Task]]
"""Who asks, about what, what is known of it, and the moment."""


def each_once(names: Iterable[str]) -> tuple[str, ...]:
    """The names in their order, each once."""
    return tuple(dict.fromkeys(names))


def tasks(actor: Actor, scope: Scope, state: State, now: datetime) -> list[Task]:
    """Everything that needs this person now, the most pressing first."""
    providers: tuple[Provider, ...] = import_string(settings.SAMORDNER_TASKS)
    found = [task for provider in providers for task in provider(actor, scope, state, now)]
    return sorted(found, key=lambda task: task.urgency(scope.day))
