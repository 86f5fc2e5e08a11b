"""Filling a plan that is begun with chapters and rows, as a person or a document gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from samordner.plans.models import Chapter, Plan
from samordner.plans.new import NewChapter, NewRow
from samordner.plans.operations.keeping import added
from samordner.plans.registers import register
from samordner.plans.written import tidy


def fill(plan: Plan, chapters: Sequence[NewChapter], rows: Mapping[str, Sequence[NewRow]]) -> int:
    """Give a plan that has none its chapters and rows (register key → rows), in order. How many they are."""
    for position, each in enumerate(chapters, 1):
        Chapter.objects.create(
            plan=plan, position=position, number=each.number, title=" ".join(each.title.split()),
            text=tidy(each.text), answers=each.answers, source=each.source,
        )  # fmt: skip
    for key, new in rows.items():
        for position, row in enumerate(new, 1):
            added(register(key), plan, row, position)
    return len(chapters) + sum(map(len, rows.values()))
