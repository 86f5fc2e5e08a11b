"""A browser's client for each kind of person."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from samordner.people.models import Assignment, User
from samordner.places.alphabet import norwegian_key
from samordner.places.models import County, Municipality
from tests.factories.plans import NOW, office

SignIn = Callable[..., Client]


@pytest.fixture
def sign_in() -> SignIn:
    """Sign someone in with a role at an office: `sign_in("coordinator")`; no role: a visitor."""

    def signed_in(role: str = "", at: str = "fjordane", organisation: str = "") -> Client:
        client = Client()
        if role:
            client.force_login(person(role, at, organisation))
        return client

    return signed_in


def person(role: str, at: str, organisation: str = "") -> User:
    user = User.objects.create(
        email=f"{role}-{at}@example.org", name=f"Kim {role}", created_at=NOW, is_demo=True
    )
    national = role in {"administrator", "directorate"}
    Assignment.objects.create(
        user=user,
        role=role,
        organisation=organisation,
        office=None if national else office(at),
        municipality=municipality() if role == "contact" else None,
    )
    return user


def municipality() -> Municipality:
    county, _ = County.objects.get_or_create(code="99", name="Fjordane", sort_key=norwegian_key("Fjordane"))
    found, _ = Municipality.objects.get_or_create(
        code="9901", name="Øyvik", label="Øyvik", sort_key=norwegian_key("Øyvik"), county=county
    )
    return found
