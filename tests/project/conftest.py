from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import translation
from pytest_django import DjangoDbBlocker

from samordner.places.facts import read
from samordner.places.operations import load as load_places
from samordner.programmes.operations import load_shipped
from samordner.project.demonstration import Account, load
from tests.migrated import database_with

LOADED = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def prepare() -> None:
    """An empty database as the product makes it: municipalities and programmes, and nothing else."""
    load_places(read(), by="test", now=LOADED)
    load_shipped(by="test", now=LOADED)


def rows_in_the_database() -> Counter[str]:
    return Counter({model._meta.label: model._default_manager.count() for model in apps.get_models()})


def demonstrate() -> list[dict[str, str]]:
    """Load the demonstration: its accounts."""
    with translation.override(settings.LANGUAGE_CODE):
        prepare()
        return [asdict(account) for account in load(now=LOADED, new_passwords=False)]


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Account]]:
    """The demonstration, which is loaded once for a whole run, until the last test of a file: its accounts."""
    with (
        django_db_blocker.unblock(),
        database_with(tmp_path_factory, "demonstration", demonstrate) as accounts,
        django_db_blocker.block(),
    ):
        yield [Account(**account) for account in accounts]


@pytest.fixture
def accounts(loaded: list[Account], db: None) -> list[Account]:
    """The accounts of the demonstration that this test may do what it likes with."""
    return loaded
