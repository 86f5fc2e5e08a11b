"""What speaks against the day of a planned meeting is seen before anybody is invited; and those it is for are chosen."""

from __future__ import annotations

from datetime import date

import pytest

from samordner.offers.models import Round
from samordner.offers.operations import NewMeeting, make_round
from samordner.offers.queries import window_of
from samordner.participation.models import Participation
from tests.boards.conftest import SignIn, signed_in, today
from tests.factories.participation import BY, DAY, NOW, Region
from tests.meetings.making import facts
from tests.offers.making import guest, invited, place_of, talk

__all__ = ["signed_in", "today"]

pytestmark = pytest.mark.django_db
NATIONAL_DAY, TUESDAY, SATURDAY = date(2021, 5, 17), date(2021, 5, 18), date(2021, 5, 22)


def round_of(place: Region, *meetings: tuple[date, tuple[Participation, ...]]) -> Round:
    window = window_of(place.definition.offer("talk"), DAY)
    assert window is not None
    made = [
        NewMeeting(f"Gruppe {day.day}", facts("Samtale", day, kind="talk"), members)
        for day, members in meetings
    ]
    return make_round(place.programme, place.office, window, made, grouped="", form="f", by=BY, now=NOW)


def test_a_holiday_a_weekend_and_what_else_those_municipalities_have_that_day_are_shown(
    signed_in: SignIn, today: date
) -> None:
    place = place_of(4)
    first, second, third, fourth = place.participations
    invited(talk(place, TUESDAY, topic="Kurs for den andre"), guest(second))
    row = round_of(
        place,
        (NATIONAL_DAY, (first,)),
        (TUESDAY, (second,)),
        (SATURDAY, (third,)),
        (date(2021, 5, 19), (fourth,)),
    )
    page = signed_in("coordinator", place.office).get(f"/tilbud/runder/{row.pk}/")
    near = [
        (one.part.name, found.holiday, found.weekend, [str(each.occurrence.happening.title) for each in found.same_day])
        for one, _audience, found in page.context["meetings"]
    ]  # fmt: skip
    assert near == [
        ("Gruppe 17", "Constitution Day", False, []),
        ("Gruppe 18", "", False, ["Kurs for den andre"]),
        ("Gruppe 22", "", True, []),
        ("Gruppe 19", "", False, []),
    ]
    text = page.content.decode()
    assert text.count("Choose another day") == 3


def test_two_meetings_of_one_round_on_one_day_are_no_collision_when_they_are_for_others(
    signed_in: SignIn, today: date
) -> None:
    place = place_of(2)
    row = round_of(place, (TUESDAY, (place[0],)), (TUESDAY, (place[1],)))
    page = signed_in("coordinator", place.office).get(f"/tilbud/runder/{row.pk}/")
    assert [found.same_day for _one, _audience, found in page.context["meetings"]] == [(), ()]


def test_those_whom_a_planned_meeting_is_for_are_chosen_beforehand_wherever_one_comes_from(
    signed_in: SignIn, today: date
) -> None:
    place = place_of(2)
    row = round_of(place, (TUESDAY, (place[0],)), (date(2021, 5, 19), (place[1],)))
    part = row.meetings.get(name="Gruppe 19")
    other = talk(place)
    client = signed_in("coordinator", place.office)
    form = client.get(f"/moter/{part.meeting_id}/inviter/").context["form"]
    offer = place.definition.offer("talk")
    assert (form["audience"].value(), list(form["roles"].value())) == (
        f"offer:{part.pk}", list(offer.audiences) or ["main"]
    )  # fmt: skip
    form = client.get(f"/moter/{other.pk}/inviter/").context["form"]
    assert (form["audience"].value(), list(form["roles"].value())) == ("", ["main"])
