"""What a programme said stays known, edition by edition."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from pytest_django import DjangoAssertNumQueries

from samordner.journal.models import Entry
from samordner.programmes import operations, queries
from samordner.programmes.definition import canonical, read_programme
from samordner.programmes.models import Edition, Programme
from tests.programmes.invented import copy_with, invented

pytestmark = pytest.mark.django_db


def test_loading_twice_makes_one_edition_and_one_journal_entry(now: datetime) -> None:
    first = operations.load(invented(), by="7", now=now)
    again = operations.load(invented(), by="7", now=now + timedelta(days=1))
    assert again == first
    assert Edition.objects.get().text == canonical(invented())
    entry = Entry.objects.get()
    assert (entry.actor, entry.verb, entry.kind, entry.key, entry.detail) == (
        "7", "load", "programme", "klart-vann", {"edition": 1, "digest": first.digest},
    )  # fmt: skip


def test_changed_content_makes_a_new_edition_and_changing_back_a_third(now: datetime, tmp_path: Path) -> None:
    changed = read_programme(copy_with(tmp_path, ('sign = "△"', 'sign = "○"')))
    numbers = [operations.load(one, by="7", now=now).number for one in (invented(), changed, invented())]
    assert numbers == [1, 2, 3]
    assert queries.current("klart-vann").number == 3
    assert queries.definition("klart-vann") == invented()


def test_the_edition_of_a_day_is_the_newest_loaded_by_then(tmp_path: Path) -> None:
    changed = read_programme(copy_with(tmp_path, ('sign = "△"', 'sign = "○"')))
    operations.load(invented(), by="7", now=datetime(2030, 1, 10, 12, tzinfo=UTC))
    operations.load(changed, by="7", now=datetime(2031, 1, 10, 12, tzinfo=UTC))
    programme = Programme.objects.get(key="klart-vann")
    days = [date(2029, 1, 1), date(2030, 1, 10), date(2031, 1, 9), date(2031, 1, 10), date(2040, 1, 1)]
    assert [queries.edition_on(programme, day).number for day in days] == [1, 1, 1, 2, 2]
    assert queries.definition_in(queries.edition_on(programme, date(2040, 1, 1))) == changed


def test_the_database_refuses_to_change_an_edition(now: datetime) -> None:
    edition = operations.load(invented(), by="7", now=now)
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(text="{}")
    assert Edition.objects.get().text == canonical(invented())


def test_the_database_refuses_to_remove_an_edition(now: datetime) -> None:
    edition = operations.load(invented(), by="7", now=now)
    with pytest.raises(DatabaseError), transaction.atomic():
        edition.delete()
    assert Edition.objects.count() == 1


def test_the_shipped_programmes_load_and_read_back_the_same(now: datetime) -> None:
    editions = operations.load_shipped(by="", now=now)
    assert [edition.programme.key for edition in editions] == ["bo-trygt-hjemme", "leve-hele-livet"]
    assert queries.definitions() == (read_programme("bo-trygt-hjemme"), read_programme("leve-hele-livet"))


def test_what_an_edition_says_is_read_once(
    now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    operations.load(invented(), by="7", now=now)
    queries.definition("klart-vann")
    with django_assert_num_queries(1):
        queries.definition("klart-vann")


def test_a_programme_that_is_not_loaded_is_not_there() -> None:
    with pytest.raises(Edition.DoesNotExist):
        queries.current("klart-vann")
