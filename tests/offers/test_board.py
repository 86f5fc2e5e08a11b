"""How it stands with an offer follows from invitations, answers and who came, as of a day, and from nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samordner.access.actors import Actor, Holding
from samordner.invitations.operations.inviting import withdraw
from samordner.letters.models import Letter
from samordner.letters.models import State as LetterState
from samordner.meetings.operations import cancel_meeting, reopen_meeting
from samordner.offers.queries import Narrowing, board, boards, in_order, narrowed, newest, window_of
from samordner.offers.sources import Proof, Question, Stand, install
from samordner.project.offers import PROOFS
from tests.factories.participation import BY, DAY, NOW
from tests.offers.making import (
    MEETING_DAY,
    answered,
    board_of,
    came,
    everyone,
    guest,
    invited,
    place_of,
    stands,
    talk,
    walked_in,
)

pytestmark = pytest.mark.django_db


def test_from_a_gap_to_a_meeting_that_was_held() -> None:
    place = place_of(1)
    assert stands(board_of(place)) == ["not_yet"]
    meeting = talk(place)
    assert stands(board_of(place)) == ["not_yet"]
    [row] = invited(meeting, guest(place[0]))
    assert stands(board_of(place)) == ["offered"]
    answered(row, "tentative")
    assert stands(board_of(place)) == ["offered"]
    answered(row)
    assert stands(board_of(place)) == ["accepted"]
    came(row)
    assert stands(board_of(place, day=MEETING_DAY)) == ["held"]
    assert stands(board_of(place, day=MEETING_DAY - timedelta(days=1))) == ["accepted"]
    assert stands(board_of(place, day=DAY - timedelta(days=1))) == ["not_yet"]


def test_declined_says_why_and_a_later_invitation_takes_its_place() -> None:
    place = place_of(1)
    [row] = invited(talk(place), guest(place[0]))
    answered(row, "declined", why="Ingen kan den dagen")
    found = board_of(place)
    assert stands(found) == ["declined"]
    best = found.rows[0].whole.best
    assert best is not None
    assert best.why == "Ingen kan den dagen"
    invited(talk(place, date(2021, 6, 1), where="Biblioteket"), guest(place[0]))
    assert stands(board_of(place)) == ["offered"]


def test_who_said_yes_and_did_not_come_is_told_as_that() -> None:
    place = place_of(2)
    rows = invited(talk(place), guest(place[0]), guest(place[1]))
    for row in rows:
        answered(row)
    came(rows[0])
    came(rows[1], said=False)
    assert stands(board_of(place, day=MEETING_DAY)) == ["held", "absent"]


def test_who_came_without_an_invitation_came() -> None:
    place = place_of(2)
    meeting = talk(place)
    invited(meeting, guest(place[1]))
    walked_in(meeting, place[0])
    found = board_of(place, day=MEETING_DAY)
    assert stands(found) == ["held", "offered"]
    assert found.rows[0].whole.proofs[0].letter == "came without an invitation"


def test_what_was_no_offer_after_all_does_not_count_and_says_why() -> None:
    place = place_of(4)
    meeting, other = talk(place), talk(place, date(2021, 6, 1), where="Biblioteket")
    taken_back, lost, reached = invited(meeting, guest(place[0]), guest(place[1]), guest(place[3]))
    invited(other, guest(place[2]))
    withdraw(taken_back, version=taken_back.version, day=DAY, by=BY, now=NOW)
    Letter.objects.filter(key__startswith=f"invitation/{lost.pk}/").update(
        state=LetterState.BOUNCED, sent_at=NOW
    )
    Letter.objects.filter(key__startswith=f"invitation/{reached.pk}/").update(
        state=LetterState.SENT, sent_at=NOW
    )
    other.refresh_from_db()
    cancel_meeting(other, why="Storm", version=other.version, by=BY, now=NOW)
    found = board_of(place)
    assert stands(found) == ["not_yet", "not_yet", "not_yet", "offered"]
    doubts = [row.whole.doubtful.doubt if row.whole.doubtful else "" for row in found.rows]
    assert doubts == [
        "the invitation was withdrawn", "the letter did not arrive", "the meeting was called off", "",
    ]  # fmt: skip
    other.refresh_from_db()
    reopen_meeting(other, version=other.version, by=BY, now=NOW + timedelta(hours=1))
    assert stands(board_of(place))[2] == "offered"


def test_a_letter_that_did_not_arrive_counts_once_somebody_answered_all_the_same() -> None:
    place = place_of(1)
    [row] = invited(talk(place), guest(place[0]))
    Letter.objects.filter(key__startswith=f"invitation/{row.pk}/").update(
        state=LetterState.BOUNCED, sent_at=NOW
    )
    answered(row)
    assert stands(board_of(place)) == ["accepted"]


def test_a_municipality_that_was_invited_without_a_letter_says_how() -> None:
    place = place_of(1)
    invited(talk(place), guest(place[0], noted="ringt 26. april"))
    [row] = board_of(place).rows
    assert (row.whole.stand, row.whole.proofs[0].letter) == (Stand.OFFERED, "ringt 26. april")


def test_each_audience_is_told_apart_also_when_one_person_has_two_roles() -> None:
    place = place_of(3)
    fair = talk(place, kind="fair", topic="Messe")
    rows = invited(
        fair, guest(place[0], "leader", "politician"), guest(place[1], "leader"), guest(place[2], "main")
    )
    answered(rows[1], "declined")
    found = board_of(place, "fair")
    assert stands(found) == ["offered", "declined", "offered"]
    assert stands(found, "leader") == ["offered", "declined", "not_yet"]
    assert stands(found, "politician") == ["offered", "not_yet", "not_yet"]
    assert found.rows[2].lacking == ("leader", "politician")


def test_only_meetings_of_the_offers_kinds_within_its_window_count() -> None:
    place = place_of(1)
    invited(talk(place, kind="fair"), guest(place[0]))
    invited(talk(place, date(2021, 7, 1)), guest(place[0]))
    assert stands(board_of(place)) == ["not_yet"]


def test_an_offer_that_comes_every_year_is_counted_year_by_year() -> None:
    place = place_of(1)
    then = datetime(2020, 3, 2, 9, 0, tzinfo=UTC)
    invited(talk(place, date(2020, 4, 1), kind="fair"), guest(place[0], "leader"), now=then)
    assert stands(board_of(place, "fair", year=2020)) == ["offered"]
    assert stands(board_of(place, "fair", year=2021)) == ["not_yet"]
    assert window_of(place.definition.offer("fair"), DAY, 2022) is None
    assert [window.name for window in newest(place.definition, DAY)] == ["A talk", "A fair every year 2021"]


def test_the_municipalities_are_those_of_the_windows_days() -> None:
    place = place_of(2)
    place[1].until = date(2021, 7, 1)
    place[1].save()
    assert len(board_of(place, day=DAY).rows) == 2
    assert len(board_of(place, day=date(2021, 12, 1)).rows) == 2
    place[1].until = date(2021, 5, 1)
    place[1].save()
    assert len(board_of(place, day=date(2021, 12, 1)).rows) == 1


def test_gaps_come_first_and_rows_are_narrowed_by_state_and_audience() -> None:
    place = place_of(3)
    fair = talk(place, kind="fair")
    rows = invited(fair, guest(place[0], "leader", "politician"), guest(place[1], "leader"))
    answered(rows[0], "declined")
    found = board_of(place, "fair")
    assert [row.participation for row in in_order(found.rows)] == [place[2], place[1], place[0]]
    lacking = narrowed(found.rows, Narrowing(state="not_yet", audience="politician"))
    assert [row.participation for row in lacking] == [place[1], place[2]]
    assert [row.participation for row in narrowed(found.rows, Narrowing(words=str(place[1])))] == [place[1]]


@pytest.mark.parametrize("count", [1, 3])
def test_all_boards_of_an_office_take_the_same_nine_queries(count: int) -> None:
    place = place_of(count)
    fair, meeting = talk(place, kind="fair"), talk(place)
    for row in place.participations:
        [one] = invited(meeting, guest(row))
        answered(one)
        invited(fair, guest(row, "leader"))
        came(one)
    with CaptureQueriesContext(connection) as taken:
        found = boards(everyone(), place.definition, newest(place.definition, DAY), DAY, office="havbukta")
    assert [len(each.rows) for each in found] == [count, count]
    assert len(taken) == 9


def test_another_offices_invitations_never_show_and_a_contact_sees_the_own_municipality_only() -> None:
    place, other = place_of(2), place_of(1, key="innlandet", county="92")
    invited(talk(other, topic="Hemmelig samtale"), guest(other[0]))
    invited(talk(place), guest(place[0]), guest(place[1]))
    window = window_of(place.definition.offer("talk"), DAY)
    assert window is not None

    def seen(*holdings: Holding) -> list[str]:
        found = board(Actor("x", "X", holdings), place.definition, window, DAY)
        return [row.municipality for row in found.rows]

    mine = [str(row.municipality) for row in place.participations]
    assert seen(Holding("coordinator", "havbukta")) == mine
    assert seen(Holding("contact", "havbukta", place[0].municipality.code)) == mine[:1]
    assert len(seen(Holding("directorate"))) == 3
    assert seen() == []


def test_an_offer_can_be_fulfilled_by_something_else_than_meetings() -> None:
    place = place_of(2)

    def networks(question: Question) -> list[Proof]:
        return [
            Proof(
                window=window.key, participation=place[0].pk, stand=Stand.ACCEPTED, offered_on=DAY, what="Nettverk"
            )
            for window in question.windows
            if window.offer.key == "talk"
        ]  # fmt: skip

    install((*PROOFS, networks))
    try:
        assert stands(board_of(place)) == ["accepted", "not_yet"]
    finally:
        install(PROOFS)
