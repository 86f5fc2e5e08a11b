"""What was said before what is known now: of each series the last that said otherwise, however long its history is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from samordner.participation.lines import key_of, observation_of
from samordner.participation.probing import step_joined, step_parameters
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


TURNS = """
SELECT n.subject, n.item, n.recorded_by, o.value, o.since, o.precision
FROM participation_observation n {step} WHERE n.id {among}
"""


def turns(known: State, participation: int, definition: Definition) -> dict[Series, Turn]:
    """Of every series of which something is known of the participation, by one query (none when nothing is)."""
    texts = known.texts().get(participation, {})
    every = (key_of(one) for subject in definition.subjects for one in series_of(definition, subject.key))
    newest = [observation_of(text) for key in every if (text := texts.get(key))]
    if not newest:
        return {}
    # One look in the index, which goes back as far as to what differs
    step = step_joined(
        known.known_at, participation="n.participation_id", series="n", besides="AND step.value <> n.value",
        optional=True,
    )  # fmt: skip
    # As one array PostgreSQL plans it once, however many there are
    is_one = connection.vendor == "postgresql"
    among = "= ANY(%s)" if is_one else f"IN ({', '.join(['%s'] * len(newest))})"
    with connection.cursor() as cursor:
        cursor.execute(
            TURNS.format(step=step, among=among),
            [*step_parameters(known.day, known.known_at), *([newest] if is_one else newest)],
        )
        return {
            Series(subject, item): Turn(by, value or "", since, precision or "")
            for subject, item, by, value, since, precision in cursor.fetchall()
        }
