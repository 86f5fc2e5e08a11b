from __future__ import annotations

from datetime import datetime

import pytest

from samordner.places.facts import Facts, read
from samordner.places.operations import load


@pytest.fixture(scope="session")
def facts() -> Facts:
    """The register that ships with the product."""
    return read()


@pytest.fixture
def register(db: None, facts: Facts, now: datetime) -> Facts:
    """The register, loaded."""
    load(facts, by="test", now=now)
    return facts
