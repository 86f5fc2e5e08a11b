"""The response board: how far each has come, counted, narrowed, handed out, and told to the first page and the calendar."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from samordner.happenings.sources import Asked
from samordner.letters.models import Letter
from samordner.letters.operations import mark_bounced
from samordner.links.models import PersonalLink
from samordner.mapping.models import MappingRound, Respondent, Response
from samordner.mapping.rounds.board import Line, counted, lines, narrowed, progress
from samordner.mapping.rounds.operations.asking import withdraw
from samordner.people.models import User
from samordner.people.queries import actor_of
from samordner.project.mapping_happenings import of_rounds
from tests.boards.conftest import SignIn
from tests.factories.participation import BY, DAY, NOW, Region, region
from tests.mapping.making import (
    AFTER,
    DEADLINE,
    answered,
    begun,
    contact,
    drafted,
    opened,
    respondents,
)

pytestmark = pytest.mark.django_db


def board(of: MappingRound, now: Any = NOW) -> list[Line]:
    return lines(of, Respondent.objects.all(), now)


def bounce(row: Respondent) -> None:
    letter = Letter.objects.get(to_address=row.email)
    Letter.objects.filter(pk=letter.pk).update(state="sent", sent_at=NOW)
    letter.refresh_from_db()
    mark_bounced(letter, "no such user", by=BY, now=NOW)


def everything(place: Region) -> MappingRound:
    """Eight municipalities, each as far as the board can tell of."""
    made = opened(place)
    rows = respondents(made)
    answered(rows[0])
    answered(rows[1])
    answered(rows[1], 2)
    begun(rows[2])
    PersonalLink.objects.filter(key=f"{rows[3].pk}").update(opened_at=NOW)
    bounce(rows[5])
    Respondent.objects.filter(pk=rows[6].pk).update(email="", name="", sent_at=None)
    withdraw(rows[7], version=rows[7].version, day=DAY, by=BY, now=NOW)
    return made


def test_the_board_says_how_far_each_has_come() -> None:
    made = everything(region(8))
    assert [line.state for line in board(made)] == [
        "answered", "corrected", "begun", "opened", "sent", "bounced", "not_sent", "withdrawn",
    ]  # fmt: skip
    first, second, *_rest = board(made)
    assert (first.by, first.how, first.number) == ("Kari Eksempel", "link", 1)
    assert second.number == 2
    assert [line.problem for line in board(made)][5] == "no such user"


def test_what_was_begun_and_not_sent_in_is_late_when_the_deadline_has_passed() -> None:
    made = everything(region(8))
    assert [line.state for line in board(made, AFTER)][2] == "late"


def test_those_who_need_not_answer_are_in_no_denominator() -> None:
    numbers = counted(board(everything(region(8))))
    assert (numbers.asked, numbers.answered, numbers.waiting, numbers.share) == (7, 2, 5, 29)
    assert (numbers.begun, numbers.opened, numbers.sent, numbers.bounced, numbers.not_sent, numbers.withdrawn) == (
        1, 1, 1, 1, 1, 1,
    )  # fmt: skip


def test_several_in_one_municipality_are_one_line_and_one_answer() -> None:
    place = region(1)
    contact(place[0], "leader", "Ola Leder")
    made = opened(place)
    other = Respondent.objects.create(
        round=made, participation=place[0], name="Per", email="per@example.org", made_at=NOW, made_by=BY
    )
    Respondent.objects.create(
        round=made, participation=place[0], name="Del", email="del@example.org", handed_by=other, sections=["food"],
        made_at=NOW, made_by=BY,
    )  # fmt: skip
    answered(other)
    [line] = board(made)
    assert ([one.name for one in line.people], [one.name for one in line.parts]) == (
        ["Kari Eksempel", "Per"],
        ["Del"],
    )
    assert (line.state, line.by) == ("answered", "Per")
    assert progress([made], Respondent.objects.all(), Response.objects.all())[made.pk].asked == 1


def test_of_two_letters_one_that_arrived_is_enough() -> None:
    place = region(1)
    made = opened(place)
    [row] = respondents(made)
    Respondent.objects.create(
        round=made,
        participation=place[0],
        name="Per",
        email="per@example.org",
        sent_at=NOW,
        made_at=NOW,
        made_by=BY,
    )
    bounce(row)
    assert [line.state for line in board(made)] == ["bounced"]
    PersonalLink.objects.update(opened_at=NOW)
    assert [line.state for line in board(made)] == ["opened"]


def test_each_person_is_a_line_where_persons_answer_and_an_anonymous_answer_has_no_moment() -> None:
    made = opened(region(2), answered_for="person", anonymous=True)
    Respondent.objects.filter(pk=respondents(made)[0].pk).update(answered=True)
    first, second = board(made)
    assert (first.state, first.at, first.by) == ("answered", None, "")
    assert second.state == "sent"
    numbers = progress([made], Respondent.objects.all(), Response.objects.all())[made.pk]
    assert (numbers.asked, numbers.answered) == (2, 1)


def test_what_was_changed_after_it_was_sent_in_is_told_and_is_still_answered() -> None:
    made = opened(region(1))
    answered(respondents(made)[0])
    Response.objects.update(changed_since=True)
    [line] = board(made)
    assert (line.state, line.unsent) == ("answered", True)


def test_a_board_is_narrowed_by_words_and_by_how_far() -> None:
    place = region(8)
    found = board(everything(place))
    assert len(narrowed(found, state="waiting")) == 5
    assert len(narrowed(found, state="answered")) == 2
    assert len(narrowed(found, state="tull")) == 8
    assert [line.name for line in narrowed(found, words=str(place[4]))] == [str(place[4])]


@pytest.mark.parametrize("number", [1, 3])
def test_the_board_asks_as_many_questions_for_one_as_for_three(
    number: int, today: date, signed_in: SignIn, django_assert_num_queries: Any
) -> None:
    place = region(3)
    for row in place.participations[:number]:
        contact(row)
    made = opened(place, contacts=False)
    for one in respondents(made)[:number]:
        answered(one)
    client = signed_in("coordinator", place.office)
    client.get(reverse("mapping:round", args=[made.pk]))
    with django_assert_num_queries(14):
        client.get(reverse("mapping:round", args=[made.pk]))


def test_the_page_shows_who_and_how_many_and_hands_it_out(today: date, signed_in: SignIn) -> None:
    place = region(8)
    made = everything(place)
    client = signed_in("coordinator", place.office)
    address = reverse("mapping:round", args=[made.pk])
    page = client.get(address).content.decode()
    assert "2 of 7 (29&nbsp;%)" in page or "2 of 7 (29 %)" in page
    assert "1 letter came back" in page
    answer = client.get(address, {"format": "csv", "state": "waiting"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[1] for row in rows[1:]] == [str(place[number]) for number in range(2, 7)]
    for wanted in ("xlsx", "json"):
        assert client.get(address, {"format": wanted}).status_code == 200


def test_a_contact_sees_the_own_municipality_s_line_and_nobody_else_s(today: date, signed_in: SignIn) -> None:
    place = region(2)
    made = opened(place)
    client = signed_in("contact", place.office, place[0].municipality)
    page = client.get(reverse("mapping:round", args=[made.pk])).content.decode()
    assert respondents(made)[0].email in page
    assert respondents(made)[1].email not in page
    assert str(place[1]) not in page
    assert reverse("mapping:own", args=[respondents(made)[0].pk]) in page


# What needs somebody


def first_page(client: Client) -> str:
    return client.get(reverse("first")).content.decode()


def test_the_office_is_told_of_deadlines_that_near_and_of_letters_that_came_back(
    today: date, signed_in: SignIn
) -> None:
    place = region(3)
    made = opened(place, deadline=DAY + timedelta(days=3), remind_days=())
    answered(respondents(made)[0])
    bounce(respondents(made)[1])
    page = first_page(signed_in("coordinator", place.office))
    assert "Kartlegging 2021: 2 of 3 have not answered" in page
    assert "1 letter of Kartlegging 2021 came back: give another address" in page


def test_a_round_past_its_deadline_asks_to_be_closed(today: date, signed_in: SignIn) -> None:
    place = region(1)
    made = opened(place)
    MappingRound.objects.filter(pk=made.pk).update(opens=date(2021, 4, 1), deadline=date(2021, 4, 26))
    page = first_page(signed_in("coordinator", place.office))
    assert (
        "The deadline has passed: close Kartlegging 2021, or give more time (1 of 1 have not answered)"
        in page
    )


def test_a_contact_is_told_to_answer_once_until_it_is_answered(today: date, signed_in: SignIn) -> None:
    place = region(2)
    contact(place[0], "leader", "Ola Leder")
    made = opened(place)
    client = signed_in("contact", place.office, place[0].municipality)
    page = first_page(client)
    assert page.count("Answer: Kartlegging 2021") == 1
    assert "asks for: Kartlegging 2021" not in page
    answered(respondents(made)[0])
    assert "Answer: Kartlegging 2021" not in first_page(client)


def test_the_calendar_has_the_days_of_a_round_that_is_being_prepared_for_those_who_run_rounds(
    today: date, signed_in: SignIn, rf: Any
) -> None:
    place = region(1)
    drafted(place, opens=date(2021, 5, 3))
    told = {}
    for role in ("coordinator", "contact", "directorate"):
        signed_in(role, place.office, place[0].municipality if role == "contact" else None)
        request = rf.get("/")
        request.user = User.objects.latest("pk")
        asked = Asked(actor_of(request), DAY, date(2021, 6, 1), DAY, (place.programme.key,))
        with override("en"):
            told[role] = [(one.title, one.start) for one in of_rounds(asked)]
    assert told == {
        "coordinator": [
            ("Deadline: Kartlegging 2021", DEADLINE), ("Opens: Kartlegging 2021", date(2021, 5, 3)),
        ],
        "contact": [], "directorate": [],
    }  # fmt: skip


@pytest.mark.parametrize("anonymous", [False, True])
def test_answers_are_offered_for_review_unless_they_are_anonymous(
    anonymous: bool, today: date, signed_in: SignIn
) -> None:
    place = region(1)
    made = opened(place, answered_for="person", anonymous=anonymous)
    page = signed_in("coordinator", place.office).get(reverse("mapping:round", args=[made.pk]))
    assert page.context["results"] == reverse("findings:results", args=[made.pk])
    assert page.context["review"] == ("" if anonymous else reverse("findings:review", args=[made.pk]))
