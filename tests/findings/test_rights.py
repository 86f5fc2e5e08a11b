"""Every address of what a round found, every kind of person: of the own office's, of another's, and of what does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from samordner.findings import urls
from samordner.findings.operations.coding import make_theme
from tests.boards.conftest import SignIn, signed_in, today
from tests.factories.participation import BY, NOW, Region, region
from tests.factories.rights import client_of
from tests.findings.found import ask, every_kind, round_with, send

__all__ = ["signed_in", "today"]

pytestmark = pytest.mark.django_db

WHO = ("visitor", "coordinator", "partner", "contact", "directorate", "administrator")
WHOSE = ("own", "far", "none")
HERS = {"review", "review_undo"}
"""The review has a table of its own, beside its tests."""

# GET, and POST with a version and nothing else; "read": everyone who reads; "code": only those who code
TABLE = {
    "results": ("read 200", "read 200"),
    "answers": ("read 200", "read 200"),
    "answer": ("read 200", "read 200"),
    "compare": ("read 200", "read 200"),
    "report": ("read 200", "read 200"),
    "themes": ("read 200", "post 422"),
    "coding": ("code 200", "code 404"),
    "theme": ("code 200", "code 422"),
    "theme_merge": ("code 302", "code 422"),
    "theme_remove": ("code 302", "code 302"),
    "theme_restore": ("code 302", "code 302"),
}
PARTS = {
    "answer": "response",
    "theme": "theme",
    "theme_merge": "theme",
    "theme_remove": "theme",
    "theme_restore": "theme",
}


def expected(who: str, cell: str) -> str:
    """What is answered of the own office's, of another office's, and of what does not exist."""
    kind, status = cell.split()
    if who == "visitor":
        return "302 302 302"  # first sign in
    if who == "contact":
        return "403 403 403"
    if who in {"coordinator", "partner"}:
        return f"{status} 404 404"
    return {"read": f"{status} {status} 404", "post": "403 403 404", "code": "403 403 403"}[kind]


@dataclass(frozen=True)
class World:
    place: Region
    of: Mapping[str, Mapping[str, str]]

    def address(self, name: str, whose: str) -> str:
        address = reverse(f"findings:{name}", args=[self.of[whose][PARTS.get(name, "round")]])
        return f"{address}?question=status" if name == "answers" else address


@pytest.fixture
def world(today: date) -> World:
    home, away = region(1), region(1, key="sorviken", county="92")
    of = {"own": records(home), "far": records(away)}
    return World(home, of | {"none": dict.fromkeys(of["own"], "987654")})


def records(place: Region) -> dict[str, str]:
    of = round_with(place, every_kind())
    sent = send(
        ask(of, place.participations)[0], {"status": "process", "why_not": f"Hemmelig {place.office.key}"}
    )
    theme = make_theme(of, f"Tema {place.office.key}", by=BY, now=NOW)
    return {"round": str(of.pk), "response": str(sent.response_id), "theme": str(theme.pk)}


def test_every_address_of_findings_stands_in_the_table() -> None:
    assert {one.name for one in urls.urlpatterns} - HERS == set(TABLE)


@pytest.mark.once
@pytest.mark.parametrize("who", WHO)
def test_each_address_answers_everyone_as_the_table_says(world: World, signed_in: SignIn, who: str) -> None:
    client = client_of(signed_in, who, world.place)
    wanted, found = {}, {}
    for name, cells in TABLE.items():
        for method, cell in zip(("GET", "POST"), cells, strict=True):
            wanted[name, method] = expected(who, cell)
            found[name, method] = " ".join(
                answered(client, world.address(name, whose), method) for whose in WHOSE
            )
    assert found == wanted


def answered(client: Client, path: str, method: str) -> str:
    """The answer; what was done is undone, so that each address meets the same records."""
    before = transaction.savepoint()
    answer = client.get(path) if method == "GET" else client.post(path, {"version": "1"})
    transaction.savepoint_rollback(before)
    return str(answer.status_code)


@pytest.mark.parametrize("who", ["coordinator", "partner"])
def test_no_word_of_another_offices_answers_reaches_a_page_or_a_file(
    world: World, signed_in: SignIn, who: str
) -> None:
    client = client_of(signed_in, who, world.place)
    own = client.get(world.address("results", "own")).content.decode()
    assert "Hemmelig havbukta" in own
    for name in ("results", "answers", "answer", "compare", "report", "themes", "coding"):
        for format in ("", "xlsx", "csv", "json", "docx"):
            said = client.get(world.address(name, "far"), {"format": format, "question": "why_not"})
            assert "sorviken" not in said.content.decode(errors="ignore")
    listed = client.get(world.address("compare", "own")).context["beside"]
    assert listed == []


def test_a_theme_of_another_round_is_given_to_no_text(world: World, signed_in: SignIn) -> None:
    client = client_of(signed_in, "coordinator", world.place)
    address = world.address("coding", "own")
    token = client.get(address).context["here"].token
    client.post(address, {"text": token, "themes": [world.of["far"]["theme"]]})
    assert client.get(address).context["here"].themes == ()
    merge = reverse("findings:theme_merge", args=[world.of["own"]["theme"]])
    assert client.post(merge, {"into": world.of["far"]["theme"], "version": "1"}).status_code == 422
