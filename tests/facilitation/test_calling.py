"""Who needs a call this week, and why: each reason by itself, and what is not a reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from samordner.facilitation.documents.wording import told
from samordner.facilitation.operations import Said, note_call, remove_call
from samordner.measurement.models import Indicator
from samordner.networks.learning.operations.following import say
from samordner.networks.learning.operations.teams import leave
from samordner.networks.learning.queries.teams import homework_item
from tests.facilitation import making as make
from tests.factories import learning
from tests.factories.networks import place_of
from tests.factories.participation import BY, DAY, NOW
from tests.improvement import making as improving

pytestmark = pytest.mark.django_db


def test_a_team_that_came_was_guided_and_measures_needs_no_call() -> None:
    place = place_of(1)
    of = make.cohort(place)
    make.measuring(make.guided(make.team_of(of)))
    found = make.line(of, place)
    assert (found.reasons, found.needs) == ((), False)


def test_what_nobody_noted_is_not_absence() -> None:
    place = place_of(1)
    of = make.cohort(place)
    learning.guidance(make.team_of(of), date(2021, 4, 6))
    assert make.whys(of, place) == []


def test_a_team_of_which_nobody_came_is_called() -> None:
    place = place_of(1)
    of = make.cohort(place)
    team = make.team_of(of)
    learning.attendance(of.gatherings.get(), team, 0)
    learning.guidance(team, date(2021, 4, 6))
    found = make.line(of, place)
    assert [told(one, found.facts).sentence for one in found.reasons] == [
        "Nobody of the team was at gathering 1 on 10 March 2021."
    ]


def test_without_guidance_three_weeks_after_a_gathering_a_team_is_called() -> None:
    place = place_of(1)
    of = make.cohort(place)
    learning.guidance(make.team_of(of), date(2021, 3, 5))
    early, late = date(2021, 3, 30), date(2021, 3, 31)
    assert (make.whys(of, place, early), make.whys(of, place, late)) == ([], ["unguided"])


def test_after_two_months_without_a_measurement_a_team_is_called_and_missing_months_are_no_measurement() -> (
    None
):
    place = place_of(1)
    of = make.cohort(place)
    make.measuring(make.guided(make.team_of(of)), [*make.STEADY[:13], "-", "-"])
    found = make.line(of, place)
    assert [told(one, found.facts).sentence for one in found.reasons] == [
        "Nothing has been measured since January 2021."
    ]


def test_a_signal_for_the_worse_that_still_goes_on_calls_and_one_that_is_over_does_not() -> None:
    place = place_of(2)
    of = make.cohort(place, 2)
    bad = ["20/24"] * 7 + ["9/24"] * 8
    make.measuring(make.guided(make.team_of(of, 0)), bad)
    make.measuring(make.guided(make.team_of(of, 1)), list(reversed(bad)))
    assert [make.line(of, place, number=number).keys for number in (0, 1)] == [["worse"], []]


def test_a_large_change_is_no_worse_where_the_chart_tells_of_changes() -> None:
    """What is better of values says nothing of how much they differ from month to month."""
    place = place_of(1)
    of = make.cohort(place)
    high_now = make.measuring(make.guided(make.team_of(of)), [*make.STEADY[:14], "24/24"], direction="down")
    assert make.line(of, place).keys == ["worse"]
    Indicator.objects.filter(pk=high_now.pk).update(chart="mr")
    assert make.line(of, place).keys == []


def test_a_cycle_past_its_end_calls_until_it_is_decided() -> None:
    place = place_of(1)
    of = make.cohort(place)
    team = make.guided(make.team_of(of))
    project = make.project(team)
    improving.decided(project)
    make.measuring(team)
    assert make.whys(of, place) == []
    improving.cycle(project)
    found = make.line(of, place)
    rows = [row.text for one in found.reasons for row in told(one, found.facts).rows]
    assert (found.keys, rows) == (["cycle"], ["PDSA 2: Blir det roligere uten TV?"])


def test_an_assessment_that_stands_still_and_one_that_lies_far_from_the_advisers_call() -> None:
    place = place_of(1)
    of = make.cohort(place)
    team = make.guided(make.team_of(of))
    learning.assessment(team, "2.0", day=date(2021, 3, 1))
    learning.assessment(team, "2.5", by_team=False, day=date(2021, 4, 1))
    assert make.whys(of, place, date(2021, 4, 25)) == []
    assert make.whys(of, place, date(2021, 4, 26)) == ["still"]
    learning.assessment(team, "3.5", day=date(2021, 4, 26))
    assert make.whys(of, place) == ["apart"]


def test_homework_that_is_due_is_said_to_who_is_called_but_calls_nobody() -> None:
    place = place_of(1)
    of = make.cohort(place)
    team = make.guided(make.team_of(of))
    day = date(2021, 5, 14)
    found = make.line(of, place, day)
    assert (found.keys, found.needs) == (["homework"], False)
    say(team, homework_item(of.gatherings.get()), "yes", by=BY, now=NOW)
    assert make.whys(of, place, day) == []


def test_a_team_that_left_is_asked_why_once_and_for_four_weeks_at_most() -> None:
    place = place_of(1)
    of = make.cohort(place)
    team = make.team_of(of)
    leave(team, on=date(2021, 4, 1), why="Ingen tid", today=DAY, version=team.version, by=BY, now=NOW)
    assert [make.whys(of, place, day) for day in (date(2021, 3, 30), date(2021, 4, 28), date(2021, 4, 30))] == [
        [], ["left"], [],
    ]  # fmt: skip
    note_call(team, Said(day=date(2021, 4, 14), how="phone"), today=DAY, by=BY, now=NOW)
    assert make.whys(of, place, date(2021, 4, 28)) == []


def test_a_call_is_done_for_the_week_and_no_longer() -> None:
    place = place_of(1)
    of = make.cohort(place)
    team = make.team_of(of)
    learning.attendance(of.gatherings.get(), team, 0)
    monday = date(2021, 4, 19)
    row = note_call(team, Said(day=monday, how="phone"), today=DAY, by=BY, now=NOW)
    days = [monday - timedelta(days=1), monday, monday + timedelta(days=6), monday + timedelta(days=7)]
    assert [make.line(of, place, day).needs for day in days] == [True, False, False, True]
    remove_call(row, version=row.version, by=BY, now=NOW)
    assert make.line(of, place, monday).needs
