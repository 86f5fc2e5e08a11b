"""Every address of networks, every kind of person: of the own office's, of another's, and of what does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from samordner.networks import urls
from tests.boards.conftest import SignIn
from tests.factories import networks as make
from tests.factories.participation import Region
from tests.factories.rights import client_of

pytestmark = pytest.mark.django_db

WHO = ("visitor", "coordinator", "partner", "contact", "directorate", "administrator")
WHOSE = ("own", "far", "none")
MAY = ("coordinator", "partner")
NOT = dict.fromkeys(("contact", "directorate", "administrator"), "403 403 403")

# What GET and POST (with a version and nothing else) are answered with to those who run networks
FORMS = {
    "change": "422", "beside_plan": "302", "take_in": "422", "outside": "422", "member": "422", "offer": "422",
    "answer": "422", "plan": "422",
}  # fmt: skip
DEEDS = {
    "from_plan": "302", "end": "422", "resume": "302", "remove": "302", "restore": "302", "undo_join": "404",
    "leave": "422", "undo_leave": "302", "remove_member": "302", "restore_member": "302", "erase_member": "302",
    "undo_offers": "404", "undo_answer": "302", "remove_offer": "302", "restore_offer": "302", "attach": "302",
    "detach": "302",
}  # fmt: skip
PARTS = {
    **dict.fromkeys(
        (
            "network", "change", "beside_plan", "end", "resume", "remove", "restore", "take_in", "undo_join", "outside",
            "offer", "undo_offers", "plan", "attach",
        ),
        ("network",),
    ),
    **dict.fromkeys(
        ("member", "leave", "undo_leave", "remove_member", "restore_member", "erase_member"), ("member",)
    ),
    **dict.fromkeys(("answer", "undo_answer", "remove_offer", "restore_offer"), ("offer",)),
    "from_plan": ("row",), "detach": ("network", "meeting"),
}  # fmt: skip
TAKES = {"network": "pk", "member": "pk", "offer": "pk", "row": "row", "meeting": "meeting"}


@dataclass(frozen=True)
class World:
    place: Region
    of: Mapping[str, Mapping[str, int]]

    def address(self, name: str, whose: str) -> str:
        parts = PARTS.get(name, ())
        return reverse(f"networks:{name}", kwargs={TAKES[part]: self.of[whose][part] for part in parts})


def records(place: Region) -> dict[str, int]:
    """One of everything of an office, by the part of the address that names it."""
    plan = make.plan(place)
    named = make.row(plan, name="Kretsen")
    network = make.network(place, "Kretsen", theme="Annet enn planen")
    member = make.members(network, place.participations[:1])[0]
    [offer] = make.offers(network, place.participations[1:2])
    assert named.pk
    return {
        "network": network.pk, "member": member.pk, "offer": offer.pk, "row": make.row(plan, name="Ringen").pk,
        "meeting": make.meeting(network).pk,
    }  # fmt: skip


@pytest.fixture
def world(today: date) -> World:
    home, away = make.place_of(2), make.place_of(2, "sorviken", "92")
    of = {"own": records(home), "far": records(away)}
    return World(home, of | {"none": dict.fromkeys(of["own"], 987654)})


def table() -> dict[tuple[str, str], Mapping[str, str]]:
    """(address, method) → who → the answers."""
    found: dict[tuple[str, str], Mapping[str, str]] = {}
    everyone = dict.fromkeys(WHO[1:], "200")
    found["index", "GET"] = found["index", "POST"] = everyone
    no = dict.fromkeys(("contact", "directorate", "administrator"), "403")
    found["new", "GET"] = dict.fromkeys(MAY, "200") | no
    found["new", "POST"] = dict.fromkeys(MAY, "422") | no
    read = dict.fromkeys(MAY, "200 404 404") | {
        "contact": "200 404 404", "directorate": "200 200 404", "administrator": "200 200 404",
    }  # fmt: skip
    found["network", "GET"] = found["network", "POST"] = read
    for name, posted in FORMS.items():
        found[name, "GET"] = dict.fromkeys(MAY, "200 404 404") | NOT
        found[name, "POST"] = dict.fromkeys(MAY, f"{posted} 404 404") | NOT
    for name, posted in DEEDS.items():
        found[name, "GET"] = dict.fromkeys(MAY, "302 404 404") | NOT
        found[name, "POST"] = dict.fromkeys(MAY, f"{posted} 404 404") | NOT
    found["beside_plan", "POST"] = dict.fromkeys(MAY, "409 404 404") | NOT  # the row's version is not told
    return found


def test_every_address_of_networks_stands_in_the_table() -> None:
    own = {one.name for one in urls.urlpatterns if hasattr(one, "name")}  # learning networks have their own
    assert own == {name for name, _method in table()}


@pytest.mark.once
@pytest.mark.parametrize("who", WHO)
def test_each_address_answers_everyone_as_the_table_says(world: World, signed_in: SignIn, who: str) -> None:
    client = client_of(signed_in, who, world.place)
    expected, found = {}, {}
    for (name, method), cells in table().items():
        whose = WHOSE if name in PARTS else WHOSE[:1]
        expected[name, method] = cells.get(who, " ".join(["302"] * len(whose)))
        found[name, method] = " ".join(answered(client, world.address(name, one), method) for one in whose)
    assert found == expected


def answered(client: Client, path: str, method: str) -> str:
    """The answer; what was done is undone, so that each address meets the same records."""
    before = transaction.savepoint()
    answer = client.get(path) if method == "GET" else client.post(path, {"version": "1"})
    transaction.savepoint_rollback(before)
    return str(answer.status_code)


@pytest.mark.parametrize("who", ["coordinator", "partner", "contact"])
def test_nothing_of_another_office_is_told_in_any_list_file_or_choice(
    world: World, signed_in: SignIn, who: str
) -> None:
    far = make.place_of(1, "sorviken", "93")
    network = make.network(far, "Hemmelig krets", operated_by="Hemmelig driver")
    make.members(network, far.participations)
    make.outside(network, organisation="Hemmelig lag", name="Hemmelig Person")
    make.meeting(network, topic="Hemmelig møte")
    make.row(make.plan(far, title="Hemmelig plan"), name="Hemmelig ring")
    client = signed_in(who, world.place.office, world.place[0].municipality if who == "contact" else None)
    addresses = ["/", "/nettverk/", "/nettverk/?format=json", world.address("network", "own")]
    if who != "contact":
        addresses += ["/nettverk/nytt/", *(world.address(name, "own") for name in FORMS)]
    for address in addresses:
        assert (address, "Hemmelig" in client.get(address).content.decode()) == (address, False)
    assert "Hemmelig krets" in signed_in("directorate").get("/nettverk/").content.decode()


def test_a_contact_sees_the_own_municipality_in_the_network_and_nobody_else(
    world: World, signed_in: SignIn
) -> None:
    place = world.place
    network = make.network(place, "Ringen", operated_by="Embetet")
    make.members(network, place.participations)
    make.outside(network, name="Kim Utenfor", email="kim@hf.example")
    make.offers(make.network(place, "Tilbudt"), place.participations)
    client = signed_in("contact", place.office, place[0].municipality)
    page = client.get(reverse("networks:network", args=[network.pk])).content.decode()
    other = str(place[1].municipality)
    assert [text in page for text in (str(place[0].municipality), "Embetet", other, "Kim", "kim@hf.example")] == [
        True, True, False, False, False,
    ]  # fmt: skip
    file = client.get(reverse("networks:network", args=[network.pk]), {"format": "csv"}).content.decode()
    assert (str(place[0].municipality) in file, other in file, "Kim" in file) == (True, False, False)
