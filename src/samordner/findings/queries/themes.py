"""Themes of a round and what was coded with them. A theme that was put into another counts as that one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from samordner.findings.models import Coding, Theme
from samordner.mapping.models import MappingRound


@dataclass(frozen=True)
class Coded:
    """`themes` that there are, by name; `of`: by answer and cell, the numbers of the themes that it is about."""

    themes: tuple[Theme, ...]
    of: Mapping[tuple[str, str], tuple[int, ...]]


def every_theme() -> QuerySet[Theme]:
    """Themes with what they belong to; to be had through the grants."""
    return Theme.objects.select_related("round__office", "round__programme", "merged_into")


def coded(of: MappingRound) -> Coded:
    """The themes of a round, and every text that was coded with them."""
    rows = {row.pk: row for row in Theme.objects.filter(round=of)}
    ends = {pk: end_of(row, rows) for pk, row in rows.items()}
    found: dict[tuple[str, str], set[int]] = {}
    for theme, submission, cell in Coding.objects.filter(theme__round=of).values_list(
        "theme_id", "submission_id", "cell"
    ):
        if (end := ends[theme]) is not None:
            found.setdefault((str(submission), cell), set()).add(end)
    themes = tuple(row for row in rows.values() if row.removed_at is None and row.merged_into_id is None)
    order = {row.pk: place for place, row in enumerate(themes)}
    return Coded(themes, {key: tuple(sorted(each, key=order.__getitem__)) for key, each in found.items()})


def end_of(row: Theme, rows: Mapping[int, Theme]) -> int | None:
    """The theme that a theme counts as: what it was put into at last; None when that was removed."""
    seen = {row.pk}
    while row.merged_into_id is not None and row.removed_at is None:
        row = rows[row.merged_into_id]
        if row.pk in seen:
            return None
        seen.add(row.pk)
    return None if row.removed_at else row.pk


def counting_as(theme: int, rows: Iterable[Theme]) -> set[int]:
    """The theme, and those that were put into it."""
    by_pk = {row.pk: row for row in rows}
    return {row.pk for row in by_pk.values() if end_of(row, by_pk) == theme}
