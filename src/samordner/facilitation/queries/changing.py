"""Which teams changed something: what they tried and kept, which solution it belongs to, what others took up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from samordner.charts.signals import Tone
from samordner.facilitation.queries.material import Facts, Material
from samordner.facilitation.queries.series import Watched, by_team
from samordner.improvement.models import Act, Cycle, Experience
from samordner.measurement.models import Purpose
from samordner.places.alphabet import norwegian_key


@dataclass(frozen=True)
class Outcome:
    """What a team wants to make better, and which way it points, in a few words."""

    watched: Watched
    words: str


@dataclass(frozen=True)
class Changed:
    """A team, and what it has come to. What its outcomes say stands beside what it did, and explains nothing."""

    facts: Facts
    outcomes: tuple[Outcome, ...]
    experiences: tuple[Experience, ...]

    @property
    def municipality(self) -> str:
        return str(self.facts.team.participation.municipality)

    @property
    def team(self) -> str:
        return self.facts.team.name

    @property
    def solutions(self) -> list[str]:
        return self.facts.solutions

    @property
    def kept(self) -> tuple[Cycle, ...]:
        """What it tried and kept, as it was or altered."""
        return tuple(one for one in self.facts.cycles if one.act in {Act.ADOPT, Act.ADAPT})

    @property
    def kept_words(self) -> list[str]:
        """What is kept: of cycles that follow each other, where the last has come to."""
        last = {one.ramp or f"\0{one.pk}": one for one in self.kept}
        return [" – ".join(filter(None, (one.ramp, one.study))) for one in last.values()]

    @property
    def has_changed(self) -> bool:
        """Whether it adopted something: what is altered is to be tried again."""
        return self.adopted > 0

    @property
    def tried(self) -> int:
        return sum(bool(one.done) for one in self.facts.cycles)

    @property
    def adopted(self) -> int:
        return self._came_to(Act.ADOPT)

    @property
    def adapted(self) -> int:
        return self._came_to(Act.ADAPT)

    @property
    def abandoned(self) -> int:
        return self._came_to(Act.ABANDON)

    def _came_to(self, act: Act) -> int:
        return sum(one.act == act for one in self.facts.cycles)

    @property
    def shared(self) -> int:
        return len(self.experiences)

    @property
    def taken_up(self) -> int:
        """By how many municipalities, each counted once for each experience."""
        return sum(one.taken_up_on is not None for row in self.experiences for one in _kept_uptakes(row))

    @property
    def holds(self) -> bool | None:
        """Whether what was adopted holds: its newest outcomes lie on the better side, or the worse. None: too early to say."""
        tones = {one.watched.tone for one in self.outcomes if one.watched.is_told}
        return holds_of(tones) if self.has_changed else None

    @property
    def state(self) -> str:
        """changed, trying (something is tried, nothing adopted) or nothing."""
        return "changed" if self.has_changed else "trying" if self.facts.cycles else "nothing"


def holds_of(tones: Collection[Tone]) -> bool | None:
    """Whether outcomes that point these ways say that a change holds. None: too early to say."""
    if Tone.WORSE in tones:
        return False
    return True if Tone.BETTER in tones else None


def _kept_uptakes(row: Experience) -> list[Any]:
    return [one for one in row.uptakes.all() if one.removed_at is None]


STATES = ("changed", "trying", "nothing")


def changed(found: Material, series: Iterable[Watched], says: Callable[[Watched], str]) -> list[Changed]:
    """Every team of the cohort, in the order of municipalities; two queries."""
    watched = by_team(series)
    projects = {project.pk: one.team.pk for one in found.teams for project in one.projects}
    told: dict[int, list[Experience]] = defaultdict(list)
    rows = Experience.objects.filter(
        cycle__project__in=list(projects), withdrawn_at=None, cycle__removed_at=None
    )
    for row in rows.select_related("cycle").prefetch_related("uptakes__participation__municipality"):
        told[projects[row.cycle.project_id]].append(row)
    lines = []
    for one in found.teams:
        outcomes = [each for each in watched.get(one.team.pk, []) if each.indicator.kind == Purpose.OUTCOME]
        said = tuple(Outcome(each, says(each)) for each in outcomes)
        lines.append(Changed(one, said, tuple(told[one.team.pk])))
    return lines


@dataclass(frozen=True)
class Narrowing:
    """What the list is narrowed to; empty: not."""

    words: str = ""
    solution: str = ""
    state: str = ""

    @property
    def narrows(self) -> bool:
        return self != Narrowing()


def narrowed(found: Iterable[Changed], by: Narrowing) -> list[Changed]:
    """Those that fit. An unknown state asks for nothing."""
    words = by.words.casefold().split()
    states = (by.state,) if by.state in STATES else STATES
    return [
        one
        for one in found
        if one.state in states
        and (not by.solution or by.solution in one.solutions)
        and all(word in "\n".join([one.municipality, one.team, *one.kept_words]).casefold() for word in words)
    ]


SORTS: Mapping[str, Callable[[Changed], Any]] = {
    "municipality": lambda one: norwegian_key(one.municipality),
    "team": lambda one: norwegian_key(one.team),
    "tried": lambda one: one.tried,
    "adopted": lambda one: one.adopted,
    "taken_up": lambda one: one.taken_up,
}


def ordered(found: Iterable[Changed], sort: str = "") -> list[Changed]:
    """By municipality, unless sorted: never by how well it goes."""
    read = SORTS.get(sort.removeprefix("-"))
    by_place = sorted(found, key=lambda one: (norwegian_key(one.municipality), norwegian_key(one.team)))
    return sorted(by_place, key=read, reverse=sort.startswith("-")) if read else by_place
