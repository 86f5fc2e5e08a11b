"""What somebody sees when something went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from samordner.people.models import Assignment, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client: Client, now: datetime) -> Client:
    user = User.objects.create(email="a@example.org", name="Oppdikta", created_at=now, is_demo=True)
    Assignment.objects.create(user=user, role="directorate", since=now.date())
    client.force_login(user)
    client.raise_request_exception = False
    return client


@contextmanager
def unanswered(error: type[Exception]) -> Iterator[None]:
    """The database answers nothing."""

    def refuse(*_asked: Any) -> Any:
        raise error("server closed the connection unexpectedly")

    with connection.execute_wrapper(refuse):
        yield


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_does_not_answer_is_told_without_asking_it(
    signed_in: Client, error: type[Exception]
) -> None:
    with unanswered(error):
        answer = signed_in.get("/konto/?a=1")
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "Databasen kunne ikke nås." in page
    assert 'href="/konto/?a=1"' in page
    assert signed_in.get("/konto/").status_code == 200


def test_what_was_typed_is_shown_back_when_the_database_is_gone_and_no_secret(signed_in: Client) -> None:
    typed = {"name": "Nettverk for <b>kommunalsjefar</b>", "passphrase": "fire grøne båtar i fjorden"}
    with unanswered(OperationalError):
        answer = signed_in.post("/les-inn/", typed)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "Nettverk for &lt;b&gt;kommunalsjefar&lt;/b&gt;" in page
    assert "grøne båtar" not in page


def test_who_asks_for_a_part_of_a_page_gets_the_sentence_alone(signed_in: Client) -> None:
    part = {"HX-Request": "true"}
    with unanswered(OperationalError):
        gone = signed_in.get("/konto/", headers=part)
    missing = signed_in.get("/finnes-ikke/", headers=part)
    assert (gone.status_code, missing.status_code) == (503, 404)
    for answer, begins in (
        (gone, "Databasen kunne ikke nås."),
        (missing, "Det er ingenting på denne adressen"),
    ):
        assert answer.headers["Content-Type"] == "text/plain"
        assert answer.content.decode().startswith(begins)
