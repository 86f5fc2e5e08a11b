"""The minutes of meetings, what was decided and who does what by when; and approved minutes, which never change."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.access.grants import Walk
from samordner.files.models import File
from samordner.journal.deeds import Versioned
from samordner.meetings.models import Meeting, ProgrammePoint
from samordner.participation.models import Observation
from samordner.support.models import Need


class Language(models.TextChoices):
    """The form of Norwegian that the printed minutes have their labels in."""

    NB = "nb", _("bokmål")
    NN = "nn", _("nynorsk")


class Minutes(Versioned):
    """The minutes of one meeting: written while it goes on, approved when they are right.

    `edition` is the one that is being written, or was approved last; `correcting` says what a later edition puts
    right. What each approved edition said is its `approval`. `present` is what was written of who was there, beside
    what is counted from the registrations.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    language = models.CharField(_("language of the labels"), max_length=2, choices=Language.choices)
    present = models.TextField(_("present"), blank=True)
    edition = models.PositiveIntegerField(default=1)
    correcting = models.TextField(_("what is corrected"), blank=True)
    approved = models.BooleanField(default=False)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=64)

    WALK = Walk(office="meeting__office__key")

    class Meta:
        ordering = ["-pk"]
        verbose_name = pgettext_lazy("meeting", "minutes")
        verbose_name_plural = pgettext_lazy("meeting", "minutes")
        constraints = [
            models.CheckConstraint(
                condition=Q(edition=1, correcting="") | (Q(edition__gt=1) & ~Q(correcting="")),
                name="minutes_a_later_edition_corrects_something",
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.edition}"


class Said(Versioned):
    """A point of the minutes: one of the meeting's programme points, or one that came up; and what was said.

    `follows_up`: the point in which the open tasks of earlier meetings are gone through. `title` is the point's own
    when the minutes were begun, and may be changed.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="points")
    point = models.ForeignKey(
        ProgrammePoint, on_delete=models.SET_NULL, related_name="said", null=True, blank=True
    )
    position = models.PositiveIntegerField()
    follows_up = models.BooleanField(default=False)
    title = models.CharField(_("heading"), max_length=300)
    text = models.TextField(_("text"), blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    written_by = models.CharField(max_length=64, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    WALK = Walk(office="minutes__meeting__office__key")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "point"], condition=Q(point__isnull=False), name="minutes_a_point_once"
            ),
            models.UniqueConstraint(
                fields=["minutes"], condition=Q(follows_up=True), name="minutes_follow_up_once"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="minutes_a_point_has_a_heading"),
        ]

    def __str__(self) -> str:
        return self.title


class Decision(Versioned):
    """What was decided in a point. `approved` is how it stood in the edition that was approved last; "": in none."""

    said = models.ForeignKey(Said, on_delete=models.PROTECT, related_name="decisions")
    text = models.TextField(_("decision"))
    approved = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)
    removed_at = models.DateTimeField(null=True, blank=True)

    WALK = Walk(office="said__minutes__meeting__office__key")

    class Meta:
        ordering = ["said__position", "pk"]
        verbose_name = pgettext_lazy("meeting", "decision")
        verbose_name_plural = pgettext_lazy("meeting", "decisions")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="minutes_decision_says_something")]

    def __str__(self) -> str:
        return self.text


class Task(Versioned):
    """What somebody is to do after a meeting. Where it stands follows from its days.

    `organisation` has it (`organisation_key`: as it is compared), and `account` (an account's id) if it is one
    person's. `met_again` is the meeting in which it was noted that it is done. `approved`: it stands in minutes that
    were approved once.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("task", "open")
        OVERDUE = "overdue", pgettext_lazy("task", "overdue")
        DONE = "done", pgettext_lazy("task", "done")
        DROPPED = "dropped", pgettext_lazy("task", "dropped")

    said = models.ForeignKey(Said, on_delete=models.PROTECT, related_name="tasks")
    text = models.TextField(pgettext_lazy("meeting", "task"))
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    organisation_key = models.CharField(max_length=600, blank=True, editable=False)
    account = models.CharField(max_length=64, blank=True)
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    done_on = models.DateField(pgettext_lazy("task", "done on"), null=True, blank=True)
    done_how = models.TextField(pgettext_lazy("task", "what was done"), blank=True)
    met_again = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="tasks_done", null=True, blank=True
    )
    dropped_on = models.DateField(pgettext_lazy("task", "dropped on"), null=True, blank=True)
    dropped_why = models.TextField(pgettext_lazy("task", "why dropped"), blank=True)
    approved = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)
    removed_at = models.DateTimeField(null=True, blank=True)

    WALK = Walk(office="said__minutes__meeting__office__key")

    class Meta:
        ordering = ["deadline", "pk"]
        verbose_name = pgettext_lazy("meeting", "task")
        verbose_name_plural = pgettext_lazy("meeting", "tasks")
        indexes = [
            models.Index(
                fields=["deadline"],
                name="minutes_task_due",
                condition=Q(done_on=None, dropped_on=None, removed_at=None),
            )
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="minutes_task_says_something"),
            models.CheckConstraint(
                condition=~Q(organisation="", account=""), name="minutes_task_is_somebodys"
            ),
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(dropped_on=None), name="minutes_task_done_or_dropped"
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=False) | Q(done_how="", met_again=None),
                name="minutes_task_done_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(dropped_on=None, dropped_why="") | (Q(dropped_on__isnull=False) & ~Q(dropped_why="")),
                name="minutes_task_dropped_with_a_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be done."""
        return self.done_on is not None or self.dropped_on is not None

    def state(self, day: date) -> State:
        """Where it stood at the end of `day`."""
        if self.done_on and self.done_on <= day:
            return self.State.DONE
        if self.dropped_on and self.dropped_on <= day:
            return self.State.DROPPED
        return self.State.OVERDUE if self.deadline and self.deadline < day else self.State.OPEN


class TaskStep(models.Model):
    """What was done with a task. Append-only: one that was reopened still says how it had been done."""

    class Kind(models.TextChoices):
        GIVEN = "given", pgettext_lazy("task", "given")
        CHANGED = "changed", pgettext_lazy("task", "changed")
        DONE = "done", pgettext_lazy("task", "done")
        DROPPED = "dropped", pgettext_lazy("task", "dropped")
        REOPENED = "reopened", pgettext_lazy("task", "opened again")

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    day = models.DateField()
    words = models.TextField(blank=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    WALK = Walk(office="task__said__minutes__meeting__office__key")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.task_id} {self.kind} {self.day}"


class MinutesNeed(models.Model):
    """A need that a municipality raised in a point."""

    said = models.ForeignKey(Said, on_delete=models.PROTECT, related_name="raised")
    need = models.OneToOneField(Need, on_delete=models.PROTECT, related_name="raised_in")

    WALK = Walk(office="said__minutes__meeting__office__key")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.said_id} {self.need_id}"


class MinutesObservation(models.Model):
    """What became known of a municipality in a point. The observation names the meeting as its source."""

    said = models.ForeignKey(Said, on_delete=models.PROTECT, related_name="observed")
    observation = models.OneToOneField(Observation, on_delete=models.PROTECT, related_name="said_in")

    WALK = Walk(office="said__minutes__meeting__office__key")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.said_id} {self.observation_id}"


class Approval(models.Model):
    """That an edition of the minutes was approved, and the files as they were. The database refuses changes.

    `number` is that of the journal's entry, which no other deed has. `data` is the edition as JSON, from which the
    page is drawn.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="approvals")
    edition = models.PositiveIntegerField()
    number = models.PositiveBigIntegerField(unique=True)
    approved_on = models.DateField()
    approved_at = models.DateTimeField()
    approved_by = models.CharField(max_length=64)
    data = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    page = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    docx = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    pdf = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")

    WALK = Walk(office="minutes__meeting__office__key")

    class Meta:
        ordering = ["-edition"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "edition"], name="minutes_edition_approved_once"),
            models.CheckConstraint(condition=Q(edition__gte=1), name="minutes_editions_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class Sending(models.Model):
    """That approved minutes were sent to so many. The letters themselves are in the outbox. Append-only."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="sendings")
    number = models.PositiveBigIntegerField(unique=True)
    letters = models.PositiveIntegerField()
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=64)

    WALK = Walk(office="approval__minutes__meeting__office__key")

    class Meta:
        ordering = ["-number"]
        constraints = [models.CheckConstraint(condition=Q(letters__gte=1), name="minutes_sent_to_somebody")]

    def __str__(self) -> str:
        return f"{self.number}"
