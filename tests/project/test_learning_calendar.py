"""What learning networks and improvement projects tell the calendar: their days, to those whom they concern, each once."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override

from samordner.access.actors import Actor, Holding
from samordner.happenings.sources import Asked, gather
from samordner.improvement.operations.projects import Ending, end_project
from tests.factories import learning
from tests.factories.networks import place_of
from tests.factories.participation import BY, DAY, NOW, Region
from tests.improvement import making as improving

pytestmark = pytest.mark.django_db
KINDS = {"gathering", "guidance", "homework", "aim"}


def told(role: str, place: Region, number: int = 0) -> list[tuple[str, str, date]]:
    code = place[number].municipality.code if role == "contact" else ""
    who = Actor("u9", "Kim", (Holding(role, place.office.key, code),))
    with override("en"):
        found = gather(Asked(who, date(2021, 3, 1), date(2022, 1, 1), DAY, (place.programme.key,)))
    return sorted((one.kind.key, one.title, one.start) for one in found if one.kind.key in KINDS)


def test_the_days_of_a_cohort_and_the_aims_of_its_teams_stand_in_the_calendar() -> None:
    place = place_of(2)
    cohort = learning.cohort(place)
    learning.gathering(cohort, topic="Målet", homework="Skriv målet", homework_due=date(2021, 5, 20))
    teams = [learning.team(cohort, place[number], f"Team {number}") for number in range(2)]
    learning.guidance(teams[0], date(2021, 4, 6))
    improving.project(place[0], team=teams[0], name="Roen", aim_by=date(2021, 10, 1), solutions=())
    over = improving.project(place[1], team=teams[1], name="Lyset", aim_by=date(2021, 11, 1), solutions=())
    of_all = [
        ("gathering", "Vår 2021: gathering 1. Målet", date(2021, 3, 10)),
        ("homework", "Homework from Vår 2021: gathering 1. Målet", date(2021, 5, 20)),
    ]
    of_first = [
        ("aim", f"The aim of Roen, {place[0].municipality.name}", date(2021, 10, 1)),
        ("guidance", f"Guidance meeting: {place[0].municipality.name}, Team 0", date(2021, 4, 6)),
    ]
    lyset = ("aim", f"The aim of Lyset, {place[1].municipality.name}", date(2021, 11, 1))
    assert told("coordinator", place) == sorted([*of_all, *of_first, lyset])
    assert told("contact", place) == sorted([*of_all, *of_first])
    ending = Ending(date(2021, 4, 1), "Alle har lys.")
    end_project(over, ending, version=over.version, by=BY, now=NOW)
    assert told("contact", place, 1) == sorted(of_all)
