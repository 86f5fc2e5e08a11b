"""Questions on a driver diagram."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from samordner.improvement.models import Driver, Project


@dataclass(frozen=True)
class Box:
    """A driver or an idea with what hangs under it, in order. `cycles`: how many try it; `first`/`last`: its place."""

    driver: Driver
    cycles: int
    first: bool
    last: bool
    below: tuple[Box, ...]

    @property
    def all(self) -> Iterator[Box]:
        """It and all that hangs under it."""
        yield self
        for one in self.below:
            yield from one.all


def every_driver() -> QuerySet[Driver]:
    """All drivers and ideas, the removed ones too, with their project."""
    return Driver.objects.select_related(
        "project__participation__municipality", "project__participation__office", "parent"
    )


def kept_drivers() -> QuerySet[Driver]:
    """All drivers and ideas that are not removed, with their project."""
    return every_driver().filter(removed_at=None)


def diagram(project: Project) -> tuple[Box, ...]:
    """The primary drivers of a project with all that hangs under them. One query."""
    tried = Count("cycles", filter=Q(cycles__removed_at=None))
    rows = project.drivers.filter(removed_at=None).annotate(tried=tried).order_by("position", "pk")
    below: dict[int | None, list[Driver]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)

    def boxes(rows: Sequence[Driver]) -> tuple[Box, ...]:
        return tuple(
            Box(
                row,
                getattr(row, "tried", 0),
                place == 0,
                place == len(rows) - 1,
                boxes(below.get(row.pk, ())),
            )
            for place, row in enumerate(rows)
        )

    return boxes(below.get(None, ()))


def every_box(boxes: Sequence[Box]) -> Iterator[Box]:
    """All boxes of a diagram, each before what hangs under it."""
    for one in boxes:
        yield from one.all
