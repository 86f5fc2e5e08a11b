"""Databases that do not hold the demonstration, and must not come to hold half of it."""

from __future__ import annotations

import pytest
from django.test import Client

from samordner.people.models import User
from samordner.project import jobs
from samordner.project.demonstration import load
from samordner.project.demonstration.loading import PARTS
from tests.project.conftest import LOADED, prepare, rows_in_the_database

pytestmark = pytest.mark.django_db


def test_a_database_with_a_real_account_is_refused_and_left_as_it_was(
    capsys: pytest.CaptureFixture[str],
) -> None:
    prepare()
    User.objects.create(email="someone@office.example", name="Someone", created_at=LOADED)
    before = rows_in_the_database()
    with pytest.raises(SystemExit, match="in use"):
        jobs.load_demonstration(new_passwords=True)
    assert rows_in_the_database() == before


def test_a_load_that_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    prepare()
    before = rows_in_the_database()

    def fails(_loading: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setitem(PARTS, "plan", fails)
    with pytest.raises(RuntimeError):
        load(now=LOADED, new_passwords=False)
    assert rows_in_the_database() == before


def test_without_the_demonstration_no_page_speaks_of_it(client: Client) -> None:
    assert 'class="demonstration"' not in client.get("/hvem-kan-hva/").content.decode()
