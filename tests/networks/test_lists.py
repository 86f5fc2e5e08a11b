"""Networks in a list: who sees which, how they stand, when they met and meet, and in how few questions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samordner.access.actors import Actor, Holding
from samordner.meetings.operations import cancel_meeting
from samordner.networks.models import RunningNetwork
from samordner.networks.operations.keeping import remove
from samordner.networks.operations.members import leave
from samordner.networks.operations.running import end_network
from samordner.networks.queries.lists import (
    Line,
    Narrowing,
    every_network,
    lines,
    narrowed,
    ordered,
    reached,
)
from tests.boards.conftest import SignIn
from tests.factories import learning
from tests.factories import networks as make
from tests.factories.participation import BY, DAY, NOW, Region

pytestmark = pytest.mark.django_db


def actor(role: str, office: str = "", municipality: str = "") -> Actor:
    return Actor("u1", "Kari", (Holding(role, office, municipality),))


COORDINATOR = actor("coordinator", "havbukta")


def seen(who: Actor) -> list[str]:
    return [str(row) for row in reached(every_network(), who)]


def line(place: Region, network: RunningNetwork, day: date = DAY) -> Line:
    [found] = lines(COORDINATOR, [network], {place.definition.key: place.definition}, day)
    return found


def test_each_sees_the_networks_of_the_own_office_or_municipality_and_no_other() -> None:
    place, far = make.place_of(4), make.place_of(1, "sorviken", "92")
    inside, offered, other = (make.network(place, name) for name in ("A", "B", "C"))
    team = make.network(place, "D")
    gone = make.network(place, "E")
    make.network(far, "F")
    own = place[0].municipality.code
    make.members(inside, place.participations[:2])
    make.offers(offered, place.participations[:1])
    make.members(other, place.participations[1:2])
    learning.team(learning.cohort(place, of=team), place[0])
    make.members(gone, place.participations[:1])
    remove(gone, version=1, by=BY, now=NOW)
    assert seen(actor("contact", municipality=own)) == ["A", "B", "D"]
    assert seen(actor("contact", municipality=place[3].municipality.code)) == []
    for role in ("coordinator", "partner"):
        assert seen(actor(role, "havbukta")) == ["A", "B", "C", "D", "E"]
    assert seen(actor("directorate")) == ["A", "B", "C", "D", "E", "F"]
    assert seen(Actor()) == []


def test_a_contact_still_sees_a_network_that_the_municipality_has_left() -> None:
    place = make.place_of(1)
    [member] = make.members(make.network(place, "A"), place.participations)
    leave(member, last_day=DAY - timedelta(days=9), why="", version=1, by=BY, now=NOW)
    assert seen(actor("contact", municipality=place[0].municipality.code)) == ["A"]


def test_a_line_counts_who_is_in_it_on_the_day_and_the_last_answer_to_each_offer() -> None:
    place = make.place_of(4)
    network = make.network(place)
    members = make.members(network, place.participations[:2])
    leave(members[0], last_day=date(2021, 3, 31), why="", version=1, by=BY, now=NOW)
    make.outside(network)
    make.offers(network, place.participations[2:], date(2021, 4, 1))
    found = line(place, network)
    assert (found.members, found.outside, found.offered, found.waiting) == (1, 1, 2, 2)
    assert line(place, network, date(2021, 3, 31)).members == 2
    assert line(place, network, date(2021, 3, 31)).offered == 0


def test_meetings_and_gatherings_that_were_not_called_off_say_when_it_met_and_meets() -> None:
    place = make.place_of(1)
    network = make.network(place)
    make.meeting(network, date(2021, 2, 10))
    off = make.meeting(network, date(2021, 4, 20))
    cancel_meeting(off, why="Sykdom", version=off.version, by=BY, now=NOW)
    met = line(place, network).met
    assert (met.last, met.next, met.held) == (date(2021, 2, 10), None, 1)
    make.meeting(network, date(2021, 6, 10))
    cohort = learning.cohort(place, of=network)
    learning.gathering(cohort, 1, date(2021, 3, 10))
    learning.gathering(cohort, 2, date(2021, 5, 5))
    met = line(place, network).met
    assert (met.last, met.next, met.held) == (date(2021, 3, 10), date(2021, 5, 5), 2)


@pytest.mark.parametrize(
    ("every", "last", "lacks"),
    [
        (None, date(2021, 1, 10), "unplanned"),  # its kind says every fourth month: by May
        (None, date(2020, 12, 10), "quiet"),
        (2, date(2021, 2, 10), "quiet"),
        (2, date(2021, 3, 10), "unplanned"),
    ],
)
def test_who_has_not_met_for_as_long_as_is_settled_is_told(every: int | None, last: date, lacks: str) -> None:
    place = make.place_of(1)
    network = make.network(place, since=date(2020, 1, 1), meet_every=every)
    make.meeting(network, last)
    assert line(place, network).lacks(DAY) == lacks
    make.meeting(network, DAY)
    assert line(place, network).lacks(DAY) == ""


def test_a_network_nobody_is_in_and_nothing_is_settled_for_lacks_nothing() -> None:
    place = make.place_of(1)
    network = make.network(place, kind="leaders")
    assert line(place, network).lacks(DAY) == ""
    make.members(network, place.participations)
    assert line(place, network).lacks(DAY) == "unplanned"
    end_network(network, last_day=DAY - timedelta(days=1), why="", version=1, by=BY, now=NOW)
    assert line(place, network).lacks(DAY) == ""


def test_the_list_is_narrowed_and_sorted() -> None:
    place = make.place_of(2)
    a = make.network(place, "Ådalen", operated_by="KS", standing="new", theme="Brønner")
    b = make.network(place, "Bekken", kind="leaders", operated_by="ks\nog andre", standing="existing")
    c = make.network(place, "Elva", kind="", operated_by="Embetet")
    make.members(b, place.participations)
    end_network(c, last_day=date(2021, 2, 1), why="", version=1, by=BY, now=NOW)
    found = lines(COORDINATOR, [a, b, c], {place.definition.key: place.definition}, DAY)

    def names(some: list[Line]) -> list[str]:
        return [one.network.name for one in some]

    assert names(ordered(found)) == ["Bekken", "Ådalen", "Elva"]  # what has ended stands last
    assert names(ordered(found, "-members")) == ["Bekken", "Ådalen", "Elva"]
    assert names(ordered(found, "standing")) == ["Bekken", "Ådalen", "Elva"]
    for by, expected in {
        Narrowing(kind="leaders"): ["Bekken"], Narrowing(kind="-"): ["Elva"], Narrowing(standing="new"): ["Ådalen"],
        Narrowing(operator="ks"): ["Ådalen", "Bekken"], Narrowing(state="ended"): ["Elva"],
        Narrowing(words="brønn"): ["Ådalen"], Narrowing(lacks="unplanned"): ["Ådalen", "Bekken"], Narrowing(words="x"): [],
    }.items():  # fmt: skip
        assert (by, names(narrowed(found, by, DAY))) == (by, expected)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [("/nettverk/", 14), ("/nettverk/?format=csv", 13), ("/nettverk/{}/", 27), ("/nettverk/{}/tilbud/", 14)],
)
def test_pages_take_the_same_few_questions_for_one_and_for_many(
    signed_in: SignIn, today: date, count: int, address: str, queries: int
) -> None:
    place = make.place_of(count + 3)
    made = [make.network(place, f"Krets {number}") for number in range(count)]
    plan = make.plan(place)
    for number, network in enumerate(made):
        make.members(network, place.participations[:count])
        make.offers(network, place.participations[count : count + 1])
        for _each in range(count):
            make.outside(network, name=f"Kim {_each}")
            make.meeting(network)
            make.meeting(network, DAY - timedelta(days=30))
        make.row(plan, name=f"Ring {number}")
    client = signed_in("coordinator", place.office)
    address = address.format(made[0].pk)
    client.get(address)
    with CaptureQueriesContext(connection) as taken:
        assert client.get(address).status_code == 200
    assert len(taken) == queries


def test_the_first_page_tells_of_networks_that_do_not_meet_and_of_offers_unanswered(
    signed_in: SignIn, today: date
) -> None:
    place = make.place_of(2)
    quiet = make.network(place, "Stille", since=date(2020, 1, 1))
    make.network(make.place_of(1, "sorviken", "92"), "Fjern", since=date(2020, 1, 1))
    make.members(make.network(place, "Uplanlagt", kind="leaders"), place.participations)
    make.offers(quiet, place.participations[:1], date(2021, 3, 1))
    make.offers(quiet, place.participations[1:], date(2021, 4, 20))
    page = signed_in("coordinator", place.office).get("/").content.decode()
    for sentence in (
        "1 network has not met for as long as is settled, and no meeting is planned",
        "Stille (never met)",
        "1 network has no meeting planned",
        "1 municipality has not answered the offer of a place in a network",
    ):
        assert (sentence, sentence in page) == (sentence, True)
    assert "Fjern" not in page
    assert (
        "answered the offer"
        not in signed_in("contact", place.office, place[0].municipality).get("/").content.decode()
    )
