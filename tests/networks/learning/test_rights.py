"""Every address of learning networks, every kind of person: of the own municipality's team, of another's in the same office,
of another office's, and of what does not exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from samordner.networks.learning import urls
from samordner.networks.learning.operations.following import say
from samordner.networks.models import Cohort, Team
from tests.boards.conftest import SignIn
from tests.factories import learning as make
from tests.factories.participation import BY, NOW, Region, region
from tests.factories.rights import client_of

pytestmark = pytest.mark.django_db

WHO = ("visitor", "coordinator", "partner", "contact", "directorate", "administrator")
WHOSE = ("own", "near", "far", "none")
EVERY, OFFICE, OWN, NO = (1, 1, 1, 0), (1, 1, 0, 0), (1, 0, 0, 0), None
"""Whose records one reaches; None: the right is held nowhere."""
REACH: Mapping[str, Mapping[str, tuple[int, ...] | None]] = {
    "network.read": {"coordinator": OFFICE, "partner": OFFICE, "contact": OWN, "directorate": EVERY, "administrator": EVERY},
    "network.change": {"coordinator": OFFICE, "partner": OFFICE, "contact": NO, "directorate": NO, "administrator": NO},
    "team.read": {"coordinator": OFFICE, "partner": OFFICE, "contact": OWN, "directorate": NO, "administrator": EVERY},
    "team.change": {"coordinator": OFFICE, "partner": OFFICE, "contact": OWN, "directorate": NO, "administrator": NO},
    "team.assess": {"coordinator": OFFICE, "partner": OFFICE, "contact": NO, "directorate": NO, "administrator": NO},
}  # fmt: skip
# Address, the part that names its record, its right, and what GET and POST (with a version and nothing else) answer
TABLE = """
cohorts              -         network.read   200 200
new_cohort           -         network.change 200 422
teams                -         team.read      200 200
cohort               cohort    network.read   200 200
change_cohort        cohort    network.change 200 422
remove_cohort        cohort    network.change 302 302
restore_cohort       cohort    network.change 302 302
new_gathering        cohort    network.change 200 422
new_team             cohort    network.change 200 422
gathering            gathering network.read   200 200
change_gathering     gathering network.change 200 422
gathering_meeting    gathering network.change 200 422
detach_meeting       gathering network.change 302 302
attend               gathering network.change 302 302
remove_gathering     gathering network.change 302 302
restore_gathering    gathering network.change 302 302
team                 team      team.read      200 200
change_team          team      team.change    200 422
set_phase            team      team.change    302 422
tick                 team      team.change    302 302
assess_own           team      team.change    302 422
assess_adviser       team      team.assess    302 422
leave_cohort         team      network.change 302 422
come_back            team      network.change 302 302
remove_team          team      network.change 302 302
restore_team         team      network.change 302 302
new_team_member      team      team.change    200 422
change_team_member   member    team.change    200 422
remove_team_member   member    team.change    302 302
restore_team_member  member    team.change    302 302
erase_team_member    member    team.change    302 302
new_guidance         team      network.change 200 422
change_guidance      guidance  network.change 200 422
remove_guidance      guidance  network.change 302 302
restore_guidance     guidance  network.change 302 302
"""
ROWS = {name: cells for name, *cells in (line.split() for line in TABLE.strip().splitlines())}


@dataclass(frozen=True)
class World:
    place: Region
    of: Mapping[str, Mapping[str, int]]

    def address(self, name: str, whose: str) -> str:
        part = ROWS[name][0]
        return reverse(f"networks:{name}", args=[] if part == "-" else [self.of[whose][part]])


@pytest.fixture
def world(today: date) -> World:
    home, away = region(2), region(1, key="sorviken", county="92")
    of = {"own": records(home, 0), "near": records(home, 1), "far": records(away, 0)}
    return World(home, of | {"none": dict.fromkeys(of["own"], 987654)})


def records(place: Region, number: int, word: str = "Åpent") -> dict[str, int]:
    """One of everything, by the part of the address that names it."""
    cohort = make.cohort(place, f"{word} {number}", of=make.network(place, f"{word} nettverk {number}"))
    gathering = make.gathering(
        cohort,
        topic=f"{word} tema",
        homework=f"{word} lekse",
        homework_due=date(2021, 5, 3),
        note=f"{word} merknad",
    )
    team = make.team(
        cohort, place[number], f"{word} team", service=f"{word} tjeneste", topic=f"{word} mål", adviser=f"{word} rådgiver",
        sponsor_name=f"{word} leder",
    )  # fmt: skip
    member = make.member(team, f"{word} person")
    guidance = make.guidance(team, said=f"{word} avtale")
    make.guidance(team, date(2021, 5, 10), "planned", adviser=f"{word} rådgiver")
    make.attendance(gathering, team)
    make.assessment(team)
    say(team, "calm", "no", by=BY, now=NOW)
    return {
        "cohort": cohort.pk, "gathering": gathering.pk, "team": team.pk, "member": member.pk, "guidance": guidance.pk
    }  # fmt: skip


def expected(name: str, method: str, who: str) -> str:
    part, right, got, posted = ROWS[name]
    count = 1 if part == "-" else len(WHOSE)
    if who == "visitor":
        return " ".join(["302"] * count)
    reach = REACH[right][who]
    if reach is None:
        return " ".join(["403"] * count)
    done = got if method == "GET" else posted
    return done if part == "-" else " ".join(done if there else "404" for there in reach)


def test_every_address_of_learning_networks_stands_in_the_table() -> None:
    assert {one.name for one in urls.urlpatterns} == set(ROWS)


@pytest.mark.once
@pytest.mark.parametrize("who", WHO)
def test_each_address_answers_everyone_as_the_table_says(world: World, signed_in: SignIn, who: str) -> None:
    client = client_of(signed_in, who, world.place)
    wanted, found = {}, {}
    for name, (part, *_cells) in ROWS.items():
        for method in ("GET", "POST"):
            whose = WHOSE[:1] if part == "-" else WHOSE
            wanted[name, method] = expected(name, method, who)
            found[name, method] = " ".join(
                answered(client, world.address(name, one), method) for one in whose
            )
    assert found == wanted


def answered(client: Client, path: str, method: str) -> str:
    """The answer; what was done is undone, so that each address meets the same records."""
    before = transaction.savepoint()
    answer = client.get(path) if method == "GET" else client.post(path, {"version": "1"})
    transaction.savepoint_rollback(before)
    return str(answer.status_code)


def seen_in(client: Client, addresses: list[str], word: str) -> dict[str, bool]:
    return {address: word in client.get(address).content.decode() for address in addresses}


@pytest.mark.once
@pytest.mark.parametrize("who", ["coordinator", "partner"])
def test_nothing_of_another_office_is_told_in_any_list_file_or_choice(
    world: World, signed_in: SignIn, who: str
) -> None:
    records(region(1, key="sorviken", county="92"), 0, "Hemmelig")
    client = signed_in(who, world.place.office)
    lists = [world.address(name, "own") for name in ("cohorts", "teams")]
    addresses = ["/", "/kalender/?month=2021-05", *lists, *(f"{one}?format=json" for one in lists)]
    addresses += [world.address(name, "own") for name, row in ROWS.items() if row[2] == "200"]
    assert seen_in(client, addresses, "Hemmelig") == dict.fromkeys(addresses, False)


@pytest.mark.once
def test_a_contact_is_told_nothing_of_another_municipality_s_team_in_the_same_cohort(
    world: World, signed_in: SignIn
) -> None:
    place = world.place
    cohort = Cohort.objects.get(pk=world.of["own"]["cohort"])
    team = make.team(cohort, place[1], "Hemmelig team", adviser="Hemmelig", service="Hemmelig")
    make.guidance(team, date(2021, 5, 12), "planned", said="Hemmelig")
    make.attendance(cohort.gatherings.get(), team, 4)
    client = signed_in("contact", place.office, place[0].municipality)
    lists = [world.address(name, "own") for name in ("cohorts", "teams", "cohort", "gathering", "team")]
    addresses = ["/", "/kalender/?month=2021-05", *lists, *(f"{one}?format=json" for one in lists[:3])]
    assert seen_in(client, addresses, "Hemmelig") == dict.fromkeys(addresses, False)
    own = [world.address(name, "own") for name in ("teams", "cohort", "team")]
    assert seen_in(client, own, "Åpent team") == dict.fromkeys(own, True)
    whole = signed_in("coordinator", place.office)
    assert "Hemmelig team" in whole.get(world.address("cohort", "own")).content.decode()


@pytest.mark.once
def test_the_directorate_sees_the_cohort_and_how_many_teams_but_no_team(
    world: World, signed_in: SignIn
) -> None:
    client = signed_in("directorate")
    page = client.get(world.address("cohort", "own")).content.decode()
    assert ("1 team is in the cohort" in page, "Åpent team" in page) == (True, False)
    assert "Åpent team" not in client.get(world.address("gathering", "own")).content.decode()
    assert client.get(world.address("cohort", "own") + "?format=json").status_code == 404


def test_a_contact_s_form_changes_what_is_the_team_s_own_and_nothing_of_the_office_s(
    world: World, signed_in: SignIn
) -> None:
    team = Team.objects.get(pk=world.of["own"]["team"])
    client = signed_in("contact", world.place.office, world.place[0].municipality)
    sent = {
        "version": "1",
        "name": "Nytt navn",
        "topic": "Nytt mål",
        "adviser": "Meg",
        "began_on": "2020-01-01",
    }
    assert client.post(world.address("change_team", "own"), sent).status_code == 302
    team.refresh_from_db()
    assert (team.name, team.topic, team.adviser, team.began_on) == (
        "Nytt navn", "Nytt mål", "Åpent rådgiver", make.BEGUN
    )  # fmt: skip
