"""Questions on projects: those that are kept, narrowed, sorted, with what they tried; one project's course."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet
from django.utils.timezone import localtime

from samordner.improvement.models import Act, Cycle, Experience, Project, Standing
from samordner.networks.models.learning import Team
from samordner.participation.models import Participation
from samordner.participation.queries import state
from samordner.programmes.definition import Definition, Solution, Value

WITH = (
    "participation__municipality", "participation__office", "participation__programme", "team__cohort",
)  # fmt: skip
CHANGED = (Act.ADOPT, Act.ADAPT)
"""What was tried and is kept, as it was or otherwise."""


def every_project() -> QuerySet[Project]:
    """All projects, the removed ones too, with their municipality and team."""
    return Project.objects.select_related(*WITH)


def kept_projects() -> QuerySet[Project]:
    """All projects that are not removed, with their municipality and team."""
    return every_project().filter(removed_at=None)


def kept_teams(places: Sequence[Participation]) -> QuerySet[Team]:
    """The teams of these municipalities that are not removed, with their cohort."""
    rows = Team.objects.filter(removed_at=None, participation__in=[one.pk for one in places])
    return rows.select_related("cohort")


def projects_of_team(team: int) -> QuerySet[Project]:
    """The projects of a team (its pk), the last begun first."""
    return kept_projects().filter(team=team).order_by("-began_on", "-pk")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which projects a list shows. "" in a field: all. `solution` and `area` by key, `team` by its pk as text."""

    words: str = ""
    solution: str = ""
    area: str = ""
    municipality: str = ""
    team: str = ""
    standing: str = ""

    @property
    def narrows(self) -> bool:
        return self != Wanted()


@dataclass(frozen=True)
class Line:
    """A project in a list: cycles planned or tried, those decided, those kept (adopted or adapted), the last decision."""

    project: Project
    standing: Standing
    cycles: int
    decided: int
    kept: int
    last: date | None


def narrowed(rows: QuerySet[Project], wanted: Wanted, definition: Definition, day: date) -> list[Project]:
    """The projects that a list is about. One query; what a row belongs to is looked up in the row itself."""
    for word in wanted.words.split():
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(problem__icontains=word)
            | Q(aim_what__icontains=word)
            | Q(participation__municipality__name__icontains=word)
        )
    if wanted.municipality:
        rows = rows.filter(participation__municipality__code=wanted.municipality)
    if wanted.team:
        rows = rows.filter(team=int(wanted.team)) if is_number(wanted.team) else rows.none()
    within = solutions_wanted(definition, wanted.solution, wanted.area)
    return [
        row
        for row in rows
        if (not wanted.standing or row.standing(day) == wanted.standing)
        and (
            within is None
            or not within.isdisjoint(row.solutions)
            or (not wanted.solution and wanted.area in row.areas)
        )
    ]


def solutions_wanted(definition: Definition, solution: str, area: str) -> frozenset[str] | None:
    """The solutions that a filter by solution or area lets through; None: all."""
    if solution:
        return frozenset({solution})
    if area:
        return frozenset(one.key for one in definition.solutions_in(area))
    return None


def is_number(text: str) -> bool:
    """Whether a text from an address can be the number of a row."""
    return text.isascii() and text.isdigit() and len(text) < 10


SORTS = ("municipality", "name", "team", "standing", "aim_by", "cycles", "kept", "last")


def lines(rows: Iterable[Project], day: date, *, sort: str = "") -> list[Line]:
    """The projects with what they tried, sorted ("-" before the key: the other way; what is not there last). One query."""
    found = list(rows)
    counted = {
        pk: (cycles, decided, kept, last)
        for pk, cycles, decided, kept, last in Cycle.objects.filter(
            project__in=[row.pk for row in found], removed_at=None
        )
        .order_by()
        .values("project")
        .annotate(
            cycles=Count("pk"),
            decided=Count("pk", filter=~Q(act="")),
            kept=Count("pk", filter=Q(act__in=CHANGED)),
            last=Max("decided_on"),
        )
        .values_list("project", "cycles", "decided", "kept", "last")
    }
    made = [Line(row, row.standing(day), *counted.get(row.pk, (0, 0, 0, None))) for row in found]
    return _sorted(made, sort)


def _sorted(made: list[Line], sort: str) -> list[Line]:
    name = sort.removeprefix("-")
    if name not in SORTS:
        return made
    order = list(Standing)
    read: Mapping[str, object] = {
        "municipality": lambda line: line.project.participation.municipality.sort_key,
        "name": lambda line: line.project.name.casefold(),
        "team": lambda line: line.project.team.name.casefold() if line.project.team else None,
        "standing": lambda line: order.index(line.standing),
        "aim_by": lambda line: line.project.aim_by,
        "cycles": lambda line: line.cycles,
        "kept": lambda line: line.kept,
        "last": lambda line: line.last,
    }
    value = read[name]
    assert callable(value)
    there = [line for line in made if value(line) is not None]
    missing = [line for line in made if value(line) is None]
    return sorted(there, key=value, reverse=sort.startswith("-")) + missing


# What is registered of the solutions


@dataclass(frozen=True)
class Registered:
    """What is registered of a solution for the project's municipality. `value` None: nothing is known.

    `behind`: a change was adopted or adapted after the day that the registered holds from, or nothing is registered.
    """

    solution: Solution
    subject: str
    value: Value | None
    since: date | None
    behind: bool


def registered(project: Project, definition: Definition, day: date, kept_on: date | None) -> list[Registered]:
    """What is known of the project's solutions on `day`. `kept_on`: the last day a change of it was kept. One query."""
    subject = next((one for one in definition.subjects if one.per == "solutions"), None)
    solutions = [one for one in definition.solutions if one.key in project.solutions]
    if subject is None or not solutions:
        return []
    known = state([project.participation], definition, day, subjects=[subject.key])
    values = {one.key: one for one in definition.values_of(subject.key)}
    found = []
    for one in solutions:
        standing = known.get(project.participation_id, subject.key, one.key)
        since = standing.since if standing else None
        behind = kept_on is not None and (since is None or since < kept_on)
        found.append(
            Registered(one, subject.key, values.get(standing.value) if standing else None, since, behind)
        )
    return found


# Its course


@dataclass(frozen=True)
class Event:
    """Something that happened in a project on a day. `kind` says what, `row` what it happened to."""

    day: date
    kind: str
    row: Project | Cycle | Experience


def course(project: Project, cycles: Iterable[Cycle], shared: Iterable[Experience]) -> list[Event]:
    """What happened in a project, the first first. No query: give its cycles and what was shared from them."""
    found = []
    if project.began_on:
        found.append(Event(project.began_on, "began", project))
    for cycle in cycles:
        written = localtime(cycle.made_at).date()
        if (
            cycle.begins is None or written <= cycle.begins
        ):  # else it was written down when it had begun already
            found.append(Event(written, "planned", cycle))
        if cycle.begins and (cycle.done or cycle.act):
            found.append(Event(cycle.begins, "tried", cycle))
        if cycle.decided_on:
            found.append(Event(cycle.decided_on, cycle.act, cycle))
    for one in shared:
        found.append(Event(one.proposed_on, "shared", one))
        if one.withdrawn_at:
            found.append(Event(localtime(one.withdrawn_at).date(), "withdrawn", one))
    if project.ended_on:
        found.append(Event(project.ended_on, "ended", project))
    order = ("began", "planned", "tried", "adopt", "adapt", "abandon", "shared", "withdrawn", "ended")
    return sorted(found, key=lambda one: (one.day, order.index(one.kind), one.row.pk))
