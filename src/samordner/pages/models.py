"""What every page must know of the database it shows."""

from __future__ import annotations

from django.db import models


class Demonstration(models.Model):
    """One row: this database holds the demonstration, and every page and print must say so."""

    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"demonstration of {self.loaded_at:%Y-%m-%d}"


def is_demonstration() -> bool:
    """Whether what is shown is invented."""
    return Demonstration.objects.exists()
