from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from samordner.places.facts import Facts, read
from samordner.places.operations import load
from tests.conftest import NOW, standing


@pytest.fixture(scope="session")
def facts() -> Facts:
    """The register that ships with the product."""
    return read()


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker, facts: Facts) -> Iterator[Facts]:
    """The register, loaded for all tests of a file."""
    with standing(django_db_blocker):
        load(facts, by="test", now=NOW)
        with django_db_blocker.block():
            yield facts


@pytest.fixture
def register(loaded: Facts, db: None) -> Facts:
    """The register, loaded, in which a test may write what it likes."""
    return loaded
