"""What is known, in the programme's words: what it is about, and its value."""

from __future__ import annotations

from datetime import date

from samordner.documents.cells import day_text
from samordner.participation.models import HOLDS
from samordner.participation.statements import Series
from samordner.programmes.definition import Definition


def series_words(definition: Definition, series: Series) -> str:
    """What is asked: "Plan status", "Solution in use: A1 Plan your own old age"."""
    subject = definition.subject(series.subject)
    if not series.item:
        return str(subject.name)
    return f"{subject.name}: {item_words(definition, series)}"


def item_words(definition: Definition, series: Series) -> str:
    """The item or option alone."""
    if definition.subject(series.subject).many:
        return next(str(one.name) for one in definition.values_of(series.subject) if one.key == series.item)
    items = definition.items_of(series.subject) or ()
    return next(f"{one.key} {one.name}" for one in items if one.key == series.item)


def value_words(definition: Definition, series: Series, value: str, *, yes: str, no: str) -> str:
    """The value as people read it; `yes` and `no` for an option that holds or not."""
    subject = definition.subject(series.subject)
    if subject.holds == "day":
        return day_text(date.fromisoformat(value))
    if subject.many:
        return yes if value == HOLDS else no
    return next((str(one.name) for one in definition.values_of(series.subject) if one.key == value), value)
