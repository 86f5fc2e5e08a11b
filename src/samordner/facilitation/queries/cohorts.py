"""Every cohort in a line: its teams, and how many of them need a call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from samordner.access.actors import Actor
from samordner.facilitation.queries.calling import Line, lines
from samordner.facilitation.queries.material import Material, material
from samordner.facilitation.queries.series import by_team, watched
from samordner.networks.models import Cohort, Gathering, Team


@dataclass(frozen=True)
class Overview:
    """A cohort on a day. `lines`: its teams that had joined, those that its reader may see."""

    cohort: Cohort
    material: Material
    lines: tuple[Line, ...]
    day: date

    @property
    def state(self) -> str:
        """ahead, running or over."""
        if self.cohort.since > self.day:
            return "ahead"
        return "over" if self.cohort.until is not None and self.cohort.until <= self.day else "running"

    @property
    def waiting(self) -> list[Line]:
        """The teams that need a call this week; of a cohort that is over, none does."""
        return [one for one in self.lines if one.needs] if self.state == "running" else []

    @property
    def called(self) -> int:
        return sum(one.call is not None for one in self.lines)

    @property
    def teams(self) -> int:
        return len(self.material.teams)

    @property
    def been(self) -> int:
        return len(self.material.been(self.day))

    @property
    def next(self) -> Gathering | None:
        """The next gathering."""
        ahead = [
            (one.on, one.pk, one)
            for one in self.material.gatherings
            if one.on and one.on >= self.day and not one.is_off
        ]
        return min(ahead, key=lambda one: one[:2])[2] if ahead else None


def overview(cohorts: Sequence[Cohort], teams: QuerySet[Team], actor: Actor, day: date) -> list[Overview]:
    """These cohorts with the visible `teams`, those that run first; as many queries however many cohorts."""
    found = material(cohorts, teams, actor, day)
    running = [
        one
        for one in found
        if one.cohort.since <= day and (one.cohort.until is None or day < one.cohort.until)
    ]
    series = by_team(watched([one.team.pk for each in running for one in each.teams]))
    rows = [Overview(one.cohort, one, tuple(lines(one, series, day)), day) for one in found]
    order = {"running": 0, "ahead": 1, "over": 2}
    return sorted(rows, key=lambda one: (order[one.state], one.cohort.since, one.cohort.pk))
