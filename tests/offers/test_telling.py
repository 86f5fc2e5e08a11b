"""Gaps are told on the first page and on a municipality's page, the more pressing the nearer the deadline."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from samordner.access.actors import Actor, Holding
from samordner.offers.telling import gaps
from tests.boards.conftest import SignIn
from tests.factories.participation import DAY, Region
from tests.offers.making import answered, guest, invited, place_of, talk

pytestmark = pytest.mark.django_db


def told(place: Region, day: date = DAY) -> list[tuple[str, str]]:
    actor = Actor("u1", "Kari", (Holding("coordinator", place.office.key),))
    return [(gap.sentence, gap.tone) for gap in gaps(actor, place.definition, day, office=place.office.key)]


def test_a_gap_presses_more_the_nearer_its_deadline_is() -> None:
    place = place_of(2)
    invited(talk(place), guest(place[0]))
    assert told(place, date(2021, 4, 27))[0] == ("1 municipality has not been offered: A talk", "info")
    assert told(place, date(2021, 5, 10))[0][1] == "warning"
    assert told(place, date(2021, 7, 1))[0][1] == "danger"
    assert [sentence for sentence, _tone in told(place, date(2022, 7, 1)) if "talk" in sentence] == []


def test_an_offer_that_everybody_has_got_is_not_told() -> None:
    place = place_of(1)
    [row] = invited(talk(place), guest(place[0]))
    answered(row, "declined", why="Har ikkje tid")
    assert [sentence for sentence, _tone in told(place)] == [
        "1 municipality has not been offered: A fair every year 2021"
    ]


def test_a_municipality_s_page_says_what_it_has_not_been_offered(signed_in: SignIn, today: date) -> None:
    place = place_of(2)
    invited(talk(place), guest(place[0]))
    client = signed_in("coordinator", place.office)
    has, has_not = (
        client.get(reverse("boards:municipality", args=[row.municipality.code])).content.decode()
        for row in place.participations
    )
    assert "Not offered: A talk (deadline" not in has
    assert "Not offered: A talk (deadline" in has_not
    assert f"/tilbud/talk/{place[1].municipality.code}/" in has_not


def test_the_first_page_tells_it_to_those_who_can_arrange_meetings(signed_in: SignIn, today: date) -> None:
    place = place_of(2)
    sentence = "2 municipalities have not been offered: A talk"
    assert sentence in signed_in("coordinator", place.office).get("/").content.decode()
    contact = signed_in("contact", place.office, place[0].municipality)
    assert "have not been offered" not in contact.get("/").content.decode()
