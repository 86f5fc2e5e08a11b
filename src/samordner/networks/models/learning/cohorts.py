"""Cohorts, and the gatherings of each."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.access.grants import Walk
from samordner.journal.keeping import Removable
from samordner.meetings.models import Meeting, State
from samordner.networks.models.network import RunningNetwork

NAME, SHORT, MOST = 200, 300, 40
"""A name's length, that of a line, and the most gatherings or guidance meetings that anyone plans."""


class Kept(Removable):
    """A row that people may edit. Removed, it stays to be brought back."""

    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    class Meta:
        abstract = True


class Cohort(Kept):
    """Teams that go through a learning network together, from `since` until `until` (exclusive). Cohorts may overlap.

    `gatherings_planned`: how many gatherings there are to be; `guidance_least`: each team gets so many guidance meetings
    between them, at least.
    """

    network = models.ForeignKey(RunningNetwork, on_delete=models.PROTECT, related_name="cohorts")
    name = models.CharField(pgettext_lazy("cohort", "name"), max_length=NAME)
    since = models.DateField(pgettext_lazy("cohort", "begins"))
    until = models.DateField(pgettext_lazy("cohort", "ends"), null=True, blank=True)
    gatherings_planned = models.PositiveSmallIntegerField(_("number of gatherings"), default=4)
    guidance_least = models.PositiveSmallIntegerField(
        _("guidance meetings for each team, at least"), default=4
    )
    about = models.TextField(_("about the cohort"), blank=True)

    WALK = Walk(office="network__office__key", municipality="teams__participation__municipality__code")

    class Meta:
        ordering = ["-since", "name", "pk"]
        verbose_name = pgettext_lazy("learning", "cohort")
        verbose_name_plural = pgettext_lazy("learning", "cohorts")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="cohort_has_a_name"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="cohort_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(
                    gatherings_planned__gte=1, gatherings_planned__lte=MOST, guidance_least__lte=MOST
                ),
                name="cohort_of_a_size",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Gathering(Kept):
    """A gathering of a cohort, number `ordinal`. It is a meeting of the apparatus (`meeting`), or has a `day` of its own.

    Of a meeting the day, the place, the programme and the participants stand there, and nowhere else. `called_off` is
    said only of one that is no meeting; `minutes` is how long such a one lasts. `homework` is what the teams do until
    `homework_due`.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="gatherings")
    ordinal = models.PositiveSmallIntegerField(pgettext_lazy("gathering", "number"))
    meeting = models.ForeignKey(
        Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="gatherings"
    )
    day = models.DateField(pgettext_lazy("gathering", "day"), null=True, blank=True)
    called_off = models.BooleanField(pgettext_lazy("gathering", "called off"), default=False)
    topic = models.CharField(pgettext_lazy("gathering", "topic"), max_length=SHORT, blank=True)
    homework = models.TextField(pgettext_lazy("gathering", "homework"), blank=True)
    homework_due = models.DateField(pgettext_lazy("gathering", "homework due"), null=True, blank=True)
    note = models.TextField(pgettext_lazy("gathering", "note"), blank=True)

    WALK = Walk(
        office="cohort__network__office__key",
        municipality="cohort__teams__participation__municipality__code",
    )

    class Meta:
        ordering = ["cohort", "ordinal", "pk"]
        verbose_name = pgettext_lazy("learning", "gathering")
        verbose_name_plural = pgettext_lazy("learning", "gatherings")
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "ordinal"], condition=Q(removed_at=None), name="gathering_number_once"
            ),
            models.UniqueConstraint(
                fields=["cohort", "meeting"], condition=Q(removed_at=None), name="gathering_of_a_meeting_once"
            ),
            models.CheckConstraint(condition=Q(ordinal__gte=1), name="gathering_counts_from_one"),
            models.CheckConstraint(
                condition=Q(meeting=None) | Q(day=None, called_off=False), name="gathering_has_one_day"
            ),
            models.CheckConstraint(
                condition=Q(homework_due=None) | ~Q(homework=""), name="gathering_homework_is_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id}/{self.ordinal}"

    @property
    def on(self) -> date | None:
        """The day that it begins; None as long as that is not settled. Reads `meeting`."""
        return self.meeting.day if self.meeting else self.day

    @property
    def is_off(self) -> bool:
        """Whether it came to nothing: the meeting is cancelled or put off, or it was called off. Reads `meeting`."""
        if self.meeting:
            return self.meeting.removed_at is not None or self.meeting.state in {
                State.CANCELLED, State.POSTPONED,
            }  # fmt: skip
        return self.called_off

    def has_been(self, day: date) -> bool:
        """Whether it has been by `day`: its day has come, and it was not called off. Reads `meeting`."""
        on = self.on
        return on is not None and on <= day and not self.is_off
