"""Someone who is signed in, as on the boards; and two offices with one of everything that has a day."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.boards.conftest import signed_in, today
from tests.calendars.world import World, world
from tests.conftest import standing

__all__ = ["signed_in", "today"]


@pytest.fixture(scope="module")
def place(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with standing(django_db_blocker):
        made = world()
        with django_db_blocker.block():
            yield made
