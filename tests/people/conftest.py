"""People to test with: made by the same deeds as real ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.utils import translation

from samordner.people.models import Role, User
from samordner.people.operations import accept_welcome, create_first_administrator, invite, make_setup_token
from samordner.places.models import County, Municipality, Office, OfficeArea, OfficeName

PASSPHRASE = "fire grøne båtar i fjorden"
OFFICES = {"north": ("90", "Nordlia", "9001"), "south": ("91", "Sørlia", "9101")}


@pytest.fixture(autouse=True)
def clock_stands(now: datetime, db: None) -> object:
    """The moment of every test, until it moves it."""
    with translation.override("nb"), time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def places() -> dict[str, Office]:
    """Two invented offices with one municipality each."""
    made = {}
    for key, (county_code, name, code) in OFFICES.items():
        office = Office.objects.create(key=key)
        county = County.objects.create(code=county_code, name=name, sort_key=name, since=date(2018, 1, 1))
        OfficeName.objects.create(office=office, name=name, sort_key=name, since=date(2018, 1, 1))
        OfficeArea.objects.create(office=office, county=county, since=date(2018, 1, 1))
        Municipality.objects.create(
            code=code,
            name=f"{name} kommune",
            label=f"{name} kommune",
            sort_key=name,
            county=county,
            since=date(2018, 1, 1),
        )
        made[key] = office
    return made


@pytest.fixture
def administrator(now: datetime) -> User:
    """The first one, made through the one-time address."""
    return create_first_administrator(
        make_setup_token(now),
        name="Ada Admin",
        email="ada@example.org",
        passphrase=PASSPHRASE,
        language="nb",
        on_this_machine=True,
        now=now,
    )


Make = Callable[..., User]


@pytest.fixture
def make(administrator: User, places: dict[str, Office], now: datetime) -> Make:
    """Make a person who holds a role at an office, and has chosen a passphrase."""

    def made(role: str, office: str = "north", email: str = "") -> User:
        at_office = role in {Role.COORDINATOR, Role.PARTNER, Role.CONTACT}
        _user, token = invite(
            name=f"Kari {role.title()}",
            email=email or f"{role}.{office}@example.org",
            language="nn",
            role=role,
            office=places[office] if at_office else None,
            municipality=Municipality.objects.get(code=OFFICES[office][2]) if role == Role.CONTACT else None,
            since=date(2021, 1, 1),
            by=administrator.actor_id,
            now=now,
        )
        return accept_welcome(token, passphrase=PASSPHRASE, language="nn", now=now)

    return made


def enter(user: User, *, second_factor: bool = True) -> Client:
    """A browser in which `user` is signed in, with a second factor if the role asks for one."""
    if second_factor and not Authenticator.objects.filter(user=user).exists():
        give_app(user)
    client = Client()
    client.force_login(user)
    return client


def give_app(user: User) -> str:
    """Set up an authenticator app for `user`; its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return str(secret)


def code_now(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def sign_in(client: Client, email: str, passphrase: str = PASSPHRASE, peer: str = "127.0.0.1") -> int:
    """Sign in through the page; the status of the answer: 302 means in, or on to the second factor."""
    return client.post("/konto/inn/", {"login": email, "password": passphrase}, REMOTE_ADDR=peer).status_code
