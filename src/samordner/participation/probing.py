"""The exact way, straight from the observations: from every series one look in the index, which hits the answer at once.

It is asked as known at a moment, and of municipalities whose sheets are behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from samordner.participation.lines import Standing
from samordner.participation.statements import Series
from samordner.timeline.periods import Period

FIELDS = (
    "id", "value", "since", "precision", "recorded_at", "evidence", "source_kind", "expected_label",
    "expected_start", "expected_end", "decision_day",
)  # fmt: skip

STEP = """
  SELECT step.{what} FROM participation_observation step
  WHERE step.participation_id = {participation} AND step.subject = {series}.subject AND step.item = {series}.item
    {besides} AND step.since <= %s AND NOT step.withdrawn {known}
    AND NOT EXISTS (
      SELECT 1 FROM participation_observation later WHERE later.corrects_id = step.id {known_later}
    )
  ORDER BY step.since DESC, step.recorded_at DESC, step.id DESC LIMIT 1
"""
PROBE = """
WITH asked (subject, item) AS (VALUES {series})
SELECT p.id, asked.subject, asked.item, {fields}
FROM participation_participation p CROSS JOIN asked {step}
WHERE p.id IN ({participations})
"""


def step_joined(
    known_at: datetime | None, *, participation: str, series: str, besides: str = "", optional: bool = False
) -> str:
    """SQL that joins, as `o`, the last step of a series on a day: of those that stood at the moment, when it is said.

    `participation` and `series` say whose; `besides` what else must hold of the step. With `optional` also rows
    without such a step. Its parameters are those of `step_parameters`.
    """
    said = {
        "participation": participation, "series": series, "besides": besides,
        "known": "" if known_at is None else "AND step.recorded_at <= %s",
        "known_later": "" if known_at is None else "AND later.recorded_at <= %s",
    }  # fmt: skip
    if connection.vendor == "sqlite":
        join = f"JOIN participation_observation o ON o.id = ({STEP.format(what='id', **said)})"
    else:
        join = f"JOIN LATERAL ({STEP.format(what='*', **said)}) o ON true"
    return f"LEFT {join}" if optional else join


def step_parameters(day: date, known_at: datetime | None) -> list[Any]:
    """What stands in `step_joined`, in its order."""
    operations = connection.ops
    moment = [] if known_at is None else [operations.adapt_datetimefield_value(known_at)]
    return [operations.adapt_datefield_value(day), *moment, *moment]


def from_observations(
    ids: Sequence[int], asked: Iterable[Series], day: date, known_at: datetime | None
) -> dict[tuple[int, Series], Standing]:
    """What is known of these participations, for the series asked for, in one query (none without participations)."""
    if not ids:
        return {}
    series = list(asked)
    sql = PROBE.format(
        series=", ".join(["(%s, %s)"] * len(series)),
        fields=", ".join(f"o.{name}" for name in FIELDS),
        step=step_joined(known_at, participation="p.id", series="asked"),
        participations=", ".join(["%s"] * len(ids)),
    )
    parameters: list[Any] = [text for one in series for text in (one.subject, one.item)]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, *step_parameters(day, known_at), *ids])
        return {(one.participation, one.series): one for one in map(_standing, cursor.fetchall())}


def _standing(row: Sequence[Any]) -> Standing:
    participation, subject, item, pk, value, since, precision, recorded_at, evidence, source, *rest = row
    label, start, end, decided = rest
    expected = Period(label, start, end) if label else None
    return Standing(
        pk, participation, Series(subject, item), value, since, precision,
        _moment(recorded_at), evidence, source, expected, decided,
    )  # fmt: skip


def _moment(found: datetime) -> datetime:
    """SQLite keeps moments in UTC without saying so."""
    return found if found.tzinfo else found.replace(tzinfo=UTC)
