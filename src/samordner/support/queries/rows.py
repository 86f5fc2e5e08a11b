"""What all lists here share: the municipality with its rows, and their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.db.models import F, Model, QuerySet

from samordner.participation.models import Participation

R = TypeVar("R", bound=Model)
WITH = ("participation__municipality", "participation__office", "participation__programme")


def ids_of(participations: Iterable[Participation]) -> list[int]:
    return [row.pk for row in participations]


NONE = "-"
"""In an address: those that have nothing there."""
PLACE = "participation__municipality__sort_key"


def ordered(rows: QuerySet[R], sort: str, sorts: Mapping[str, str], usual: str) -> QuerySet[R]:
    """`rows` by a key of `sorts`, "-" before it for the other way; what is not there comes last."""
    name = sort.removeprefix("-")
    if name not in sorts:
        sort, name = usual, usual.removeprefix("-")
    # The older a need, the more days: the other way round than its day
    backwards = sort.startswith("-") != (name == "age")
    field = F(sorts[name])
    by = field.desc(nulls_last=True) if backwards else field.asc(nulls_last=True)
    return rows.order_by(by, PLACE, "pk")
