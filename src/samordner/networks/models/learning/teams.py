"""Teams, what became of each of them, and who is in them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from samordner.access.grants import Walk
from samordner.networks.models.learning.cohorts import NAME, Cohort, Kept
from samordner.participation.models import Participation


class Phase(models.TextChoices):
    """Where a team is in its work."""

    PREPARE = "prepare", pgettext_lazy("team", "prepare")
    CARRY_OUT = "carry_out", pgettext_lazy("team", "carry out")
    CONTINUE = "continue", pgettext_lazy("team", "continue")


class Team(Kept):
    """An improvement team of a municipality in a cohort. A municipality may have several.

    `solutions` are keys of the programme. The sponsor is the leader who backs the team: a function, and a name if one
    is wanted. `left_on`: the first day that it was no longer with the others; it is counted still. `phase` is where it
    stands now; `TeamStep` tells since when.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="teams")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(pgettext_lazy("team", "name"), max_length=NAME)
    service = models.CharField(pgettext_lazy("team", "service"), max_length=NAME, blank=True)
    topic = models.TextField(pgettext_lazy("team", "topic"), blank=True)
    solutions: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    sponsor_name = models.CharField(pgettext_lazy("team", "sponsor"), max_length=NAME, blank=True)
    sponsor_role = models.CharField(pgettext_lazy("team", "sponsor's function"), max_length=NAME, blank=True)
    adviser = models.CharField(pgettext_lazy("team", "adviser"), max_length=NAME, blank=True)
    began_on = models.DateField(pgettext_lazy("team", "joined"))
    left_on = models.DateField(pgettext_lazy("team", "left"), null=True, blank=True)
    left_why = models.TextField(pgettext_lazy("team", "why it left"), blank=True)
    phase = models.CharField(
        pgettext_lazy("team", "phase"), max_length=10, choices=Phase.choices, default=Phase.PREPARE
    )

    WALK = Walk(office="cohort__network__office__key", municipality="participation__municipality__code")

    class Meta:
        ordering = ["participation__municipality__sort_key", "name", "pk"]
        verbose_name = pgettext_lazy("learning", "improvement team")
        verbose_name_plural = pgettext_lazy("learning", "improvement teams")
        indexes = [models.Index(fields=["cohort", "participation"], name="team_of_municipality")]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="team_has_a_name"),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("began_on")), name="team_left_after_it_joined"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=False) | Q(left_why=""), name="team_left_for_a_reason_on_a_day"
            ),
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="team_in_a_phase"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_in(self, day: date) -> bool:
        """Whether the team is with the others on `day`."""
        return self.began_on <= day and (self.left_on is None or day < self.left_on)


class TeamStep(models.Model):
    """What became of a team, and from which day: joined, came into a phase, left, came back. The database refuses changes."""

    class Kind(models.TextChoices):
        JOINED = "joined", pgettext_lazy("team", "joined")
        PHASE = "phase", pgettext_lazy("team", "came into the phase")
        LEFT = "left", pgettext_lazy("team", "left")
        RETURNED = "returned", pgettext_lazy("team", "came back")

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    phase = models.CharField(max_length=10, choices=Phase.choices, blank=True)
    day = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    WALK = Walk(
        office="team__cohort__network__office__key", municipality="team__participation__municipality__code"
    )

    class Meta:
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.team_id} {self.kind} {self.day.isoformat()}"


class TeamMember(Kept):
    """Somebody in a team, from `since` until `until` (exclusive), by the name and address of work.

    Has a personal link of the kind "teammember". Erased, the role and the days stay, and name nobody.
    """

    class Role(models.TextChoices):
        LEADER = "leader", pgettext_lazy("team member", "team leader")
        MEMBER = "member", pgettext_lazy("team member", "member")
        MEASURER = "measurer", pgettext_lazy("team member", "answers for the measurements")
        USER = "user", pgettext_lazy("team member", "user or next of kin")
        SUPPORT = "support", pgettext_lazy("team member", "supports the team")

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="members")
    name = models.CharField(pgettext_lazy("team member", "name"), max_length=NAME, blank=True)
    email = models.EmailField(pgettext_lazy("team member", "work e-mail"), blank=True)
    position = models.CharField(pgettext_lazy("team member", "position"), max_length=NAME, blank=True)
    role = models.CharField(pgettext_lazy("team member", "role"), max_length=10, choices=Role.choices)
    since = models.DateField(pgettext_lazy("team member", "since"), null=True, blank=True)
    until = models.DateField(pgettext_lazy("team member", "until"), null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    WALK = Walk(
        office="team__cohort__network__office__key", municipality="team__participation__municipality__code"
    )

    class Meta:
        ordering = ["role", "name", "pk"]
        verbose_name = pgettext_lazy("learning", "team member")
        verbose_name_plural = pgettext_lazy("learning", "team members")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("since")), name="team_member_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(name="", email="", position=""),
                name="team_member_erased_wholly",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=False) | ~Q(name="") | ~Q(position=""),
                name="team_member_is_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id}/{self.pk}"

    def holds(self, day: date) -> bool:
        """Whether the person is in the team on `day`."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)
