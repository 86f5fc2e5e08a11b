"""Lists of cohorts and of teams: narrowed, sorted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from samordner.networks.learning.queries.dose import Line
from samordner.networks.models.learning import Cohort, Gathering, Guidance, Phase, Team, TeamMember
from samordner.places.alphabet import norwegian_key

# Cohorts


@dataclass(frozen=True)
class CohortLine:
    """A cohort with how many of its gatherings have been, the next one, and its teams; of the visible rows."""

    cohort: Cohort
    been: int
    next: Gathering | None
    teams: int
    left: int
    day: date

    @property
    def state(self) -> str:
        """ahead, running or over."""
        if self.cohort.since > self.day:
            return "ahead"
        return "over" if self.cohort.until is not None and self.cohort.until <= self.day else "running"

    @property
    def next_day(self) -> date | None:
        return self.next.on if self.next else None


COHORT_STATES = ("running", "ahead", "over")


def every_cohort() -> QuerySet[Cohort]:
    return Cohort.objects.select_related("network__office", "network__programme")


def every_gathering() -> QuerySet[Gathering]:
    return Gathering.objects.select_related(
        "meeting", "cohort__network__office", "cohort__network__programme"
    )


def every_member() -> QuerySet[TeamMember]:
    return TeamMember.objects.select_related(
        "team__cohort__network__office", "team__participation__municipality"
    )


def every_guidance() -> QuerySet[Guidance]:
    return Guidance.objects.select_related(
        "team__cohort__network__office", "team__participation__municipality"
    )


def teams_in(cohort: Cohort) -> int:
    """How many teams are in the cohort, those that have left too: told to everybody who may see the cohort."""
    return cohort.teams.filter(removed_at=None).count()


def cohort_lines(rows: QuerySet[Cohort], day: date) -> list[CohortLine]:
    """The kept cohorts of the visible rows; three queries.

    How many teams there are is told to everybody who may see the cohort; which they are is not.
    """
    found = list(
        every_cohort().filter(pk__in=rows.order_by().values("pk"), removed_at=None, network__removed_at=None)
    )
    ids = [one.pk for one in found]
    gatherings: dict[int, list[Gathering]] = {pk: [] for pk in ids}
    for row in Gathering.objects.filter(cohort__in=ids, removed_at=None).select_related("meeting"):
        gatherings[row.cohort_id].append(row)
    kept = Team.objects.filter(cohort__in=ids, removed_at=None).order_by().values("cohort")
    teams = {
        row["cohort"]: (row["every"], row["left"])
        for row in kept.annotate(every=Count("pk"), left=Count("pk", filter=Q(left_on__lte=day)))
    }
    return [
        CohortLine(
            one,
            sum(row.has_been(day) for row in gatherings[one.pk]),
            next_of(gatherings[one.pk], day),
            *teams.get(one.pk, (0, 0)),
            day,
        )
        for one in found
    ]


def next_of(gatherings: Iterable[Gathering], day: date) -> Gathering | None:
    """The first gathering on the day or later."""
    ahead = [(row.on, row.pk, row) for row in gatherings if row.on and row.on >= day and not row.is_off]
    return min(ahead, default=(None, 0, None), key=lambda one: one[:2])[2] if ahead else None


@dataclass(frozen=True)
class CohortNarrowing:
    """What a list of cohorts is narrowed to; empty: not."""

    words: str = ""
    office: str = ""
    state: str = ""

    @property
    def narrows(self) -> bool:
        return self != CohortNarrowing()


def cohorts_narrowed(found: Iterable[CohortLine], by: CohortNarrowing) -> list[CohortLine]:
    """Those that fit. An unknown state asks for nothing."""
    words = by.words.casefold().split()
    states = (by.state,) if by.state in COHORT_STATES else COHORT_STATES
    return [
        one
        for one in found
        if one.state in states
        and (not by.office or one.cohort.network.office.key == by.office)
        and all(word in f"{one.cohort.name}\n{one.cohort.network.name}".casefold() for word in words)
    ]


COHORT_SORTS: Mapping[str, Callable[[CohortLine], Any]] = {
    "name": lambda one: norwegian_key(one.cohort.name),
    "network": lambda one: norwegian_key(one.cohort.network.name),
    "since": lambda one: one.cohort.since,
    "next": lambda one: one.next_day or date.max,
    "teams": lambda one: one.teams,
}


def cohorts_ordered(found: Iterable[CohortLine], sort: str = "") -> list[CohortLine]:
    """The one that began last first, unless sorted."""
    latest = sorted(found, key=lambda one: (one.cohort.since, one.cohort.pk), reverse=True)
    read = COHORT_SORTS.get(sort.removeprefix("-"))
    return sorted(latest, key=read, reverse=sort.startswith("-")) if read else latest


# Teams

TEAM_STATES = ("in", "left")


@dataclass(frozen=True)
class TeamNarrowing:
    """What a list of teams is narrowed to; empty: not. `behind`: guidance meetings are lacking."""

    words: str = ""
    office: str = ""
    cohort: int = 0
    municipality: str = ""
    phase: str = ""
    state: str = ""
    behind: bool = False

    @property
    def narrows(self) -> bool:
        return self != TeamNarrowing()


def teams_narrowed(rows: QuerySet[Team], by: TeamNarrowing, day: date) -> QuerySet[Team]:
    """The kept teams that fit; `behind` is left to `behind_only`. An unknown phase or state asks for nothing."""
    rows = rows.filter(removed_at=None, cohort__removed_at=None, cohort__network__removed_at=None)
    for word in by.words.split():
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(service__icontains=word)
            | Q(topic__icontains=word)
            | Q(adviser__icontains=word)
            | Q(participation__municipality__name__icontains=word)
        )
    if by.office:
        rows = rows.filter(cohort__network__office__key=by.office)
    if by.cohort:
        rows = rows.filter(cohort=by.cohort)
    if by.municipality:
        rows = rows.filter(participation__municipality__code=by.municipality)
    if by.phase in Phase.values:
        rows = rows.filter(phase=by.phase)
    if by.state == "left":
        rows = rows.filter(left_on__lte=day)
    return rows.exclude(left_on__lte=day) if by.state == "in" else rows


def behind_only(found: Iterable[Line], by: TeamNarrowing) -> list[Line]:
    return [one for one in found if one.behind or not by.behind]


NEVER = Decimal(0)
TEAM_SORTS: Mapping[str, Callable[[Line], Any]] = {
    "municipality": lambda one: one.team.participation.municipality.sort_key,
    "name": lambda one: norwegian_key(one.team.name),
    "cohort": lambda one: (one.team.cohort.since, one.team.cohort_id),
    "phase": lambda one: Phase.values.index(one.team.phase),
    "attended": lambda one: one.attended,
    "guidance": lambda one: one.held,
    "own": lambda one: one.score or NEVER,
    "adviser": lambda one: one.advisers_score or NEVER,
    "cycles": lambda one: one.facts.cycles or 0,
    "measured": lambda one: one.facts.measured or date.min,
}


def teams_ordered(found: Iterable[Line], sort: str = "") -> list[Line]:
    """By municipality, unless sorted."""
    by_place = sorted(
        found, key=lambda one: (one.team.participation.municipality.sort_key, norwegian_key(one.team.name), one.team.pk)
    )  # fmt: skip
    read = TEAM_SORTS.get(sort.removeprefix("-"))
    return sorted(by_place, key=read, reverse=sort.startswith("-")) if read else by_place
