"""Invitations are answered by calendar programs, and the answers read back; what is no answer is refused with a reason.

The answers in `answers/` were made from our invitations by sabre/vobject 4.6.0, a library that follows RFC 5546 and
stands behind several calendar servers; `answers/answer.php` made them. Those of this file are made by `vobject`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as some
from icalendar import Calendar

from samordner.timeline.ical.invitations import Person, invitation, media_type
from samordner.timeline.ical.replies import Answer, NotAReply, Reply, replies
from samordner.timeline.moments import NORWAY
from tests.timeline.invited import ADA, INVITATIONS, MEETING, OFFICE, SENT

ANSWERS = Path(__file__).parent / "answers"


def recorded(name: str) -> bytes:
    return (ANSWERS / f"{name}.ics").read_bytes()


@pytest.mark.parametrize("name", INVITATIONS)
def test_the_answers_were_made_from_just_the_invitations_that_are_sent_today(name: str) -> None:
    assert recorded(name) == INVITATIONS[name]


@pytest.mark.parametrize("answer", Answer)
def test_an_invitation_answered_by_a_standards_following_library_is_read_back(answer: Answer) -> None:
    (found,) = replies(recorded(answer))
    assert (found.uid, found.attendee, found.name) == (MEETING.uid, ADA.address, ADA.name)
    assert (found.answer, found.sequence, found.planned, found.comment) == (answer, 1, None, "")


def test_an_answer_to_the_time_that_it_was_moved_to_holds_before_one_to_the_old_time() -> None:
    (before,), (after,) = replies(recorded("declined")), replies(recorded("moved-accepted"))
    assert (after.answer, after.sequence) == (Answer.ACCEPTED, 2)
    assert max([after, before], key=lambda reply: reply.order) == after


def test_an_invitation_names_who_asks_and_only_the_one_who_is_asked() -> None:
    event = vobject.readOne(INVITATIONS["request"].decode()).vevent
    assert event.organizer.value == "mailto:svar+7@havbukta.example"
    (attendee,) = event.attendee_list
    assert attendee.value == "mailto:ada.vik@oyvik.example"
    assert {key: said[0] for key, said in attendee.params.items()} == {
        "CN": "Ada Vik", "CUTYPE": "INDIVIDUAL", "PARTSTAT": "NEEDS-ACTION", "ROLE": "REQ-PARTICIPANT", "RSVP": "TRUE",
    }  # fmt: skip
    assert (event.dtstamp.value, event.last_modified.value) == (SENT, SENT)
    assert event.dtstart.value.astimezone(UTC) == datetime(2021, 3, 29, 7, tzinfo=UTC)


def test_a_change_and_a_cancelling_have_the_same_uid_and_a_higher_sequence() -> None:
    said = [Calendar.from_ical(content) for content in INVITATIONS.values()]
    events = [calendar.walk("VEVENT")[0] for calendar in said]
    assert [str(calendar["METHOD"]) for calendar in said] == ["REQUEST", "REQUEST", "CANCEL"]
    assert {str(event["UID"]) for event in events} == {MEETING.uid}
    assert [event["SEQUENCE"] for event in events] == [1, 2, 3]
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert "RSVP" not in events[2]["ATTENDEE"].params  # nobody is to answer it
    assert media_type("CANCEL") == "text/calendar; method=CANCEL; charset=utf-8"


def test_names_with_any_sign_write_nothing_of_their_own() -> None:
    sly = Person("a@b.example", 'Eve"\r\nATTENDEE:mailto:x@y.example\r\n;X="')
    content = invitation(MEETING, organizer=OFFICE, invited=[sly], now=SENT)
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(event["ATTENDEE"]) == "mailto:a@b.example"
    assert content.count(b"\r\nATTENDEE") == 1


def test_a_whole_day_is_invited_to_as_a_day() -> None:
    days = replace(MEETING, start=date(2021, 5, 10), end=date(2021, 5, 11))
    content = invitation(days, organizer=OFFICE, invited=[ADA], now=SENT)
    assert b"DTSTART;VALUE=DATE:20210510\r\nDTEND;VALUE=DATE:20210512" in content


def test_nobody_is_invited_to_nothing() -> None:
    with pytest.raises(ValueError, match="nobody"):
        invitation(MEETING, organizer=OFFICE, invited=[], now=SENT)


# Answers as programs of all sorts write them


def answered(**more: str) -> bytes:
    """An answer to the invitation, made by `vobject`; `more` are further lines of the event."""
    asked = vobject.readOne(INVITATIONS["request"].decode())
    calendar = vobject.iCalendar()
    calendar.add("method").value = "REPLY"
    event = calendar.add("vevent")
    event.add("uid").value = asked.vevent.uid.value
    event.add("sequence").value = asked.vevent.sequence.value
    event.add("dtstamp").value = datetime(2021, 3, 2, 12, tzinfo=vobject.icalendar.utc)
    event.add("dtstart").value = asked.vevent.dtstart.value
    attendee = event.add("attendee")
    attendee.value = asked.vevent.attendee.value
    attendee.partstat_param = more.pop("partstat", "ACCEPTED")
    for name, value in more.items():
        event.add(name).value = value
    written: str = calendar.serialize()
    return written.encode()


YES_FILE = answered()
YES = Reply(
    uid=MEETING.uid, attendee=ADA.address, name="", answer=Answer.ACCEPTED, sequence=1,
    sent_at=datetime(2021, 3, 2, 12, tzinfo=UTC), planned=None, comment="",
)  # fmt: skip


def test_a_plain_yes() -> None:
    assert replies(answered()) == replies(answered().decode()) == [YES]


def test_a_comment_comes_along() -> None:
    assert replies(answered(partstat="DECLINED", comment="Eg er i Oslo; helsing Ada")) == [
        replace(YES, answer=Answer.DECLINED, comment="Eg er i Oslo; helsing Ada")
    ]


@pytest.mark.parametrize(
    "content",
    [
        answered().replace(b"\r\n", b"\n"),
        b"\xef\xbb\xbf" + answered(),
        answered().replace(b"METHOD:REPLY", b"method:reply"),
        answered().replace(b"mailto:ada.vik", b"MAILTO:Ada.Vik"),
        answered().replace(b"PARTSTAT=ACCEPTED", b"partstat=accepted;X-ODD=1"),
        answered().replace(b"mailto:ada.vik@oyvik.example", b"ada.vik@oyvik.example"),
        answered().replace(b"SEQUENCE:1", b"SEQUENCE:1\r\nX-MICROSOFT-CDO-X:Y\r\nSUMMARY;LANGUAGE=nn:Godteke: M\xf8te"),
    ],
    ids=["line ends", "byte order mark", "small letters", "capital letters", "parameters", "no mailto", "latin letters"],
)  # fmt: skip
def test_an_answer_is_read_however_its_program_writes(content: bytes) -> None:
    assert replies(content) == [YES]


def test_an_answer_to_one_date_of_a_series_says_which() -> None:
    content = answered().replace(b"DTSTAMP", b"RECURRENCE-ID;TZID=Europe/Oslo:20211101T090000\r\nDTSTAMP")
    (found,) = replies(content)
    assert found.planned == datetime(2021, 11, 1, 9, tzinfo=NORWAY)
    content = answered().replace(b"DTSTAMP", b"RECURRENCE-ID;VALUE=DATE:20211101\r\nDTSTAMP")
    assert replies(content)[0].planned == date(2021, 11, 1)


def test_an_answer_to_a_date_that_cannot_be_read_is_none_to_the_whole_series() -> None:
    with pytest.raises(NotAReply, match="it holds no yes"):
        replies(answered().replace(b"DTSTAMP", b"RECURRENCE-ID:i morgon\r\nDTSTAMP"))


def test_an_answer_that_does_not_say_when_or_to_which_change_holds_before_none() -> None:
    bare = b"\r\n".join(
        line for line in answered().split(b"\r\n") if not line.startswith((b"SEQUENCE", b"DTSTAMP"))
    )
    (found,) = replies(bare)
    assert (found.sequence, found.sent_at.year) == (0, 1)
    assert found.order < YES.order


WRONG = {
    "it is no iCalendar file": b"Hei, eg kjem!",
    "its method is REQUEST": INVITATIONS["request"],
    "its method is COUNTER": answered().replace(b"METHOD:REPLY", b"METHOD:COUNTER"),
    "its method is not said": answered().replace(b"METHOD:REPLY\r\n", b""),
    "it holds no yes": answered(partstat="DELEGATED"),
    "it holds no yes, no": answered().replace(b"UID:", b"X-UID:"),
    "it holds no yes, no or": answered().replace(b"mailto:ada.vik@oyvik.example", b"mailto:nobody"),
    "too large": answered() + b"X" * 300_000,
}


@pytest.mark.parametrize("why", WRONG)
def test_what_is_no_answer_is_refused_with_the_reason(why: str) -> None:
    with pytest.raises(NotAReply, match=why):
        replies(WRONG[why])


@settings(max_examples=80, deadline=None)
@given(
    some.binary(max_size=400)
    | some.integers(0, 700).map(lambda at: YES_FILE[:at] + b"\x00;:=" + YES_FILE[at + 3 :])
)
def test_no_bytes_break_the_reading(content: bytes) -> None:
    try:
        found = replies(content)
    except NotAReply:
        return
    assert all(isinstance(reply.answer, Answer) for reply in found)


def test_the_later_of_two_answers_holds() -> None:
    later = replace(YES, answer=Answer.DECLINED, sent_at=YES.sent_at + timedelta(minutes=1))
    assert max([later, YES], key=lambda reply: reply.order) == later
