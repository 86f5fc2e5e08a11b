"""Which of an office's plans holds on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from samordner.plans.models import Plan


@dataclass(frozen=True)
class Reign:
    """The days on which a plan is the one that holds: until the office's next plan begins."""

    since: date
    until: date


def reigns(plans: Iterable[Plan]) -> dict[int, Reign]:
    """Plan → the days that are told from it, so that what is carried on into the next plan is not told twice."""
    found: dict[int, Reign] = {}
    ordered = sorted(plans, key=lambda plan: (plan.office_id, plan.programme_id))
    for _office, group in groupby(ordered, key=lambda plan: (plan.office_id, plan.programme_id)):
        # Those that are newest come last; one that says no period comes before those that do
        line = sorted(group, key=lambda plan: (plan.period_start or date.min, plan.created_at, plan.pk))
        starts = [plan.period_start or date.min for plan in line]
        for number, plan in enumerate(line):
            until = starts[number + 1] if number + 1 < len(line) else date.max
            found[plan.pk] = Reign(date.min if number == 0 else starts[number], until)
    return found
