"""What a municipality sets out to better, how it thinks that it can, what it tried, and what others took up."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from samordner.access.grants import Walk
from samordner.journal.deeds import Versioned
from samordner.networks.models.learning import Team
from samordner.participation.models import Participation

NAME = 200


class Made(Versioned):
    """A row that people may edit. Removed, it stays to be brought back."""

    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Standing(models.TextChoices):
    """Where a project stands. Derived from its days, never stored."""

    PLANNED = "planned", pgettext_lazy("improvement", "being prepared")
    RUNNING = "running", pgettext_lazy("improvement", "running")
    ENDED = "ended", pgettext_lazy("improvement", "ended")


class Project(Made):
    """An improvement project of a municipality; of one of its teams, if it has any.

    The aim is four answers: what is to be better, how much, for whom, by when; each may be missing for a while.
    `solutions` and `areas` are keys of the programme. `outcome`: what came of it, written when it ends.
    """

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="projects")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="projects")
    name = models.CharField(max_length=NAME)
    problem = models.TextField(blank=True)
    aim_what = models.CharField(max_length=300, blank=True)
    aim_how_much = models.CharField(max_length=NAME, blank=True)
    aim_for_whom = models.CharField(max_length=NAME, blank=True)
    aim_by = models.DateField(null=True, blank=True)
    solutions: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    areas: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    began_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)

    WALK = Walk(office="participation__office__key", municipality="participation__municipality__code")

    class Meta:
        ordering = ["participation__municipality__sort_key", "name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="improvement_project_has_a_name"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(began_on__isnull=False, ended_on__gte=F("began_on")),
                name="improvement_project_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def standing(self, day: date) -> Standing:
        """Where it stood on `day`."""
        if self.ended_on and self.ended_on <= day:
            return Standing.ENDED
        return Standing.RUNNING if self.began_on and self.began_on <= day else Standing.PLANNED


class Driver(Made):
    """One box of a project's driver diagram: what decides whether the aim is reached, and ideas that act on it.

    The primary ones hang on the aim, the secondary ones on a primary one, the change ideas on either. Among those
    that hang on the same, `position` says the order. A branch that is removed carries one `removed_at`.
    """

    class Kind(models.TextChoices):
        PRIMARY = "primary", pgettext_lazy("driver", "primary driver")
        SECONDARY = "secondary", pgettext_lazy("driver", "secondary driver")
        IDEA = "idea", pgettext_lazy("driver", "change idea")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="drivers")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.CharField(max_length=300)
    position = models.PositiveIntegerField()

    WALK = Walk(
        office="project__participation__office__key",
        municipality="project__participation__municipality__code",
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="improvement_driver_says_something"),
            models.CheckConstraint(
                condition=Q(parent=None, kind="primary") | (Q(parent__isnull=False) & ~Q(kind="primary")),
                name="improvement_driver_primary_hangs_on_the_aim",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="improvement_driver_not_under_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class State(models.TextChoices):
    """How far a cycle has come. Derived from what is written and from its days, never stored."""

    PLANNED = "planned", pgettext_lazy("cycle", "planned")
    RUNNING = "running", pgettext_lazy("cycle", "being tried")
    STUDIED = "studied", pgettext_lazy("cycle", "studied")
    DECIDED = "decided", pgettext_lazy("cycle", "decided")


class Act(models.TextChoices):
    """What was decided of the change that was tried."""

    ADOPT = "adopt", pgettext_lazy("cycle", "adopt")
    ADAPT = "adapt", pgettext_lazy("cycle", "adapt")
    ABANDON = "abandon", pgettext_lazy("cycle", "abandon")


class Cycle(Made):
    """A PDSA cycle: a change tried in the small, with what was expected, what happened and what was decided.

    `number` counts within the project and is never used again. Cycles of one series bear the same `ramp`, and each
    `follows` the one before. `ends` is the last day of trying, planned until somebody writes what was done.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="cycles")
    idea = models.ForeignKey(Driver, on_delete=models.PROTECT, null=True, blank=True, related_name="cycles")
    number = models.PositiveIntegerField()
    ramp = models.CharField(max_length=NAME, blank=True)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    question = models.CharField(max_length=300)
    prediction = models.TextField(blank=True)
    plan = models.TextField(blank=True)
    who = models.CharField(max_length=NAME, blank=True)
    where = models.CharField(max_length=NAME, blank=True)
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    done = models.TextField(blank=True)
    study = models.TextField(blank=True)
    act = models.CharField(max_length=10, choices=Act.choices, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    next_step = models.TextField(blank=True)

    WALK = Walk(
        office="project__participation__office__key",
        municipality="project__participation__municipality__code",
    )

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="improvement_cycle_number_once"),
            models.CheckConstraint(condition=~Q(question=""), name="improvement_cycle_asks_something"),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(begins__isnull=False, ends__gte=F("begins")),
                name="improvement_cycle_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(done="") | (~Q(prediction="") & Q(begins__isnull=False)),
                name="improvement_cycle_predicts_before_it_is_done",
            ),
            models.CheckConstraint(
                condition=Q(study="") | ~Q(done=""), name="improvement_cycle_studies_what_was_done"
            ),
            models.CheckConstraint(
                condition=Q(act="", decided_on=None)
                | (~Q(act="") & ~Q(study="") & Q(decided_on__isnull=False)),
                name="improvement_cycle_decides_after_it_studied",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    def state(self, day: date) -> State:
        """How far it had come on `day`, by what is written now."""
        if self.act:
            return State.DECIDED
        if self.study:
            return State.STUDIED
        return State.RUNNING if self.done or (self.begins and self.begins <= day) else State.PLANNED


class Experience(Versioned):
    """A tested change that a municipality shares with the others of its office.

    It says itself what was tried, for whom it worked and what it took: who reads it does not see the project.
    `act`: what its cycle had come to when it was shared. Withdrawn, nobody but its own sees it.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="experiences")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="experiences")
    solution = models.CharField(max_length=64)
    title = models.CharField(max_length=NAME)
    what = models.TextField()
    for_whom = models.TextField(blank=True)
    takes = models.TextField(blank=True)
    act = models.CharField(max_length=10, choices=Act.choices)
    proposed_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    WALK = Walk(office="participation__office__key", municipality="participation__municipality__code")

    class Meta:
        ordering = ["-proposed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(what="") & ~Q(solution=""), name="improvement_experience_is_whole"
            ),
            models.UniqueConstraint(
                fields=["cycle", "solution"],
                condition=Q(withdrawn_at=None),
                name="improvement_experience_shared_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=False) | Q(withdrawn_why=""),
                name="improvement_experience_withdrawn_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Uptake(Made):
    """What another municipality did with an experience: saw it, took it up, stopped again. Each on a day, if known."""

    class State(models.TextChoices):
        SEEN = "seen", pgettext_lazy("uptake", "seen")
        TAKEN_UP = "taken_up", pgettext_lazy("uptake", "taken up")
        STOPPED = "stopped", pgettext_lazy("uptake", "stopped again")

    experience = models.ForeignKey(Experience, on_delete=models.PROTECT, related_name="uptakes")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="uptakes")
    seen_on = models.DateField(null=True, blank=True)
    taken_up_on = models.DateField(null=True, blank=True)
    stopped_on = models.DateField(null=True, blank=True)
    how = models.TextField(blank=True)

    WALK = Walk(office="participation__office__key", municipality="participation__municipality__code")

    class Meta:
        ordering = ["participation__municipality__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["experience", "participation"],
                condition=Q(removed_at=None),
                name="improvement_uptake_once",
            ),
            models.CheckConstraint(
                condition=Q(seen_on__isnull=False) | Q(taken_up_on__isnull=False),
                name="improvement_uptake_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(stopped_on=None) | Q(taken_up_on__isnull=False, stopped_on__gte=F("taken_up_on")),
                name="improvement_uptake_stops_what_was_taken_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation_id} {self.experience_id}"

    @property
    def state(self) -> State:
        """The last thing that is known of it."""
        if self.stopped_on:
            return self.State.STOPPED
        return self.State.TAKEN_UP if self.taken_up_on else self.State.SEEN

    @property
    def after_seeing(self) -> bool | None:
        """Whether it was taken up on the day that it was seen or later. None: not taken up, or not known when seen."""
        if self.taken_up_on is None or self.seen_on is None:
            return None
        return self.taken_up_on >= self.seen_on
