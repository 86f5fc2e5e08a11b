"""What was said before what is known now: of each series the last that said otherwise, however long its history is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from samordner.participation.lines import key_of, observation_of
from samordner.participation.queries import State
from samordner.participation.statements import Series, series_of
from samordner.programmes.definition import Definition


@dataclass(frozen=True, slots=True)
class Turn:
    """Who recorded what is known now, and what held before it: `value` is "" and `since` None when nothing did."""

    recorded_by: str
    value: str
    since: date | None
    precision: str


# From each series one look in the index, which goes back as far as to what differs
OTHER = """
  SELECT step.{what} FROM participation_observation step
  WHERE step.participation_id = n.participation_id AND step.subject = n.subject AND step.item = n.item
    AND step.value <> n.value AND step.since <= %s AND NOT step.withdrawn {known}
    AND NOT EXISTS (
      SELECT 1 FROM participation_observation later WHERE later.corrects_id = step.id {known_later}
    )
  ORDER BY step.since DESC, step.recorded_at DESC, step.id DESC LIMIT 1
"""
JOIN = {
    "sqlite": f"LEFT JOIN participation_observation o ON o.id = ({OTHER.replace('{what}', 'id')})",
    "postgresql": f"LEFT JOIN LATERAL ({OTHER.replace('{what}', '*')}) o ON true",
}
TURNS = """
SELECT n.subject, n.item, n.recorded_by, o.value, o.since, o.precision
FROM participation_observation n {join} WHERE n.id IN ({newest})
"""


def turns(known: State, participation: int, definition: Definition) -> dict[Series, Turn]:
    """Of every series of which something is known of the participation, by one query (none when nothing is)."""
    texts = known.texts().get(participation, {})
    every = (key_of(one) for subject in definition.subjects for one in series_of(definition, subject.key))
    newest = [observation_of(text) for key in every if (text := texts.get(key))]
    if not newest:
        return {}
    operations = connection.ops
    moment = [] if known.known_at is None else [operations.adapt_datetimefield_value(known.known_at)]
    sql = TURNS.format(
        newest=", ".join(["%s"] * len(newest)),
        join=JOIN[connection.vendor].format(
            known="AND step.recorded_at <= %s" if moment else "",
            known_later="AND later.recorded_at <= %s" if moment else "",
        ),
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [operations.adapt_datefield_value(known.day), *moment, *moment, *newest])
        return {
            Series(subject, item): Turn(by, value or "", since, precision or "")
            for subject, item, by, value, since, precision in cursor.fetchall()
        }
