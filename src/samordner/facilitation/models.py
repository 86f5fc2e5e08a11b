"""What the facilitator notes: that a team was called, and what was said."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from samordner.access.grants import Walk
from samordner.journal.keeping import Removable
from samordner.networks.models import Team


def monday(day: date) -> date:
    """The Monday of the week that `day` lies in."""
    return day - timedelta(days=day.weekday())


class Call(Removable):
    """Somebody of the apparatus talked with a team on `day`: then it needs no call for the rest of that week.

    `week` is the Monday. `reasons`: keys of why the team was to be called, as they stood when it was noted. `said` is about
    the work, never about persons. Only the office reads it. Removed, it stays to be brought back.
    """

    class How(models.TextChoices):
        PHONE = "phone", pgettext_lazy("call", "by telephone")
        VIDEO = "video", pgettext_lazy("call", "by video")
        MAIL = "mail", pgettext_lazy("call", "by e-mail")
        VISIT = "visit", pgettext_lazy("call", "at the team's")

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="calls")
    day = models.DateField()
    week = models.DateField()
    how = models.CharField(max_length=10, choices=How.choices)
    said = models.TextField(blank=True)
    reasons: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=64)

    WALK = Walk(office="team__cohort__network__office__key")

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["team", "week"], name="call_of_week")]
        constraints = [
            models.CheckConstraint(condition=Q(week__lte=F("day")), name="facilitation_call_in_its_week"),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.day.isoformat()}"
