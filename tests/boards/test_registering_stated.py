"""A number that a plan states is registered from its page: the form begins with what the plan says."""

from __future__ import annotations

from datetime import date
from urllib.parse import unquote

import pytest
from django.test import Client

from samordner.participation.models import Observation
from samordner.plandocument.models import Claim
from tests.boards.conftest import SignIn
from tests.factories.participation import DAY, Region, region
from tests.plandocument.stating import accepted, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(today: date) -> Region:
    return region(3)


@pytest.fixture
def client(place: Region, signed_in: SignIn) -> Client:
    return signed_in(office=place.office)


def link(client: Client, claim: Claim) -> str:
    """The address under the button beside the number."""
    page = client.get(f"/planer/{claim.plan_id}/tall/").content.decode()
    part = page[page.index(f'id="tall-{claim.pk}"') :]
    return part[part.index("/tavle/registrer/") :].split('"')[0].replace("&amp;", "&")


def test_a_number_that_holds_for_all_begins_with_all_of_them_and_the_plan_as_source(
    place: Region, client: Client
) -> None:
    _reading, plan = accepted(text(), place.office, place.programme)
    address = link(client, plan.claims.get(numerator=3))
    assert "all=1" in address
    form = client.get(address).context["form"]
    assert form.initial == {
        "municipalities": [str(row.pk) for row in place.participations],
        "value": "approved",
        "since": DAY,
        "precision": "day",
        "evidence": "self_reported",
        "source_kind": "document",
        "source_key": "PLAN FOR GODE DAGER 2021-2023",
    }
    assert Observation.objects.count() == 0


def test_all_are_registered_from_the_plans_number_and_then_the_two_agree(
    place: Region, client: Client
) -> None:
    _reading, plan = accepted(text(), place.office, place.programme)
    claim = plan.claims.get(numerator=3)
    address = link(client, claim)
    initial = client.get(address).context["form"].initial
    client.post(address, {**initial, "step": "save"})
    found = Observation.objects.values_list("value", "since", "source_kind", "source_key")
    assert list(found) == [("approved", DAY, "document", plan.title)] * 3
    assert "They agree" in client.get(f"/planer/{plan.pk}/tall/").content.decode()


def test_a_number_that_holds_for_some_begins_with_none_of_them(place: Region, client: Client) -> None:
    _reading, plan = accepted(text(), place.office, place.programme)
    address = link(client, plan.claims.get(numerator=1))
    form = client.get(address).context["form"]
    assert (form.initial["municipalities"], form.initial["value"]) == ([], "decided")
    assert "all=1" not in unquote(address)
