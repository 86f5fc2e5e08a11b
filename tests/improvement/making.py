"""Invented projects, diagrams, cycles and experiences, made by the deeds that pages use."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from samordner.improvement.models import Cycle, Driver, Experience, Project, Uptake
from samordner.improvement.operations.cycles import (
    Decision,
    Done,
    Planned,
    decide,
    plan_cycle,
    write_done,
    write_study,
)
from samordner.improvement.operations.drivers import add_driver
from samordner.improvement.operations.experiences import Noted, Told, note_uptake, propose_experience
from samordner.improvement.operations.projects import Said, begin_project
from samordner.networks.models import Cohort, RunningNetwork, Team
from samordner.participation.models import Participation
from tests.factories.participation import BY, DAY, NOW

ACTS: dict[str, Any] = {"by": BY, "now": NOW}
BEGAN = DAY - timedelta(days=100)


def team(place: Participation, name: str = "Team Sjøsiden") -> Team:
    """A team in a cohort of a network at the office."""
    usual: dict[str, Any] = {"made_at": NOW, "made_by": BY}
    network, _new = RunningNetwork.objects.get_or_create(
        programme=place.programme, office=place.office, name="Læringsnettverk", defaults=usual
    )
    cohort, _new = Cohort.objects.get_or_create(
        network=network, name="Pulje 1", defaults=usual | {"since": BEGAN}
    )
    return Team.objects.create(cohort=cohort, participation=place, name=name, began_on=BEGAN, **usual)


def said(**more: Any) -> Said:
    usual: dict[str, Any] = {
        "name": "Måltidsro", "problem": "Det er uro ved bordene.", "aim_what": "Flere rolige måltider",
        "aim_how_much": "fra 6 til 9 av 10", "aim_for_whom": "alle på langtidsavdelingen",
        "aim_by": DAY + timedelta(days=100), "solutions": ("B1",), "began_on": BEGAN,
    }  # fmt: skip
    return Said(**usual | more)


def project(place: Participation, **more: Any) -> Project:
    """A project that runs, with a whole aim."""
    return begin_project(place, said(**more), **ACTS)


def driver(of: Project, text: str = "Ro i rommet", parent: Driver | None = None, kind: str = "") -> Driver:
    """A driver in its place: under the aim a primary one, under a primary one a secondary."""
    return add_driver(of, text, kind=kind or ("secondary" if parent else "primary"), parent=parent, **ACTS)


def planned(**more: Any) -> Planned:
    usual: dict[str, Any] = {
        "question": "Blir det roligere uten TV?", "prediction": "Ja, for de fleste", "plan": "TV av fra 16 til 17",
        "begins": DAY - timedelta(days=30), "ends": DAY - timedelta(days=20),
    }  # fmt: skip
    return Planned(**usual | more)


def cycle(of: Project, **more: Any) -> Cycle:
    """A cycle that is planned, with what is expected."""
    return plan_cycle(of, planned(**more), **ACTS)


def tried(of: Project, **more: Any) -> Cycle:
    """A cycle of which it is written what happened."""
    row = cycle(of, **more)
    return write_done(row, Done("Vi slo den av tre dager", row.begins, row.ends), version=row.version, **ACTS)


def studied(of: Project, **more: Any) -> Cycle:
    row = tried(of, **more)
    return write_study(row, "To av tre ble roligere", version=row.version, **ACTS)


def decided(of: Project, act: str = "adapt", on: date = DAY - timedelta(days=10), **more: Any) -> Cycle:
    """A cycle that was decided on."""
    row = studied(of, **more)
    return decide(row, Decision(act, on, "Prøv med musikk"), version=row.version, **ACTS)


def told(**more: Any) -> Told:
    usual: dict[str, Any] = {
        "solution": "B1", "title": "TV av ved måltidene", "what": "Vi slo den av.", "for_whom": "De urolige",
    }  # fmt: skip
    return Told(**usual | more)


def experience(of: Cycle, **more: Any) -> Experience:
    return propose_experience(of, told(**more), **ACTS)


def noted(
    of: Experience, place: Participation, *, seen: int | None = 0, taken: int | None = None, **more: Any
) -> Uptake:
    """What a municipality noted, so many days after the tests' day began (0: that day)."""
    seen_on = None if seen is None else DAY + timedelta(days=seen)
    taken_up_on = None if taken is None else DAY + timedelta(days=taken)
    return note_uptake(of, place, Noted(seen_on=seen_on, taken_up_on=taken_up_on, **more), **ACTS)
