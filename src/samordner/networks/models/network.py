"""A network that is run: who is in it and since when, who was offered a place, and its meetings."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from samordner.access.grants import Walk
from samordner.journal.keeping import Removable
from samordner.meetings.models import Meeting
from samordner.networks.models.registers import Network
from samordner.participation.models import Participation
from samordner.places.models import Office
from samordner.programmes.models import Programme
from samordner.timeline.lasting import Lasting

NAME = 300
WHY = 500


class Standing(models.TextChoices):
    """Whether a network was there before, is developed further, or is new."""

    EXISTING = "existing", pgettext_lazy("network", "Existing")
    DEVELOPED = "developed", pgettext_lazy("network", "Developed further")
    NEW = "new", pgettext_lazy("network", "New")


class RunningNetwork(Removable):
    """A network that is run. It belongs to an office and outlives the office's plans.

    `kind` is a key of the programme's kinds of networks ("": not said). Operator, audience, theme, form and benefit say what the
    plan's row says (`row`, if it came from one); `taken` holds what stood in that row when it was last looked at, by column.
    `meet_every`: it is to meet once in so many months; none: what its kind says. It runs from `since` until `until` (exclusive).
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="networks")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="networks")
    kind = models.CharField(pgettext_lazy("network", "kind"), max_length=64, blank=True)
    name = models.CharField(pgettext_lazy("network", "name"), max_length=NAME)
    operated_by = models.TextField(blank=True)
    standing = models.CharField(max_length=10, choices=Standing.choices, blank=True)
    audience = models.TextField(blank=True)
    theme = models.TextField(blank=True)
    form = models.TextField(blank=True)
    rhythm = models.CharField(pgettext_lazy("network", "rhythm"), max_length=NAME, blank=True)
    benefit = models.TextField(blank=True)
    meet_every = models.PositiveSmallIntegerField(null=True, blank=True)
    row = models.ForeignKey(Network, on_delete=models.SET_NULL, null=True, blank=True, related_name="running")
    taken: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=WHY, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    WALK = Walk(office="office__key")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="networks_network_has_a_name"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="networks_network_ends_in_time"),
            models.CheckConstraint(
                condition=Q(meet_every=None) | Q(meet_every__gt=0), name="networks_network_meets_some_time"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=False) | Q(ended_why=""), name="networks_network_ended_on_a_day"
            ),
            models.UniqueConstraint(
                fields=["row"], condition=Q(removed_at=None), name="networks_one_network_of_a_row"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class NetworkMember(Removable, Lasting):
    """A municipality (`participation`), or an organisation or work contact outside, in a network for a while.

    Whoever leaves and comes back is in it twice. A name and an address are those of somebody's work; erased, only the
    organisation and the role are left.
    """

    network = models.ForeignKey(RunningNetwork, on_delete=models.PROTECT, related_name="members")
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="network_memberships", null=True, blank=True
    )
    organisation = models.CharField(
        pgettext_lazy("network member", "organisation"), max_length=200, blank=True
    )
    name = models.CharField(pgettext_lazy("network member", "name"), max_length=200, blank=True)
    role = models.CharField(pgettext_lazy("network member", "role"), max_length=200, blank=True)
    email = models.EmailField(pgettext_lazy("network member", "e-mail"), blank=True)
    left_why = models.CharField(max_length=WHY, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    WALK = Walk(office="network__office__key", municipality="participation__municipality__code")

    class Meta:
        ordering = [
            "participation__municipality__sort_key", "participation__municipality__code", "organisation", "name", "pk",
        ]  # fmt: skip
        constraints = [
            *Lasting.Meta.constraints,
            models.CheckConstraint(
                condition=Q(participation__isnull=False) | ~Q(organisation="") | ~Q(name=""),
                name="networks_member_is_someone",
            ),
            models.CheckConstraint(condition=Q(since__isnull=False), name="networks_member_since_some_day"),
            models.CheckConstraint(
                condition=Q(until__isnull=False) | Q(left_why=""), name="networks_member_left_on_a_day"
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(name="", email=""), name="networks_member_erased_wholly"
            ),
            models.UniqueConstraint(
                fields=["network", "participation"],
                condition=Q(until=None, removed_at=None, participation__isnull=False),
                name="networks_member_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.participation) if self.participation_id else self.organisation or self.name


class MembershipOffer(Removable):
    """A municipality was offered a place in a network, and what it answered. Never deleted: an offer taken back is removed.

    `how` says in a few words how it was offered. `member`: the place that came of it.
    """

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("place in a network", "wants a place")
        DECLINED = "declined", pgettext_lazy("place in a network", "does not want one")

    network = models.ForeignKey(RunningNetwork, on_delete=models.PROTECT, related_name="offers")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="network_offers")
    offered_on = models.DateField()
    how = models.CharField(max_length=200, blank=True)
    deadline = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    declined_why = models.CharField(max_length=WHY, blank=True)
    member = models.ForeignKey(
        NetworkMember, on_delete=models.SET_NULL, null=True, blank=True, related_name="offers"
    )
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    WALK = Walk(office="network__office__key", municipality="participation__municipality__code")

    class Meta:
        ordering = [
            "participation__municipality__sort_key",
            "participation__municipality__code",
            "-offered_on",
            "-pk",
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "participation", "offered_on"],
                condition=Q(removed_at=None),
                name="networks_offered_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None) | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="networks_offer_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(declined_why="") | Q(answer="declined"), name="networks_offer_why_only_no"
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("offered_on")),
                name="networks_offer_answered_after",
            ),
            models.CheckConstraint(
                condition=Q(deadline=None) | Q(deadline__gte=F("offered_on")),
                name="networks_offer_deadline_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation_id} {self.offered_on.isoformat()}"


class NetworkMeeting(models.Model):
    """A meeting of a network. The meeting itself says when, where, and who came."""

    network = models.ForeignKey(RunningNetwork, on_delete=models.CASCADE, related_name="meetings")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="networks")

    WALK = Walk(office="network__office__key")

    class Meta:
        ordering = ["meeting__period_start", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["network", "meeting"], name="networks_meeting_once"),
        ]

    def __str__(self) -> str:
        return f"{self.network_id}/{self.meeting_id}"
