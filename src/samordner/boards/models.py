"""A table that somebody brought, on its way into the register of observations."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from samordner.access.grants import Walk
from samordner.files.models import File
from samordner.journal.deeds import Versioned
from samordner.places.models import Office
from samordner.programmes.models import Programme

TEXT_FILES = (".csv", ".txt", ".tsv")


class Import(Versioned):
    """A file with statuses of an office's municipalities: looked at, then accepted whole or not at all.

    `common` is what was typed once for all of its rows (see `importing.said_once.Common`). What the file says is
    always read anew from the file; `first` and `last` are the observations that accepting it made.
    """

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("import", "to be looked at")
        ACCEPTED = "accepted", pgettext_lazy("import", "accepted")

    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="imports")
    name = models.CharField(max_length=255)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="imports")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="imports")
    common: models.JSONField[Any, Any] = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=64)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.CharField(max_length=64, blank=True)
    registered = models.PositiveIntegerField(default=0)
    first = models.PositiveBigIntegerField(null=True, blank=True)
    last = models.PositiveBigIntegerField(null=True, blank=True)

    WALK = Walk(office="office__key")

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="import_accepted_at_a_moment",
                condition=Q(status="accepted", accepted_at__isnull=False)
                | Q(~Q(status="accepted"), accepted_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def was_pasted(self) -> bool:
        """Whether it came as cells that were pasted: those have no file of the person's behind them."""
        return self.file.media_type.startswith("text/") and not self.name.lower().endswith(TEXT_FILES)

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN
