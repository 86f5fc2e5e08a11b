"""The first page's tasks in the demonstration: each role is told what needs that role, and nothing it may not see."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client, RequestFactory
from django.utils.translation import override

from samordner.access.actors import Actor, Holding
from samordner.access.grants import visible
from samordner.boards.queries import Scope, scope
from samordner.boards.tasks import tasks
from samordner.participation.models import Participation
from samordner.participation.queries import state
from samordner.people.models import User
from samordner.people.queries import actor_of
from samordner.project.demonstration import Account
from samordner.project.tasks import needs
from samordner.support.operations import Asked, raise_need
from tests.factories.borders import become
from tests.factories.participation import BY, NOW, region
from tests.project.conftest import LOADED

DAY = date(2021, 4, 27)


def told(email: str) -> list[tuple[str, int]]:
    """The sentences that this person is told on the demonstration's day, and how many each concerns."""
    request = RequestFactory().get("/")
    request.user = User.objects.get(email=email)
    actor = actor_of(request)
    rows = visible(Participation.objects.all(), actor, "observation.read")
    found: Scope | None = scope(rows, day=DAY, asked=False)
    assert found is not None
    known = state(found.participations, found.definition, DAY)
    with override("en"):
        return [(task.sentence, len(task.concerns)) for task in tasks(actor, found, known, LOADED)]


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        (
            "samordnar@more-og-romsdal.example",
            [
                ("3 needs are past their deadlines", 3),
                ("1 measure is past its deadline", 1),
                ("3 municipal plans wait for a statement", 3),
                ("1 comment on revision 2 is not settled", 0),
                ("Half-yearly report, spring 2021 is being written", 0),
                ("1 agreement runs out, or has just done so", 1),
                ("4 needs are not taken by anyone", 4),
                ("How did it go? 1 day at an arena is not written up", 1),
                ("6 teams need a call this week", 6),
                ("1 letter of Korleis er støtta frå regionen? Vår 2021 came back: give another address", 1),
                (
                    "Review what was answered: 16 statements of Kartlegging av politiske vedtak, vinter 2021",
                    6,
                ),
                ("4 letters have not arrived, or may not have", 4),
                ("18 municipalities have no main contact", 18),
                ("26 municipalities have not been offered: Dialogue meeting of the plan period, 2021", 26),
                ("5 municipalities have not been offered: Learning network", 5),
                ("1 partner has not been met as often as is settled", 1),
                ("At 1 arena nobody has been as often as is settled", 1),
                ("3 networks have no meeting planned", 3),
                ("6 municipalities have not answered the offer of a place in a network", 6),
                ("1 cycle has been over for two weeks, and it is not written what was learned", 1),
                ("21 requests are unanswered after their deadlines", 13),
                ("Of 7 municipalities something is known that may be out of date", 7),
            ],
        ),
        (
            "usht@more-og-romsdal.example",
            [
                ("3 needs are past their deadlines", 3),
                ("1 task from a meeting is overdue", 1),
                ("Half-yearly report, spring 2021 is being written", 0),
                ("4 needs are not taken by anyone", 4),
                ("Something is missing in 1 of your 2 rows of the plan", 1),
                ("6 teams need a call this week", 6),
                ("1 letter of Korleis er støtta frå regionen? Vår 2021 came back: give another address", 1),
                ("18 municipalities have no main contact", 18),
                ("26 municipalities have not been offered: Dialogue meeting of the plan period, 2021", 26),
                ("5 municipalities have not been offered: Learning network", 5),
                ("3 networks have no meeting planned", 3),
                ("6 municipalities have not answered the offer of a place in a network", 6),
                ("1 cycle has been over for two weeks, and it is not written what was learned", 1),
                ("21 requests are unanswered after their deadlines", 13),
                ("Of 7 municipalities something is known that may be out of date", 7),
            ],
        ),
        (
            "kontakt@ulstein.example",
            [
                ("Kjende fjes (oppdikta team): homework from gathering 1", 0),
                ("Statsforvaltaren asks for: Førebuing til halvårsrapport 15. mai", 0),
                ("USHT asks for: Mellomarbeid i læringsnettverket: målingar for april", 0),
                ("Helsedirektoratet asks for: Midtvegsevaluering: spørjeskjema til kommunane", 0),
                ("1 need is not taken by anyone", 1),
                ("Kjende fjes heime (oppdikta): 2 values are still to be written in", 2),
            ],
        ),
        (
            "leser@direktorat.example",
            [
                ("Status on 31 December 2020 is to be sent", 0),
                ("Half-yearly report, spring 2021: 2 offices have not sent", 2),
            ],
        ),
        ("drift@samordner.example", []),
        (
            "samordner@trondelag.example",
            [
                ("Half-yearly report, spring 2021 is not begun", 0),
                ("1 need is not taken by anyone", 1),
                ("34 municipalities have never been heard of", 34),
                ("38 municipalities have no main contact", 38),
                # Heim is unknown here: Halsa, which went up in it, was followed by another office
                ("37 municipalities have not been offered: Learning network", 37),
            ],
        ),
    ],
)
def test_each_role_is_told_what_needs_it(
    accounts: list[Account], email: str, expected: list[tuple[str, int]]
) -> None:
    assert told(email) == expected


def test_silence_is_counted_alike_on_the_first_page_and_on_its_own(accounts: list[Account]) -> None:
    client = Client(headers={"accept-language": "en"})
    user = User.objects.get(email="samordner@trondelag.example")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page = unescape(client.get("/").content.decode())
    links = re.findall(r'href="(/behov/stille/[^"]+)">(\d+) kommune', page)
    assert [number for _address, number in links] == ["34"]
    for address, number in links:
        assert (address, len(client.get(f"{address}&format=json").json()["rows"])) == (address, int(number))


def test_what_a_merged_municipality_asked_for_is_still_told_of(db: None) -> None:
    place = region(1)
    raise_need(place[0], Asked("Skyss", date(2021, 3, 1), "contact"), by=BY, now=NOW)
    become(place.participations, ["Storvik"], date(2021, 4, 1))
    found = scope(Participation.objects.all(), day=DAY, asked=True)
    assert found is not None
    known = state(found.participations, found.definition, DAY)
    actor = Actor("u1", "K", (Holding("coordinator", office=place.office.key),))
    with override("en"):
        told = [(task.sentence, task.concerns) for task in needs(actor, found, known, NOW)]
    assert told == [("1 need is not taken by anyone", (str(place[0].municipality),))]
