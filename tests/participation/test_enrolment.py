"""Every municipality of an office takes part while it exists and the office covers it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from samordner.journal.deeds import Refusal
from samordner.journal.models import Entry
from samordner.participation.models import Participation
from samordner.participation.operations import enrol
from samordner.participation.queries import taking_part
from samordner.programmes.models import Programme
from tests.factories.participation import BY, END, START, municipalities, office

pytestmark = pytest.mark.django_db

BORDER = date(2020, 1, 1)


def spans(programme: Programme) -> list[tuple[str, date | None, date | None]]:
    rows = Participation.objects.filter(programme=programme)
    return [(row.municipality.name, row.since, row.until) for row in rows]


def test_a_border_change_ends_some_participations_and_begins_others(now: datetime) -> None:
    programme, home = Programme.objects.create(key="x"), office()
    old = municipalities(2, office=home, until=BORDER)
    new = municipalities(1, office=home, since=BORDER)
    stays = municipalities(1, office=home)
    enrol(programme, home, since=START, until=END, by=BY, now=now)
    expected = [(one.name, START, BORDER) for one in old]
    expected += [(new[0].name, BORDER, END), (stays[0].name, START, END)]
    assert sorted(spans(programme)) == sorted(expected)
    assert taking_part("x", date(2019, 12, 31)).count() == 3
    assert taking_part("x", BORDER).count() == 2
    assert taking_part("x", END).count() == 0


def test_enrolling_again_changes_nothing_and_a_longer_period_moves_only_the_ends(now: datetime) -> None:
    programme, home = Programme.objects.create(key="x"), office()
    municipalities(2, office=home)
    first = enrol(programme, home, since=START, until=END, by=BY, now=now)
    assert enrol(programme, home, since=START, until=END, by=BY, now=now) == first
    assert Entry.objects.filter(verb="enrol").count() == 1
    longer = enrol(programme, home, since=START, until=date(2025, 1, 1), by=BY, now=now)
    assert [row.pk for row in longer] == [row.pk for row in first]
    assert {row.until for row in Participation.objects.all()} == {date(2025, 1, 1)}


def test_nobody_takes_part_twice_at_once(now: datetime) -> None:
    programme, home = Programme.objects.create(key="x"), office()
    municipalities(1, office=home)
    enrol(programme, home, since=START, until=END, by=BY, now=now)
    with pytest.raises(Refusal, match="Øyvik"):
        enrol(programme, home, since=date(2020, 1, 1), until=END, by=BY, now=now)
    assert Participation.objects.count() == 1


def test_only_the_offices_own_municipalities_are_enrolled(now: datetime) -> None:
    programme, home, other = Programme.objects.create(key="x"), office(), office("sorviken", "Sørviken")
    municipalities(2, office=home)
    municipalities(3, office=other, county="92")
    enrol(programme, home, since=START, until=END, by=BY, now=now)
    assert {row.municipality.county.code for row in Participation.objects.all()} == {"91"}
