"""What every test stands on: the database named by DATABASE_URL, and a clock that is an argument."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

NOW = datetime(2021, 4, 27, 8, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    """The moment at which tests happen unless they say otherwise."""
    return NOW
