"""What every page must know of the database it shows."""

from __future__ import annotations

from typing import Any

from django.db import models

from samordner.pages.prepared import Later, Prepared


class Demonstration(models.Model):
    """One row: this database holds the demonstration, and every page and print must say so.

    `day` is the day that its pages take for today. `parts` names what was loaded: each part once, so that
    what people have done with it since is never overwritten.
    """

    day = models.DateField()
    loaded_at = models.DateTimeField()
    parts: models.JSONField[Any, Any] = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"demonstration of {self.day:%Y-%m-%d}"


def demonstration() -> Demonstration | None:
    """What is shown is invented, and this is its day; None: it is not."""
    return next(iter(demonstration_later().rows), None)


def demonstration_later() -> Later[Demonstration]:
    """Asks for the row that says that what is shown is invented; there may be none."""
    return _demonstrations.later()


@Prepared
def _demonstrations() -> models.QuerySet[Demonstration]:
    return Demonstration.objects.order_by("pk")[:1]


def is_demonstration() -> bool:
    """Whether what is shown is invented."""
    return Demonstration.objects.exists()
