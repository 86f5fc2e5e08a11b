"""Who reaches which address of rounds, of whose round; and what an address or a form may say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction
from django.urls import URLPattern, reverse

from samordner.asks.models import Ask
from samordner.letters.models import Letter
from samordner.mapping.models import MappingRound, Respondent
from samordner.mapping.rounds.operations.opening import open_round
from samordner.mapping.rounds.operations.planning import Outside, choose
from samordner.mapping.urls import urlpatterns
from samordner.participation.models import Participation
from tests.boards.conftest import SignIn
from tests.factories.participation import BY, DAY, NOW, Region, region
from tests.factories.rights import client_of, rights_table
from tests.mapping.making import contact, drafted

pytestmark = pytest.mark.django_db

WHO = ("visitor", "coordinator", "partner", "contact", "directorate", "administrator")
WHOSE = ("own", "near", "far", "none")
"""Whose: of the contact's own municipality, of another in the same office, of another office's; there is none."""

TABLE = """
address            method visitor coordinator partner   contact directorate administrator
mapping:index      GET    in      200         200       200     200         200
mapping:index      POST   in      200         200       200     200         200
mapping:new        GET    in      200         200       no      no          no
mapping:new        POST   in      422         422       no      no          no
mapping:round      GET    in      office200   office200 own200  all200      all200
mapping:round      POST   in      office200   office200 own200  all200      all200
mapping:change     GET    in      office200   office200 no      no          no
mapping:change     POST   in      office422   office422 no      no          no
mapping:whom       GET    in      office200   office200 no      no          no
mapping:whom       POST   in      office409   office409 no      no          no
mapping:open       GET    in      office200   office200 no      no          no
mapping:open       POST   in      office422   office422 no      no          no
mapping:later      GET    in      office200   office200 no      no          no
mapping:later      POST   in      office422   office422 no      no          no
mapping:remind     GET    in      office302   office302 no      no          no
mapping:remind     POST   in      office302   office302 no      no          no
mapping:more       GET    in      office200   office200 no      no          no
mapping:more       POST   in      office422   office422 no      no          no
mapping:close      GET    in      office302   office302 no      no          no
mapping:close      POST   in      office302   office302 no      no          no
mapping:cancel     GET    in      office200   office200 no      no          no
mapping:cancel     POST   in      office422   office422 no      no          no
mapping:respondent GET    in      office200   office200 no      no          no
mapping:respondent POST   in      office422   office422 no      no          no
"""
WORDS = {
    "in": "302 302 302 302",  # first sign in
    "no": "403 403 403 403",
    "own200": "200 404 404 404",
    "office200": "200 200 404 404", "office302": "302 302 404 404", "office422": "422 422 404 404",
    "office409": "409 409 404 404",  # somebody has changed it since the version that was said
    "all200": "200 200 200 404",
}  # fmt: skip
PARTS = {
    "whom": "draft", "open": "draft", "respondent": "respondent",
    **dict.fromkeys(("round", "change", "later", "remind", "more", "close", "cancel"), "round"),
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
    """A round that asks one municipality, another that is being prepared, and who is asked."""
    contact(row, name=f"Kontakt {name}", email=f"kontakt.{name}@example.org")
    made = drafted(place, title=f"Runden til {name}")
    made = choose(made, audience=None, roles=["main"], by_hand=[row], version=made.version, by=BY, now=NOW)
    made = open_round(made, version=made.version, day=DAY, by=BY, now=NOW)
    other = drafted(place, title=f"Utkastet til {name}")
    outside = [Outside(email=f"utenfor.{name}@example.org")]
    choose(
        other,
        audience=None,
        roles=["main"],
        by_hand=[row],
        outside=outside,
        version=other.version,
        by=BY,
        now=NOW,
    )
    return {
        "round": f"{made.pk}", "draft": f"{other.pk}", "respondent": f"{made.respondents.get().pk}",
    }  # fmt: skip


@pytest.fixture
def world(today: date) -> World:
    home, away = region(2), region(1, key="sorviken", county="92")
    of = {
        "own": records(home, home[0], "egen"), "near": records(home, home[1], "nabo"), "far": records(away, away[0], "fjern"),
    }  # fmt: skip
    return World(home, of | {"none": dict.fromkeys(of["own"], "987654")})


def names() -> set[str]:
    return {f"mapping:{one.name}" for one in urlpatterns if isinstance(one, URLPattern)}


def test_every_address_stands_in_the_table() -> None:
    assert {name for name, _method in RIGHTS} == names()


@pytest.mark.parametrize("who", WHO)
def test_each_reaches_what_the_table_says_and_nothing_else(world: World, signed_in: SignIn, who: str) -> None:
    client = client_of(signed_in, who, world.place)
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
def test_nobody_reads_of_another_office_nor_a_name_that_they_may_not_know(
    world: World, signed_in: SignIn, who: str
) -> None:
    client = client_of(signed_in, who, world.place)
    read = ""
    for name in sorted(names()):
        for whose in WHOSE if name.split(":")[1] in PARTS else WHOSE[:1]:
            for more in (
                "",
                "?format=csv",
                "?format=json",
                "?q=kontakt",
                "?state=waiting",
                "?like=" + world.of[whose]["round"],
            ):
                answer = client.get(world.address(name, whose) + more)
                read += answer.content.decode() if answer.status_code == 200 else ""
    seen = {
        what: tuple(f"{what} {whose}" in read for whose in ("egen", "nabo", "fjern"))
        for what in ("Runden til", "Utkastet til", "Kontakt")
    }
    addresses = tuple(f".{whose}@example.org" in read for whose in ("egen", "nabo", "fjern"))
    office, nothing = (True, True, False), (False, False, False)
    expected = {
        "coordinator": (office, office, office), "partner": (office, office, office),
        "contact": ((True, False, False), nothing, (True, False, False)),
        "directorate": ((True, True, True), nothing, nothing), "administrator": ((True, True, True), nothing, (True, True, True)),
    }  # fmt: skip
    assert tuple(seen.values()) == expected[who]
    assert addresses == expected[who][2]


def test_what_is_only_being_prepared_is_not_there_for_those_who_are_to_be_asked(
    world: World, signed_in: SignIn
) -> None:
    draft = world.of["own"]["draft"]
    for who, code in (("contact", 404), ("directorate", 404), ("administrator", 404), ("partner", 200)):
        client = client_of(signed_in, who, world.place)
        assert client.get(reverse("mapping:round", args=[draft])).status_code == code


def test_deeds_by_another_office_s_numbers_change_nothing(world: World, signed_in: SignIn) -> None:
    client, far = client_of(signed_in, "coordinator", world.place), world.of["far"]
    before = (
        Letter.objects.count(),
        Ask.objects.count(),
        list(MappingRound.objects.values_list("version", flat=True)),
    )
    for name in ("later", "remind", "more", "close", "cancel", "change"):
        said = {"version": "3", "deadline": "2021-06-01", "why": "Tull", "email": "a@example.org"}
        assert client.post(reverse(f"mapping:{name}", args=[far["round"]]), said).status_code == 404
    own = reverse("mapping:more", args=[world.of["own"]["round"]])
    place = Respondent.objects.get(pk=far["respondent"]).participation_id
    assert client.post(own, {"participation": f"{place}", "email": "a@example.org"}).status_code == 422
    after = (
        Letter.objects.count(),
        Ask.objects.count(),
        list(MappingRound.objects.values_list("version", flat=True)),
    )
    assert after == before


HOSTILE = (
    "\0", "' OR 1=1 --", "<script>alert(1)</script>", "9" * 400, "-1", "é" * 3000, "١٢", "../../etc/passwd", "{{7*7}}",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_in_forms_and_addresses_break_nothing(
    world: World, signed_in: SignIn, text: str
) -> None:
    client = client_of(signed_in, "coordinator", world.place)
    inputs = (
        "questionnaire", "title", "asked_by", "why", "minutes", "opens", "deadline", "remind_days", "answered_for", "fewest",
        "retention_days", "audience", "who", "roles", "others", "email", "name", "organisation", "participation", "leave",
        "sheet", "subject_nb", "body_nb", "deed",
    )  # fmt: skip
    said = dict.fromkeys(inputs, text) | {"version": "1"}
    asked = dict.fromkeys(
        ("q", "state", "sort", "asked_by", "page", "meeting", "like", "questionnaire"), text
    )
    for name in sorted(names()):
        for method in ("get", "post"):
            before = transaction.savepoint()
            answer = getattr(client, method)(world.address(name, "own"), said if method == "post" else asked)
            transaction.savepoint_rollback(before)
            assert answer.status_code < 500, (name, method)
            assert "<script>alert" not in answer.content.decode(errors="replace")
