"""What a team was given, and what it has come to. What was not noted is unknown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from samordner.access.grants import Walk
from samordner.journal.deeds import Versioned
from samordner.networks.models.learning.cohorts import NAME, SHORT, Gathering, Kept
from samordner.networks.models.learning.teams import Team


class Guidance(Kept):
    """A guidance meeting of one team and its adviser. `said`: what was talked of and agreed; `why`: why it came to nothing."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("guidance meeting", "planned")
        HELD = "held", pgettext_lazy("guidance meeting", "held")
        CANCELLED = "cancelled", pgettext_lazy("guidance meeting", "called off")

    class How(models.TextChoices):
        VISIT = "visit", pgettext_lazy("guidance meeting", "at the team's")
        VIDEO = "video", pgettext_lazy("guidance meeting", "by video")
        PHONE = "phone", pgettext_lazy("guidance meeting", "by telephone")
        ELSEWHERE = "elsewhere", pgettext_lazy("guidance meeting", "elsewhere")

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="guidance")
    day = models.DateField(pgettext_lazy("guidance meeting", "day"))
    starts = models.TimeField(pgettext_lazy("guidance meeting", "from"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    how = models.CharField(
        pgettext_lazy("guidance meeting", "how"), max_length=10, choices=How.choices, blank=True
    )
    adviser = models.CharField(pgettext_lazy("guidance meeting", "adviser"), max_length=NAME, blank=True)
    said = models.TextField(pgettext_lazy("guidance meeting", "what was said and agreed"), blank=True)
    why = models.CharField(
        pgettext_lazy("guidance meeting", "why it was called off"), max_length=SHORT, blank=True
    )

    WALK = Walk(
        office="team__cohort__network__office__key", municipality="team__participation__municipality__code"
    )

    class Meta:
        ordering = ["day", "pk"]
        verbose_name = pgettext_lazy("learning", "guidance meeting")
        verbose_name_plural = pgettext_lazy("learning", "guidance meetings")
        indexes = [models.Index(fields=["team", "day"], name="guidance_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["planned", "held", "cancelled"]), name="guidance_in_a_state"
            ),
            models.CheckConstraint(
                condition=Q(why="") | Q(state="cancelled"), name="guidance_called_off_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.day.isoformat()}"

    def is_unwritten(self, day: date) -> bool:
        """Whether it was planned for a day that had passed on `day`, and nobody has said how it went."""
        return self.state == self.State.PLANNED and self.day < day


class Attendance(Versioned):
    """How many of a team were at a gathering, noted on the spot: `count` is 0 for none, None when nothing is known.

    What is noted here goes before what the meeting's own list of participants says.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="attendance")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="attendance")
    count = models.PositiveSmallIntegerField(null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=64)

    WALK = Walk(
        office="team__cohort__network__office__key", municipality="team__participation__municipality__code"
    )

    class Meta:
        ordering = ["gathering", "team", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["gathering", "team"], name="attendance_noted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.gathering_id}/{self.team_id}"


class ChecklistTick(models.Model):
    """What somebody said of one item of a phase's checklist; the latest stands. The database refuses changes.

    `item` is a key of the checklist; `answer` "" takes back what was said before.
    """

    class Answer(models.TextChoices):
        YES = "yes", pgettext_lazy("checklist", "in place")
        NO = "no", pgettext_lazy("checklist", "not in place")
        CLEARED = "", pgettext_lazy("checklist", "not said")

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="ticks")
    item = models.CharField(max_length=64)
    answer = models.CharField(max_length=5, choices=Answer.choices, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    WALK = Walk(
        office="team__cohort__network__office__key", municipality="team__participation__municipality__code"
    )

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["team", "item"], name="tick_of_item")]
        constraints = [models.CheckConstraint(condition=~Q(item=""), name="tick_of_something")]

    def __str__(self) -> str:
        return f"{self.team_id} {self.item} {self.answer}"


LEAST, BEST, HALF = Decimal("0.5"), Decimal("5.0"), Decimal("0.5")
SCORES: tuple[Decimal, ...] = tuple(HALF * step for step in range(1, 11))
"""What an assessment may say: 0.5, 1.0 … 5.0."""


class Assessment(models.Model):
    """How far a team has come on `day`, as it sees it itself (`by_team`) or as its adviser does. The database refuses changes.

    Of several for a day by the same side, the one made last stands.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="assessments")
    by_team = models.BooleanField()
    score: models.DecimalField[Any, Any] = models.DecimalField(max_digits=2, decimal_places=1)
    day = models.DateField()
    why = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    WALK = Walk(
        office="team__cohort__network__office__key", municipality="team__participation__municipality__code"
    )

    class Meta:
        ordering = ["day", "pk"]
        indexes = [models.Index(fields=["team", "by_team", "day"], name="assessment_latest")]
        constraints = [
            models.CheckConstraint(condition=Q(score__in=SCORES), name="assessment_in_halves"),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.score} {self.day.isoformat()}"
