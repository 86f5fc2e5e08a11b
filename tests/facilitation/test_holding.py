"""Whether a change holds: told on the team's own page, of what it adopted, by what it wants to make better."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samordner.access.actors import Actor, Holding
from samordner.facilitation.holding import held
from samordner.networks.learning.facts import Facts
from tests.boards.conftest import SignIn
from tests.facilitation import making as make
from tests.factories.networks import place_of
from tests.factories.participation import DAY
from tests.improvement import making as improving

pytestmark = pytest.mark.django_db
BETTER = (*make.STEADY[:9], "24/24", "23/24", "24/25", "24/24", "23/23", "24/24")
WORSE = (*make.STEADY[:6], *["2/24"] * 9)


def test_of_what_a_team_adopted_it_is_told_whether_the_newest_numbers_lie_better_or_worse() -> None:
    place = place_of(4)
    of = make.cohort(place, 4)
    teams = [make.team_of(of, number) for number in range(4)]
    for team, values in zip(teams, (BETTER, WORSE, make.STEADY, BETTER), strict=True):
        make.measuring(team, values)
    for team in teams[:3]:
        improving.decided(team.projects.get(), act="adopt")
    told = held(make.actor(place), [team.pk for team in teams], DAY)
    assert told == {teams[0].pk: Facts(sustained=True), teams[1].pk: Facts(sustained=False)}


def test_it_is_told_to_nobody_who_does_not_reach_the_measurements() -> None:
    place, elsewhere = place_of(1), place_of(1, "sorviken", "92")
    team = make.team_of(make.cohort(place))
    make.measuring(team, BETTER)
    improving.decided(team.projects.get(), act="adopt")
    other = Actor("u9", "Kari", (Holding("coordinator", elsewhere.office.key),))
    assert held(other, [team.pk], DAY) == {}
    assert held(make.actor(place), [team.pk], DAY) == {team.pk: Facts(sustained=True)}


def test_it_stands_on_the_page_of_the_team_and_in_the_list_of_the_cohort(
    today: date, signed_in: SignIn
) -> None:
    place = place_of(1)
    of = make.cohort(place)
    team = make.team_of(of)
    make.measuring(team, WORSE)
    improving.decided(team.projects.get(), act="adopt")
    client = signed_in("coordinator", place.office)
    assert "<dt>The change</dt><dd><strong>does not hold</strong>" in page(client, "team", team.pk)
    assert '<td data-title="The change">does not hold</td>' in page(client, "cohort", of.pk)


def page(client: Client, name: str, pk: int) -> str:
    return client.get(reverse(f"networks:{name}", args=[pk])).content.decode()


def test_of_more_teams_no_more_is_asked() -> None:
    asked = []
    for key, county, number in (("havbukta", "91", 1), ("sorviken", "92", 3)):
        place = place_of(3, key, county)
        of = make.cohort(place, number)
        teams = [make.team_of(of, n) for n in range(number)]
        for team in teams:
            make.measuring(team, BETTER)
            improving.decided(team.projects.get(), act="adopt")
        with CaptureQueriesContext(connection) as found:
            assert len(held(make.actor(place), [team.pk for team in teams], DAY)) == number
        asked.append(len(found))
    assert asked[0] == asked[1] <= 10
