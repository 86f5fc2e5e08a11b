"""Invented learning networks: cohorts, gatherings, teams, and what each team was given."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from samordner.networks.learning.operations.cohorts import (
    CohortSaid,
    GatheringSaid,
    Noted,
    add_gathering,
    begin_cohort,
    note_attendance,
)
from samordner.networks.learning.operations.following import GuidanceSaid, assess, note_guidance
from samordner.networks.learning.operations.teams import MemberSaid, TeamSaid, add_member, join
from samordner.networks.models import (
    Assessment,
    Cohort,
    Gathering,
    Guidance,
    RunningNetwork,
    Team,
    TeamMember,
)
from samordner.participation.models import Participation
from tests.factories.participation import BY, DAY, NOW, Region

BEGUN = date(2021, 3, 1)


def network(place: Region, name: str = "Læringsnettverk") -> RunningNetwork:
    """A network of the office, made as it would stand after any deed."""
    return RunningNetwork.objects.create(
        programme=place.programme, office=place.office, name=name, made_at=NOW, made_by=BY
    )


def cohort(place: Region, name: str = "Vår 2021", *, of: RunningNetwork | None = None, **more: Any) -> Cohort:
    said = CohortSaid(**{"name": name, "since": BEGUN, **more})
    return begin_cohort(of or network(place), said, by=BY, now=NOW)


def gathering(of: Cohort, ordinal: int = 1, day: date | None = date(2021, 3, 10), **more: Any) -> Gathering:
    return add_gathering(of, GatheringSaid(ordinal=ordinal, day=day, **more), by=BY, now=NOW)


def team(of: Cohort, at: Participation, name: str = "Team Strand", **more: Any) -> Team:
    said = TeamSaid(**{"name": name, "began_on": BEGUN, **more})
    return join(of, at, said, by=BY, now=NOW)


def member(of: Team, name: str = "Kari Strand", role: str = "leader", **more: Any) -> TeamMember:
    return add_member(of, MemberSaid(name=name, role=role, **more), by=BY, now=NOW)


def guidance(of: Team, day: date = date(2021, 4, 6), state: str = "held", **more: Any) -> Guidance:
    return note_guidance(of, GuidanceSaid(day=day, state=state, **more), today=DAY, by=BY, now=NOW)


def attendance(of: Gathering, who: Team, count: int | None = 3, version: int = 0) -> int:
    return note_attendance(of, {who: Noted(count, version)}, today=DAY, by=BY, now=NOW)


def assessment(of: Team, score: str = "2.0", *, by_team: bool = True, day: date = DAY) -> Assessment:
    return assess(
        of, by_team=by_team, score=Decimal(score), day=day, why="Slik er det", today=DAY, by=BY, now=NOW
    )
