"""What was typed once for all rows of a table: a row that says something of its own goes before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from samordner.participation.models import Evidence, Precision, SourceKind


@dataclass(frozen=True, slots=True)
class Common:
    """`since`: None when every row has a day of its own."""

    since: date | None = None
    precision: str = Precision.DAY
    evidence: str = Evidence.SELF_REPORTED
    source_kind: str = SourceKind.IMPORT
    reference: str = ""

    def as_json(self) -> dict[str, str]:
        return {
            "since": self.since.isoformat() if self.since else "",
            "precision": str(self.precision),
            "evidence": str(self.evidence),
            "source_kind": str(self.source_kind),
            "reference": self.reference,
        }


def common_of(kept: Mapping[str, Any]) -> Common:
    """The way back from `as_json`."""
    since = kept.get("since")
    return Common(**{**kept, "since": date.fromisoformat(since) if since else None})
