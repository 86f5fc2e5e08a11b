"""When the programme wants the regional plan sent: those of its deadlines that are about the plan, as days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from samordner.programmes.definition import Deadline, Definition


@dataclass(frozen=True, slots=True)
class Due:
    """A day on which the plan is due."""

    deadline: Deadline
    day: date

    @property
    def key(self) -> str:
        """How it is named in an address and a form."""
        return f"{self.deadline.key}/{self.day.isoformat()}"

    @property
    def name(self) -> str:
        """The deadline's name; with the year where it comes every year."""
        return str(self.deadline.name) if self.deadline.year else f"{self.deadline.name} {self.day.year}"


def dues(definition: Definition, day: date) -> list[Due]:
    """Every day that has been by `day`, and the next one of each deadline; the latest first. Days stay as they are."""
    found: list[Due] = []
    for deadline in definition.deadlines:
        days = list(_days(definition, deadline, day)) if deadline.plan and deadline.day else []
        coming = [each for each in days if each.day >= day]
        found += [each for each in days if each.day < day] + coming[:1]
    return sorted(found, key=lambda due: due.day, reverse=True)


def due_named(definition: Definition, key: str, day: date) -> Due | None:
    """The due day of that key (see `Due.key`), among those that `dues` tells."""
    return next((due for due in dues(definition, day) if due.key == key), None)


def _days(definition: Definition, deadline: Deadline, day: date) -> Iterator[Due]:
    since, until = definition.period.since, definition.period.until
    assert deadline.day is not None
    for year in (deadline.year,) if deadline.year else range(since.year, day.year + 2):
        due = date(year, deadline.month, deadline.day)
        if since <= due and (until is None or due < until):
            yield Due(deadline, due)
