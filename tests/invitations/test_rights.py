"""Who reaches which address of invitations, of whose meeting; and what an address or a form may say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from samordner.invitations.models import Invitation, Registration
from samordner.invitations.operations.registering import Wish, register
from samordner.invitations.urls import urlpatterns
from samordner.letters.models import Letter
from samordner.meetings.models import Meeting
from samordner.participation.models import Participation
from tests.boards.conftest import SignIn
from tests.factories.participation import DAY, NOW, Region, region
from tests.factories.rights import client_of, rights_table
from tests.invitations.making import invited, planned, secret_of, terms

pytestmark = pytest.mark.django_db

WHO = ("visitor", "coordinator", "partner", "contact", "directorate", "administrator")
WHOSE = ("own", "near", "far", "none")
"""Whose: the contact's own municipality, another of the same office, another office's; there is none."""

TABLE = """
address                  method visitor coordinator partner   contact directorate administrator
invitations:events       GET    200     200         200       200     200         200
invitations:events       POST   200     200         200       200     200         200
invitations:event        GET    secret  secret      secret    secret  secret      secret
invitations:event        POST   said    said        said      said    said        said
invitations:answer       GET    secret  secret      secret    secret  secret      secret
invitations:answer       POST   said    said        said      said    said        said
invitations:registration GET    secret  secret      secret    secret  secret      secret
invitations:registration POST   secret  secret      secret    secret  secret      secret
invitations:index        GET    in      200         200       200     no          200
invitations:index        POST   in      200         200       200     no          200
invitations:one          GET    in      office200   no        no      no          no
invitations:one          POST   in      office422   no        no      no          no
invitations:own          GET    in      office200   no        own200  no          no
invitations:own          POST   in      office422   no        own422  no          no
invitations:personal     GET    in      200         no        no      no          no
invitations:personal     POST   in      422         no        no      no          no
invitations:person       GET    in      office200   office200 no      no          no
invitations:person       POST   in      office200   office200 no      no          no
invitations:terms        GET    in      office200   no        no      no          no
invitations:terms        POST   in      office422   no        no      no          no
invitations:invite       GET    in      office200   no        no      no          no
invitations:invite       POST   in      office200   no        no      no          no
invitations:invited      GET    in      office200   office200 hidden  no          all200
invitations:invited      POST   in      office200   office200 hidden  no          all200
invitations:remind       GET    in      office302   no        no      no          no
invitations:remind       POST   in      office302   no        no      no          no
invitations:people       GET    in      office200   office200 no      no          no
invitations:people       POST   in      office200   office200 no      no          no
invitations:door         GET    in      office200   office200 no      no          no
invitations:door         POST   in      office422   office422 no      no          no
invitations:taking       GET    in      office200   office200 no      no          no
invitations:taking       POST   in      office422   office422 no      no          no
"""
WORDS = {
    "in": "302 302 302 302",  # first sign in
    "no": "403 403 403 403",
    "hidden": "404 404 404 404",  # a contact sees the own invitations, and not the meeting's others
    "secret": "200 200 200 404", "said": "422 422 422 404",  # whoever has the address
    "own200": "200 404 404 404", "own422": "422 404 404 404",
    "office200": "200 200 404 404", "office302": "302 302 404 404", "office422": "422 422 404 404",
    "all200": "200 200 200 404",
}  # fmt: skip
PARTS = {
    "event": "secret", "answer": "token", "registration": "own_token", "one": "invitation", "own": "invitation",
    "person": "registration",
    **dict.fromkeys(("terms", "invite", "invited", "remind", "people", "door", "taking"), "meeting"),
}  # fmt: skip


RIGHTS = rights_table(TABLE, WHO, WORDS, lambda name: name.split(":")[1] in PARTS)


@dataclass(frozen=True)
class World:
    place: Region
    of: Mapping[str, Mapping[str, str]]

    def address(self, name: str, whose: str) -> str:
        part = PARTS.get(name.split(":")[1])
        return reverse(name, args=[self.of[whose][part]] if part else [])


def records(place: Region, row: Participation, name: str) -> dict[str, str]:
    """A meeting of today with one of everything, by the part of an address that names it."""
    meeting = planned(place, topic=f"Møtet til {name}")
    terms(meeting, public=True)
    [invitation] = invited(meeting, row)
    Invitation.objects.filter(pk=invitation.pk).update(name=f"Invitert {name}")
    meeting = Meeting.objects.get(pk=meeting.pk)
    wish = Wish(name=f"Påmeldt {name}", email=f"{name}@example.org", participation=row)
    registration = register(meeting, wish, form=name, language="nb", day=DAY, by="", now=NOW)
    last = {
        kind: Letter.objects.filter(kind=kind).latest("pk") for kind in ("invitation", "registration-place")
    }
    return {
        "meeting": str(meeting.pk), "secret": meeting.secret, "invitation": str(invitation.pk),
        "registration": str(registration.pk), "token": secret_of(last["invitation"]),
        "own_token": secret_of(last["registration-place"]),
    }  # fmt: skip


@pytest.fixture
def world(today: date) -> World:
    home, away = region(2), region(1, key="sorviken", county="92")
    of = {
        "own": records(home, home[0], "egen"), "near": records(home, home[1], "nabo"), "far": records(away, away[0], "fjern"),
    }  # fmt: skip
    nowhere = dict.fromkeys(of["own"], "987654") | dict.fromkeys(("secret", "token", "own_token"), "x" * 32)
    return World(home, of | {"none": nowhere})


def names() -> set[str]:
    return {f"invitations:{one.name}" for one in urlpatterns}


def test_every_address_stands_in_the_table() -> None:
    assert {name for name, _method in RIGHTS} == names()


@pytest.mark.parametrize("who", WHO)
def test_each_reaches_what_the_table_says_and_nothing_else(world: World, signed_in: SignIn, who: str) -> None:
    client = client_of(signed_in, who, world.place)
    Meeting.objects.update(period_start=DAY, period_end=DAY, starts="23:00", ends="23:30")
    found: dict[tuple[str, str], str] = {}
    for name, method in RIGHTS:
        answers = []
        for whose in WHOSE if name.split(":")[1] in PARTS else WHOSE[:1]:
            before = transaction.savepoint()
            answers.append(str(getattr(client, method.lower())(world.address(name, whose)).status_code))
            transaction.savepoint_rollback(before)
        found[name, method] = " ".join(answers)
    assert found == {key: said[who] for key, said in RIGHTS.items()}


@pytest.mark.parametrize("who", WHO[1:])
def test_nobody_reads_a_name_of_another_office_or_of_another_municipality_than_the_own(
    world: World, signed_in: SignIn, who: str
) -> None:
    client = client_of(signed_in, who, world.place)
    read = ""
    for name in names() - {"invitations:event", "invitations:answer", "invitations:registration"}:
        for whose in WHOSE if name.split(":")[1] in PARTS else WHOSE[:1]:
            for more in ("", "?format=csv", "?past=1", "?q=fjern", "?q=nabo"):
                answer = client.get(world.address(name, whose) + more)
                read += answer.content.decode() if answer.status_code == 200 else ""
    for email in ("fjern@example.org", "nabo@example.org"):
        answer = client.post("/deltakere/", {"email": email, "deed": "json"})
        read += answer.content.decode() if answer.status_code == 200 else ""
    seen = {
        whose: any(f"{what} {whose}" in read for what in ("Invitert", "Påmeldt"))
        for whose in ("egen", "nabo", "fjern")
    }
    expected = {
        "coordinator": (True, True, False), "partner": (True, True, False), "contact": (True, False, False),
        "directorate": (False, False, False), "administrator": (True, True, True),
    }  # fmt: skip
    assert tuple(seen.values()) == expected[who]


def test_nothing_of_another_meeting_or_office_is_changed_by_numbers_in_a_form(
    world: World, signed_in: SignIn
) -> None:
    client = client_of(signed_in, "coordinator", world.place)
    Meeting.objects.update(period_start=DAY, period_end=DAY, starts="23:00", ends="23:30")
    own, near, far = (world.of[whose] for whose in WHOSE[:3])
    door = f"/moter/{own['meeting']}/oppmote/"
    for whose in (near, far):
        client.post(door, {"deed": "came", "pk": whose["registration"]})
        client.post(door, {"deed": "invited", "pk": whose["invitation"]})
        client.post(
            f"/moter/{own['meeting']}/inviter/",
            {"audience": "", "who": ["987"], "roles": ["main"], "send": "1"},
        )
    far_row = Participation.objects.get(invitations__pk=int(far["invitation"]))
    page = client.post(
        f"/moter/{own['meeting']}/inviter/", {"who": [str(far_row.pk)], "roles": ["main"], "send": "1"}
    )
    assert (page.status_code, Invitation.objects.count()) == (422, 3)
    assert (Registration.objects.count(), Registration.objects.filter(attended=True).count()) == (3, 0)
    assert client.post(f"/deltakere/{far['registration']}/", {"deed": "erase"}).status_code == 404
    assert (
        client.post(f"/invitasjoner/{far['invitation']}/", {"deed": "withdraw", "version": "1"}).status_code
        == 404
    )


HOSTILE: dict[str, Any] = {
    "nothing of letters": "a\x00b", "letters of many kinds": "Guovdageaidnu 🦌 ŋŧšžđ", "a long text": "x" * 4000,
    "a huge number": "9" * 30, "a number in other digits": "٣", "below nought": "-1",
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_every_page_and_form_stands_whatever_it_is_sent(world: World, signed_in: SignIn, what: str) -> None:
    client = client_of(signed_in, "coordinator", world.place)
    client.raise_request_exception = False
    Meeting.objects.update(period_start=DAY, period_end=DAY, starts="23:00", ends="23:30")
    keys = (
        "q", "state", "past", "page", "format", "audience", "who", "roles", "others", "answer", "names", "why", "access", "diet",
        "version", "name", "email", "organisation", "form", "deed", "pk", "deadline", "capacity", "max_each", "remind_days",
        "retention_days", "opens", "read", "as-0", "sheet", "subject_nb", "body_nb", "noted-1", "email-1",
    )  # fmt: skip
    failed = []
    for name in names():
        address = world.address(name, "own")
        for method in ("get", "post"):
            before = transaction.savepoint()
            status = getattr(client, method)(address, dict.fromkeys(keys, HOSTILE[what])).status_code
            transaction.savepoint_rollback(before)
            if status >= 500:
                failed.append((name, method))
    assert failed == []
