"""Meetings of the support apparatus: when, where, who arranges them, what is on the programme, and what became of them.

The rows of a plan's meeting table and the meetings are one and the same: a meeting that stands in a plan has it in
`plan`, another has none.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime, time
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from samordner.access.grants import Walk
from samordner.journal.deeds import Versioned
from samordner.places.models import Office
from samordner.plans.models import Followed, PeriodMeasure, Plan, RegisterRow, RowManager, Timed
from samordner.programmes.models import Programme
from samordner.timeline.moments import NORWAY


def new_secret() -> str:
    """Letters that nobody can guess, for addresses that are told to few."""
    return secrets.token_urlsafe(18)


class Unit(models.TextChoices):
    """What a series is counted in."""

    WEEKS = "weeks", pgettext_lazy("series", "weeks")
    MONTHS = "months", pgettext_lazy("series", "months")
    YEARS = "years", pgettext_lazy("series", "years")


class Series(models.Model):
    """Meetings that come again: every `step` weeks, months or years from `first`, `times` in all.

    A month that lacks the day is met on its last. Each date is a meeting of its own, which may be moved or cancelled.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="meeting_series")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="meeting_series")
    title = models.CharField(pgettext_lazy("series", "name"), max_length=200)
    unit = models.CharField(pgettext_lazy("series", "unit"), max_length=10, choices=Unit.choices)
    step = models.PositiveSmallIntegerField(pgettext_lazy("series", "every"), default=1)
    first = models.DateField(pgettext_lazy("series", "first day"))
    times = models.PositiveSmallIntegerField(pgettext_lazy("series", "how many times"))
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    secret = models.CharField(max_length=40, unique=True, default=new_secret, editable=False)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    WALK = Walk(office="office__key")

    class Meta:
        ordering = ["first", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="series_has_a_name"),
            models.CheckConstraint(condition=Q(step__gte=1, times__gte=1), name="series_goes_on"),
        ]

    def __str__(self) -> str:
        return self.title


class MeetingManager(RowManager["Meeting"]):
    """Meetings that know the programme's newest edition."""

    programme = "programme"


class State(models.TextChoices):
    """How far a meeting has come. Derived, never stored."""

    PLANNED = "planned", pgettext_lazy("meeting", "planned")
    INVITED = "invited", pgettext_lazy("meeting", "invited")
    HELD = "held", pgettext_lazy("meeting", "held")
    POSTPONED = "postponed", pgettext_lazy("meeting", "postponed, no new day")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")


STATES: dict[str, State] = {
    Followed.Status.DONE: State.HELD,
    Followed.Status.DROPPED: State.CANCELLED,
    Followed.Status.POSTPONED: State.POSTPONED,
}
"""The status of a plan's row → what it says of a meeting. Any other: planned, or invited when it was announced."""


class Meeting(RegisterRow, Timed, Followed):
    """A meeting; its topic may not be settled yet, nor its day.

    `kind` is a key of the programme's meeting kinds ("": not said), `areas` and `solutions` are keys of the programme.
    The period is the day or days, or what is known of them ("Vår 2021"); `starts` is the time on the first day and
    `ends` on the last, by the clock in Norway. `prepared_by` is the group that prepares it, one name a line.
    `minutes_each` is the estimated work of each municipality that is invited. `announced_at` is when the first
    invitation went out; `sequence` counts what those who were invited must be told anew. `touched_at` is when a deed
    on the meeting itself was done last.
    """

    plan: Any = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="meetings")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="meetings")
    topic = models.TextField(blank=True)
    kind = models.CharField(max_length=64, blank=True)
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=300, blank=True)
    link = models.URLField(max_length=500, blank=True)
    about = models.TextField(blank=True)
    prepared_by = models.TextField(blank=True)
    areas: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    solutions: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    measures = models.ManyToManyField(PeriodMeasure, related_name="meetings", blank=True)
    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    series_day = models.DateField(null=True, blank=True)
    minutes_each = models.PositiveIntegerField(default=0)
    announced_at = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    secret = models.CharField(max_length=40, unique=True, default=new_secret, editable=False)
    touched_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[MeetingManager] = MeetingManager()

    WALK = Walk(office="office__key", organisation="filled_by_key")

    class Meta(RegisterRow.Meta, Timed.Meta):
        constraints = [
            *Timed.Meta.constraints,
            models.UniqueConstraint(
                fields=["series", "series_day"], name="meeting_once_on_a_day_of_a_series"
            ),
            models.CheckConstraint(
                condition=Q(series=None, series_day=None) | Q(series__isnull=False, series_day__isnull=False),
                name="meeting_of_a_series_has_its_day",
            ),
        ]
        indexes = [models.Index(fields=["office", "period_start"], name="meeting_office_day")]

    def __str__(self) -> str:
        return self.topic.strip().split("\n")[0]

    @property
    def begun(self) -> bool:
        """Whether something was done with the meeting itself: whatever a plan says, it is this one."""
        return self.announced_at is not None or self.touched_at is not None

    @property
    def state(self) -> State:
        return STATES.get(self.status_key) or (State.INVITED if self.announced_at else State.PLANNED)

    @property
    def has_day(self) -> bool:
        """Whether it is known exactly on which day it begins: one day, or up to a week of them."""
        start, end = self.period_start, self.period_end
        return start is not None and end is not None and (end - start).days < 7

    @property
    def day(self) -> date | None:
        """The first day; None when it is not known exactly."""
        return self.period_start if self.has_day else None

    @property
    def last_day(self) -> date | None:
        return self.period_end if self.has_day else None

    @property
    def begins_at(self) -> datetime | None:
        """When it begins, by the clock in Norway; None without an exact day and time."""
        return _moment(self.day, self.starts)

    @property
    def ends_at(self) -> datetime | None:
        return _moment(self.last_day, self.ends)

    @property
    def preparers(self) -> tuple[str, ...]:
        """Those who prepare it, name by name."""
        return tuple(name for line in self.prepared_by.splitlines() if (name := line.strip()))


def _moment(day: date | None, clock: time | None) -> datetime | None:
    return datetime.combine(day, clock, NORWAY) if day and clock else None


class Organiser(models.Model):
    """An organisation that arranges a meeting. `organisation_key`: as it is compared."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="organisers")
    position = models.PositiveSmallIntegerField()
    organisation = models.CharField(max_length=200)
    organisation_key = models.CharField(max_length=600)

    WALK = Walk(office="meeting__office__key")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(organisation_key=""), name="organiser_is_someone"),
            models.UniqueConstraint(fields=["meeting", "organisation_key"], name="organiser_once"),
        ]

    def __str__(self) -> str:
        return self.organisation


class ProgrammePoint(Versioned):
    """A point of a meeting's programme: what, who is responsible, when it begins, and how many minutes it takes."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(pgettext_lazy("programme point", "what"), max_length=300)
    responsible = models.CharField(
        pgettext_lazy("programme point", "responsible"), max_length=200, blank=True
    )
    starts = models.TimeField(pgettext_lazy("programme point", "from"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        pgettext_lazy("programme point", "minutes"), null=True, blank=True
    )
    text = models.TextField(pgettext_lazy("programme point", "more about it"), blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    WALK = Walk(office="meeting__office__key")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="programme_point_says_what")]

    def __str__(self) -> str:
        return self.title


class MeetingStep(models.Model):
    """What was done with a meeting. Append-only: a meeting that was moved still says where it was.

    `day_…` are the period's labels and first days, `time_…` the clock as "09:00–11:30", before and after.
    """

    class Kind(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("meeting step", "planned")
        CHANGED = "changed", pgettext_lazy("meeting step", "changed")
        ANNOUNCED = "announced", pgettext_lazy("meeting step", "invited")
        MOVED = "moved", pgettext_lazy("meeting step", "moved")
        POSTPONED = "postponed", pgettext_lazy("meeting step", "postponed")
        CANCELLED = "cancelled", pgettext_lazy("meeting step", "cancelled")
        HELD = "held", pgettext_lazy("meeting step", "held")
        REOPENED = "reopened", pgettext_lazy("meeting step", "taken up again")
        REMOVED = "removed", pgettext_lazy("meeting step", "removed")
        RESTORED = "restored", pgettext_lazy("meeting step", "brought back")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    label_before = models.TextField(blank=True)
    label_after = models.TextField(blank=True)
    day_before = models.DateField(null=True, blank=True)
    day_after = models.DateField(null=True, blank=True)
    time_before = models.CharField(max_length=20, blank=True)
    time_after = models.CharField(max_length=20, blank=True)
    place_before = models.CharField(max_length=300, blank=True)
    place_after = models.CharField(max_length=300, blank=True)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    WALK = Walk(office="meeting__office__key")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.kind} {self.at:%Y-%m-%d}"
