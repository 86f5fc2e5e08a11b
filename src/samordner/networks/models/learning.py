"""Learning networks: cohorts, their gatherings, the teams in them, and what each team was given and has come to.

What was not noted is unknown, and is never counted as absent, not held or zero.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.access.grants import Walk
from samordner.journal.deeds import Versioned
from samordner.journal.keeping import Removable
from samordner.meetings.models import Meeting, State
from samordner.networks.models.network import RunningNetwork
from samordner.participation.models import Participation

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
