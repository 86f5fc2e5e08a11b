"""What holds for a while: since a day, until another day that is no longer in it."""

from __future__ import annotations

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q

M = TypeVar("M", bound=models.Model)


def holding(day: date, path: str = "") -> Q:
    """The lasting rows that hold on `day`, as a filter (reached by `path`: "areas__")."""
    return overlap(day, None, path) & (Q(**{f"{path}since": None}) | Q(**{f"{path}since__lte": day}))


def overlap(start: date | None, end: date | None, path: str = "") -> Q:
    """The lasting rows that hold on at least one day from `start` until `end` (exclusive; None: no limit)."""
    found = Q()
    if start is not None:
        found &= Q(**{f"{path}until": None}) | Q(**{f"{path}until__gt": start})
    if end is not None:
        found &= Q(**{f"{path}since": None}) | Q(**{f"{path}since__lt": end})
    return found


class LastingQuerySet(models.QuerySet[M]):
    def as_of(self, day: date) -> Self:
        """The rows that hold on `day`."""
        return self.filter(holding(day))

    def overlapping(self, start: date | None, end: date | None) -> Self:
        """The rows that hold on at least one day from `start` until `end` (exclusive; None: no limit)."""
        return self.filter(overlap(start, end))


class Lasting(models.Model):
    """A row that holds from `since` until `until` (exclusive). No since: as far back as anyone asks; no
    until: still.

    A model with a Meta of its own inherits `Lasting.Meta`, or repeats its constraint, so that no row ends
    before it begins.
    """

    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    objects = LastingQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=Q(until__gt=F("since")), name="%(app_label)s_%(class)s_ends_after_it_begins"
            ),
        )

    def holds(self, day: date) -> bool:
        """Whether the row holds on `day`."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)
