"""The audit log: append-only and hash-chained. Holds ids and digests, never personal content."""

from __future__ import annotations

from django.db import models

from samordner.access.grants import Walk


class Entry(models.Model):
    """One deed: who (`actor`), did what (`verb`), to what (`kind`, `key`), when; chained to the entry before."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=64, blank=True)
    verb = models.CharField(max_length=64)
    kind = models.CharField(max_length=64)
    key = models.CharField(max_length=64)
    office = models.CharField(max_length=64, blank=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    WALK = Walk(office="office")

    class Meta:
        ordering = ["-number"]
        indexes = [models.Index(fields=["kind", "key", "-number"], name="entry_by_thing")]

    def __str__(self) -> str:
        return f"{self.number} {self.actor} {self.verb} {self.kind} {self.key}"


class Head(models.Model):
    """The end of the chain: one row, locked while an entry is added, so that two writers cannot fork it."""

    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.number} {self.digest}"
