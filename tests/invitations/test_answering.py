"""Answering without an account: the link shows whose it is before it acts, does one thing, and a machine answers for nobody."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from samordner.asks.models import AskRecipient
from samordner.invitations.models import Invitation, Registration
from samordner.invitations.operations.answering import Coming, answer
from samordner.invitations.operations.inviting import withdraw
from samordner.invitations.operations.registering import Wish, cancel, register
from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.letters.incoming import Came, take
from samordner.links.models import PersonalLink
from samordner.meetings.models import Meeting
from samordner.meetings.operations import change_meeting, why_not_remove
from samordner.places.models import LanguageForm
from tests.factories.participation import BY, DAY, NOW, region
from tests.invitations.making import AFTER, DEADLINE, facts, invited, letters, planned, secret_of, terms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|version)" value="([^"]+)"')


def one(**more: object) -> tuple[Meeting, Invitation, str]:
    """A meeting with one invitation, and the address of its personal link."""
    place = region(1)
    meeting = planned(place)
    terms(meeting, **more)
    [row] = invited(meeting, place[0])
    return meeting, row, f"/svar/{secret_of(letters('invitation')[0])}/"


def says(answer: str, names: str = "Kari Eksempel", version: int = 1, **more: str) -> dict[str, str]:
    return {"answer": answer, "names": names, "why": "", "version": str(version), **more}


def test_opening_the_link_shows_whose_it_is_and_changes_nothing() -> None:
    _meeting, row, address = one()
    before = list(Invitation.objects.values())
    page = Client().get(address)
    text = page.content.decode()
    assert (page.status_code, row.whose in text, "Dialogmøte om mat" in text) == (200, True, True)
    for method in ("head", "options", "get"):
        getattr(Client(), method)(address)
    assert list(Invitation.objects.values()) == before
    assert Registration.objects.count() == 0
    assert page["Cache-Control"] == "no-store"
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("same-origin", "noindex, nofollow")
    assert PersonalLink.objects.get().opened_at is not None


def test_a_machine_that_opens_links_or_sends_the_form_as_it_stands_answers_for_nobody() -> None:
    _meeting, _row, address = one()
    scanner = Client(enforce_csrf_checks=True)
    page = scanner.get(address).content.decode()
    assert scanner.post(address, says("accepted")).status_code == 403
    as_it_stands = dict(HIDDEN.findall(page)) | {"names": "Kari Eksempel"}
    assert scanner.post(address, as_it_stands).status_code == 422
    assert 'type="radio"' in page
    assert " checked" not in page
    assert (Invitation.objects.get().answer, Registration.objects.count()) == ("", 0)


def test_an_answer_is_written_down_with_those_who_come_a_receipt_and_the_request_answered() -> None:
    meeting, row, address = one(capacity=10)
    done = Client().post(address, says("accepted", "Kari Eksempel\nOla Nordmann"))
    assert (done.status_code, done["Location"]) == (302, f"{address}?svart=1")
    row.refresh_from_db()
    assert (row.answer, row.answered_how) == ("accepted", "link")
    assert list(Registration.objects.values_list("number", "name", "state")) == [
        (1, "Kari Eksempel", "place"), (2, "Ola Nordmann", "place"),
    ]  # fmt: skip
    [receipt] = letters("invitation-receipt")
    assert "Kari Eksempel, Ola Nordmann" in receipt.body
    assert AskRecipient.objects.get().answered_on == DAY
    entry = Entry.objects.get(verb="answer")
    assert "Kari" not in str(entry.detail)
    assert meeting.pk == entry.detail["meeting"]


def test_the_answer_can_be_changed_until_the_deadline_and_who_cannot_come_may_say_so_until_it_begins() -> (
    None
):
    _meeting, row, _address = one()

    def say(
        what: str, version: int, now: datetime, names: tuple[str, ...] = ("Kari Eksempel",)
    ) -> Invitation:
        coming = Coming(names=names if what == "accepted" else ())
        return answer(
            row, answer=what, coming=coming, how="link", version=version, day=now.date(), by="", now=now
        )

    say("declined", 1, NOW)
    say("accepted", 2, NOW)
    late = DEADLINE + timedelta(hours=1)
    with pytest.raises(Refusal):
        say("accepted", 3, late, ("Kari Eksempel", "Enda En"))
    with pytest.raises(Refusal):
        say("tentative", 3, late)
    assert say("declined", 3, late).answer == "declined"
    assert Registration.objects.get().state == "cancelled"
    with pytest.raises(Refusal):
        say("accepted", 4, late)
    with pytest.raises(Refusal):
        say("tentative", 4, AFTER)


def test_what_was_typed_survives_when_it_is_refused_and_when_another_was_first() -> None:
    _meeting, row, address = one(max_each=1)
    page = Client().post(address, says("accepted", "Kari\nOla Nordmann fra Øyvik"))
    assert (page.status_code, "Ola Nordmann fra Øyvik" in page.content.decode()) == (422, True)
    answer(row, answer="declined", how="coordinator", version=1, day=DAY, by=BY, now=NOW)
    page = Client().post(address, says("accepted", "Skrevet med møye"))
    assert (page.status_code, "Skrevet med møye" in page.content.decode()) == (409, True)
    row.refresh_from_db()
    assert row.answer == "declined"


def test_the_same_answer_sent_twice_is_one() -> None:
    _meeting, row, address = one()
    client = Client()
    assert [client.post(address, says("accepted")).status_code for _twice in range(2)] == [302, 302]
    row.refresh_from_db()
    assert (row.version, Registration.objects.count(), len(letters("invitation-receipt"))) == (2, 1, 1)
    with pytest.raises(Conflict):
        answer(row, answer="declined", how="link", version=1, day=DAY, by="", now=NOW)


def test_no_address_but_the_right_one_leads_anywhere_and_all_wrong_ones_answer_alike() -> None:
    place = region(2)
    meeting = planned(place)
    first, _second = invited(meeting, *place.participations)
    one_, other = (secret_of(letter) for letter in letters("invitation"))
    withdraw(first, version=1, day=DAY, by=BY, now=NOW)
    PersonalLink.objects.create(
        purpose="answer",
        kind="invitation",
        key="1",
        digest="0" * 64,
        issued_at=NOW,
        expires_at=NOW + timedelta(1),
    )
    from samordner.links.operations import issue

    expired = issue(
        "answer", "invitation", str(first.pk), expires_at=NOW - timedelta(days=1), now=NOW - timedelta(days=2)
    )
    other_kind = issue("answer", "registration", str(first.pk), expires_at=AFTER.replace(year=2099), now=NOW)
    wrong = ["x", "A" * 32, one_, expired, other_kind, f"{other}x", other[:-1], "0" * 64]
    client = Client()
    answers = [client.get(f"/svar/{each}/") for each in wrong] + [
        client.post(f"/svar/{each}/", says("accepted")) for each in wrong
    ]
    assert {page.status_code for page in answers} == {404}
    bodies = {re.sub(r'value="[^"]+"', "", page.content.decode()) for page in answers[: len(wrong)]}
    assert len({re.sub(r"/svar/[^\"<]*", "", body) for body in bodies}) == 1
    assert client.get(f"/svar/{other}/").status_code == 200
    assert client.get(f"/pamelding/{other}/").status_code == 404


def test_one_s_link_never_answers_for_another() -> None:
    place = region(2)
    meeting = planned(place)
    first, second = invited(meeting, *place.participations)
    address = f"/svar/{secret_of(letters('invitation')[0])}/"
    Client().post(address, says("declined", row=str(second.pk), invitation=str(second.pk)))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.answer, second.answer) == ("declined", "")


def test_the_page_speaks_the_municipality_s_own_form_unless_the_reader_chose_another() -> None:
    place = region(1)
    LanguageForm.objects.create(
        municipality=place[0].municipality, form="nynorsk", since=date(2018, 1, 1), source="SSB"
    )
    invited(planned(place), place[0])
    client = Client()
    address = f"/svar/{secret_of(letters('invitation')[0])}/"
    assert '<html lang="nn"' in client.get(address).content.decode()
    client.post("/sprak/", {"language": "nb", "next": address})
    if client.cookies.get("django_language"):
        assert '<html lang="nb"' in client.get(address).content.decode()


def test_needs_are_asked_for_only_if_the_terms_say_so() -> None:
    _meeting, _row, address = one(asks_diet=True)
    page = Client().get(address).content.decode()
    assert ('name="diet"' in page, 'name="access"' in page) == (True, False)
    Client().post(address, says("accepted", diet="Ikke nøtter", access="Rullestol"))
    assert list(Registration.objects.values_list("diet", "access")) == [("Ikke nøtter", "")]


# By calendar


def reply(
    letter_calendar: str, said: str, *, attendee: str, sender: str = "", sequence: int = 0, at: datetime = NOW
) -> bytes:
    """The mail that a calendar program sends when somebody presses a button in the invitation."""
    asked = Calendar.from_ical(letter_calendar)
    [event] = asked.walk("VEVENT")
    text = (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:{event['uid']}\r\n"
        f"SEQUENCE:{sequence}\r\nDTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}\r\n"
        f"ATTENDEE;PARTSTAT={said.upper()};CN=Kari:mailto:{attendee}\r\n"
        "ORGANIZER:mailto:samordner@localhost\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    head = (
        f"From: Kari <{sender or attendee}>\r\nTo: samordner@localhost\r\nMessage-ID: <{said}{sequence}{at.timestamp()}@x>\r\n"
        "Subject: Svar\r\nMIME-Version: 1.0\r\nContent-Type: text/calendar; method=REPLY; charset=utf-8\r\n\r\n"
    )
    return (head + text).encode()


def test_an_answer_by_calendar_is_taken_from_the_one_who_was_invited_alone() -> None:
    _meeting, row, _address = one()
    [letter] = letters("invitation")
    late = NOW + timedelta(hours=1)
    stranger = reply(letter.calendar, "declined", attendee="fremmed@example.org", at=late)
    forged = reply(letter.calendar, "declined", attendee=row.email, sender="fremmed@example.org", at=late)
    assert [take(mail, by="system", now=late) for mail in (stranger, forged)] == [Came.REFUSED, Came.REFUSED]
    row.refresh_from_db()
    assert row.answer == ""
    assert (
        take(reply(letter.calendar, "accepted", attendee=row.email, at=late), by="system", now=late)
        == Came.REPLY
    )
    row.refresh_from_db()
    assert (row.answer, row.answered_how, row.registrations.get().name) == (
        "accepted",
        "mail",
        "Kari Eksempel",
    )


def test_an_answer_to_an_earlier_time_and_one_older_than_what_is_known_are_not_taken() -> None:
    meeting, row, _address = one()
    [letter] = letters("invitation")
    answer(row, answer="declined", how="link", version=1, day=DAY, by="", now=NOW)
    older = reply(letter.calendar, "accepted", attendee=row.email, at=NOW - timedelta(hours=1))
    assert take(older, by="system", now=NOW) == Came.REFUSED
    meeting = Meeting.objects.get(pk=meeting.pk)
    change_meeting(meeting, facts(date(2021, 5, 20)), version=meeting.version, by=BY, now=NOW)
    at = NOW + timedelta(hours=2)
    assert (
        take(reply(letter.calendar, "accepted", attendee=row.email, at=at), by="system", now=at)
        == Came.REFUSED
    )
    fresh = reply(letters("invitation-moved")[0].calendar, "tentative", attendee=row.email, sequence=1, at=at)
    assert take(fresh, by="system", now=at) == Came.REPLY
    row.refresh_from_db()
    assert row.answer == "tentative"


def test_when_the_last_of_those_who_were_named_cancels_the_answer_is_no() -> None:
    _meeting, row, address = one()
    Client().post(address, says("accepted", "Kari Eksempel\nOla Nordmann"))
    for left, registration in ((("accepted", 1), "Kari Eksempel"), (("declined", 0), "Ola Nordmann")):
        there = Registration.objects.select_related("meeting__office").get(name=registration)
        cancel(there, version=there.version, day=DAY, by="", now=NOW)
        row.refresh_from_db()
        assert (row.answer, row.registrations.exclude(state="cancelled").count()) == left


def test_a_meeting_that_somebody_has_registered_for_is_cancelled_and_not_removed() -> None:
    meeting = planned(region(1))
    terms(meeting, public=True)
    meeting = Meeting.objects.get(pk=meeting.pk)
    assert why_not_remove(meeting) is None
    register(meeting, Wish(name="N", email="n@example.org"), form="f", language="nb", day=DAY, by="", now=NOW)
    assert why_not_remove(meeting) is not None
