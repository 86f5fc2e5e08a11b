"""One observation as its history tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from samordner.boards.marks import Mark, mark_value, since_text
from samordner.participation.models import Evidence, Observation, Precision
from samordner.participation.queries import Said
from samordner.programmes.definition import Definition


@dataclass(frozen=True, slots=True)
class Told:
    """What was said, by whom and when; `replaced_at` when it no longer stands.

    `counts`: it is a step in the shares, not a "not relevant".
    """

    observation: Observation
    mark: Mark
    since: str
    by: str
    counts: bool
    replaced_at: datetime | None
    withdrawn: bool

    @property
    def reach(self) -> str:
        """For how many, in words: "3 of 8 wards"; "" when it is not said."""
        one = self.observation
        if one.reach_count is None:
            return one.reach_unit
        words = {"count": one.reach_count, "all": one.reach_of, "unit": one.reach_unit}
        said = _("%(count)d of %(all)d %(unit)s") if one.reach_of is not None else _("%(count)d %(unit)s")
        return (said % words).strip()

    @property
    def may_be_documented(self) -> bool:
        return self.stands and self.observation.evidence == Evidence.SELF_REPORTED

    @property
    def stands(self) -> bool:
        return self.replaced_at is None and not self.observation.withdrawn

    @property
    def is_vague(self) -> bool:
        """Whether the day is known only to the month, quarter or year."""
        return self.observation.precision != Precision.DAY


def told(definition: Definition, said: Said, names: Mapping[str, str]) -> Told:
    one, other = said.observation, said.replaced_by
    shown = mark_value(definition, one.subject, one.item, one.value, evidence=one.evidence)
    return Told(
        one,
        shown,
        since_text(one.since, one.precision),
        names.get(one.recorded_by, ""),
        applies(definition, one.subject, one.value),
        other.recorded_at if other else None,
        bool(other and other.withdrawn),
    )


def applies(definition: Definition, subject: str, value: str) -> bool:
    """False for "not relevant": told apart from unknown and from no, and outside every share."""
    return all(one.applies for one in definition.values_of(subject) if one.key == value)
