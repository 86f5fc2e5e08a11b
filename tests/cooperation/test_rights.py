"""Every address of cooperation, every kind of person: of the own office's, of another's, and of what does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from samordner.cooperation import urls
from samordner.cooperation.operations.agreements import terminate
from samordner.cooperation.operations.arenas import call_off, raise_there
from samordner.support.models import Where
from samordner.support.operations import Asked
from tests.boards.conftest import SignIn
from tests.factories import cooperation as make
from tests.factories.participation import BY, DAY, NOW, Region, region
from tests.factories.rights import client_of

pytestmark = pytest.mark.django_db

WHO = ("visitor", "coordinator", "partner", "contact", "directorate", "administrator")
WHOSE = ("own", "far", "none")
READ = {
    "coordinator": "200 404 404",
    "partner": "200 404 404",
    "directorate": "200 200 404",
    "administrator": "200 200 404",
}
"""A page that is read: of the own office, of another office, of what does not exist."""
NO = dict.fromkeys(("contact", "directorate", "administrator"), "403 403 403")


def changed(own: str) -> dict[str, str]:
    """A deed: what is answered to those who may change the own office's."""
    return {"coordinator": f"{own} 404 404", "partner": f"{own} 404 404"} | NO


# What GET and POST (with a version and nothing else) are answered with; a list has one answer
LISTS = ("partners", "contacts", "agreements", "arenas", "visits")
NEW = ("new_partner", "new_agreement", "new_arena")
PAGES = ("partner", "agreement", "arena", "visit")
FORMS = {
    "settle": "302", "meet": "422", "add_contact": "422", "change_contact": "422", "change_agreement": "422",
    "change_arena": "422", "change_visit": "422", "new_visit": "422", "raise_there": "422",
}  # fmt: skip
DEEDS = {
    "remove_partner": "302", "restore_partner": "302", "remove_contact": "302", "restore_contact": "302",
    "erase_contact": "302", "remove_agreement": "302", "restore_agreement": "302", "terminate": "422",
    "undo_termination": "302", "remove_arena": "302", "restore_arena": "302", "remove_visit": "302", "restore_visit": "302",
    "call_off": "302", "take_up": "302", "from_plan": "302",
}  # fmt: skip
PARTS = {
    "partner": ("office", "key"), "settle": ("office", "key"), "meet": ("office", "key"), "add_contact": ("office", "key"),
    "agreement": ("agreement",), "arena": ("arena",), "visit": ("visit",), "new_visit": ("arena",), "raise_there": ("visit",),
    "from_plan": ("row",), "renew": ("agreement",), "terminate": ("agreement",), "undo_termination": ("agreement",),
    "call_off": ("planned",), "take_up": ("planned",), "change_contact": ("contact",), "erase_contact": ("contact",),
    "change_agreement": ("agreement",), "change_arena": ("arena",), "change_visit": ("visit",),
    **{
        f"{deed}_{what}": (what,)
        for deed in ("remove", "restore")
        for what in ("partner", "contact", "agreement", "arena", "visit")
    },
}  # fmt: skip


@dataclass(frozen=True)
class World:
    place: Region
    of: Mapping[str, Mapping[str, str]]

    def address(self, name: str, whose: str) -> str:
        of = {**self.of[whose], "partner": self.of[whose]["kept"]}
        return reverse(f"cooperation:{name}", args=[of[part] for part in PARTS.get(name, ())])


@pytest.fixture
def world(today: date) -> World:
    home, away = region(1), region(1, key="sorviken", county="92")
    of = {"own": records(home), "far": records(away)}
    nowhere = dict.fromkeys(of["own"], "987654") | {"office": "ingensteds", "key": "ingen"}
    return World(home, of | {"none": nowhere})


def records(place: Region) -> dict[str, str]:
    """One of everything of an office, by the part of the address that names it."""
    contact = make.contact(place)
    arena = make.arena(place)
    visit = make.visit(arena, date(2021, 4, 20))
    raise_there(visit, place[0], Asked("Skyss", DAY, Where.OTHER), by=BY, now=NOW)
    row = make.row(make.plan(place), partner="Annen bank", agreement="Avtale")
    return {
        "office": place.office.key, "key": "boligbanken", "kept": str(contact.partner.pk), "contact": str(contact.pk),
        "agreement": str(make.agreement(place).pk), "arena": str(arena.pk), "visit": str(visit.pk),
        "planned": str(make.visit(arena, date(2021, 6, 1), "planned").pk), "row": str(row.pk),
    }  # fmt: skip


def table() -> dict[tuple[str, str], Mapping[str, str]]:
    """(address, method) → who → the answers."""
    may = dict.fromkeys(("coordinator", "partner", "directorate", "administrator"), "200")
    found: dict[tuple[str, str], Mapping[str, str]] = {}
    for name in LISTS:
        found[name, "GET"] = found[name, "POST"] = may
    for name in NEW:
        no = dict.fromkeys(("contact", "directorate", "administrator"), "403")
        found[name, "GET"] = {"coordinator": "200", "partner": "200"} | no
        found[name, "POST"] = {"coordinator": "422", "partner": "422"} | no
    for name in PAGES:
        found[name, "GET"] = found[name, "POST"] = READ
    for name, posted in FORMS.items():
        found[name, "GET"], found[name, "POST"] = changed("200"), changed(posted)
    for name, posted in DEEDS.items():
        found[name, "GET"], found[name, "POST"] = changed("302"), changed(posted)
    found["renew", "GET"], found["renew", "POST"] = changed("200"), changed("422")
    return found


def test_every_address_of_cooperation_stands_in_the_table() -> None:
    assert {one.name for one in urls.urlpatterns} == {name for name, _method in table()}


@pytest.mark.once
@pytest.mark.parametrize("who", WHO)
def test_each_address_answers_everyone_as_the_table_says(world: World, signed_in: SignIn, who: str) -> None:
    client = client_of(signed_in, who, world.place)
    expected, found = {}, {}
    for (name, method), cells in table().items():
        whose = WHOSE if name in PARTS else WHOSE[:1]
        usual = "302" if who == "visitor" else "403"  # first sign in; a contact reaches nothing here
        expected[name, method] = cells.get(who, " ".join([usual] * len(whose)))
        found[name, method] = " ".join(answered(client, world.address(name, one), method) for one in whose)
    assert found == expected


def answered(client: Client, path: str, method: str) -> str:
    """The answer; what was done is undone, so that each address meets the same records."""
    before = transaction.savepoint()
    answer = client.get(path) if method == "GET" else client.post(path, {"version": "1"})
    transaction.savepoint_rollback(before)
    return str(answer.status_code)


@pytest.mark.parametrize("who", ["coordinator", "partner"])
def test_nothing_of_another_office_is_told_in_any_list_file_or_choice(
    world: World, signed_in: SignIn, who: str
) -> None:
    far = region(1, key="sorviken", county="92")
    make.agreement(far, partner="Hemmelig forbund", what="Hemmelig avtale", responsible="Hemmelig")
    make.partner(far, "Hemmelig lag", meet_every=1)
    make.contact(far, "Hemmelig lag", name="Hemmelig Person")
    make.row(
        make.plan(far, title="Hemmelig plan"),
        partner="Hemmelig bank",
        agreement="Hemmelig",
        expires="01.06.2021",
    )
    day = make.visit(make.arena(far, "Hemmelig råd"), theme="Hemmelig", organisations=("Hemmelig",))
    make.visit(day.arena, date(2021, 5, 20), "planned", organisations=("Hemmelig",))
    client = signed_in(who, world.place.office)
    addresses = [
        "/",
        "/kalender/?month=2021-05",
        *(reverse(f"cooperation:{name}") for name in (*LISTS, *NEW)),
    ]
    addresses += [world.address(name, "own") for name in (*PAGES, *FORMS, "renew") if name != "raise_there"]
    for address in addresses:
        assert (address, "Hemmelig" in client.get(address).content.decode()) == (address, False)
    for name in LISTS:
        text = client.get(reverse(f"cooperation:{name}"), {"format": "json"}).content.decode()
        assert (name, "Hemmelig" in text) == (name, False)
    assert "Hemmelig" in signed_in("directorate").get(reverse("cooperation:agreements")).content.decode()


def test_who_may_not_change_the_plan_changes_nothing_that_stands_in_it(
    world: World, signed_in: SignIn
) -> None:
    place = world.place
    row = make.row(make.plan(place, "2025-2027"), agreement="Avtale", expires="31.12.2022")
    client = signed_in("partner", place.office)
    made = client.post(reverse("cooperation:from_plan", args=[row.pk]))
    address = made.headers["Location"]
    sent = {
        "version": 1,
        "row_version": 1,
        "what": "Tatt over",
        "expires_day": "2030-01-01",
        "case_number": "21/7",
    }
    assert client.post(address, sent).status_code == 302
    row.refresh_from_db()
    kept = row.agreements.get()
    assert (row.agreement, row.expires, row.version, kept.case_number) == ("Avtale", "31.12.2022", 1, "21/7")
    assert client.post(address.replace("endre", "forny"), sent).status_code == 403
    assert signed_in("coordinator", place.office).get(address.replace("endre", "forny")).status_code == 200


def test_a_deed_on_what_another_has_done_already_is_told_and_changes_nothing(
    world: World, signed_in: SignIn
) -> None:
    place = world.place
    kept = make.agreement(place, what="En annen")
    terminate(kept, on=DAY, why="", version=1, by=BY, now=NOW)
    planned = make.visit(make.arena(place, "Rådet"), date(2021, 6, 2), "planned")
    call_off(planned, why="", version=1, by=BY, now=NOW)
    client = signed_in("coordinator", place.office)
    deeds = {"undo_termination": kept, "remove_agreement": kept, "take_up": planned, "remove_visit": planned}
    for name, row in deeds.items():
        address = reverse(f"cooperation:{name}", args=[row.pk])
        page = client.post(address, {"version": 1}, follow=True).content.decode()
        assert (name, "Someone else has changed it meanwhile" in page) == (name, True)
    kept.refresh_from_db()
    planned.refresh_from_db()
    assert (kept.version, kept.terminated_on, planned.version, planned.state) == (2, DAY, 2, "cancelled")
