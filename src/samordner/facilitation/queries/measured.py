"""What the teams measured, asked for each time as plain numbers: what says the same as lately is the same rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from samordner.documents.recent import Recent
from samordner.measurement.models import Measurement

TOLD = ("id", "indicator_id", "day", "state", "value", "denominator", "values", "note")
"""All of a measurement that a chart is made from."""
Answer = list[tuple[Any, ...]]

_made: Recent[int, tuple[Answer, tuple[Measurement, ...]]] = Recent(2048)
"""By indicator: what the database answered lately, and the rows made of it. Nobody changes them."""


def measured(indicators: Iterable[int]) -> Mapping[int, tuple[Measurement, ...]]:
    """The measurements of these indicators (pks) in the order of their days, with nothing but TOLD; one question."""
    keys = list(indicators)
    answered: dict[int, Answer] = defaultdict(list)
    rows = Measurement.objects.filter(indicator__in=keys).order_by("indicator", "day")
    for row in rows.values_list(*TOLD):
        answered[row[1]].append(row)
    return {pk: _rows(pk, answered[pk], rows.db) for pk in keys}


def _rows(indicator: int, said: Answer, database: str) -> tuple[Measurement, ...]:
    before = _made.get(indicator)
    if before and before[0] == said:
        return before[1]
    made = tuple(Measurement.from_db(database, TOLD, one) for one in said)
    return _made.keep(indicator, (said, made))[1]
