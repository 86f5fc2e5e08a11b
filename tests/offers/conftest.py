"""Someone who is signed in, as on the boards; refusals in the product's own words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.boards.conftest import signed_in, today

__all__ = ["signed_in", "today"]


@pytest.fixture(autouse=True)
def in_english(language_of_the_product: None) -> Iterator[None]:
    with translation.override("en"):
        yield
