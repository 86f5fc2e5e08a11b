"""Who was offered a place in a network, what they answered, and what that proves of what everybody is to be offered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samordner.access.actors import Actor, Holding
from samordner.journal.deeds import Conflict, Refusal
from samordner.networks.models import MembershipOffer, NetworkMember
from samordner.networks.operations.members import leave
from samordner.networks.operations.offering import (
    answer_offer,
    offer_places,
    remove_offer,
    restore_offer,
    undo_answer,
    undo_offers,
)
from samordner.networks.proving import of_networks
from samordner.networks.queries.one import places
from samordner.offers.queries import board, window_of
from samordner.offers.sources import Question
from tests.factories import networks as make
from tests.factories.participation import BY, DAY, NOW, Region

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
COORDINATOR = Actor("u1", "Kari", (Holding("coordinator", "havbukta"),))


def said(offer: MembershipOffer, answer: str = "accepted", on: date = DAY, **more: object) -> MembershipOffer:
    version = more.pop("version", offer.version)
    return answer_offer(
        offer, answer=answer, answered_on=on, version=version, today=DAY, by=BY, now=NOW, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def stands(place: Region, day: date = DAY) -> list[str]:
    """How it stands with the offer of a talk, or a place in a circle, municipality by municipality."""
    window = window_of(place.definition.offer("talk"), day)
    assert window is not None
    return [
        row.whole.stand.value
        for row in board(COORDINATOR, place.definition, window, day, office="havbukta").rows
    ]


def test_a_place_is_offered_to_all_but_those_who_have_one_or_have_not_answered() -> None:
    place = make.place_of(4)
    network = make.network(place)
    make.members(network, [place[0]])
    make.offers(network, [place[1]], DAY - A_DAY)
    declined = make.offers(network, [place[2]], DAY - A_DAY)[0]
    said(declined, "declined", declined_why="Ikke nå")
    made = make.offers(network, place.participations, how=" i  møte ")
    assert [(one.participation, one.how) for one in made] == [(place[2], "i møte"), (place[3], "i møte")]
    with pytest.raises(Refusal) as refusal:
        make.offers(network, place.participations)
    assert refusal.value.field == "who"


def test_a_yes_takes_the_municipality_in_and_undone_it_is_out_again() -> None:
    place = make.place_of(1)
    [offer] = make.offers(make.network(place), place.participations)
    said(offer, since=date(2021, 9, 1))
    assert offer.member is not None
    assert (offer.member.since, offer.member.participation) == (date(2021, 9, 1), place[0])
    undo_answer(offer, version=2, by=BY, now=NOW)
    assert (offer.answer, offer.member_id, NetworkMember.objects.get().removed_at) == ("", None, NOW)


def test_a_yes_that_becomes_a_no_takes_the_place_back_unless_somebody_touched_it() -> None:
    place = make.place_of(2)
    one, two = make.offers(make.network(place), place.participations)
    said(one)
    said(one, "declined", declined_why="Likevel ikke")
    assert (one.answer, one.declined_why, one.member) == ("declined", "Likevel ikke", None)
    assert NetworkMember.objects.filter(removed_at=None).count() == 0
    said(two)
    assert two.member is not None
    leave(two.member, last_day=DAY, why="", version=1, by=BY, now=NOW)
    with pytest.raises(Refusal, match="changed since"):
        said(two, "declined")


def test_a_yes_of_one_who_is_in_it_already_makes_no_second_place() -> None:
    place = make.place_of(1)
    network = make.network(place)
    [offer] = make.offers(network, place.participations)
    make.members(network, place.participations)
    said(offer)
    assert (offer.answer, offer.member, network.members.count()) == ("accepted", None, 1)
    undo_answer(offer, version=2, by=BY, now=NOW)
    assert network.members.get().removed_at is None


@pytest.mark.parametrize(
    ("answer", "on", "why", "field"),
    [
        ("", DAY, "", "answer"), ("maybe", DAY, "", "answer"), ("accepted", DAY - A_DAY, "", "answered_on"),
        ("accepted", DAY + A_DAY, "", "answered_on"), ("accepted", DAY, "Fordi", "declined_why"),
    ],
)  # fmt: skip
def test_what_cannot_have_been_answered_is_refused(answer: str, on: date, why: str, field: str) -> None:
    place = make.place_of(1)
    [offer] = make.offers(make.network(place), place.participations)
    with pytest.raises(Refusal) as refusal:
        said(offer, answer, on, declined_why=why)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("on", "more", "field"),
    [
        (DAY + A_DAY, {}, "offered_on"),
        (DAY, {"deadline": DAY - A_DAY}, "deadline"),
        (date(1066, 1, 1), {}, "offered_on"),
    ],
)
def test_what_cannot_have_been_offered_is_refused(on: date, more: dict[str, Any], field: str) -> None:
    place = make.place_of(1)
    with pytest.raises(Refusal) as refusal:
        offer_places(
            make.network(place), place.participations, offered_on=on, today=DAY, by=BY, now=NOW, **more
        )
    assert refusal.value.field == field


def test_offers_noted_by_mistake_are_taken_back_together_or_one_by_one_and_brought_back() -> None:
    place = make.place_of(3)
    network = make.network(place)
    made = make.offers(network, place.participations)
    said(made[0])
    with pytest.raises(Refusal, match="answered"):
        remove_offer(made[0], version=2, by=BY, now=NOW)
    remove_offer(made[1], version=1, by=BY, now=NOW)
    restore_offer(made[1], version=2, by=BY, now=NOW)
    assert undo_offers(network, made[0], by=BY, now=NOW) == 1  # the two others were touched
    assert list(network.offers.filter(removed_at=None)) == [made[0], made[1]]
    with pytest.raises(Conflict):
        remove_offer(made[1], version=2, by=BY, now=NOW)


def test_gaps_come_first_among_those_who_were_offered_a_place() -> None:
    place = make.place_of(6)
    network = make.network(place)
    members = make.members(network, [place[0], place[1]])
    make.members(network, [place[5]], DAY + A_DAY)
    leave(members[1], last_day=DAY - A_DAY, why="", version=1, by=BY, now=NOW)
    one, _two = make.offers(network, [place[2], place[3]])
    said(one, "declined")
    found = places(
        network, network.members.filter(removed_at=None), network.offers.filter(removed_at=None), place.participations, DAY
    )  # fmt: skip
    assert [(row.participation, row.state) for row in found] == [
        (place[4], "not_offered"), (place[3], "waiting"), (place[2], "declined"), (place[1], "left"), (place[5], "coming"),
        (place[0], "member"),
    ]  # fmt: skip


def test_a_place_that_is_offered_counts_as_what_every_municipality_is_to_be_offered() -> None:
    place = make.place_of(4)
    network = make.network(place)
    ring = make.network(place, "Lederringen", kind="leaders")
    make.members(ring, place.participations)  # another kind proves nothing
    assert stands(place) == ["not_yet"] * 4
    one, two, _three = make.offers(network, place.participations[:3], date(2021, 3, 1))
    said(one, on=date(2021, 4, 1))
    said(two, "declined", date(2021, 4, 1), declined_why="Ikke nå")
    assert stands(place) == ["accepted", "declined", "offered", "not_yet"]
    assert stands(place, date(2021, 3, 15)) == ["offered", "offered", "offered", "not_yet"]
    assert stands(place, date(2021, 2, 1)) == ["not_yet"] * 4


def test_a_place_nobody_noted_an_offer_of_proves_that_it_was_offered() -> None:
    place = make.place_of(2)
    make.members(make.network(place), [place[1]], date(2020, 1, 1))
    assert stands(place) == ["not_yet", "accepted"]
    window = window_of(place.definition.offer("talk"), DAY)
    assert window is not None
    question = Question(
        COORDINATOR, place.definition, (window,), [row.pk for row in place.participations], DAY
    )
    with CaptureQueriesContext(
        connection,
    ) as asked:
        [proof] = of_networks(question)
    assert (proof.what, proof.offered_on, len(asked)) == ("In the network: Lærekretsen", window.since, 2)
    other = Actor("u2", "Ola", (Holding("coordinator", "sorviken"),))
    assert list(of_networks(replace(question, actor=other))) == []
