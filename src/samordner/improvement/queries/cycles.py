"""Questions on cycles: of a project as series, of many as changes that were tried, of teams as a number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from samordner.improvement.models import Act, Cycle, Project
from samordner.improvement.queries.projects import WITH as OF_PROJECT
from samordner.improvement.queries.projects import is_number, solutions_wanted
from samordner.programmes.definition import Definition

WITH = ("idea", "follows", *(f"project__{path}" for path in OF_PROJECT))


def every_cycle() -> QuerySet[Cycle]:
    """All cycles, the removed ones too, with their project and its municipality."""
    return Cycle.objects.select_related(*WITH)


def kept_cycles() -> QuerySet[Cycle]:
    """All cycles that are not removed, of projects that are not, with their project and its municipality."""
    return every_cycle().filter(removed_at=None, project__removed_at=None)


def cycles_of(project: Project) -> QuerySet[Cycle]:
    """The cycles of a project in the order they were planned."""
    return project.cycles.filter(removed_at=None).select_related("idea").order_by("number")


@dataclass(frozen=True)
class Ramp:
    """Cycles that follow each other on one question, the first first. `name` "": those that stand alone."""

    name: str
    cycles: tuple[Cycle, ...]


def ramps(cycles: Iterable[Cycle]) -> list[Ramp]:
    """Cycles as series, in the order of the first of each; those that stand alone come last. No query."""
    found: dict[str, list[Cycle]] = {}
    for row in cycles:
        found.setdefault(row.ramp, []).append(row)
    return [Ramp(name, tuple(found[name])) for name in sorted(found, key=lambda name: name == "")]


def unfinished(projects: Iterable[int] | QuerySet[Any, Any], day: date) -> QuerySet[Cycle]:
    """Cycles whose last day had passed on `day` without all of it written, from what happened to what was decided.

    `projects`: their pks, or a query for them.
    """
    return kept_cycles().filter(Q(done="") | Q(study="") | Q(act=""), project__in=projects, ends__lt=day)


def cycles_run(teams: Iterable[int], day: date | None = None) -> dict[int, int]:
    """How many cycles each of these teams (pks) has tried by `day` (None: by now). Without any: absent. One query.

    Tried is that which says what happened; on a day before today, that which had begun by then.
    """
    rows = Cycle.objects.filter(
        project__team__in=list(teams), project__removed_at=None, removed_at=None
    ).exclude(done="")
    if day is not None:
        rows = rows.filter(begins__lte=day)
    counted = rows.order_by().values("project__team").annotate(n=Count("pk"))
    return {pk: n for pk, n in counted.values_list("project__team", "n") if pk is not None}


# Which teams changed something


@dataclass(frozen=True, slots=True)
class Sought:
    """Which changes a list shows; "" or None: all. Days of the decision, both included."""

    words: str = ""
    solution: str = ""
    area: str = ""
    municipality: str = ""
    team: str = ""
    act: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def narrows(self) -> bool:
        return self != Sought()


CHANGE_SORTS = {
    "decided_on": ("decided_on",),
    "municipality": ("project__participation__municipality__sort_key",),
    "team": ("project__team__name",),
    "project": ("project__name",),
    "act": ("act",),
}


def changes(rows: QuerySet[Cycle], sought: Sought, definition: Definition, *, sort: str = "") -> list[Cycle]:
    """The decided cycles of the visible `rows`, narrowed and sorted, the last decided first. One query."""
    rows = rows.exclude(act="")
    for word in sought.words.split():
        rows = rows.filter(
            Q(question__icontains=word)
            | Q(project__name__icontains=word)
            | Q(study__icontains=word)
            | Q(project__participation__municipality__name__icontains=word)
        )
    if sought.municipality:
        rows = rows.filter(project__participation__municipality__code=sought.municipality)
    if sought.team:
        rows = rows.filter(project__team=int(sought.team)) if is_number(sought.team) else rows.none()
    if sought.act in Act.values:
        rows = rows.filter(act=sought.act)
    if sought.first:
        rows = rows.filter(decided_on__gte=sought.first)
    if sought.last:
        rows = rows.filter(decided_on__lte=sought.last)
    way = "-" if sort.startswith("-") else ""
    keys = CHANGE_SORTS.get(sort.removeprefix("-"))
    rows = (
        rows.order_by(*(f"{way}{key}" for key in keys), "pk") if keys else rows.order_by("-decided_on", "-pk")
    )
    within = solutions_wanted(definition, sought.solution, sought.area)
    return [
        row
        for row in rows
        if within is None
        or not within.isdisjoint(row.project.solutions)
        or (not sought.solution and sought.area in row.project.areas)
    ]


@dataclass(frozen=True, slots=True)
class BySolution:
    """What was tried within a solution ("": of projects that name none): teams, kept, abandoned."""

    solution: str
    teams: int
    kept: int
    abandoned: int


def by_solution(rows: Iterable[Cycle]) -> list[BySolution]:
    """Changes counted by solution; a project of several solutions counts in each. No query.

    Those who work: a team, or a project without one.
    """
    found: dict[str, list[Cycle]] = {}
    for row in rows:
        for key in row.project.solutions or [""]:
            found.setdefault(key, []).append(row)
    return [
        BySolution(
            key,
            len(
                {
                    ("t", row.project.team_id) if row.project.team_id else ("p", row.project_id)
                    for row in there
                }
            ),
            sum(row.act != Act.ABANDON for row in there),
            sum(row.act == Act.ABANDON for row in there),
        )
        for key, there in sorted(found.items(), key=lambda pair: (pair[0] == "", pair[0]))
    ]
