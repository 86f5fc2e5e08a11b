"""The demonstration's six dialogue meetings of 2019: every municipality of that year was offered one; who came is invented."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.urls import reverse

from samordner.access.actors import Actor, Holding
from samordner.asks.models import AskRecipient
from samordner.invitations.models import Invitation, Registration
from samordner.letters.models import Letter
from samordner.meetings.models import Meeting, State
from samordner.minutes.references import raised_in
from samordner.offers.documents import meetings_in, report_lines
from samordner.offers.queries import Board, board, window_of
from samordner.places.models import Inhabitants
from samordner.programmes.queries import definition
from samordner.project.demonstration import Account, load
from samordner.support.models import Need
from tests.project.conftest import LOADED

DAY, OFFICE, REFORM = date(2021, 4, 27), "more-og-romsdal", "leve-hele-livet"


def shown(day: date = DAY) -> Board:
    reform = definition(REFORM)
    window = window_of(reform.offer("dialogue_2019"), day)
    assert window is not None
    return board(Actor("x", "X", (Holding("administrator"),)), reform, window, day, office=OFFICE)


def test_every_municipality_of_2019_was_offered_one_of_the_six(accounts: list[Account]) -> None:
    found = shown()
    assert (len(found.rows), found.on) == (35, date(2019, 12, 31))
    assert dict(found.numbers()) == {"held": 33, "offered": 1, "declined": 1}, "as history.toml has it"
    assert found.numbers("users")["not_yet"] == 13  # type: ignore[index]
    lines = report_lines(found)
    assert len(lines) == 35
    assert [(one.where, one.offered, one.came) for one in meetings_in(lines)] == [
        ("Ålesund", 7, 6), ("Ulstein", 7, 7), ("Stranda", 4, 4), ("Surnadal", 3, 3), ("Kristiansund", 5, 5), ("Molde", 9, 8),
    ]  # fmt: skip


def test_the_meetings_say_that_they_are_invented_and_hold_nobody_s_name(accounts: list[Account]) -> None:
    held = Meeting.objects.filter(period_start__year=2019, kind="dialogue")
    assert {row.state for row in held} == {State.HELD}
    assert all("OPPDIKTA" in row.about for row in held)
    assert all("(oppdikta)" in one.noted for one in Invitation.objects.filter(meeting__in=held))
    assert all("(oppdikta)" in one.name for one in Registration.objects.filter(meeting__in=held))
    assert not Letter.objects.filter(about__in=[f"meeting/{row.pk}" for row in held]).exists()
    of_the_meetings = AskRecipient.objects.filter(ask__sent__year__lte=2019, ask__kind="meeting")
    states = Counter(row.state_on(DAY) for row in of_the_meetings.select_related("ask"))
    assert states == {"answered": 34, "unanswered": 1}, "the one that never answered is waited for no more"


def test_before_the_letters_went_out_nobody_had_been_offered_one(accounts: list[Account]) -> None:
    assert set(shown(date(2018, 12, 1)).numbers()) == {"not_yet"}
    assert shown(date(2019, 1, 25)).numbers()["held"] == 13  # type: ignore[index]


def test_loading_twice_changes_nothing_and_how_many_live_where_is_known(accounts: list[Account]) -> None:
    before = Invitation.objects.count(), Registration.objects.count(), Meeting.objects.count()
    load(now=LOADED, new_passwords=False)
    assert (Invitation.objects.count(), Registration.objects.count(), Meeting.objects.count()) == before
    assert sum(Inhabitants.objects.values_list("number", flat=True)) == 265238


def test_where_a_need_of_these_meetings_was_said_opens_their_minutes(accounts: list[Account]) -> None:
    reader = Actor("x", "X", (Holding("coordinator", OFFICE),))
    needs = Need.objects.filter(raised_where="dialogue_meeting", raised_on__year=2019).order_by("raised_on")
    told = [(need.raised_reference, raised_in(need, reader)) for need in needs]
    assert [words for words, _link in told] == [
        "Dialogmøte i Stranda, 29. januar 2019", "Dialogmøte i Surnadal, 5. februar 2019",
        "Dialogmøte i Kristiansund, 6. februar 2019", "Dialogmøte i Molde, 12. februar 2019",
    ]  # fmt: skip
    held = Meeting.objects.filter(kind="dialogue", period_start__year=2019)
    numbers = {row.period_start: row.pk for row in held}
    assert [link.address if link else "" for _words, link in told] == [
        reverse("minutes:minutes", args=[numbers[need.raised_on]]) for need in needs
    ]
    came = Registration.objects.filter(attended=True)
    for need in needs:
        assert came.filter(
            meeting=numbers[need.raised_on], participation__municipality=need.participation.municipality
        )
