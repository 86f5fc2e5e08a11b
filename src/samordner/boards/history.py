"""One observation as its history tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from samordner.boards.marks import Mark, mark_value, since_text
from samordner.participation.models import Observation
from samordner.participation.queries import Said
from samordner.programmes.definition import Definition


@dataclass(frozen=True, slots=True)
class Told:
    """What was said, by whom and when; `replaced_at` and `replaced_by` when it no longer stands."""

    observation: Observation
    mark: Mark
    since: str
    by: str
    replaced_at: datetime | None
    withdrawn: bool

    @property
    def stands(self) -> bool:
        return self.replaced_at is None and not self.observation.withdrawn


def told(definition: Definition, said: Said, names: Mapping[str, str]) -> Told:
    one, other = said.observation, said.replaced_by
    shown = mark_value(definition, one.subject, one.item, one.value, evidence=one.evidence)
    return Told(
        one,
        shown,
        since_text(one.since, one.precision),
        names.get(one.recorded_by, ""),
        other.recorded_at if other else None,
        bool(other and other.withdrawn),
    )
