"""What help a municipality asks for, what was done, and the money it applied for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from samordner.access.grants import Walk
from samordner.journal.keeping import Removable
from samordner.participation.models import Participation


class Kept(Removable):
    """A row of one municipality that people may edit. Removed, it stays to be brought back."""

    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)

    WALK = Walk(office="participation__office__key", municipality="participation__municipality__code")

    class Meta:
        abstract = True


class Status(models.TextChoices):
    """Where a need stands. Derived from its days, never stored."""

    OPEN = "open", pgettext_lazy("need", "open")
    TAKEN = "taken", pgettext_lazy("need", "taken")
    DONE = "done", pgettext_lazy("need", "helped")
    CLOSED = "closed", pgettext_lazy("need", "closed without help")


class Where(models.TextChoices):
    """Where it was said."""

    DIALOGUE_MEETING = "dialogue_meeting", pgettext_lazy("need", "dialogue meeting")
    MEETING = "meeting", pgettext_lazy("need", "meeting")
    CONTACT = "contact", pgettext_lazy("need", "contact person")
    SURVEY = "survey", pgettext_lazy("need", "survey")
    LETTER = "letter", pgettext_lazy("need", "letter or e-mail")
    VISIT = "visit", pgettext_lazy("need", "visit")
    OTHER = "other", pgettext_lazy("need", "elsewhere")


class Outcome(models.TextChoices):
    """How a need ended."""

    HELPED = "helped", pgettext_lazy("need", "helped")
    PARTLY = "partly", pgettext_lazy("need", "partly helped")
    REFERRED = "referred", pgettext_lazy("need", "not ours, referred")
    NO_LONGER = "no_longer", pgettext_lazy("need", "no longer needed")


HELPED = (Outcome.HELPED, Outcome.PARTLY)


class Need(Kept):
    """What help a municipality asked for: when, where it was said, who took it, and how it ended.

    `theme`, `sector` and `solutions` are keys of the programme ("" or none: not said). `raised_by` is a role,
    never a name. `taken_by` is an organisation, `taken_account` an account's id if one person has it.
    """

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="needs")
    theme = models.CharField(max_length=64, blank=True)
    sector = models.CharField(max_length=64, blank=True)
    text = models.TextField()
    wanted = models.TextField(blank=True)
    solutions: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    raised_on = models.DateField()
    raised_where = models.CharField(max_length=20, choices=Where.choices)
    raised_reference = models.CharField(max_length=200, blank=True)
    raised_by = models.CharField(max_length=100, blank=True)
    taken_by = models.CharField(max_length=200, blank=True)
    taken_account = models.CharField(max_length=64, blank=True)
    taken_on = models.DateField(null=True, blank=True)
    deadline = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    referred_to = models.CharField(max_length=200, blank=True)
    closing = models.TextField(blank=True)

    class Meta:
        ordering = ["raised_on", "pk"]
        indexes = [models.Index(fields=["participation", "raised_on"], name="need_raised")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="need_says_something"),
            models.CheckConstraint(
                condition=Q(taken_by="", taken_on=None) | (~Q(taken_by="") & Q(taken_on__isnull=False)),
                name="need_taken_by_someone_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", closed_on=None) | (~Q(outcome="") & Q(closed_on__isnull=False)),
                name="need_closed_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=(Q(taken_on=None) | Q(taken_on__gte=F("raised_on")))
                & (Q(closed_on=None) | Q(closed_on__gte=F("raised_on"))),
                name="need_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def status(self, day: date) -> Status:
        """Where it stood at the end of `day`."""
        if self.closed_on and self.closed_on <= day:
            return Status.DONE if self.outcome in HELPED else Status.CLOSED
        return Status.TAKEN if self.taken_on and self.taken_on <= day else Status.OPEN

    def is_overdue(self, day: date) -> bool:
        """Whether its deadline had passed on `day` and it was not closed."""
        closed = self.closed_on is not None and self.closed_on <= day
        return self.deadline is not None and self.deadline < day and not closed

    def age(self, day: date) -> int:
        """For how many days it had waited on `day`, or until it was closed."""
        return (min(day, self.closed_on or day) - self.raised_on).days


class Step(models.Model):
    """What was done with a need itself. Append-only: a reopened need still says how it was closed."""

    class Kind(models.TextChoices):
        RAISED = "raised", pgettext_lazy("need", "raised")
        TAKEN = "taken", pgettext_lazy("need", "taken")
        HANDED_OVER = "handed_over", pgettext_lazy("need", "handed over")
        CLOSED = "closed", pgettext_lazy("need", "closed")
        REOPENED = "reopened", pgettext_lazy("need", "reopened")

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    day = models.DateField()
    organisation = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    words = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)

    WALK = Walk(
        office="need__participation__office__key", municipality="need__participation__municipality__code"
    )

    class Meta:
        ordering = ["day", "recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.need_id} {self.kind} {self.day}"


class Support(Kept):
    """Help given to a municipality on a day: on one of its needs, or on its own."""

    class Kind(models.TextChoices):
        GUIDANCE = "guidance", pgettext_lazy("support", "guidance")
        VISIT = "visit", pgettext_lazy("support", "visit")
        CALL = "call", pgettext_lazy("support", "call")
        MEETING = "meeting", pgettext_lazy("support", "meeting")
        COURSE = "course", pgettext_lazy("support", "course")
        MATERIAL = "material", pgettext_lazy("support", "material")
        NETWORK = "network", pgettext_lazy("support", "network")
        OTHER = "other", pgettext_lazy("support", "other help")

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="help")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, null=True, blank=True, related_name="help")
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    organisation = models.CharField(max_length=200)
    hours = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["participation", "day"], name="support_day")]
        constraints = [
            models.CheckConstraint(condition=Q(hours=None) | Q(hours__gt=0), name="support_takes_time"),
            models.CheckConstraint(condition=~Q(organisation=""), name="support_given_by_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day}"


class Grant(Kept):
    """Money a municipality applied for: whole kroner. `scheme` is a key of the programme, or `scheme_name` is
    written freely. Granted nothing is a rejection.
    """

    class Status(models.TextChoices):
        APPLIED = "applied", pgettext_lazy("grant", "applied for")
        REJECTED = "rejected", pgettext_lazy("grant", "rejected")
        GRANTED = "granted", pgettext_lazy("grant", "granted")
        REPORTED = "reported", pgettext_lazy("grant", "reported on")

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="grants")
    scheme = models.CharField(max_length=64, blank=True)
    scheme_name = models.CharField(max_length=200, blank=True)
    year = models.PositiveSmallIntegerField()
    applied_on = models.DateField(null=True, blank=True)
    applied = models.PositiveBigIntegerField(null=True, blank=True)
    granted_on = models.DateField(null=True, blank=True)
    granted = models.PositiveBigIntegerField(null=True, blank=True)
    used = models.PositiveBigIntegerField(null=True, blank=True)
    reported_on = models.DateField(null=True, blank=True)
    case_number = models.CharField(max_length=60, blank=True)
    link = models.URLField(max_length=500, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-year", "pk"]
        indexes = [models.Index(fields=["participation", "year"], name="grant_year")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(scheme="") & ~Q(scheme_name="")) | (~Q(scheme="") & Q(scheme_name="")),
                name="grant_of_one_scheme",
            ),
            models.CheckConstraint(
                condition=Q(used=None) | Q(granted__isnull=False, used__lte=F("granted")),
                name="grant_used_within_what_was_granted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme or self.scheme_name} {self.year}"

    @property
    def status(self) -> Status:
        if self.granted == 0:
            return self.Status.REJECTED
        if self.reported_on:
            return self.Status.REPORTED
        return self.Status.GRANTED if self.granted is not None else self.Status.APPLIED
