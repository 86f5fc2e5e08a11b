"""A document being read into registers, and the numbers that a plan states."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samordner.access.grants import Walk
from samordner.files.models import File
from samordner.journal.deeds import Versioned
from samordner.places.models import Office
from samordner.plans.models import Plan, Timed
from samordner.programmes.models import Programme


class PlanReading(Versioned):
    """A document read for an office and a programme, with a person's corrections; accepted whole or not at all.

    `name` is what those who gave the document call it: another office may have given the same file under its own.
    `result` is what was read after the corrections, as `Reading.as_json` gives it: what the preview shows. It can
    always be made again from the file and the corrections.
    `into` is the plan that a person chose for it, `as_new` that it shall become one of its own; neither: the plan
    that it is another reading of, if there is one. `choices` says row by row what a person chose (see `comparing`).
    `undoing` is what undoing its acceptance needs (see `snapshots`); empty while it is not accepted.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("to be looked at")
        ACCEPTED = "accepted", _("accepted")
        DROPPED = "dropped", _("dropped")

    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="readings")
    name = models.CharField(max_length=255)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="readings")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="readings")
    corrections: models.JSONField[Any, Any] = models.JSONField(default=list)
    result: models.JSONField[Any, Any] = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=64)
    accepted_at = models.DateTimeField(null=True, blank=True)
    plan = models.ForeignKey(Plan, on_delete=models.SET_NULL, null=True, blank=True, related_name="readings")
    into = models.ForeignKey(Plan, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    as_new = models.BooleanField(default=False)
    choices: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    undoing: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)

    WALK = Walk(office="office__key")

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="reading_accepted_at_a_moment",
                condition=Q(status="accepted", accepted_at__isnull=False)
                | Q(~Q(status="accepted"), accepted_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN


class Claim(Timed):
    """A number of municipalities that a plan states, kept with its day: "7 of 26 have adopted".

    `subject` and `values` say which observations it can be held against: by the programme's own rules, or chosen by a
    person; empty: none. The period is the day it is stated for, as written.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="claims")
    position = models.PositiveIntegerField()
    text = models.TextField()
    numerator = models.PositiveIntegerField()
    denominator = models.PositiveIntegerField(null=True, blank=True)
    chapter = models.PositiveIntegerField(null=True, blank=True)
    subject = models.CharField(max_length=64, blank=True)
    values: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    inferred: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)

    WALK = Walk(office="plan__office__key")

    class Meta(Timed.Meta):
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator or '?'}"
