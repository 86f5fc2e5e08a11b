from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.apps import apps
from pytest_django import DjangoDbBlocker

from samordner.places.facts import read
from samordner.places.operations import load as load_places
from samordner.programmes.operations import load_shipped
from samordner.project.demonstration import Account, load
from tests.conftest import standing

LOADED = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def prepare() -> None:
    """An empty database as the product makes it: municipalities and programmes, and nothing else."""
    load_places(read(), by="test", now=LOADED)
    load_shipped(by="test", now=LOADED)


def rows_in_the_database() -> Counter[str]:
    return Counter({model._meta.label: model._default_manager.count() for model in apps.get_models()})


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[Account]]:
    """The demonstration, loaded once for a whole file and taken back after it: its accounts."""
    with standing(django_db_blocker):
        prepare()
        accounts = load(now=LOADED, new_passwords=False)
        with django_db_blocker.block():
            yield accounts


@pytest.fixture
def accounts(loaded: list[Account], db: None) -> list[Account]:
    """The accounts of the demonstration that this test may do what it likes with."""
    return loaded
