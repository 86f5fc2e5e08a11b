"""Who gets at a document being read and at a plan: every address, every kind of person, both methods."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from samordner.journal.models import Entry
from samordner.people.models import Assignment, User
from samordner.plandocument.models import Claim, PlanReading
from samordner.plandocument.states import fingerprint
from samordner.plandocument.urls import urlpatterns
from samordner.plans.models import Plan
from tests.conftest import NOW, standing
from tests.factories import participation as region_of
from tests.factories.participation import Region
from tests.plandocument.stating import accepted, begun, text

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]
CANARY = "Kanarifugl"
WHO = ("visitor", "own", "other", "partner", "contact", "directorate", "administrator")
TABLE = """
address        method  visitor own other partner contact directorate administrator
readings       GET     302     200 200   403     403     403         403
readings       POST    401     422 422   403     403     403         403
reading        GET     302     200 404   403     403     403         403
reading        POST    401     200 404   403     403     403         403
correct        GET     302     302 404   403     403     403         403
correct        POST    401     302 404   403     403     403         403
row_from_text  GET     302     200 404   403     403     403         403
row_from_text  POST    401     200 404   403     403     403         403
accept         GET     302     302 404   403     403     403         403
accept         POST    401     302 404   403     403     403         403
choose         GET     302     302 404   403     403     403         403
choose         POST    401     302 404   403     403     403         403
compare        GET     302     200 404   403     403     403         403
compare        POST    401     302 404   403     403     403         403
undo           GET     302     200 404   403     403     403         403
undo           POST    401     422 404   403     403     403         403
drop           GET     302     302 404   403     403     403         403
drop           POST    401     302 404   403     403     403         403
original       GET     302     200 404   403     403     403         403
original       POST    401     200 404   403     403     403         403
document       GET     302     200 404   200     200     200         200
document       POST    401     200 404   200     200     200         200
document_file  GET     302     200 404   200     200     200         200
document_file  POST    401     200 404   200     200     200         200
readings_export GET    302     200 200   403     403     403         403
readings_export POST   401     200 200   403     403     403         403
following      GET     302     200 404   403     403     403         403
following      POST    401     422 404   403     403     403         403
evaluation     GET     302     200 404   200     200     200         200
evaluation     POST    401     200 404   200     200     200         200
evaluation_export GET  302     200 404   200     200     200         200
evaluation_export POST 401     200 404   200     200     200         200
claims         GET     302     200 404   200     200     200         200
claims         POST    401     200 404   200     200     200         200
claim          GET     302     302 404   403     403     403         403
claim          POST    401     302 404   403     403     403         403
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()[1:]]
CELLS = [
    (address, method, who, int(status))
    for address, method, *statuses in ROWS
    for who, status in zip(WHO, statuses, strict=True)
]


World = tuple[Region, PlanReading, Plan]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """An office, and a document and a plan of its own, from which each cell of the table is tried."""
    with standing(django_db_blocker):
        place = region_of.region(3)
        reading = begun(text(tema=CANARY), place.office, place.programme, name=f"{CANARY}.txt")
        stated = text(tema=CANARY, bakgrunn=f"{CANARY}: 1 av 3 kommuner.")
        plan = accepted(stated, place.office, place.programme)[1]
        with django_db_blocker.block():
            yield place, reading, plan


@pytest.fixture
def region(world: World, db: None) -> Region:
    return world[0]


@pytest.fixture
def reading(world: World, db: None) -> PlanReading:
    """A document of our office that is being looked at."""
    return PlanReading.objects.get(pk=world[1].pk)


@pytest.fixture
def plan(world: World, db: None) -> Plan:
    """A plan of our office."""
    return Plan.objects.get(pk=world[2].pk)


@pytest.fixture
def signed_in(region: Region) -> SignedIn:
    """A browser in which one of `WHO` is signed in; "other" is the coordinator of another office."""
    offices = {"other": region_of.office("solvik", "Solvik")}

    def sign_in(who: str) -> Client:
        if who == "visitor":
            return Client()
        user = User.objects.create(
            email=f"{who}@example.org", name=f"Kim {who}", created_at=NOW, is_demo=True
        )
        national = who in {"directorate", "administrator"}
        Assignment.objects.create(
            user=user,
            role="coordinator" if who in {"own", "other"} else who,
            since=date(2019, 1, 1),
            office=None if national else offices.get(who, region.office),
            municipality=region[0].municipality if who == "contact" else None,
        )
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def address_of(name: str, reading: PlanReading, plan: Plan) -> str:
    match name:
        case "readings":
            return reverse("plandocument:readings")
        case "readings_export":
            return reverse("plandocument:readings_export", args=["csv"])
        case "document" | "claims" | "evaluation" | "following":
            return reverse(f"plandocument:{name}", args=[plan.pk])
        case "evaluation_export":
            return reverse("plandocument:evaluation_export", args=[plan.pk, "csv"]) + "?aar=2021"
        case "document_file":
            return reverse("plandocument:document_file", args=[plan.pk, "json"])
        case "claim":
            return reverse("plandocument:claim", args=[plan.claims.get().pk])
        case "row_from_text":
            return reverse("plandocument:row_from_text", args=[reading.pk]) + "?kapittel=1"
        case _:
            return reverse(f"plandocument:{name}", args=[reading.pk])


def stored() -> list[object]:
    """All that these pages can change."""
    return [
        list(model._default_manager.order_by("pk").values()) for model in (PlanReading, Plan, Claim, Entry)
    ]


def test_the_table_has_every_address() -> None:
    assert {row[0] for row in ROWS} == {each.name for each in urlpatterns}


@pytest.mark.parametrize(("address", "method", "who", "status"), CELLS)
def test_each_address_answers_each_person_as_the_table_says(
    address: str, method: str, who: str, status: int, reading: PlanReading, plan: Plan, signed_in: SignedIn
) -> None:
    client, url = signed_in(who), address_of(address, reading, plan)
    sent = {
        "version": "1", "do": "front", "title": "Ny tittel", "into": "new", "language": "nb",
        "about": "phase:1", "seen": fingerprint(plan),
    }  # fmt: skip
    before = stored()
    answer = client.get(url) if method == "GET" else client.post(url, sent)
    assert answer.status_code == status
    inside = who == "own" or (address in {"document", "document_file", "claims"} and status == 200)
    inside = inside and address not in {"evaluation", "evaluation_export", "following"}  # they name no topic
    assert (CANARY in b"".join(answer).decode()) == (inside and status in {200, 422} and address != "claim")
    changes = (
        method == "POST"
        and status == 302
        and address != "compare"  # the document says what the plan says, so there is nothing to choose
        and who == "own"
    )
    assert (stored() != before) == changes


def test_a_visitor_is_sent_to_sign_in(reading: PlanReading) -> None:
    answer = Client().get(f"/les-inn/{reading.pk}/")
    assert answer["Location"].startswith("/konto/inn/?next=/les-inn/")
