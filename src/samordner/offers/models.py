"""Rounds of meetings that were proposed for those who had not been offered something: which meeting is for whom."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from samordner.access.grants import Walk
from samordner.meetings.models import Meeting
from samordner.participation.models import Participation
from samordner.places.models import Office
from samordner.programmes.models import Programme


class Round(models.Model):
    """Meetings made at once out of a proposal, for an offer of the programme. Undone: its meetings are removed.

    `since` is the first day of the offer's window that it was made for; `grouped` says in words how the groups came to be.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="offer_rounds")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="offer_rounds")
    offer = models.CharField(max_length=64)
    since = models.DateField()
    grouped = models.CharField(pgettext_lazy("round", "grouped by"), max_length=300, blank=True)
    form = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=64, blank=True)

    WALK = Walk(office="office__key")

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(offer=""), name="offers_round_is_of_an_offer")]

    def __str__(self) -> str:
        return f"{self.offer} {self.made_at:%Y-%m-%d}"


class RoundMeeting(models.Model):
    """A meeting of a round, and what its group was called."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="meetings")
    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="offer_round")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)

    WALK = Walk(office="round__office__key")

    class Meta:
        ordering = ["round", "position"]

    def __str__(self) -> str:
        return self.name


class RoundMember(models.Model):
    """A municipality that the meeting is meant for."""

    meeting = models.ForeignKey(RoundMeeting, on_delete=models.CASCADE, related_name="members")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="offer_members")

    WALK = Walk(office="meeting__round__office__key", municipality="participation__municipality__code")

    class Meta:
        ordering = ["participation__municipality__sort_key", "participation__municipality__code"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "participation"], name="offers_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.participation_id}"
