"""Someone who is signed in, as on the boards; sentences in English; nothing from higher floors on the pages."""

from __future__ import annotations

import pytest

from samordner.networks.learning import facts, panels
from tests.cooperation.conftest import in_english, signed_in, today

__all__ = ["in_english", "signed_in", "today"]


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What other packages tell of a team is tried in their own tests."""
    monkeypatch.setattr(facts, "_installed", ())
    monkeypatch.setattr(facts, "_charted", ())
    monkeypatch.setattr(panels.PANELS, "_installed", ())
