"""The register is loaded into an empty database once; what is there already is left as it is."""

from __future__ import annotations

from datetime import datetime

import pytest

from samordner.journal.models import Entry
from samordner.places.facts import Facts
from samordner.places.operations import Loaded, load
from tests.places.test_operations import BY, everything


@pytest.mark.django_db
def test_loading_again_changes_nothing_and_says_nothing(facts: Facts, now: datetime) -> None:
    first = load(facts, by=BY, now=now)
    before = everything()
    assert first.added == len(before) > 1200
    assert load(facts, by=BY, now=now) == Loaded()
    assert everything() == before
    assert list(Entry.objects.values_list("actor", "verb", "kind")) == [(BY, "load", "places")]
