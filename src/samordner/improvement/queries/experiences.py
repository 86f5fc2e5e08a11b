"""Questions on experiences: which are shared, who has seen them and who took them up afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from samordner.improvement.models import Act, Experience, Project, Uptake
from samordner.improvement.queries.projects import solutions_wanted
from samordner.programmes.definition import Definition

WITH = ("participation__municipality", "participation__office", "participation__programme")


def every_experience() -> QuerySet[Experience]:
    """All experiences, the withdrawn ones too, with their municipality."""
    return Experience.objects.select_related(*WITH, "cycle__project")


def experiences_of(project: Project) -> QuerySet[Experience]:
    """What was shared from a project, the withdrawn ones too, in the order of their days."""
    return Experience.objects.filter(cycle__project=project).order_by("proposed_on", "pk")


def shared() -> QuerySet[Experience]:
    """The experiences that stand, of cycles and projects that do, with their municipality."""
    return every_experience().filter(
        withdrawn_at=None, cycle__removed_at=None, cycle__project__removed_at=None
    )


def every_uptake() -> QuerySet[Uptake]:
    """All that municipalities noted, the removed too, with the municipality and the experience."""
    return Uptake.objects.select_related(*WITH, "experience__participation__office")


@dataclass(frozen=True)
class Spread:
    """What others did with an experience, as far as it is noted.

    `after_seeing`: took it up on the day that they saw it, or later; `unknown`: took it up, and it is not known whether
    they had seen it. It says what came first, never that one led to the other.
    """

    seen: tuple[Uptake, ...]
    taken_up: tuple[Uptake, ...]
    after_seeing: tuple[Uptake, ...]
    before_seeing: tuple[Uptake, ...]
    unknown: tuple[Uptake, ...]
    stopped: tuple[Uptake, ...]


def spread(uptakes: Iterable[Uptake]) -> Spread:
    """What is noted of one experience, sorted into what came first. No query."""
    rows = [row for row in uptakes if row.removed_at is None]
    taken = tuple(row for row in rows if row.taken_up_on)
    return Spread(
        seen=tuple(row for row in rows if row.seen_on),
        taken_up=taken,
        after_seeing=tuple(row for row in taken if row.after_seeing),
        before_seeing=tuple(row for row in taken if row.after_seeing is False),
        unknown=tuple(row for row in taken if row.after_seeing is None),
        stopped=tuple(row for row in rows if row.stopped_on),
    )


@dataclass(frozen=True)
class Line:
    """An experience in a list, and what others did with it."""

    experience: Experience
    spread: Spread


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which experiences a list shows; "" : all. `uptake`: taken_up, seen, or none (nobody noted anything)."""

    words: str = ""
    solution: str = ""
    area: str = ""
    municipality: str = ""
    act: str = ""
    uptake: str = ""

    @property
    def narrows(self) -> bool:
        return self != Wanted()


UPTAKES = ("none", "seen", "taken_up")
SORTS = ("proposed_on", "municipality", "solution", "title", "seen", "taken_up")


def lines(
    rows: QuerySet[Experience], wanted: Wanted, definition: Definition, *, sort: str = ""
) -> list[Line]:
    """The experiences of the visible `rows`, narrowed and sorted, the last shared first. Two queries."""
    for word in wanted.words.split():
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(what__icontains=word)
            | Q(for_whom__icontains=word)
            | Q(participation__municipality__name__icontains=word)
        )
    if wanted.municipality:
        rows = rows.filter(participation__municipality__code=wanted.municipality)
    if wanted.act in Act.values:
        rows = rows.filter(act=wanted.act)
    within = solutions_wanted(definition, wanted.solution, wanted.area)
    if within is not None:
        rows = rows.filter(solution__in=within)
    noted: dict[int, list[Uptake]] = {}
    found = list(rows)
    for row in Uptake.objects.filter(experience__in=[one.pk for one in found], removed_at=None):
        noted.setdefault(row.experience_id, []).append(row)
    made = [Line(row, spread(noted.get(row.pk, ()))) for row in found]
    made = [line for line in made if _is_like(line.spread, wanted.uptake)]
    return _sorted(made, sort)


def _is_like(spread: Spread, uptake: str) -> bool:
    match uptake:
        case "none":
            return not spread.seen and not spread.taken_up
        case "seen":
            return bool(spread.seen)
        case "taken_up":
            return bool(spread.taken_up)
        case _:
            return True


def _sorted(made: list[Line], sort: str) -> list[Line]:
    name = sort.removeprefix("-")
    if name not in SORTS:
        return made

    def key(line: Line) -> tuple[str | int | date, ...]:
        row = line.experience
        match name:
            case "municipality":
                return (row.participation.municipality.sort_key,)
            case "solution":
                return (row.solution,)
            case "title":
                return (row.title.casefold(),)
            case "seen":
                return (len(line.spread.seen),)
            case "taken_up":
                return (len(line.spread.taken_up),)
            case _:
                return (row.proposed_on,)

    return sorted(made, key=key, reverse=sort.startswith("-"))
