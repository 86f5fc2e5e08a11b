"""The brake lets through exactly as many tries as there are, also when all come at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from samordner.people.brake import forgive, try_once
from tests.conftest import NOW

MINUTE = timedelta(minutes=1)


def tried(limit: int = 3, after: timedelta = timedelta(0)) -> bool:
    return try_once("address 10.0.0.1", limit=limit, within=MINUTE, now=NOW + after)


@pytest.mark.django_db
def test_after_the_last_try_there_are_none_until_the_time_has_passed() -> None:
    assert [tried() for _ in range(5)] == [True, True, True, False, False]
    assert tried(after=MINUTE)


@pytest.mark.django_db
def test_a_try_that_was_right_forgets_those_before_it() -> None:
    assert [tried(1), tried(1)] == [True, False]
    forgive("address 10.0.0.1")
    assert tried(1)


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_are_all_counted_and_none_is_refused_too_early() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL lets two write at once")

    def once(_number: int) -> bool:
        try:
            return tried(6)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as people:
        found = list(people.map(once, range(8)))
    assert sorted(found) == [False] * 2 + [True] * 6
