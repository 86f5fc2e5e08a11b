"""Someone who is signed in, with a role at an office, at a municipality or nationally; and needs to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from samordner.pages.models import Demonstration
from samordner.participation.models import Participation
from samordner.people.models import Assignment, User
from samordner.places.models import Municipality, Office
from samordner.support.models import Need, Support
from samordner.support.operations import Asked, Given, log_help, raise_need
from tests.factories.participation import BY, DAY, NOW

SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences are told apart in English."""
    with override("en"):
        yield


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
            organisation="KS" if role == "partner" else "Embetet",
            office=None if national else office,
            municipality=municipality,
        )
        client = Client(headers={"accept-language": "en"})
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def need(place: Participation, text: str = "Skyss til møteplassen", ago: int = 30, **more: Any) -> Need:
    """A need raised so many days before the tests' day."""
    usual: dict[str, Any] = {"raised_where": "dialogue_meeting", "theme": "transport", "sector": "technical"}
    asked = Asked(text=text, raised_on=DAY - timedelta(days=ago), **usual | more)
    return raise_need(place, asked, by=BY, now=NOW)


def help_given(
    *places: Participation, ago: int = 10, on: Need | None = None, kind: str = "call", **more: Any
) -> list[Support]:
    """Help given so many days before the tests' day."""
    given = Given(DAY - timedelta(days=ago), kind, **{"organisation": "KS"} | more)
    return log_help(places, given, need=on, by=BY, now=NOW)


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
