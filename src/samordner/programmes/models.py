"""The programmes that this installation knows, and every edition of what they say."""

from __future__ import annotations

from django.db import models

from samordner.access.grants import Walk


class Programme(models.Model):
    """A reform, known by its key. What it says lies in its editions."""

    key = models.CharField(max_length=64, unique=True)

    WALK = Walk()

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key


class Edition(models.Model):
    """The whole content of a programme as it was loaded once. The database refuses to change or remove it.

    `number` counts from 1 within the programme; `text` is the canonical JSON, `digest` its SHA-256.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    text = models.TextField()
    loaded_at = models.DateTimeField()

    WALK = Walk()

    class Meta:
        ordering = ["programme", "number"]
        get_latest_by = "number"
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="edition_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} edition {self.number}"
