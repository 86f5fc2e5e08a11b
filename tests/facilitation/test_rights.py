"""Every address of following up, every kind of person: of the own office's, of another's, and of what does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from samordner.facilitation import urls
from samordner.facilitation.operations import Said, note_call
from tests.boards.conftest import SignIn
from tests.facilitation import making as make
from tests.factories import learning
from tests.factories.networks import place_of
from tests.factories.participation import BY, DAY, NOW, Region
from tests.factories.rights import client_of, rights_table

pytestmark = pytest.mark.django_db

WHO = ("visitor", "coordinator", "partner", "contact", "directorate", "administrator")
WHOSE = ("own", "far", "none")
OF = {"calls": "cohort", "panels": "cohort", "together": "cohort", "changes": "cohort", "gatherings": "cohort",
      "report": "cohort", "handout": "gathering", "note": "team", "change_call": "call", "remove_call": "call",
      "restore_call": "call"}  # fmt: skip
WORDS = {
    "in": "302 302 302", "read": "200 404 404", "all": "200 200 404", "no": "403 403 403", "go": "302 404 404",
    "goes": "302 302 404", "bad": "422 404 404", "off": "302 404 404",
}  # fmt: skip
TABLE = """
address       method visitor coordinator partner contact directorate administrator
index         GET    in      200         200     no      no          200
calls         GET    in      read        read    no      no          all
panels        GET    in      read        read    no      no          all
together      GET    in      read        read    no      no          all
changes       GET    in      read        read    no      no          all
gatherings    GET    in      go          go      no      no          goes
handout       GET    in      read        read    no      no          all
report        GET    in      read        read    no      no          all
note          GET    in      read        read    no      no          no
note          POST   in      bad         bad     no      no          no
change_call   GET    in      read        read    no      no          no
change_call   POST   in      bad         bad     no      no          no
remove_call   GET    in      off         off     no      no          no
remove_call   POST   in      off         off     no      no          no
restore_call  GET    in      off         off     no      no          no
restore_call  POST   in      off         off     no      no          no
"""


@dataclass(frozen=True)
class World:
    place: Region
    of: Mapping[str, Mapping[str, int]]

    def address(self, name: str, whose: str) -> str:
        return reverse(f"facilitation:{name}", args=[self.of[whose][OF[name]]] if name in OF else [])


def records(place: Region) -> dict[str, int]:
    of = make.cohort(place)
    team = make.team_of(of)
    call = note_call(team, Said(day=DAY, how="phone"), today=DAY, by=BY, now=NOW)
    return {
        "cohort": of.pk,
        "gathering": of.gatherings.get(ordinal=1).pk,
        "team": team.pk,
        "call": call.pk,
    }


@pytest.fixture
def world(today: date) -> World:
    home, away = place_of(2), place_of(2, "sorviken", "92")
    of = {"own": records(home), "far": records(away)}
    return World(home, of | {"none": dict.fromkeys(of["own"], 987654)})


def test_every_address_stands_in_the_table() -> None:
    assert {one.name for one in urls.urlpatterns} == {
        name for name, _method in rights_table(TABLE, WHO, WORDS)
    }


@pytest.mark.once
@pytest.mark.parametrize("who", WHO)
def test_each_address_answers_everyone_as_the_table_says(world: World, signed_in: SignIn, who: str) -> None:
    client = client_of(signed_in, who, world.place)
    expected, found = {}, {}
    for (name, method), cells in rights_table(TABLE, WHO, WORDS, lambda name: name in OF).items():
        whose = WHOSE if name in OF else WHOSE[:1]
        expected[name, method] = cells[who]
        found[name, method] = " ".join(answered(client, world.address(name, one), method) for one in whose)
    assert found == expected


def answered(client: Client, path: str, method: str) -> str:
    before = transaction.savepoint()
    answer = client.get(path) if method == "GET" else client.post(path, {"version": "1"})
    transaction.savepoint_rollback(before)
    return str(answer.status_code)


@pytest.mark.parametrize("who", ["coordinator", "partner"])
def test_nothing_of_another_office_is_told_on_any_page_or_file(
    world: World, signed_in: SignIn, who: str
) -> None:
    far = place_of(1, "sorviken", "93")
    of = learning.cohort(far, "Hemmelig pulje")
    team = learning.team(of, far[0], "Hemmelig team")
    make.measuring(team, name="Hemmelig indikator")
    note_call(team, Said(day=DAY, how="phone", said="Hemmelig samtale"), today=DAY, by=BY, now=NOW)
    client = client_of(signed_in, who, world.place)
    addresses = ["/", *(world.address(name, "own") for name in ("index", "calls", "panels", "together", "changes",
                 "handout", "report"))]  # fmt: skip
    addresses += [
        f"{world.address('calls', 'own')}?format=csv",
        f"{world.address('changes', 'own')}?format=json",
    ]
    for address in addresses:
        assert (address, "Hemmelig" in client.get(address).content.decode()) == (address, False)
