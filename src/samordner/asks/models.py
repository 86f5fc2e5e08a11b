"""Everything that anyone asks of municipalities: what, by whom, with how much work, and of which of them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from samordner.access.grants import Walk
from samordner.journal.deeds import Versioned
from samordner.participation.models import Participation
from samordner.places.models import Office
from samordner.programmes.models import Programme


class Kind(models.TextChoices):
    """What is asked for."""

    REPORT = "report", pgettext_lazy("ask", "report")
    SURVEY = "survey", pgettext_lazy("ask", "survey")
    MEETING = "meeting", pgettext_lazy("ask", "meeting")
    LETTER = "letter", pgettext_lazy("ask", "letter to answer")
    DATA = "data", pgettext_lazy("ask", "figures")
    VISIT = "visit", pgettext_lazy("ask", "visit")
    OTHER = "other", pgettext_lazy("ask", "other")


class Ask(Versioned):
    """An organisation asks something of municipalities of an office, within a programme.

    `minutes` is the estimated work of each municipality. `audience` says in words how the recipients were
    chosen. The work is counted in the month of the deadline; without one, in the month that it was sent. One that
    was merged into another is no work any more: the other is.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="asks")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="asks")
    asked_by = models.CharField(pgettext_lazy("ask", "asked by"), max_length=200)
    title = models.CharField(pgettext_lazy("ask", "what is asked"), max_length=200)
    why = models.TextField(pgettext_lazy("ask", "why"), blank=True)
    kind = models.CharField(pgettext_lazy("ask", "kind"), max_length=10, choices=Kind.choices)
    minutes = models.PositiveIntegerField(pgettext_lazy("ask", "minutes of work for each"))
    sent = models.DateField(pgettext_lazy("ask", "sent, or opens"))
    deadline = models.DateField(pgettext_lazy("ask", "deadline"), null=True, blank=True)
    link = models.URLField(pgettext_lazy("ask", "link"), max_length=500, blank=True)
    source = models.CharField(pgettext_lazy("ask", "where it is said"), max_length=300, blank=True)
    audience = models.CharField(max_length=300, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)

    WALK = Walk(office="office__key", municipality="recipients__participation__municipality__code")

    class Meta:
        ordering = ["-sent", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="ask_has_a_title"),
            models.CheckConstraint(condition=~Q(asked_by=""), name="ask_has_someone_who_asks"),
            models.CheckConstraint(
                condition=Q(deadline=None) | Q(deadline__gte=F("sent")), name="ask_due_after_it_is_sent"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="ask_not_merged_into_itself"
            ),
        ]
        verbose_name = pgettext_lazy("ask", "request")
        verbose_name_plural = pgettext_lazy("ask", "requests")

    def __str__(self) -> str:
        return self.title

    @property
    def due(self) -> date:
        """The day that the work is counted on: the deadline, else the day it was sent."""
        return self.deadline or self.sent


class AskMerge(models.Model):
    """Two asks became one: `closed` went into `kept`, whose minutes were `minutes_before` and became `minutes_after`.

    Undone: they were taken apart again.
    """

    kept = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="merges")
    closed = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="closings")
    minutes_before = models.PositiveIntegerField()
    minutes_after = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=64, blank=True)

    WALK = Walk(office="kept__office__key")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["closed"], condition=Q(undone_at=None), name="ask_merged_into_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.closed_id} → {self.kept_id}"


class AskRecipient(models.Model):
    """One municipality that is asked. Withdrawn: it need not answer, and it is no work for it any more. Closed: nobody
    there answered, and it is too late; it was asked all the same, and has not said no.

    `merged_by`: it came to be asked this when another ask was merged into it.
    """

    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="recipients")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="asked")
    answered_on = models.DateField(pgettext_lazy("ask", "answered"), null=True, blank=True)
    withdrawn_on = models.DateField(pgettext_lazy("ask", "withdrawn"), null=True, blank=True)
    withdrawn_why = models.CharField(pgettext_lazy("ask", "why withdrawn"), max_length=300, blank=True)
    closed_on = models.DateField(pgettext_lazy("ask", "closed without an answer"), null=True, blank=True)
    merged_by = models.ForeignKey(
        AskMerge, on_delete=models.PROTECT, null=True, blank=True, related_name="brought"
    )

    WALK = Walk(office="participation__office__key", municipality="participation__municipality__code")

    class Meta:
        ordering = ["participation__municipality__sort_key", "participation__municipality__code"]
        constraints = [
            models.UniqueConstraint(fields=["ask", "participation"], name="ask_goes_to_each_once"),
            models.CheckConstraint(
                condition=Q(answered_on=None, withdrawn_on=None)
                | Q(answered_on=None, closed_on=None)
                | Q(withdrawn_on=None, closed_on=None),
                name="ask_stands_one_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ask_id} → {self.participation_id}"

    def state_on(self, day: date) -> str:
        """How it stood on `day`: answered, withdrawn, unanswered (closed), late (past the deadline) or open."""
        if self.answered_on and self.answered_on <= day:
            return "answered"
        if self.withdrawn_on and self.withdrawn_on <= day:
            return "withdrawn"
        if self.closed_on and self.closed_on <= day:
            return "unanswered"
        return "late" if self.ask.deadline and self.ask.deadline < day else "open"
