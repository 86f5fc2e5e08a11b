"""Questions that go across packages: what a plan is made of, whether its numbers agree, what a reading would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from samordner.participation.queries import State, state, taking_part, tally
from samordner.plandocument.models import Claim
from samordner.plans.models import Chapter, Plan
from samordner.plans.registers import Register, registers
from samordner.programmes.definition import Definition

# Claims: what the document says beside what the observations give


@dataclass(frozen=True)
class Compared:
    """A stated number beside what the observations give on `day`. `found` None: it cannot be held against any.

    `unknown` are the municipalities of which nothing is known: they could make up the difference.
    """

    claim: Claim
    day: date
    subject: str
    values: tuple[str, ...]
    found: int | None
    of: int
    unknown: int

    @property
    def difference(self) -> int | None:
        """Observed minus stated; None when there is nothing to compare."""
        return None if self.found is None else self.found - self.claim.numerator

    @property
    def agrees(self) -> bool:
        return self.difference == 0 and self.claim.denominator in {None, self.of}


def day_of(claim: Claim, plan: Plan) -> date:
    """The day on which a claim is held against the observations.

    The plan's own date when it lies within the claim's period (the mapping was done before the plan was dated), else
    the period's last day, else the plan's date or beginning.
    """
    dated = plan.dated_start or plan.period_start or plan.created_at.date()
    start, end = claim.period_start, claim.period_end
    if start and end and not start <= dated <= end:
        return end
    return dated


def compared(plan: Plan, definition: Definition, claims: Sequence[Claim]) -> list[Compared]:
    """Each claim beside the observations: one query for who takes part, and one for their state, a day."""
    known: dict[date, State] = {}
    found = []
    for claim in claims:
        day = day_of(claim, plan)
        if day not in known:
            known[day] = state(taking_part(plan.programme.key, day, office=plan.office.key), definition, day)
        found.append(_beside(claim, day, known[day], definition))
    return found


def _beside(claim: Claim, day: date, known: State, definition: Definition) -> Compared:
    values, of = tuple(claim.values), len(known.participations)
    if claim.subject not in {subject.key for subject in definition.subjects} or not values:
        return Compared(claim, day, "", (), None, of, of)
    if definition.subject(claim.subject).many:
        counted = [tally(known, definition, claim.subject, item) for item in values]
        having = {pk for each in counted for pk in each.rows("yes")}
        unknown = set.intersection(*(set(each.unknown) for each in counted)) if counted else set()
        return Compared(claim, day, claim.subject, values, len(having), of, len(unknown - having))
    counts = tally(known, definition, claim.subject)
    return Compared(claim, day, claim.subject, values, counts.count(*values), of, len(counts.unknown))


# What a reading would change


@dataclass(frozen=True)
class Difference:
    """What a reading holds beside a register: rows only in the document, rows only in the register, rows alike."""

    register: Register[Any]
    new: tuple[Mapping[str, str], ...]
    gone: tuple[Mapping[str, str], ...]
    same: int

    @property
    def is_none(self) -> bool:
        return not self.new and not self.gone


def rows_of(plan: Plan) -> dict[str, list[Any]]:
    """Every kept row of every register, in order: one query a register."""
    return {
        register.key: list(register.model.objects.filter(plan=plan, removed_at=None).order_by("position", "pk"))
        for register in registers()
    }


def chapters_of(plan: Plan) -> list[Chapter]:
    return list(Chapter.objects.filter(plan=plan))
