"""One team: its checklists, its homework, its phases, and the assessments of both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from samordner.networks.learning.words import CHECKLISTS, Checklist, Item
from samordner.networks.models.learning import (
    Assessment,
    ChecklistTick,
    Gathering,
    Phase,
    Team,
    TeamMember,
    TeamStep,
)

YES, NO = ChecklistTick.Answer.YES, ChecklistTick.Answer.NO


def homework_item(gathering: Gathering) -> str:
    """What a team ticks off when it has done a gathering's homework."""
    return f"homework-{gathering.pk}"


def latest_ticks(teams: Sequence[int]) -> Mapping[tuple[int, str], ChecklistTick]:
    """(team, item) → what was said last."""
    rows = ChecklistTick.objects.filter(team__in=teams).order_by("pk")
    return {(row.team_id, row.item): row for row in rows}


@dataclass(frozen=True)
class Said:
    """An item of a checklist, and what was said of it last, by whom and when."""

    item: Item
    tick: ChecklistTick | None

    @property
    def answer(self) -> str:
        return self.tick.answer if self.tick else ""


@dataclass(frozen=True)
class Ticked:
    """The checklist of a phase as a team has ticked it."""

    list: Checklist
    said: tuple[Said, ...]

    @property
    def label(self) -> str:
        return str(Phase(self.list.key).label)

    @property
    def done(self) -> int:
        return sum(one.answer == YES for one in self.said)

    @property
    def lacking(self) -> tuple[Said, ...]:
        """What is not in place, and what to do about it."""
        return tuple(one for one in self.said if one.answer == NO)


def checklists(team: Team, ticks: Mapping[tuple[int, str], ChecklistTick]) -> list[Ticked]:
    return [
        Ticked(one, tuple(Said(item, ticks.get((team.pk, item.key))) for item in one.items))
        for one in CHECKLISTS
    ]


@dataclass(frozen=True)
class Homework:
    """A gathering's homework, and whether the team has done it."""

    gathering: Gathering
    tick: ChecklistTick | None
    day: date

    @property
    def item(self) -> str:
        return homework_item(self.gathering)

    @property
    def is_done(self) -> bool:
        return self.tick is not None and self.tick.answer == YES

    @property
    def is_late(self) -> bool:
        due = self.gathering.homework_due
        return not self.is_done and due is not None and due < self.day


def homework(
    team: Team, gatherings: Sequence[Gathering], ticks: Mapping[tuple[int, str], ChecklistTick], day: date
) -> list[Homework]:
    """The homework of the gatherings that have been, and that the team was to be at."""
    return [
        Homework(row, ticks.get((team.pk, homework_item(row))), day)
        for row in gatherings
        if row.homework and row.has_been(day) and row.on is not None and team.is_in(row.on)
    ]


@dataclass(frozen=True)
class Course:
    """What became of a team: since when it is in its phase, and its steps, the corrected ones left out."""

    steps: tuple[TeamStep, ...]

    @property
    def phase_since(self) -> date | None:
        """None: since it joined."""
        phases = [one.day for one in self.steps if one.kind == TeamStep.Kind.PHASE]
        return phases[-1] if phases else None


def course(team: Team) -> Course:
    steps = list(team.steps.order_by("pk"))
    joined = [one.pk for one in steps if one.kind == TeamStep.Kind.JOINED]
    kept = (one for one in steps if one.pk not in joined[:-1])
    return Course(tuple(sorted(kept, key=lambda one: (one.day, one.pk))))


def members(team: Team) -> list[TeamMember]:
    """The kept members, in the order of the roles; those erased last."""
    order = TeamMember.Role.values
    rows = team.members.filter(removed_at=None)
    return sorted(
        rows, key=lambda one: (one.erased_at is not None, order.index(one.role), one.name.casefold(), one.pk)
    )


@dataclass(frozen=True)
class Both:
    """The assessments of both sides of one day, side by side and never mixed."""

    day: date
    own: Assessment | None
    adviser: Assessment | None


def assessments(team: Team) -> list[Both]:
    """Each day's assessments that stand, the last day first."""
    stand = {(row.day, row.by_team): row for row in team.assessments.order_by("pk")}
    days = sorted({day for day, _side in stand}, reverse=True)
    return [Both(day, stand.get((day, True)), stand.get((day, False))) for day in days]
