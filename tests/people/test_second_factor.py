"""Whoever may change anything needs a second factor, and its secrets cannot be read from the database."""

from __future__ import annotations

import json

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client

from samordner.people.models import User
from samordner.people.queries import CHANGING_ROLES
from samordner.people.sealing import seal, unseal
from tests.people.conftest import PASSPHRASE, Make, code_now, enter, give_app

ROLES = ["administrator", "coordinator", "partner", "contact", "directorate"]
NEEDED = {"administrator": True, "coordinator": True, "partner": True, "contact": True, "directorate": True}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("has_one", [False, True])
@pytest.mark.parametrize("is_demo", [False, True])
def test_who_is_led_to_setting_up_a_second_factor(
    make: Make, role: str, has_one: bool, is_demo: bool
) -> None:
    user = make(role)
    User.objects.filter(pk=user.pk).update(is_demo=is_demo)
    user.refresh_from_db()
    client = enter(user, second_factor=has_one)
    led = NEEDED[role] and not has_one and not is_demo
    answer = client.get("/konto/")
    assert (answer.status_code, answer.headers.get("Location")) == (
        (302, "/konto/totrinn/") if led else (200, None)
    )


def test_the_roles_that_need_one_are_those_that_may_change_something() -> None:
    assert set(CHANGING_ROLES) == {role for role, needed in NEEDED.items() if needed}


def test_until_then_only_setting_up_signing_out_and_language_are_open(make: Make) -> None:
    client = enter(make("coordinator"), second_factor=False)
    assert client.get("/konto/totrinn/").status_code == 200
    assert client.post("/sprak/", {"language": "en", "next": "/"}).headers["Location"] == "/"
    for path in ("/", "/konto/", "/personer/", "/hvem-kan-hva/"):
        assert client.get(path).headers["Location"] == "/konto/totrinn/"
    assert client.post("/konto/ut/").headers["Location"] == "/"
    assert client.get("/hvem-kan-hva/").status_code == 200


def test_setting_up_an_app_shows_ten_recovery_codes_once_to_keep(make: Make) -> None:
    client = enter(make("coordinator"), second_factor=False)
    asked = client.get("/konto/totrinn/app/")
    assert asked.headers["Location"] == "/konto/bekreft/?next=%2Fkonto%2Ftotrinn%2Fapp%2F"
    client.post(asked.headers["Location"], {"password": PASSPHRASE})
    page = client.get("/konto/totrinn/app/")
    secret = page.context["form"].secret
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    done = client.post("/konto/totrinn/app/", {"code": code_now(secret)})
    assert done.headers["Location"] == "/konto/totrinn/koder/"
    shown = client.get("/konto/totrinn/koder/").content.decode()
    assert shown.count("<li>") >= 10
    assert 'download="samordner-koder.txt" href="data:text/plain' in shown
    assert "data:text/plain" not in client.get("/konto/totrinn/koder/").content.decode()
    assert client.get("/konto/").status_code == 200


def test_secrets_cannot_be_read_from_the_database(make: Make) -> None:
    user = make("coordinator")
    client = enter(user, second_factor=False)
    client.post("/konto/bekreft/?next=/konto/", {"password": PASSPHRASE})
    secret = client.get("/konto/totrinn/app/").context["form"].secret
    assert secret not in everything()
    client.post("/konto/totrinn/app/", {"code": code_now(secret)})
    codes = Authenticator.objects.get(user=user, type="recovery_codes")
    assert secret not in everything()
    for word in [unseal(codes.data["seed"]), *codes.wrap().generate_codes(), PASSPHRASE]:
        assert word not in everything()


def everything() -> str:
    """All that the database holds, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the database's own table names
            found += [str(row) for row in cursor.fetchall()]
    return json.dumps(found, ensure_ascii=False)


def test_what_is_sealed_twice_looks_different_and_opens_alike() -> None:
    assert seal("hemmelig") != seal("hemmelig")
    assert unseal(seal("hemmelig æøå")) == "hemmelig æøå"


def test_removing_the_last_one_leads_back_to_setting_up(make: Make) -> None:
    user = make("partner")
    give_app(user)
    client = Client()
    client.force_login(user)
    client.post("/konto/bekreft/?next=/konto/", {"password": PASSPHRASE})
    assert client.post("/konto/totrinn/app/fjern/").headers["Location"] == "/konto/totrinn/"
    assert client.get("/konto/").headers["Location"] == "/konto/totrinn/"
