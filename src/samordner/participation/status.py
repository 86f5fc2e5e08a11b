"""What is known, written for machines: every municipality with every subject, and what it adds up to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from samordner.participation.borders import Borders, Known
from samordner.participation.freshness import is_stale
from samordner.participation.lines import Standing
from samordner.participation.models import HOLDS, Participation
from samordner.participation.queries import Tally, tally
from samordner.participation.statements import Series, series_of
from samordner.programmes.definition import Definition, Subject

Json = dict[str, Any]


def hyphened(key: str) -> str:
    """A key as it is written outside: "plan-status"."""
    return key.replace("_", "-")


def status(
    known: Known, definition: Definition, *, office: str, known_at: datetime, borders: Borders
) -> Json:
    """The whole answer; `office` is the office's key, "" for the nation, and `known_at` the moment that was asked.

    Municipalities stand in Norwegian order, subjects, items and options as the programme has them. Unknown is
    null. A municipality counts as known in a many-valued subject when anything is known of any option.
    """
    return {
        "office": office or None,
        "day": known.state.day.isoformat(),
        "known_at": localtime(known_at).isoformat(),
        "borders": borders,
        "municipalities": [
            {
                "code": row.municipality.code,
                "name": row.municipality.name,
                "subjects": {
                    hyphened(subject.key): _subject(known, definition, subject, row)
                    for subject in definition.subjects
                },
            }
            for row in known.rows
        ],
        "totals": {
            hyphened(subject.key): _totals(known, definition, subject) for subject in definition.subjects
        },
    }


def _subject(known: Known, definition: Definition, subject: Subject, row: Participation) -> Json:
    if not subject.many and not subject.per:
        return _cell(known, subject, row, Series(subject.key))
    cells = {
        hyphened(series.item): _cell(known, subject, row, series)
        for series in series_of(definition, subject.key)
    }
    return {"values" if subject.many else "items": cells}


def _cell(known: Known, subject: Subject, row: Participation, series: Series) -> Json:
    standing = known.state.get(row.pk, series.subject, series.item)
    if standing is None:
        return {"value": None, "stale": False}
    told = {
        "value": _value(subject, standing),
        "since": standing.since.isoformat(),
        "evidence": hyphened(standing.evidence),
        "stale": is_stale(standing, subject, known.state.day),
    }
    if inherited := known.inherited.get((row.pk, series)):
        told["from"] = inherited.origin.code
    return told


def _value(subject: Subject, standing: Standing) -> str:
    return standing.value if subject.holds == "day" else hyphened(standing.value)


def _totals(known: Known, definition: Definition, subject: Subject) -> Json:
    tallies = {
        series.item: tally(known.state, definition, series.subject, series.item)
        for series in series_of(definition, subject.key)
    }
    if subject.many:
        unknown = set(known.state.participations).intersection(*(each.unknown for each in tallies.values()))
        of = len(known.state.participations)
        holding = {hyphened(item): each.count(HOLDS) for item, each in tallies.items() if each.count(HOLDS)}
        return {"of": of, "known": of - len(unknown), "values": holding}
    if subject.per:
        return {"items": {hyphened(item): _total(each) for item, each in tallies.items()}}
    total = _total(tallies[""])
    return total | {"values": dict(sorted(total["values"].items()))} if subject.holds == "day" else total


def _total(found: Tally) -> Json:
    return {
        "of": found.denominator,
        "known": found.known,
        "values": {hyphened(value): len(rows) for value, rows in found.groups.items() if rows},
    }
