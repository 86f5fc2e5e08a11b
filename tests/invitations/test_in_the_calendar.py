"""A meeting stands in the calendar with an address that this reader can open."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from samordner.access.actors import Actor, Holding
from samordner.happenings.happenings import Happening
from samordner.happenings.sources import Asked, gather
from samordner.invitations.operations.inviting import withdraw
from tests.boards.conftest import SignIn
from tests.factories.participation import BY, DAY, NOW, Region, region
from tests.invitations.making import invited, planned

pytestmark = pytest.mark.django_db


def told(place: Region, *holdings: Holding) -> list[Happening]:
    actor = Actor("u9", "Kim", holdings)
    asked = Asked(actor, date(2021, 5, 1), date(2021, 6, 1), DAY, (place.definition.key,))
    return [one for one in gather(asked) if one.kind.key == "meeting"]


def contact_of(place: Region, number: int) -> Holding:
    return Holding("contact", place.office.key, place[number].municipality.code)


def test_who_is_reached_by_an_invitation_alone_is_led_to_where_it_is_answered(
    signed_in: SignIn, today: date
) -> None:
    place = region(3)
    meeting = planned(place)
    first, second = invited(meeting, place[0], place[1])
    [mine] = told(place, contact_of(place, 0))
    assert mine.address == reverse("invitations:own", args=[first.pk])
    client = signed_in("contact", place.office, place[0].municipality)
    assert client.get(mine.address).status_code == 200
    assert client.get(reverse("invitations:own", args=[second.pk])).status_code == 404
    assert client.get(reverse("meetings:meeting", args=[meeting.pk])).status_code == 403
    [others] = told(place, contact_of(place, 1))
    assert others.address == reverse("invitations:own", args=[second.pk])
    assert told(place, contact_of(place, 2)) == [], "who is not invited is told nothing"


def test_who_may_read_the_meeting_is_led_to_its_page() -> None:
    place = region(1)
    meeting = planned(place)
    invited(meeting, place[0])
    [one] = told(place, Holding("coordinator", place.office.key))
    assert one.address == reverse("meetings:meeting", args=[meeting.pk])


def test_an_invitation_that_was_withdrawn_is_no_way_in() -> None:
    place = region(2)
    meeting = planned(place)
    first, _second = invited(meeting, *place.participations)
    withdraw(first, version=first.version, day=DAY, by=BY, now=NOW)
    assert told(place, contact_of(place, 0)) == []
