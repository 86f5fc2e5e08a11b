"""The first start: an address that works once, for fifteen minutes, while nobody has an account."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.test import Client

from samordner.journal.deeds import Refusal
from samordner.journal.models import Entry
from samordner.people.models import Assignment, OneTimeAddress, User
from samordner.people.operations import create_first_administrator, make_setup_token
from tests.people.conftest import PASSPHRASE

FORM = {"name": "Ada Admin", "email": "Ada@Example.org", "passphrase": PASSPHRASE, "language": "nn"}


def test_nobody_has_an_account_before_the_first_start() -> None:
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    ("why", "expected"),
    [
        ("live", 200),
        ("used", 404),
        ("expired", 404),
        ("replaced", 404),
        ("elsewhere", 404),
        ("proxied", 404),
        ("users", 404),
    ],
)
def test_the_address_opens_only_when_all_conditions_hold(
    client: Client, now: datetime, why: str, expected: int
) -> None:
    token = make_setup_token(now - timedelta(minutes=15) if why == "expired" else now)
    rest: dict[str, Any] = {}
    if why == "used":
        OneTimeAddress.objects.all().delete()
    if why == "replaced":
        make_setup_token(now)
    if why == "elsewhere":
        rest = {"REMOTE_ADDR": "192.0.2.7"}
    if why == "proxied":
        rest = {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}
    if why == "users":
        User.objects.create(email="someone@example.org", name="Someone", created_at=now)
    assert client.get(f"/oppsett/{token}", **rest).status_code == expected
    assert client.get("/oppsett/guessed", **rest).status_code == 404


def test_the_first_administrator_is_made_signed_in_and_led_to_a_second_factor(
    client: Client, now: datetime
) -> None:
    token = make_setup_token(now)
    answer = client.post(f"/oppsett/{token}", FORM)
    user = User.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, "/konto/totrinn/")
    assert (user.email, user.name, user.language) == ("ada@example.org", "Ada Admin", "nn")
    assert list(Assignment.objects.values_list("role", "since", "until")) == [
        ("administrator", now.date(), None)
    ]
    assert identify_hasher(user.password).algorithm == "argon2"
    assert client.get("/konto/").headers["Location"] == "/konto/totrinn/"
    assert Client().get(f"/oppsett/{token}").status_code == 404
    assert list(Entry.objects.values_list("verb", "actor").order_by("number")) == [
        ("open", ""),
        ("begin", user.actor_id),
    ]


def test_after_the_first_account_no_address_is_given_any_more(administrator: User, now: datetime) -> None:
    with pytest.raises(Refusal):
        make_setup_token(now)


def test_the_address_makes_one_administrator_also_when_two_ask_at_once(now: datetime) -> None:
    token = make_setup_token(now)
    facts = {"name": "A", "passphrase": PASSPHRASE, "language": "nb", "on_this_machine": True, "now": now}
    create_first_administrator(token, email="a@example.org", **facts)  # type: ignore[arg-type]
    with pytest.raises(Refusal):
        create_first_administrator(token, email="b@example.org", **facts)  # type: ignore[arg-type]
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "passphrase",
    [
        "fjorten tegn!!",
        "aaaaaaaaaaaaaaaaaa",
        "ada@example.org",
        "1234567890123456",
        "passordpassordpassord",
        "password123456789",
        "qwertyuiopåasdfg",
        "ab" * 200,
    ],
)
def test_a_weak_passphrase_is_refused_and_what_was_typed_stays(
    client: Client, now: datetime, passphrase: str
) -> None:
    token = make_setup_token(now)
    answer = client.post(f"/oppsett/{token}", FORM | {"passphrase": passphrase})
    assert answer.status_code == 422
    assert 'value="Ada@Example.org"' in answer.content.decode()
    assert User.objects.count() == 0
    assert client.get(f"/oppsett/{token}").status_code == 200


@pytest.mark.parametrize(
    "passphrase", ["bare små bokstaver", " ".join(f"ord{n}" for n in range(14)), "æøå" * 6 + "abc"]
)
def test_any_kind_of_characters_will_do(client: Client, now: datetime, passphrase: str) -> None:
    assert (
        client.post(f"/oppsett/{make_setup_token(now)}", FORM | {"passphrase": passphrase}).status_code == 302
    )


def test_the_token_is_not_in_the_database(now: datetime) -> None:
    token = make_setup_token(now)
    assert len(token) >= 22
    assert token not in str(list(OneTimeAddress.objects.values_list()))
