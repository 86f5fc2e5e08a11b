"""Inviting: whom it reaches, what goes out, what is withdrawn, and what follows when the meeting is moved or cancelled."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from samordner.asks.models import Ask, AskRecipient
from samordner.asks.queries import Narrowing, load, narrowed
from samordner.invitations.jobs import write_reminders
from samordner.invitations.models import EventTerms, Invitation
from samordner.invitations.operations.answering import Coming, answer
from samordner.invitations.operations.attending import walk_in
from samordner.invitations.operations.inviting import invite, remind, send_again, withdraw
from samordner.invitations.queries import Guest, lines, standing
from samordner.journal.deeds import Refusal
from samordner.journal.models import Entry
from samordner.journal.queries import first_break
from samordner.letters.models import Letter
from samordner.letters.operations import change_letterhead
from samordner.meetings.models import Meeting
from samordner.meetings.operations import cancel_meeting, change_meeting, hold_meeting, reopen_meeting
from samordner.participation.models import Contact
from samordner.places.models import LanguageForm
from samordner.timeline.periods import Period, read
from tests.factories.participation import BY, DAY, NOW, region
from tests.invitations.making import (
    AFTER,
    DEADLINE,
    MEETING_DAY,
    contact,
    facts,
    guests,
    invited,
    letters,
    planned,
    secret_of,
    terms,
)

pytestmark = pytest.mark.django_db


def event_in(calendar: str) -> Any:
    """The one event of a calendar object."""
    [event] = Calendar.from_ical(calendar).walk("VEVENT")
    return event


def test_each_municipality_is_reached_by_those_who_have_the_roles_that_day_and_the_others_are_told_of() -> (
    None
):
    place = region(3)
    contact(place[0], "main", "Kari Eksempel")
    contact(place[0], "leader", "Kari Eksempel")
    contact(place[0], "leader", "Ola Leder")
    contact(place[1], "leader", "Uten Adresse", email="")
    old = contact(place[2], "main", "Slutta Eksempel")
    Contact.objects.filter(pk=old.pk).update(until=date(2021, 1, 1))
    found = lines(place.participations, Contact.objects.all(), ("main", "leader"), DAY)
    assert [[(one.name, one.role, one.also) for one in line.guests] for line in found] == [
        [("Kari Eksempel", "main", ("leader",)), ("Ola Leder", "leader", ())], [], [],
    ]  # fmt: skip
    assert [[one.name for one in line.unreachable] for line in found] == [[], ["Uten Adresse"], []]
    assert [line.lacking for line in found] == [(), ("main",), ("main", "leader")]


def test_somebody_outside_the_municipalities_is_written_to_in_the_office_s_own_form() -> None:
    place = region(1)
    change_letterhead(place.office, language="nn", reply_to="", version=0, by=BY, now=NOW)
    meeting = planned(place)
    terms(meeting)
    outside = [Guest(email="ola@example.org", name="Ola"), Guest(email="eva@example.org", language="nb")]
    invite(meeting, outside, day=DAY, by=BY, now=NOW)
    assert [(one.to_address, one.language) for one in letters("invitation")] == [
        ("ola@example.org", "nn"),
        ("eva@example.org", "nb"),
    ]


def test_an_invitation_is_a_letter_in_the_municipality_s_own_form_with_its_own_link_and_a_calendar() -> None:
    place = region(2)
    LanguageForm.objects.create(
        municipality=place[1].municipality, form="nynorsk", since=date(2018, 1, 1), source="SSB"
    )
    meeting = planned(place)
    terms(meeting)
    invited(meeting, place[0], place[1])
    first, second = letters("invitation")
    assert (first.language, second.language) == ("nb", "nn")
    assert "Svar innen 4. mai 2021 kl. 12.00" in first.body
    assert "Svar innan 4. mai 2021 kl. 12.00" in second.body
    assert "tysdag 11. mai 2021 kl. 09.00–11.30" in second.body.lower()
    assert secret_of(first) != secret_of(second)
    calendar = Calendar.from_ical(first.calendar)
    event = event_in(first.calendar)
    assert (str(calendar["method"]), first.calendar_method, int(event["sequence"])) == (
        "REQUEST",
        "REQUEST",
        0,
    )
    assert str(event["attendee"]) == f"mailto:{first.to_address}"
    assert second.to_address not in first.calendar
    assert secret_of(first) not in first.calendar


def test_inviting_announces_the_meeting_and_is_one_request_to_the_municipalities_on_its_day() -> None:
    place = region(3)
    meeting = planned(place)
    invited(meeting, place[0], place[1], audience="Alle")
    [ask] = Ask.objects.all()
    meeting.refresh_from_db()
    assert (meeting.announced_at, meeting.state) == (NOW, "invited")
    assert (ask.kind, ask.minutes, ask.due, ask.audience) == ("meeting", 120, MEETING_DAY, "Alle")
    assert set(ask.recipients.values_list("participation", flat=True)) == {place[0].pk, place[1].pk}
    invited(meeting, place[2])
    assert (Ask.objects.count(), AskRecipient.objects.count()) == (1, 3)


def test_two_meetings_of_one_name_on_one_day_are_two_requests() -> None:
    place = region(2)
    for row in place.participations:
        invited(planned(place), row)
    assert len(set(Ask.objects.values_list("title", flat=True))) == 2


def test_nobody_is_invited_twice() -> None:
    place = region(1)
    meeting = planned(place)
    invited(meeting, place[0])
    with pytest.raises(Refusal):
        invite(meeting, guests(place[0]), day=DAY, by=BY, now=NOW)
    assert (Invitation.objects.count(), Letter.objects.count()) == (1, 1)


def test_a_municipality_without_a_contact_is_invited_at_a_typed_address_or_noted_and_one_outside_as_well() -> (
    None
):
    place = region(2)
    meeting = planned(place)
    chosen = [
        Guest(participation=place[0], email="post@oyvik.example"),
        Guest(participation=place[1], noted="Ringte servicetorget"),
        Guest(name="Per Ekstern", email="per@ks.example", organisation="KS", language="nn"),
        Guest(participation=place[1]),
    ]
    made = invite(meeting, chosen, day=DAY, by=BY, now=NOW)
    assert [(row.whose, bool(row.email), row.noted) for row in made] == [
        ("Øyvik", True, ""), ("Åsund", False, "Ringte servicetorget"), ("Per Ekstern, KS", True, ""),
    ]  # fmt: skip
    assert [letter.to_address for letter in letters()] == ["post@oyvik.example", "per@ks.example"]
    assert letters()[1].language == "nn"
    assert standing(meeting).invited == 3


def test_a_meeting_that_has_begun_or_lacks_a_day_takes_no_invitations() -> None:
    place = region(1)
    contact(place[0])
    for meeting, now in (
        (planned(place), NOW + timedelta(days=20)),
        (planned(place, topic="Uten dag", period=no_day()), NOW),
    ):
        with pytest.raises(Refusal):
            invite(meeting, guests(place[0]), day=DAY, by=BY, now=now)
    assert Invitation.objects.count() == 0


def no_day() -> Period:
    return read("vår 2021")


def test_who_is_withdrawn_is_told_by_letter_and_calendar_and_the_link_and_the_request_end() -> None:
    place = region(2)
    meeting = planned(place)
    first, _other = invited(meeting, place[0], place[1])
    withdraw(first, why="Feil kommune.", version=first.version, day=DAY, by=BY, now=NOW)
    [letter] = letters("invitation-withdrawn")
    assert ("Feil kommune." in letter.body, letter.calendar_method) == (True, "CANCEL")
    rows = AskRecipient.objects.order_by("participation__municipality__sort_key")
    assert [row.withdrawn_on for row in rows] == [DAY, None]
    with pytest.raises(Refusal):
        withdraw(first, version=first.version, day=DAY, by=BY, now=NOW)
    assert (standing(meeting).invited, standing(meeting).withdrawn) == (1, 1)
    again = invite(meeting, guests(place[0]), day=DAY, by=BY, now=NOW)
    assert (len(again), AskRecipient.objects.filter(withdrawn_on=None).count()) == (1, 2)


def test_sent_again_to_a_better_address_the_first_link_does_nothing_more() -> None:
    from samordner.links.queries import look

    place = region(1)
    meeting = planned(place)
    [row] = invited(meeting, place[0])
    send_again(row, email="ny@example.org", version=row.version, day=DAY, by=BY, now=NOW)
    old, new = letters()
    assert new.to_address == "ny@example.org"
    good = [look(secret_of(one), purpose="answer", kind="invitation", now=NOW) for one in (old, new)]
    assert (good[0], good[1] is not None) == (None, True)


def test_only_those_who_have_not_answered_are_reminded_once_a_day() -> None:
    place = region(3)
    meeting = planned(place)
    rows = invited(meeting, *place.participations)
    answer(rows[0], answer="declined", how="link", version=1, day=DAY, by="", now=NOW)
    assert remind(meeting, rows, day=DAY, by=BY, now=NOW) == 2
    assert remind(meeting, rows, day=DAY, by=BY, now=NOW + timedelta(hours=1)) == 0
    assert remind(meeting, rows, day=DAY, by=BY, now=NOW + timedelta(days=1)) == 0  # the key is of the day
    assert remind(meeting, rows, day=DAY + timedelta(days=1), by=BY, now=NOW + timedelta(days=1)) == 2
    assert {letter.participation_id for letter in letters("invitation-reminder")} == {
        rows[1].participation_id,
        rows[2].participation_id,
    }


def test_the_job_reminds_once_when_the_terms_say_and_never_again() -> None:
    place = region(2)
    meeting = planned(place)
    terms(meeting, remind_days=3)
    rows = invited(meeting, *place.participations)
    answer(rows[0], answer="tentative", how="link", version=1, day=DAY, by="", now=NOW)

    def at(moment: datetime) -> int:
        return write_reminders(day=moment.date(), by="system", now=moment)

    assert at(DEADLINE - timedelta(days=4)) == 0
    assert [at(DEADLINE - timedelta(days=3) + timedelta(minutes=15 * n)) for n in range(3)] == [1, 0, 0]
    assert at(DEADLINE - timedelta(days=1)) == 0
    assert at(DEADLINE + timedelta(days=1)) == 0


def moved(meeting: Meeting, day: date) -> Meeting:
    later = Meeting.objects.get(pk=meeting.pk)
    return change_meeting(
        later, facts(day), version=later.version, by=BY, now=NOW, words="Rommet var opptatt."
    )


def test_a_moved_meeting_asks_everybody_anew_by_letter_and_calendar_and_keeps_what_was_answered() -> None:
    place = region(2)
    meeting = planned(place)
    terms(meeting)
    first, second = invited(meeting, *place.participations)
    answer(
        first,
        answer="accepted",
        coming=Coming(names=("Kari Eksempel",)),
        how="link",
        version=1,
        day=DAY,
        by="",
        now=NOW,
    )
    moved(meeting, date(2021, 5, 18))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.answer, first.earlier, second.earlier) == ("", "accepted", "")
    told = letters("invitation-moved")
    assert len(told) == 2
    assert "Det var 11. mai 2021" in told[0].body
    assert "Rommet var opptatt." in told[0].body
    event = event_in(told[0].calendar)
    assert (int(event["sequence"]), event["dtstart"].dt.date()) == (1, date(2021, 5, 18))
    assert event_in(letters("invitation")[0].calendar)["uid"] == event["uid"]
    [ask] = Ask.objects.all()
    assert (ask.due, AskRecipient.objects.filter(answered_on=None).count()) == (date(2021, 5, 18), 2)
    assert first.registrations.get().state == "place"


def test_a_cancelled_meeting_tells_everybody_and_asks_nobody_any_more() -> None:
    place = region(2)
    meeting = planned(place)
    invited(meeting, *place.participations)
    row = Meeting.objects.get(pk=meeting.pk)
    cancel_meeting(row, why="For få kan komme.", version=row.version, by=BY, now=NOW)
    told = letters("invitation-cancelled")
    assert [(letter.calendar_method, "For få kan komme." in letter.body) for letter in told] == [
        ("CANCEL", True)
    ] * 2
    assert AskRecipient.objects.filter(withdrawn_on=None).count() == 0
    assert first_break() is None
    assert Entry.objects.filter(verb="invite").count() == 1


def test_inviting_asks_as_few_questions_for_many_as_for_one() -> None:
    numbers = []
    for count, key in ((1, "havbukta"), (3, "innlandet")):
        place = region(count, key=key, county="91" if count == 1 else "92")
        for row in place.participations:
            contact(row)
        meeting = planned(place)
        with CaptureQueriesContext(connection) as asked:
            invite(meeting, guests(*place.participations), day=DAY, by=BY, now=NOW)
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


def test_when_the_meeting_is_held_nobody_is_waited_for_who_came_has_answered_and_the_others_have_not_said_no() -> (
    None
):
    place = region(4)
    meeting = planned(place)
    accepted, came, silent, spared = invited(meeting, *place.participations)
    coming = Coming(names=("Kari Eksempel",))
    answer(accepted, answer="accepted", coming=coming, how="link", version=1, day=DAY, by="", now=NOW)
    withdraw(spared, version=spared.version, day=DAY, by=BY, now=NOW)
    on_the_spot(meeting, came)
    hold(meeting)
    assert states(meeting, AFTER.date()) == ["answered", "answered", "unanswered", "withdrawn"]
    assert states(meeting, MEETING_DAY - timedelta(days=1)) == ["answered", "open", "open", "withdrawn"]
    silent.refresh_from_db()
    assert (silent.state, silent.declined_why) == ("waiting", "")
    rows = AskRecipient.objects.all()
    assert [list(narrowed(rows, Narrowing(state=state), AFTER.date()).values_list("participation", flat=True))
            for state in ("waiting", "late", "unanswered")] == [[], [], [silent.participation_id]]  # fmt: skip
    month = MEETING_DAY.replace(day=1)
    counted = load(place.participations, month, date(2021, 6, 1))
    assert [counted.row(row.pk).asks for row in place.participations] == [1, 1, 1, 0], (
        "it was asked all the same"
    )
    assert Entry.objects.get(verb="close").detail == {
        "number": 1, "municipalities": place[2].municipality.code,
    }  # fmt: skip


def test_a_meeting_that_was_not_held_after_all_is_waited_for_again_and_answers_stand_untold() -> None:
    place = region(2)
    meeting = planned(place)
    first, _second = invited(meeting, *place.participations)
    coming = Coming(names=("Kari Eksempel",))
    answer(first, answer="accepted", coming=coming, how="link", version=1, day=DAY, by="", now=NOW)
    before = len(letters())
    hold(meeting)
    row = Meeting.objects.get(pk=meeting.pk)
    reopen_meeting(row, version=row.version, by=BY, now=AFTER)
    first.refresh_from_db()
    assert (states(meeting, AFTER.date()), first.answer) == (["answered", "late"], "accepted")
    assert len(letters()) == before, "nothing was moved, so nobody is told"
    hold(meeting)
    assert states(meeting, AFTER.date()) == ["answered", "unanswered"]


def test_who_is_noted_after_the_meeting_was_held_has_answered_too() -> None:
    place = region(2)
    meeting = planned(place)
    first, _second = invited(meeting, *place.participations)
    hold(meeting)
    on_the_spot(meeting, first)
    assert states(meeting, AFTER.date()) == ["answered", "unanswered"]


def test_a_cancellation_that_is_undone_or_moved_waits_again_for_everybody() -> None:
    place = region(2)
    meeting = planned(place)
    first, _second = invited(meeting, *place.participations)
    coming = Coming(names=("Kari Eksempel",))
    answer(first, answer="accepted", coming=coming, how="link", version=1, day=DAY, by="", now=NOW)
    row = Meeting.objects.get(pk=meeting.pk)
    cancel_meeting(row, why="Snø", version=row.version, by=BY, now=AFTER)
    assert states(meeting, AFTER.date()) == ["answered", "withdrawn"]
    row = Meeting.objects.get(pk=meeting.pk)
    reopen_meeting(row, version=row.version, by=BY, now=AFTER)
    first.refresh_from_db()
    assert (states(meeting, AFTER.date()), first.answer) == (["answered", "late"], "accepted"), (
        "the day has gone"
    )
    row = Meeting.objects.get(pk=meeting.pk)
    change_meeting(row, facts(date(2021, 5, 20)), version=row.version, by=BY, now=AFTER)
    first.refresh_from_db()
    assert (states(meeting, AFTER.date()), first.answer) == (["open", "open"], "")


def hold(meeting: Meeting) -> None:
    row = Meeting.objects.get(pk=meeting.pk)
    hold_meeting(row, today=AFTER.date(), version=row.version, by=BY, now=AFTER)


def on_the_spot(meeting: Meeting, row: Invitation) -> None:
    """Somebody of a municipality that never answered is there."""
    fresh = Meeting.objects.get(pk=meeting.pk)
    walk_in(
        fresh, name="Uventa Eksempel", participation=row.participation, invitation=row, form="f", today=AFTER.date(), by=BY,
        now=AFTER,
    )  # fmt: skip


def states(meeting: Meeting, day: date) -> list[str]:
    """How the request to each municipality stood on the day."""
    rows = AskRecipient.objects.filter(ask=EventTerms.objects.get(meeting=meeting).ask).select_related("ask")
    return [row.state_on(day) for row in rows.order_by("participation")]
