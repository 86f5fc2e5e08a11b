"""What every test stands on: the database named by DATABASE_URL, and a clock that is an argument."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.utils import translation
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from samordner.participation.remembered import forget
from tests.migrated import database_of_tests

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")  # a busy machine is no fault of the product: speed is measured in bench

NOW = datetime(2021, 4, 27, 8, 0, tzinfo=UTC)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Stories come first: they are the longest, and nobody shall wait for the last of them."""
    items.sort(key=lambda item: "journey" not in item.keywords)


def pytest_collection_finish() -> None:
    """What is loaded by now is never rubbish, and is not looked through for it again and again, as when served."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """A database with all migrations, which are run once for the whole run: they take as long as a hundred tests."""
    with django_db_blocker.unblock(), database_of_tests(tmp_path_factory), django_db_blocker.block():
        yield


@pytest.fixture
def now() -> datetime:
    """The moment at which tests happen unless they say otherwise."""
    return NOW


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Every test begins as the process does, so that it asks as many questions whichever tests came before."""
    forget()


@pytest.fixture(autouse=True)
def language_of_the_product() -> Iterator[None]:
    """Every test begins in the product's own language, whatever language the one before it left active."""
    with translation.override(django_settings.LANGUAGE_CODE):
        yield


@contextmanager
def standing(blocker: DjangoDbBlocker) -> Iterator[None]:
    """What a fixture of a whole file writes in here, each of its tests begins with; it is taken back after the last.

    with standing(django_db_blocker):
        made = region(2)
        with django_db_blocker.block():
            yield made
    """
    with translation.override(django_settings.LANGUAGE_CODE), blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
