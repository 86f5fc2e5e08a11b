"""Open events: a place or the waiting list in order of arrival, a form sent twice is one, a free place goes to the next."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from samordner.invitations.models import EventTerms, Invitation, Registration
from samordner.invitations.operations.registering import FOR_ONE_ADDRESS, Wish, cancel, register
from samordner.journal.deeds import Refusal
from samordner.journal.models import Entry
from samordner.meetings.models import Meeting
from samordner.meetings.operations import cancel_meeting
from tests.factories.participation import BY, DAY, NOW, region
from tests.invitations.making import AFTER, DEADLINE, letters, planned, secret_of, terms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
KEY = re.compile(r'name="form" value="([^"]+)"')


def open_event(**more: object) -> Meeting:
    meeting = planned(region(2), topic="Fagdag for alle")
    terms(meeting, public=True, **more)
    return Meeting.objects.get(pk=meeting.pk)


def comes(meeting: Meeting, number: int, **more: str) -> Registration:
    wish = Wish(
        name=more.get("name", f"Deltaker {number}"), email=more.get("email", f"d{number}@example.org")
    )
    return register(
        meeting, wish, form=more.get("form", f"f{number}"), language="nb", day=DAY, by="", now=NOW
    )


def states() -> list[tuple[int, str]]:
    return list(Registration.objects.order_by("number").values_list("number", "state"))


def test_places_are_given_in_order_of_arrival_and_then_the_waiting_list_begins() -> None:
    meeting = open_event(capacity=2)
    for number in range(1, 5):
        comes(meeting, number)
    assert states() == [(1, "place"), (2, "place"), (3, "waiting"), (4, "waiting")]
    assert [letter.kind for letter in letters()] == ["registration-place"] * 2 + ["registration-waiting"] * 2
    assert "nummer 2 på ventelisten" in letters()[3].body


def test_a_place_that_becomes_free_goes_to_the_first_on_the_list_who_gets_a_letter() -> None:
    meeting = open_event(capacity=1)
    first, *_others = [comes(meeting, number) for number in range(1, 4)]
    cancel(first, version=1, day=DAY, by="", now=NOW)
    assert states() == [(1, "cancelled"), (2, "place"), (3, "waiting")]
    [letter] = letters("registration-free")
    assert (letter.to_address, letter.calendar_method) == ("d2@example.org", "REQUEST")
    assert letters("registration-cancelled")[0].calendar_method == "CANCEL"


def test_more_places_are_given_to_those_who_have_waited_longest_and_never_fewer_than_are_taken() -> None:
    meeting = open_event(capacity=1)
    for number in range(1, 5):
        comes(meeting, number)
    terms(meeting, public=True, capacity=3)
    assert states() == [(1, "place"), (2, "place"), (3, "place"), (4, "waiting")]
    with pytest.raises(Refusal):
        terms(meeting, public=True, capacity=2)


def test_a_form_sent_again_however_often_is_the_registration_that_it_was() -> None:
    meeting = open_event(capacity=1)
    rows = [comes(meeting, 1) for _again in range(3)]
    assert ({row.pk for row in rows}, len(letters())) == ({rows[0].pk}, 1)
    same_person = comes(meeting, 1, form="another form")
    assert (same_person.pk, Registration.objects.count()) == (rows[0].pk, 1)
    cancel(rows[0], version=1, day=DAY, by="", now=NOW)
    assert comes(meeting, 1).state == "cancelled"
    assert comes(meeting, 1, form="a third").number == 2


def test_without_a_waiting_list_a_full_event_takes_nobody_and_loses_no_number() -> None:
    meeting = open_event(capacity=1, waiting_list=False)
    comes(meeting, 1)
    with pytest.raises(Refusal):
        comes(meeting, 2)
    assert (states(), EventTerms.objects.get().last_number) == ([(1, "place")], 1)


def test_one_address_registers_some_and_not_a_whole_hall() -> None:
    meeting = open_event()
    for number in range(FOR_ONE_ADDRESS):
        comes(meeting, number, email="post@example.org")
    with pytest.raises(Refusal):
        comes(meeting, 99, email="post@example.org")
    assert comes(meeting, 0, email="post@example.org").number == 1


def test_nobody_registers_before_it_opens_after_the_deadline_or_when_it_has_begun_or_is_cancelled() -> None:
    meeting = open_event(opens=NOW + timedelta(hours=1))

    def at(moment: datetime) -> None:
        register(
            meeting,
            Wish(name="N", email="n@example.org"),
            form="n",
            language="nb",
            day=DAY,
            by="",
            now=moment,
        )

    for moment in (NOW, DEADLINE, AFTER):
        with pytest.raises(Refusal):
            at(moment)
    cancel_meeting(meeting, why="Storm", version=meeting.version, by=BY, now=NOW)
    with pytest.raises(Refusal):
        at(NOW + timedelta(hours=2))
    assert Registration.objects.count() == 0


def test_the_public_page_registers_and_the_link_in_the_letter_changes_and_cancels() -> None:
    meeting = open_event(capacity=5, asks_diet=True)
    client = Client()
    address = f"/p/{meeting.secret}/"
    page = client.get(address).content.decode()
    assert "Fagdag for alle" in client.get("/apne/").content.decode()
    found = KEY.search(page)
    assert found is not None
    form = {
        "form": found[1],
        "name": "Kari Eksempel",
        "email": "kari@example.org",
        "organisation": "Øyvik kommune",
        "diet": "Fisk",
    }
    answers = [client.post(address, form) for _twice in range(2)]
    assert [(one.status_code, 'data-state="place"' in one.content.decode()) for one in answers] == [
        (200, True)
    ] * 2
    row = Registration.objects.get()
    assert (row.participation and str(row.participation), row.diet) == ("Øyvik", "Fisk")
    own = f"/pamelding/{secret_of(letters()[0])}/"
    assert "Kari Eksempel" in client.get(own).content.decode()
    assert (
        client.post(
            own, {"version": "1", "deed": "correct", "name": "Kari E. Eksempel", "diet": ""}
        ).status_code
        == 302
    )
    assert client.post(own, {"version": "2", "deed": "cancel"}).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.state) == ("Kari E. Eksempel", "cancelled")
    assert "kari" not in str(list(Entry.objects.values_list("detail", flat=True))).lower()


def test_the_way_into_a_video_meeting_is_told_to_those_who_have_a_place_and_to_nobody_else() -> None:
    meeting = open_event(capacity=1)
    way = "https://video.example/fagdag"
    Meeting.objects.update(place="", link=way)
    meeting.refresh_from_db()
    for address in ("/apne/", f"/p/{meeting.secret}/", "/kalender/apne.ics"):
        page = Client().get(address).content.decode()
        assert ("Fagdag for alle" in page, way in page) == (True, False), address
    for number in (1, 2):
        comes(meeting, number)
    has_place, waits = letters()
    assert [way in one.body for one in (has_place, waits)] == [True, False]
    pages = [Client().get(f"/pamelding/{secret_of(one)}/").content.decode() for one in (has_place, waits)]
    assert [way in page for page in pages] == [True, False]
    cancel(Registration.objects.get(number=1), version=1, day=DAY, by="", now=NOW)
    assert way in letters("registration-free")[0].body
    assert way in Client().get(f"/pamelding/{secret_of(waits)}/").content.decode()


def test_what_was_typed_survives_a_fault() -> None:
    meeting = open_event()
    page = Client().post(
        f"/p/{meeting.secret}/", {"form": "nøkkel", "name": "Kari Eksempel", "email": "ikke en adresse"}
    )
    text = page.content.decode()
    assert (page.status_code, "Kari Eksempel" in text, "nøkkel" in text) == (422, True, True)


def test_a_meeting_that_is_not_open_has_no_public_page() -> None:
    meeting = planned(region(1))
    terms(meeting)
    secret = Meeting.objects.get().secret
    assert [Client().get(f"/p/{one}/").status_code for one in (secret, "x", f"{secret}x")] == [404, 404, 404]
    assert "Dialogmøte" not in Client().get("/apne/").content.decode()
    assert (
        Client().post(f"/p/{secret}/", {"form": "f", "name": "N", "email": "n@example.org"}).status_code
        == 404
    )
    assert Invitation.objects.count() == Registration.objects.count() == 0


class TestOrder(TestCase):
    """Whatever people do in whatever order: never more places than there are, and nobody waits while one is free."""

    @given(
        st.lists(st.tuples(st.sampled_from(["come", "leave"]), st.integers(0, 7)), max_size=25),
        st.integers(1, 4),
    )
    def test_places_and_order(self, deeds: list[tuple[str, int]], capacity: int) -> None:
        meeting = planned(region(1))
        terms(meeting, public=True, capacity=capacity)
        meeting = Meeting.objects.get(pk=meeting.pk)
        expected: list[int] = []
        forms = 0
        for deed, who in deeds:
            there = Registration.objects.filter(name=f"Deltaker {who}").exclude(state="cancelled").first()
            if deed == "come":
                forms += 1
                comes(meeting, who, form=f"form {forms}")
                expected += [who] if who not in expected else []
            elif there is not None:
                cancel(Registration.objects.select_related("meeting__office").get(pk=there.pk), version=there.version,
                       day=DAY, by="", now=NOW)  # fmt: skip
                expected.remove(who)
            rows = Registration.objects.exclude(state="cancelled").order_by("number")
            assert [int(row.name.split()[1]) for row in rows] == expected
            assert [row.state for row in rows] == (["place"] * capacity + ["waiting"] * 99)[: len(expected)]


def test_the_database_bears_no_two_of_one_number_and_no_cancelled_one_without_a_moment() -> None:
    meeting = open_event()
    comes(meeting, 1)
    for wrong in (
        {"number": 1},
        {"number": 2, "state": "cancelled"},
        {"number": 2, "name": ""},
        {"number": 2, "attended": True},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Registration.objects.create(
                **({"meeting": meeting, "name": "N", "state": "place", "registered_at": NOW} | wrong)
            )
