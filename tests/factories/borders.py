"""Border changes among invented municipalities, and decisions on what their heirs take over."""

from __future__ import annotations

from datetime import datetime

from prove.crossing import become
from samordner.participation.models import Inheritance, Participation
from tests.factories.participation import BY, NOW

__all__ = ["become", "decided"]


def decided(
    old: Participation, heir: Participation, *, holds: bool = True, subject: str = "", item: str = "",
    at: datetime = NOW,
) -> Inheritance:  # fmt: skip
    """A decision straight into the database."""
    return Inheritance.objects.create(
        programme=old.programme, office=heir.office, old=old.municipality, heir=heir.municipality,
        subject=subject, item=item, holds=holds, reason="Avtalt", recorded_at=at, recorded_by=BY,
    )  # fmt: skip
