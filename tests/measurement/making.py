"""Invented projects, teams, indicators and measurements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from samordner.improvement.models import Cycle, Project
from samordner.measurement.entries import Entry
from samordner.measurement.models import How, Indicator, Measurement, State
from samordner.measurement.operations.indicators import Defined, Described, add_indicator
from samordner.measurement.operations.measuring import enter
from samordner.networks.models import Cohort, RunningNetwork, Team, TeamMember
from samordner.participation.models import Participation
from samordner.timeline.months import month_after
from tests.factories.participation import BY, DAY, NOW

SINCE = date(2019, 4, 1)
TEXT = "Måltider uten uro, observert av kveldsvakten hver onsdag."


def project(
    participation: Participation, name: str = "Måltidsro", *, team: Team | None = None, **more: Any
) -> Project:
    """A project that runs."""
    usual: dict[str, Any] = {"began_on": date(2020, 1, 1), "made_at": NOW, "made_by": BY}
    return Project.objects.create(participation=participation, name=name, team=team, **usual | more)


def team(participation: Participation, name: str = "Team Sjøsiden") -> Team:
    """A team in a cohort of a network at the participation's office."""
    usual: dict[str, Any] = {"made_at": NOW, "made_by": BY}
    network, _new = RunningNetwork.objects.get_or_create(
        programme=participation.programme, office=participation.office, name="Læringsnettverk", defaults=usual
    )
    cohort, _new = Cohort.objects.get_or_create(
        network=network, name="Pulje 1", defaults=usual | {"since": date(2020, 3, 1)}
    )
    return Team.objects.create(
        cohort=cohort, participation=participation, name=name, began_on=date(2020, 3, 1), **usual
    )


def member(
    of: Team, name: str = "Kari Eksempel", role: str = TeamMember.Role.MEASURER, **more: Any
) -> TeamMember:
    """Somebody in a team, with an address of work."""
    usual: dict[str, Any] = {
        "email": f"{name.split(maxsplit=1)[0].lower()}.{of.pk}@example.org",
        "made_at": NOW,
        "made_by": BY,
    }
    return TeamMember.objects.create(team=of, name=name, role=role, **usual | more)


def cycle(of: Project, number: int = 1, **more: Any) -> Cycle:
    """A PDSA cycle that is being tried."""
    usual: dict[str, Any] = {
        "question": "Roligere når TV er av?", "prediction": "Ja", "begins": date(2020, 6, 3), "made_at": NOW, "made_by": BY,
    }  # fmt: skip
    return Cycle.objects.create(project=of, number=number, **usual | more)


def described(**more: Any) -> Described:
    usual: dict[str, Any] = {
        "name": "Rolige måltider", "kind": "outcome", "value_kind": "proportion", "direction": "up", "begins": SINCE,
        "multiplier": 100, "chart": "run",
    }  # fmt: skip
    usual |= more
    if usual["value_kind"] != "proportion" and "multiplier" not in more:
        usual["multiplier"] = 1
    return Described(**usual)


def defined(**more: Any) -> Defined:
    return Defined(
        **{"text": TEXT, "numerator_text": "rolige måltider", "denominator_text": "måltider", **more}
    )


def indicator(of: Project, **more: Any) -> Indicator:
    """An indicator: by default a share, measured every month since April 2019."""
    said = described(**more)
    what = defined() if said.value_kind in {"proportion", "rate"} else Defined(text=TEXT)
    return add_indicator(of, said, what, by=BY, now=NOW)


def month(number: int, since: date = SINCE) -> date:
    """The first day of the month so many months after the first one."""
    return month_after(since, number)


def filled(
    row: Indicator, values: Sequence[float | None], of: float | None = 100, since: date = SINCE
) -> None:
    """One measurement a month from `since`, written straight into the database; None: not measured."""
    Measurement.objects.bulk_create(
        Measurement(
            indicator=row, day=month(place, since), state=State.MISSING if value is None else State.VALUE,
            value=None if value is None else Decimal(str(value)),
            denominator=None if value is None or of is None else Decimal(str(of)), how=How.PAGE, written_at=NOW,
            written_by=BY,
        )
        for place, value in enumerate(values)
    )  # fmt: skip


CALM = (50, 54, 47, 52, 49, 55, 46, 53, 48, 51, 56, 45)
"""A year without signals."""
BETTER = (*CALM, *(value + 25 for value in CALM))
"""Two years: the second clearly higher."""


def written(
    row: Indicator, day: date, value: object = 40, of: object = 100, *, version: int = 0, today: date = DAY,
    by: str = BY, now: datetime = NOW, **more: Any,
) -> Measurement:  # fmt: skip
    """One measurement, written as on a page."""
    typed = Entry(
        value=Decimal(str(value)),
        denominator=None if of is None else Decimal(str(of)),
        note=more.get("note", ""),
    )
    return enter(row, day, typed, version=version, how=How.PAGE, today=today, by=by, now=now)
