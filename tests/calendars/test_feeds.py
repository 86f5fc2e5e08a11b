"""Feeds: made and shown once, read without a session with the holder's rights of that day, renewed, revoked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from samordner.calendars.models import Feed
from samordner.calendars.operations import MOST, make_feed, renew_feed, revoke_feed
from samordner.calendars.queries import digest_of
from samordner.calendars.views.subscription import GUESSES
from samordner.invitations.models import EventTerms
from samordner.journal.deeds import Refusal
from samordner.journal.models import Entry
from samordner.meetings.documents import MEETINGS
from samordner.meetings.models import Meeting
from samordner.meetings.operations import cancel_meeting
from samordner.people.models import Assignment, Brake, User
from samordner.people.operations import close, end_assignment
from samordner.plans.new import NewRow
from samordner.plans.operations import add_row, change_row
from samordner.timeline.periods import read
from tests.boards.conftest import SignIn
from tests.calendars.readers import first_reader, second_reader
from tests.calendars.test_pages import client_of
from tests.calendars.world import CANARY, World
from tests.factories.participation import BY, DAY, NOW

pytestmark = pytest.mark.django_db

SINCE, UNTIL = date(2021, 1, 1), date(2022, 1, 1)
MOMENT = datetime(2021, 4, 27, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(today: date) -> Iterator[None]:
    with time_machine.travel(MOMENT, tick=False):
        yield


def person(place: World, role: str = "coordinator", **more: Any) -> User:
    user = User.objects.create(
        email=f"p{User.objects.count()}@example.org", name="Kari", language="nn", created_at=NOW, is_demo=True
    )
    national = role in {"administrator", "directorate"}
    Assignment.objects.create(
        user=user, role=role, since=date(2019, 1, 1), office=None if national else place.home.office,
        municipality=place.home[0].municipality if role == "contact" else None, **more,
    )  # fmt: skip
    return user


def made(user: User, holds: str = "all", **more: Any) -> tuple[Feed, str]:
    feed, token = make_feed(user, name="Mine dagar", holds=holds, now=MOMENT, **more)
    return feed, f"/kalender/abonnement/{token}.ics"


def titles(content: bytes) -> set[str]:
    return {str(event["SUMMARY"]) for event in Calendar.from_ical(content).walk("VEVENT")}


def read_at(address: str) -> bytes:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.content


MEETINGS_SAID = {"Møte: Måltid", "Avlyst: Møte: Avlyst tema", "Møte: Samling over to dagar"}
OF_THE_MUNICIPALITY = {
    "Svar på førespurnad: Kartlegging av mat", "Fråsegn til kommuneplan: Kommuneplan", "Hjelp innan: Skyss til møte",
}  # fmt: skip


def test_a_feed_is_read_without_a_session_in_the_holder_s_language_by_two_readers(place: World) -> None:
    _feed, address = made(person(place))
    content = read_at(address)
    assert {*MEETINGS_SAID, *OF_THE_MUNICIPALITY} <= titles(content)
    both = [
        sorted((one.start, one.summary, one.status) for one in reader(content, SINCE, UNTIL))
        for reader in (first_reader, second_reader)
    ]
    assert both[0] == both[1]
    assert ("2021-05-10", "Møte: Samling over to dagar", "CONFIRMED") in both[0]
    assert ("2021-05-05", "Avlyst: Møte: Avlyst tema", "CANCELLED") in both[0]


@pytest.mark.parametrize("role", ["coordinator", "partner", "contact"])
@pytest.mark.parametrize("holds", ["all", "mine", "office"])
def test_nothing_of_another_office_is_ever_in_a_feed(place: World, role: str, holds: str) -> None:
    office = {"office": place.home.office} if holds == "office" else {}
    content = read_at(made(person(place, role), holds, **office)[1])
    assert CANARY.encode() not in content.replace(b"\r\n ", b"")
    assert b"BEGIN:VEVENT" in content


def test_a_feed_of_another_office_than_one_s_own_holds_nothing_of_it(place: World) -> None:
    content = read_at(made(person(place), "office", office=place.away.office)[1])
    assert CANARY.encode() not in content.replace(b"\r\n ", b"")
    assert not titles(content) & {*MEETINGS_SAID, *OF_THE_MUNICIPALITY}


def test_a_feed_holds_what_was_asked_for(place: World) -> None:
    directorate, contact = person(place, "directorate"), person(place, "contact")
    everything = titles(read_at(made(directorate)[1]))
    assert f"Møte: {CANARY} Måltid" in everything
    home = titles(read_at(made(directorate, "office", office=place.home.office)[1]))
    assert home >= MEETINGS_SAID
    assert not [title for title in home if CANARY in title]
    assert titles(read_at(made(contact, "mine")[1])) == OF_THE_MUNICIPALITY | {
        "Tilskot: Fondet 2021: søkt om"
    }
    assert titles(read_at(made(person(place), kinds=["meeting"])[1])) == MEETINGS_SAID


def test_a_role_taken_away_empties_the_feed_at_once_so_that_programs_forget(place: World) -> None:
    user = person(place)
    _feed, address = made(user)
    assert titles(read_at(address)) >= MEETINGS_SAID
    end_assignment(user.assignments.get(), day=DAY, by=BY, now=NOW)
    assert titles(read_at(address)) == set()


def test_a_closed_account_and_one_that_is_gone_have_no_feed(place: World) -> None:
    closed, gone = person(place), person(place)
    addresses = [made(user)[1] for user in (closed, gone)]
    close(closed, by="u777777", now=NOW)
    gone.delete()
    assert [Client().get(address).status_code for address in addresses] == [404, 404]


def test_a_demonstration_account_s_feed_is_read_on_this_machine_only(place: World) -> None:
    _feed, address = made(person(place))
    assert Client(REMOTE_ADDR="192.0.2.7").get(address).status_code == 404
    assert Client(headers={"x-forwarded-for": "192.0.2.7"}).get(address).status_code == 404


def test_a_moved_meeting_moves_in_the_feed_and_keeps_its_uid(place: World) -> None:
    _feed, address = made(person(place), kinds=["meeting"])

    def meal() -> dict[str, Any]:
        (event,) = [
            event
            for event in Calendar.from_ical(read_at(address)).walk("VEVENT")
            if str(event["SUMMARY"]) == "Møte: Måltid"
        ]
        return dict(event)

    before = meal()
    row = Meeting.objects.get(plan=place.plan, topic="Måltid")
    later = NOW + timedelta(hours=1)
    change_row(MEETINGS, row, version=row.version, cells={"date": read("30. april 2021")}, by=BY, now=later)
    after = meal()
    assert (before["UID"], before["DTSTART"].dt, after["DTSTART"].dt) == (
        after["UID"], date(2021, 4, 28), date(2021, 4, 30),
    )  # fmt: skip
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert (before["LAST-MODIFIED"].dt, after["LAST-MODIFIED"].dt) == (NOW, later)
    assert "flytta frå 28.04.2021" in str(after["DESCRIPTION"])


def test_what_has_not_changed_is_not_sent_again(place: World) -> None:
    user = person(place)
    feed, address = made(user)
    first = Client().get(address)
    tag, modified = first["ETag"], first["Last-Modified"]
    assert modified == "Tue, 27 Apr 2021 10:00:00 GMT"
    with time_machine.travel(MOMENT + timedelta(hours=5), tick=False):
        assert Client().get(address, headers={"if-none-match": tag}).status_code == 304
        assert Client().get(address, headers={"if-modified-since": modified}).status_code == 304
        assert Client().get(address)["Last-Modified"] == modified
        end_assignment(user.assignments.get(), day=DAY, by=BY, now=NOW)
        # What is left was changed long ago, and yet the feed is another one
        emptied = Client().get(address, headers={"if-modified-since": modified})
        assert (emptied.status_code, emptied["Last-Modified"]) == (200, "Tue, 27 Apr 2021 15:00:00 GMT")
        assert Client().get(address, headers={"if-none-match": tag}).status_code == 200
    feed.refresh_from_db()
    assert feed.read_at == MOMENT + timedelta(hours=5)


def test_the_address_is_kept_only_as_a_digest_and_has_enough_chance_in_it(place: World) -> None:
    feed, address = made(person(place))
    token = address.removeprefix("/kalender/abonnement/").removesuffix(".ics")
    assert feed.digest == digest_of(token)
    assert len(token) * 6 >= 128
    said = " ".join(f"{value}" for value in Feed.objects.filter(pk=feed.pk).values_list().get())
    assert token not in said
    assert token not in " ".join(f"{entry.detail} {entry.key}" for entry in Entry.objects.all())


def test_a_revoked_address_and_one_that_was_renewed_answer_no_more(place: World) -> None:
    user = person(place)
    (one, first), (other, second) = made(user), made(user)
    revoke_feed(one, by=user.actor_id, now=MOMENT)
    new, token = renew_feed(other, by=user.actor_id, now=MOMENT)
    assert [Client().get(address).status_code for address in (first, second)] == [404, 404]
    assert titles(read_at(f"/kalender/abonnement/{token}.ics")) >= MEETINGS_SAID
    assert (new.name, new.holds, new.kinds, new.user) == (other.name, other.holds, other.kinds, user)
    for deed in (revoke_feed, renew_feed):
        with pytest.raises(Refusal):
            deed(one, by=user.actor_id, now=MOMENT)
    assert not Brake.objects.exists()
    verbs = Entry.objects.filter(kind="feed").order_by("number").values_list("verb", flat=True)
    assert list(verbs) == ["make", "make", "revoke", "renew"]


def test_guessing_is_braked_and_old_addresses_are_no_guesses(place: World) -> None:
    user = person(place)
    (old, gone), (_feed, good) = made(user), made(user)
    revoke_feed(old, by=user.actor_id, now=MOMENT)
    for _each in range(GUESSES + 5):
        assert Client().get(gone).status_code == 404
    guesses = [
        Client().get(f"/kalender/abonnement/guess{number}.ics").status_code for number in range(GUESSES + 1)
    ]
    assert guesses == [404] * GUESSES + [429]
    held = Client().get(good)
    assert (held.status_code, held["Retry-After"]) == (429, "600")
    elsewhere = Client(REMOTE_ADDR="127.0.0.2").get(good)
    assert elsewhere.status_code == 200
    with time_machine.travel(MOMENT + timedelta(minutes=11), tick=False):
        assert Client().get(good).status_code == 200


def test_only_reading_is_answered_at_the_address(place: World) -> None:
    _feed, address = made(person(place))
    assert [getattr(Client(), method)(address).status_code for method in ("head", "post", "put", "delete")] == [
        200, 405, 405, 405,
    ]  # fmt: skip
    answer = Client().get(address)
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in answer
    assert Client().get("/kalender/abonnement/ \0.ics").status_code == 404


def test_a_person_has_so_many_feeds_and_no_more(place: World) -> None:
    user = person(place)
    feeds = [made(user)[0] for _each in range(MOST)]
    with pytest.raises(Refusal):
        made(user)
    revoke_feed(feeds[0], by=user.actor_id, now=MOMENT)
    made(user)


# The page


def link_on(text: str) -> str:
    found = re.search(r'id="link">http://testserver([^<]+)<', text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("role", ["administrator", "coordinator", "partner", "contact", "directorate"])
def test_everyone_makes_renews_and_revokes_their_own_feeds_and_is_shown_the_address_once(
    place: World, signed_in: SignIn, role: str
) -> None:
    client = client_of(signed_in, role, place)
    answer = client.post("/kalender/abonnement/", {"name": "Jobb", "holds": "all", "kinds": ["meeting"]})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    first = link_on(answer.content.decode())
    assert Client().get(first).status_code == 200
    listed = client.get("/kalender/abonnement/").content.decode()
    assert "Jobb" in listed
    assert first not in listed
    feed = Feed.objects.get(revoked_at=None)
    second = link_on(client.post(f"/kalender/abonnement/{feed.pk}/ny-adresse/").content.decode())
    assert [Client().get(each).status_code for each in (first, second)] == [404, 200]
    new = Feed.objects.get(revoked_at=None)
    assert client.post(f"/kalender/abonnement/{new.pk}/trekk-tilbake/").status_code == 302
    assert Client().get(second).status_code == 404
    assert "revoked" in client.get("/kalender/abonnement/").content.decode()


def test_nobody_sees_or_touches_another_s_feed(place: World, signed_in: SignIn) -> None:
    feed, address = made(person(place))
    for role in ("administrator", "coordinator", "partner", "contact", "directorate"):
        client = client_of(signed_in, role, place)
        assert "Mine dagar" not in client.get("/kalender/abonnement/").content.decode()
        for deed in ("ny-adresse", "trekk-tilbake"):
            assert client.post(f"/kalender/abonnement/{feed.pk}/{deed}/").status_code == 404
            assert client.get(f"/kalender/abonnement/{feed.pk}/{deed}/").status_code == 404
            assert client.post(f"/kalender/abonnement/{'9' * 30}/{deed}/").status_code == 404
            assert Client().post(f"/kalender/abonnement/{feed.pk}/{deed}/").status_code == 302
    assert Client().get(address).status_code == 200


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": "", "holds": "all"}, "name"),
        ({"name": "Jobb", "holds": "office"}, "office"),
        ({"name": "Jobb", "holds": "office", "office": "nothing"}, "office"),
        ({"name": "Jobb", "holds": "nothing"}, "holds"),
        ({"name": "Jobb", "holds": "all", "kinds": ["nothing"]}, "kinds"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    place: World, signed_in: SignIn, said: dict[str, Any], field: str
) -> None:
    client = client_of(signed_in, "directorate", place)
    answer = client.post("/kalender/abonnement/", said)
    assert answer.status_code == 422
    text = unescape(answer.content.decode())
    assert f'id="id_{field}_error"' in text or 'aria-invalid="true"' in text
    assert f'value="{said["name"]}"' in text or not said["name"]
    assert not Feed.objects.exists()


def test_who_reaches_one_office_is_not_asked_which(place: World, signed_in: SignIn) -> None:
    client = client_of(signed_in, "coordinator", place)
    assert 'name="office"' not in client.get("/kalender/abonnement/").content.decode()
    said = {"name": "Jobb", "holds": "office", "office": place.away.office.key}
    assert client.post("/kalender/abonnement/", said).status_code == 200
    assert Feed.objects.get().office == place.home.office


# Open events, for anybody


def opened(topic: str, **more: Any) -> Meeting:
    row = Meeting.objects.get(topic=topic)
    Meeting.objects.filter(pk=row.pk).update(starts=time(9), ends=time(11, 30), place="Kai 3", **more)
    EventTerms.objects.create(meeting=row, public=True)
    return row


def test_anybody_reads_the_open_events_and_nothing_else(place: World) -> None:
    row = opened("Måltid", prepared_by="Ada Vik")
    opened(f"{CANARY} Måltid")
    EventTerms.objects.create(meeting=Meeting.objects.get(topic="Samling over to dagar"), public=False)
    address = f"/kalender/apne/{place.home.office.key}.ics?language=nn"
    answer = Client().get(address)
    for reader in (first_reader, second_reader):
        assert [
            (one.summary, one.start, one.end, one.place) for one in reader(answer.content, SINCE, UNTIL)
        ] == [("Møte: Måltid", "2021-04-28T07:00:00+00:00", "2021-04-28T09:30:00+00:00", "Kai 3")]
    assert f"/p/{row.secret}/".encode() in answer.content.replace(b"\r\n ", b"")
    assert b"Ada Vik" not in answer.content
    everywhere = Client().get("/kalender/apne.ics").content.decode()
    assert (everywhere.count("BEGIN:VEVENT"), CANARY in everywhere) == (2, True)


def test_an_open_event_that_is_called_off_is_told_as_such_and_one_that_is_closed_is_gone(
    place: World,
) -> None:
    row = opened("Måltid")
    address = f"/kalender/apne/{place.home.office.key}.ics"
    first = Client().get(address)
    assert Client().get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    cancel_meeting(row, by=BY, now=NOW, version=row.version, why="Sjukdom")
    second = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert (second.status_code, b"STATUS:CANCELLED" in second.content) == (200, True)
    EventTerms.objects.update(public=False)
    assert b"BEGIN:VEVENT" not in Client().get(address).content


def test_there_is_no_open_feed_of_an_unknown_office_or_language(place: World) -> None:
    for address in ("/kalender/apne/nothing.ics", "/kalender/apne.ics?language=xx"):
        assert (address, Client().get(address).status_code) == (address, 404)


QUESTIONS = 42


def test_as_many_questions_are_asked_of_three_meetings_as_of_one(place: World) -> None:
    _feed, address = made(person(place))

    def asked() -> int:
        Client().get(address)
        with CaptureQueriesContext(connection) as queries:
            Client().get(address)
        return len(queries)

    before = asked()
    for number in (1, 2):
        new = NewRow({"date": read("28.05.2021"), "topic": f"Ny {number}"})
        add_row(MEETINGS, place.plan, new, by=BY, now=NOW)
    assert (before, asked()) == (QUESTIONS, QUESTIONS)
