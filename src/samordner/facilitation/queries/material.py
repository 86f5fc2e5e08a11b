"""Everything that is known of a cohort's teams, read once, in as many queries however many teams there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db.models import Model, QuerySet

from samordner.access.actors import Actor
from samordner.facilitation.models import Call, monday
from samordner.improvement.models import Cycle, Project
from samordner.networks.learning.queries.dose import Line as Dose
from samordner.networks.learning.queries.dose import Presence, dose
from samordner.networks.learning.queries.teams import YES, homework_item, latest_ticks
from samordner.networks.models import Assessment, Cohort, Gathering, Guidance, Team, TeamMember

M = TypeVar("M", bound=Model)


def every_cohort() -> QuerySet[Cohort]:
    """Kept cohorts of kept networks, with their office and programme."""
    return Cohort.objects.filter(removed_at=None, network__removed_at=None).select_related(
        "network__office", "network__programme"
    )


def kept_teams() -> QuerySet[Team]:
    """Kept teams of kept cohorts, with their network, office and municipality."""
    return Team.objects.filter(removed_at=None, cohort__removed_at=None).select_related(
        "cohort__network__office", "participation__municipality"
    )


def kept_gatherings() -> QuerySet[Gathering]:
    """Kept gatherings of kept cohorts, with their meetings."""
    return Gathering.objects.filter(removed_at=None, cohort__removed_at=None).select_related("meeting")


def every_call() -> QuerySet[Call]:
    """Calls with the team that was called."""
    return Call.objects.select_related("team__cohort__network__office", "team__participation__municipality")


def leaders_of(teams: Sequence[int], day: date) -> dict[int, list[TeamMember]]:
    """By team (its pk) who leads it on the day."""
    rows = TeamMember.objects.filter(
        team__in=teams, role=TeamMember.Role.LEADER, removed_at=None, erased_at=None
    )
    found: dict[int, list[TeamMember]] = {}
    for row in rows:
        if row.holds(day):
            found.setdefault(row.team_id, []).append(row)
    return found


@dataclass
class Facts:
    """What is known of one team. Rows in the order of their day; removed ones are not among them."""

    dose: Dose
    own: list[Assessment] = field(default_factory=list)
    adviser: list[Assessment] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    cycles: list[Cycle] = field(default_factory=list)
    homework: frozenset[int] = frozenset()
    """The gatherings (pks) of which its homework is done."""

    @property
    def team(self) -> Team:
        return self.dose.team

    @property
    def name(self) -> str:
        """The municipality, and the team."""
        return f"{self.team.participation.municipality}: {self.team.name}"

    @property
    def solutions(self) -> list[str]:
        """Keys of the solutions that the team or its projects name, each once."""
        named = [*self.team.solutions, *(key for one in self.projects for key in one.solutions)]
        return list(dict.fromkeys(named))

    def was_absent(self, gathering: Gathering) -> bool:
        """Whether it is known that nobody of the team came."""
        return any(
            cell.gathering is not None and cell.gathering.pk == gathering.pk and cell.presence is Presence.ABSENT
            for cell in self.dose.cells
        )  # fmt: skip

    def held(self, day: date) -> list[Guidance]:
        """Guidance meetings that had been held by the day."""
        return [one for one in self.dose.guidance if one.state == Guidance.State.HELD and one.day <= day]

    def call_in_week_of(self, day: date) -> Call | None:
        """The last call of the week that the day lies in, made by then."""
        return next((one for one in reversed(self.calls) if one.week == monday(day) and one.day <= day), None)

    def own_score(self, day: date) -> Assessment | None:
        return _last(self.own, day)

    def adviser_score(self, day: date) -> Assessment | None:
        return _last(self.adviser, day)


def _last(rows: Sequence[Assessment], day: date) -> Assessment | None:
    return next((one for one in reversed(rows) if one.day <= day), None)


@dataclass(frozen=True)
class Material:
    """A cohort with its gatherings in order and its teams in the order of their municipalities."""

    cohort: Cohort
    gatherings: tuple[Gathering, ...]
    teams: tuple[Facts, ...]

    def been(self, day: date) -> list[Gathering]:
        """The gatherings that had been by the day."""
        return [one for one in self.gatherings if one.has_been(day)]

    def in_it(self, day: date) -> list[Facts]:
        """The teams that had joined by the day and not left."""
        return [one for one in self.teams if one.team.is_in(day)]

    @property
    def names(self) -> dict[int, str]:
        """Team → its municipality; and its own name, where the municipality has several."""
        several = Counter(one.team.participation_id for one in self.teams)
        return {
            one.team.pk: one.name
            if several[one.team.participation_id] > 1
            else str(one.team.participation.municipality)
            for one in self.teams
        }


def material(cohorts: Iterable[Cohort], teams: QuerySet[Team], actor: Actor, day: date) -> list[Material]:
    """What there is of these cohorts and the visible `teams` of them; as many queries however many there are."""
    cohorts = list(cohorts)
    keys = [one.pk for one in cohorts]
    kept = Gathering.objects.filter(cohort__in=keys, removed_at=None)
    gatherings = _grouped(kept.select_related("meeting").order_by("ordinal"), "cohort_id")
    rows = teams.filter(cohort__in=keys, removed_at=None).select_related(
        "participation__municipality", "participation__programme", "cohort__network__office"
    )
    facts = {line.team.pk: Facts(line) for line in dose(rows, actor, day)}
    ids = list(facts)
    for score in Assessment.objects.filter(team__in=ids).order_by("day", "pk"):
        (facts[score.team_id].own if score.by_team else facts[score.team_id].adviser).append(score)
    for call in Call.objects.filter(team__in=ids, removed_at=None).order_by("day", "pk"):
        facts[call.team_id].calls.append(call)
    ticks = latest_ticks(ids)
    for pk, one in facts.items():
        of = gatherings[one.team.cohort_id]
        done = (row.pk for row in of if (tick := ticks.get((pk, homework_item(row)))) and tick.answer == YES)
        one.homework = frozenset(done)
    _improving(facts)
    by_cohort: dict[int, list[Facts]] = defaultdict(list)
    for one in facts.values():
        by_cohort[one.team.cohort_id].append(one)
    return [Material(one, tuple(gatherings[one.pk]), tuple(by_cohort[one.pk])) for one in cohorts]


def _improving(facts: dict[int, Facts]) -> None:
    """The teams' projects and cycles; two queries."""
    projects: dict[int, Project] = {}
    for project in Project.objects.filter(team__in=list(facts), removed_at=None).order_by("pk"):
        if project.team_id is not None:
            projects[project.pk] = project
            facts[project.team_id].projects.append(project)
    rows = Cycle.objects.filter(project__in=list(projects), removed_at=None).order_by("project", "number")
    for cycle in rows:
        cycle.project = project = projects[cycle.project_id]
        facts[project.team_id or 0].cycles.append(cycle)


def _grouped(rows: Iterable[M], name: str) -> dict[int, list[M]]:
    found: dict[int, list[M]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found
