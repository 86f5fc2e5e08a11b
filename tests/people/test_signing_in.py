"""Signing in: who gets in, what is said, and how guessing is slowed down."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client, RequestFactory

from samordner.access.actors import VISITOR
from samordner.people.adapters import MINUTE, PER_ADDRESS
from samordner.people.brake import try_once
from samordner.people.models import Brake, User
from samordner.people.operations import close, make_demo_account, new_password
from samordner.people.queries import actor_of
from tests.conftest import NOW
from tests.people.conftest import PASSPHRASE, Make, code_now, enter, give_app, sign_in

WRONG = "E-postadressen eller passordfrasen er feil."
WAIT = "For mange forsøk. Vent fem minutter og prøv igjen."
ELSEWHERE = "192.0.2.7"


def answer(client: Client, email: str, passphrase: str) -> str:
    return client.post("/konto/inn/", {"login": email, "password": passphrase}).content.decode()


@pytest.mark.parametrize(
    "typed", ["contact.north@example.org", "Contact.North@EXAMPLE.org", " contact.north@example.org "]
)
def test_the_same_address_gets_in_however_it_is_typed(client: Client, make: Make, typed: str) -> None:
    secret = give_app(make("contact"))
    assert sign_in(client, typed) == 302
    assert client.post("/konto/inn/bekreft/", {"code": code_now(secret)}).status_code == 302
    assert client.get("/konto/").status_code == 200


def test_a_passphrase_is_the_same_on_every_keyboard(client: Client, make: Make) -> None:
    make("contact")
    assert unicodedata.normalize("NFD", PASSPHRASE) != PASSPHRASE
    assert sign_in(client, "contact.north@example.org", unicodedata.normalize("NFD", PASSPHRASE)) == 302


def test_known_unknown_and_closed_accounts_are_answered_alike(
    client: Client, make: Make, administrator: User
) -> None:
    make("contact")
    close(make("directorate"), by=administrator.actor_id, now=NOW)
    for email, passphrase in [
        ("contact.north@example.org", "feil passordfrase her"),
        ("unknown@example.org", PASSPHRASE),
        ("directorate.north@example.org", PASSPHRASE),
    ]:
        page = answer(client, email, passphrase)
        assert WRONG in page
        assert f'value="{email}"' in page
        assert passphrase not in page


def test_an_unknown_account_costs_as_many_hashes_as_a_known_one(
    client: Client, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from samordner.people.hashers import Argon2

    make("contact")
    counted: list[str] = []

    def counting(name: str) -> None:
        whole = getattr(Argon2, name)

        def counts(*given: Any) -> Any:
            counted.append(name)
            return whole(*given)

        monkeypatch.setattr(Argon2, name, counts)

    counting("encode")
    counting("verify")
    answer(client, "contact.north@example.org", "feil passordfrase her")
    known = len(counted)
    answer(client, "unknown@example.org", "feil passordfrase her")
    assert (known, len(counted) - known) == (1, 1)


@pytest.mark.parametrize("email", ["contact.north@example.org", "unknown@example.org"])
def test_five_failures_then_wait_five_minutes(client: Client, make: Make, email: str) -> None:
    make("contact")
    for _try in range(5):
        assert WRONG in answer(client, email, "feil passordfrase her")
    assert WAIT in answer(client, email, PASSPHRASE)
    assert sign_in(client, "contact.north@example.org") == (200 if email.startswith("contact") else 302)
    with time_machine.travel(NOW + timedelta(minutes=5, seconds=1), tick=False):
        assert sign_in(Client(), "contact.north@example.org") == 302


def test_getting_in_wipes_the_failures(client: Client, make: Make) -> None:
    make("contact")
    for _round in range(2):
        for _try in range(4):
            answer(client, "contact.north@example.org", "feil passordfrase her")
        assert sign_in(Client(), "contact.north@example.org") == 302
    assert "contact" not in str(list(Brake.objects.values_list()))


def test_a_demonstration_account_works_on_this_machine_only(client: Client, administrator: User) -> None:
    password = make_demo_account(
        "demo@example.org", "Demo", "administrator", since=NOW.date(), by="system", now=NOW
    )
    assert password is not None
    assert (
        make_demo_account("demo@example.org", "D", "administrator", since=NOW.date(), by="", now=NOW) is None
    )
    refused = client.post(
        "/konto/inn/", {"login": "demo@example.org", "password": password}, REMOTE_ADDR=ELSEWHERE
    ).content.decode()
    assert "Dette er en demonstrasjonskonto. Den virker bare på maskinen som Samordner kjører på." in refused
    assert sign_in(client, "demo@example.org", password) == 302
    assert client.get("/personer/").status_code == 200
    away = client.get("/personer/", REMOTE_ADDR=ELSEWHERE)
    assert (away.status_code, away.headers["Location"]) == (302, "/konto/inn/?next=/personer/")
    assert away.wsgi_request.actor == VISITOR  # type: ignore[attr-defined]


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-forwarded-proto", "x-real-ip", "forwarded", "via"])
def test_a_proxy_before_a_demonstration_account_shuts_it_out(administrator: User, header: str) -> None:
    make_demo_account("demo@example.org", "Demo", "administrator", since=NOW.date(), by="system", now=NOW)
    client = enter(User.objects.get(is_demo=True), second_factor=False)
    assert client.get("/personer/", headers={header: ELSEWHERE}).status_code == 302


def test_new_demonstration_passwords_replace_the_old_and_only_there(
    client: Client, administrator: User
) -> None:
    old = make_demo_account(
        "demo@example.org", "Demo", "administrator", since=NOW.date(), by="system", now=NOW
    )
    fresh = new_password("demo@example.org", by="system", now=NOW)
    assert old not in {fresh, None}
    assert sign_in(client, "demo@example.org", str(old)) == 200
    assert sign_in(client, "demo@example.org", fresh) == 302
    with pytest.raises(Exception, match="demonstra"):
        new_password("ada@example.org", by="system", now=NOW)


def test_with_a_second_factor_the_passphrase_alone_is_not_enough(client: Client, make: Make) -> None:
    secret = give_app(make("coordinator"))
    client.post("/konto/inn/", {"login": "coordinator.north@example.org", "password": PASSPHRASE})
    assert client.get("/konto/").headers["Location"].startswith("/konto/inn/")
    assert client.post("/konto/inn/bekreft/", {"code": "000000"}).status_code == 200
    assert client.post("/konto/inn/bekreft/", {"code": code_now(secret)}).status_code == 302
    assert client.get("/konto/").status_code == 200


def test_a_code_works_once(make: Make) -> None:
    secret = give_app(make("coordinator"))
    answers = []
    for client in (Client(), Client()):
        client.post("/konto/inn/", {"login": "coordinator.north@example.org", "password": PASSPHRASE})
        answers.append(client.post("/konto/inn/bekreft/", {"code": code_now(secret)}).status_code)
    assert answers == [302, 200]


def test_a_recovery_code_lets_in_once(make: Make) -> None:
    user = make("coordinator")
    give_app(user)
    code = RecoveryCodes(Authenticator.objects.get(user=user, type="recovery_codes")).generate_codes()[0]
    answers = []
    for client in (Client(), Client()):
        client.post("/konto/inn/", {"login": "coordinator.north@example.org", "password": PASSPHRASE})
        answers.append(client.post("/konto/inn/bekreft/", {"code": code}).status_code)
    assert answers == [302, 200]


def test_guessing_codes_is_slowed_down_too(client: Client, make: Make) -> None:
    secret = give_app(make("coordinator"))
    client.post("/konto/inn/", {"login": "coordinator.north@example.org", "password": PASSPHRASE})
    for _try in range(5):
        client.post("/konto/inn/bekreft/", {"code": "000000"})
    assert (
        "For mange forsøk" in client.post("/konto/inn/bekreft/", {"code": code_now(secret)}).content.decode()
    )


def test_nobody_can_sign_up_alone(client: Client) -> None:
    assert client.get("/konto/signup/").status_code == 404


def test_after_signing_in_the_language_is_the_persons_own(client: Client, make: Make) -> None:
    secret = give_app(make("contact"))
    assert '<html lang="nb"' in client.get("/konto/inn/").content.decode()
    sign_in(client, "contact.north@example.org")
    client.post("/konto/inn/bekreft/", {"code": code_now(secret)})
    assert '<html lang="nn"' in client.get("/konto/").content.decode()
    assert client.cookies["samordner_language"].value == "nn"
    client.post("/sprak/", {"language": "en", "next": "/konto/"})
    assert User.objects.get(email="contact.north@example.org").language == "en"
    assert '<html lang="en"' in client.get("/konto/").content.decode()


@pytest.mark.parametrize(
    ("peer", "expected"), [("127.0.0.1", True), ("::1", True), (ELSEWHERE, False), ("", False)]
)
def test_the_actor_of_a_demonstration_account_depends_on_the_peer(
    administrator: User, peer: str, expected: bool
) -> None:
    make_demo_account("demo@example.org", "Demo", "administrator", since=NOW.date(), by="system", now=NOW)
    request = RequestFactory().get("/", REMOTE_ADDR=peer)
    request.user = User.objects.get(is_demo=True)
    assert actor_of(request).signed_in is expected


def test_one_office_behind_one_address_signs_in_at_nine_and_a_flood_is_stopped(
    client: Client, make: Make
) -> None:
    make("contact")
    tries = [
        try_once("address 127.0.0.1", limit=PER_ADDRESS, within=MINUTE, now=NOW)
        for _try in range(PER_ADDRESS)
    ]
    assert tries == [True] * 300
    assert WAIT in answer(client, "contact.north@example.org", PASSPHRASE)
    assert sign_in(Client(), "contact.north@example.org", peer=ELSEWHERE) == 302
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        assert sign_in(Client(), "contact.north@example.org") == 302
