"""Silence is that nobody has heard for months; never having heard is unknown, and no silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samordner.asks.models import Ask, AskRecipient
from samordner.participation.models import Participation
from samordner.support.models import Need
from samordner.support.operations import remove
from samordner.support.queries import Heard, dose, help_of, kept_help, silence
from tests.factories.participation import BY, DAY, NOW, Region, region, say
from tests.support.conftest import help_given, need

LONG_AGO = DAY - timedelta(days=400)


@pytest.fixture
def place(db: None) -> Region:
    return region(3)


def answered(row: Participation, ago: int) -> None:
    ask = Ask.objects.create(
        programme=row.programme, office=row.office, asked_by="KS", title="Kartlegging", why="Tall",
        kind="survey", sent=LONG_AGO, minutes=30, recorded_at=NOW, recorded_by=BY,
    )  # fmt: skip
    AskRecipient.objects.create(ask=ask, participation=row, answered_on=DAY - timedelta(days=ago))


@pytest.mark.parametrize(
    ("kind", "happens"),
    [
        ("contact", lambda row: say(row, "last_contact", (DAY - timedelta(days=9)).isoformat(), DAY)),
        ("status", lambda row: say(row, "plan_status", "in_process", DAY - timedelta(days=9), source_kind="contact")),
        ("need", lambda row: need(row, ago=9)),
        ("support", lambda row: help_given(row, ago=9)),
        ("answer", lambda row: answered(row, 9)),
    ],
)  # fmt: skip
def test_whatever_was_heard_breaks_the_silence_and_says_what_it_was(
    place: Region, kind: str, happens: Callable[[Participation], object]
) -> None:
    say(place[0], "last_contact", LONG_AGO.isoformat(), LONG_AGO)
    say(place[1], "last_contact", LONG_AGO.isoformat(), LONG_AGO)
    happens(place[0])
    found = silence(place.participations, place.definition, DAY)
    assert (found.heard[place[0].pk].kind, found.heard[place[0].pk].day) == (kind, DAY - timedelta(days=9))
    assert (found.lately, found.silent, found.never) == ((place[0].pk,), (place[1].pk,), (place[2].pk,))


def test_what_was_read_in_papers_was_not_heard_from_the_municipality(place: Region) -> None:
    say(place[0], "plan_status", "in_process", source_kind="minutes", source_key="sak 1/21")
    assert silence(place.participations, place.definition, DAY).never == tuple(
        row.pk for row in place.participations
    )


def test_the_number_of_months_is_the_askers(place: Region) -> None:
    help_given(place[0], ago=100)
    groups = [
        (found.lately, found.silent)
        for months in (3, 4)
        for found in [silence([place[0]], place.definition, DAY, months=months)]
    ]
    assert groups == [((), (place[0].pk,)), ((place[0].pk,), ())]


def test_a_past_day_has_not_heard_what_came_later_nor_what_was_removed(place: Region) -> None:
    help_given(place[0], ago=10)
    wrong: Need = need(place[1], ago=20)
    remove(wrong, version=1, by=BY, now=NOW)
    assert silence(place.participations, place.definition, DAY - timedelta(days=11)).heard == {}
    assert set(silence(place.participations, place.definition, DAY).heard) == {place[0].pk}


def test_packages_above_may_add_what_they_have_heard(place: Region) -> None:
    said = Heard(DAY - timedelta(days=2), "meeting", "", 7)
    tomorrow = Heard(DAY + timedelta(days=1), "meeting", "", 8)
    found = silence(
        place.participations, place.definition, DAY, also=[(place[0].pk, said), (place[1].pk, tomorrow)]
    )
    assert found.heard == {place[0].pk: said}


@pytest.mark.parametrize("count", [1, 3])
def test_silence_takes_two_queries_and_a_dose_one(db: None, count: int) -> None:
    rows = region(count).participations
    help_given(*rows)
    says = region(0).definition
    with CaptureQueriesContext(connection) as captured:
        silence(rows, says, DAY)
    assert len(captured) == 2
    with CaptureQueriesContext(connection) as captured:
        dose(rows, kept_help())
    assert len(captured) == 1


def test_who_got_no_help_is_in_the_doses_with_none(place: Region) -> None:
    help_given(place[0], place[1], ago=10)
    help_given(place[0], ago=40)
    doses = dose(place.participations, help_of(place.participations, DAY))
    assert [(one.times, one.hours, one.last) for one in doses] == [
        (2, None, DAY - timedelta(days=10)), (1, None, DAY - timedelta(days=10)), (0, None, None),
    ]  # fmt: skip
