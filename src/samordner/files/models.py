"""What people send in, kept as it came: the proof behind what was read from it."""

from __future__ import annotations

from django.db import models


class File(models.Model):
    """A file as it was received. Kept in the database, so that every web node and every backup has it."""

    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name
