"""Someone who is signed in, with a role at an office, at a municipality or nationally."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from samordner.pages.models import Demonstration
from samordner.people.models import Assignment, User
from samordner.places.models import Municipality, Office
from tests.factories.participation import DAY, NOW

SignIn = Callable[..., Client]


@pytest.fixture
def today(db: None) -> date:
    """Every page takes the day of the tests for today."""
    Demonstration.objects.create(day=DAY, loaded_at=NOW)
    return DAY


@pytest.fixture
def signed_in(db: None) -> SignIn:
    """A browser in which a person with this role is signed in."""

    def sign_in(
        role: str = "coordinator", office: Office | None = None, municipality: Municipality | None = None
    ) -> Client:
        email = f"{role}{User.objects.count()}@example.org"
        user = User.objects.create(
            email=email, name=f"Kari {role}", language="en", created_at=NOW, is_demo=True
        )
        national = role in {"administrator", "directorate"}
        Assignment.objects.create(
            user=user,
            role=role,
            since=date(2019, 1, 1),
            office=None if national else office,
            municipality=municipality,
        )
        client = Client(headers={"accept-language": "en"})
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
