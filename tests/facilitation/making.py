"""Invented cohorts with teams that measure: everything by the deeds and factories of the packages below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from samordner.access.actors import Actor, Holding
from samordner.facilitation.queries.calling import Line, lines
from samordner.facilitation.queries.material import Material, every_cohort, material
from samordner.facilitation.queries.series import Watched, by_team, watched
from samordner.improvement.models import Project
from samordner.measurement.entries import Entry
from samordner.measurement.models import How, Indicator, State
from samordner.measurement.operations.indicators import Defined, Described, add_indicator
from samordner.measurement.operations.measuring import Brought, bring, seen_mark
from samordner.networks.models import Cohort, Team
from samordner.timeline.months import month_after
from tests.factories import learning
from tests.factories.participation import BY, DAY, NOW, Region
from tests.improvement import making as improving

FIRST = date(2020, 1, 1)
STEADY = ("12/24", "10/22", "13/25", "11/24", "12/23", "10/24", "13/24", "11/22", "12/25", "13/24", "10/23", "12/24",
          "11/24", "13/25", "12/24")  # fmt: skip
"""Fifteen months to March 2021, of enough persons to be told, in which nothing happens."""


def cohort(place: Region, teams: int = 1, name: str = "Vår 2021") -> Cohort:
    """A cohort whose first gathering was on 10 March, with a team of each of the first municipalities."""
    of = learning.cohort(place, name)
    learning.gathering(of, topic="Målet", homework="Skriv målet", homework_due=date(2021, 5, 20))
    for number in range(teams):
        learning.team(of, place[number], f"Team {place[number].municipality}")
    return of


def team_of(of: Cohort, number: int = 0) -> Team:
    return list(of.teams.order_by("pk"))[number]


def guided(team: Team) -> Team:
    """The team was at the gathering and has had guidance since."""
    gathering = team.cohort.gatherings.get(ordinal=1)
    learning.attendance(gathering, team, 3)
    learning.guidance(team, date(2021, 4, 6))
    return team


def project(team: Team) -> Project:
    """A project that the team runs."""
    return improving.project(team.participation, team=team, name=f"Prosjekt {team.name}", solutions=())


def measuring(
    team: Team, values: Sequence[str] = STEADY, *, first: date = FIRST, name: str = "Rolige måltider",
    kind: str = "outcome", direction: str = "up", fewest: int = 5,
) -> Indicator:  # fmt: skip
    """What the team measures each month from `first` on: "5/14", or "-" for not measured."""
    of = team.projects.first() or project(team)
    said = Described(
        name=name, kind=kind, value_kind="proportion", direction=direction, begins=first, unit="%", multiplier=100,
        chart="p", fewest=fewest,
    )  # fmt: skip
    row = add_indicator(
        of,
        said,
        Defined(text="Telt hver onsdag", numerator_text="Rolige", denominator_text="Alle"),
        by=BY,
        now=NOW,
    )
    rows = [Brought(month_after(first, number), entry(text)) for number, text in enumerate(values)]
    if rows:
        bring(row, rows, seen=seen_mark(rows), how=How.PASTE, today=DAY, by=BY, now=NOW)
    return row


def entry(text: str) -> Entry:
    if text == "-":
        return Entry(state=State.MISSING)
    value, _over, whole = text.partition("/")
    return Entry(value=Decimal(value), denominator=Decimal(whole))


def actor(place: Region, role: str = "coordinator") -> Actor:
    return Actor("u9", "Kari", (Holding(role, place.office.key),))


def known(of: Cohort, place: Region, day: date = DAY) -> Material:
    (found,) = material(every_cohort().filter(pk=of.pk), Team.objects.all(), actor(place), day)
    return found


def series(of: Cohort) -> list[Watched]:
    return watched([one.pk for one in of.teams.all()])


def line(of: Cohort, place: Region, day: date = DAY, number: int = 0) -> Line:
    """The line of a team on a day."""
    found = lines(known(of, place, day), by_team(series(of)), day)
    return next(one for one in found if one.facts.team.pk == team_of(of, number).pk)


def whys(of: Cohort, place: Region, day: date = DAY) -> list[str]:
    """The keys of why the first team is to be called."""
    return line(of, place, day).keys
