"""From what a person or a document says to what is stored, and back: cells, periods, earlier versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from samordner.documents.cells import cell_text
from samordner.documents.columns import Kind
from samordner.plans.cells import Cell, field_names, period_fields, stored, tidy, understood
from samordner.plans.models import Plan
from samordner.plans.registers import Register
from samordner.timeline.periods import Period, read

Cells = Mapping[str, Cell]

__all__ = [
    "Cells", "changed_columns", "fields_of", "is_empty", "is_typed", "period_fields", "plain", "put", "settled",
    "tidy", "tidy_more", "without_place",
]  # fmt: skip


def reading_of(label: str, *, before: Period | None, year: int | None) -> Period:
    """What the label says; a year that it does not print is the one inferred before, else `year`."""
    if before and before.inferred and before.start:
        year = before.start.year
    return read(label, year=year)


def is_typed(period: Period) -> bool:
    """Whether a person set the days, so that they are not what the label says."""
    says = reading_of(period.label, before=period, year=None)
    return (says.start, says.end) != (period.start, period.end)


def settled(
    label: str, start: date | None, end: date | None, *, before: Period | None, year: int | None
) -> Period:
    """The period that an editor means who saw `before` and left this in the form.

    Days left alone follow the label, unless a person had set them; days set or changed are kept as set; days
    emptied follow the label again.
    """
    label = tidy(label)
    says = reading_of(label, before=before, year=year)
    left_alone = (start, end) == ((before.start, before.end) if before else (None, None))
    if left_alone and before and is_typed(before):
        return replace(says, start=before.start, end=before.end, inferred=False)
    if left_alone or (start is None and end is None):
        return says
    return replace(says, start=start, end=end, inferred=False)


def tidy_more(more: Mapping[str, str]) -> dict[str, str]:
    return {heading: tidy(text) for heading, text in more.items() if text.strip()}


def fields_of(register: Register[Any], cells: Cells, plan: Plan) -> dict[str, Any]:
    """Column key → cell, as model field → value. KeyError for a column that the register lacks.

    A typed cell may come as its words alone: then what they mean is read from them. A deadline without a year lies in
    the row's own, if its period says one, else in the plan's first.
    """
    columns = {column.key: column for column in register.columns}
    fields: dict[str, Any] = {}
    year = plan.year
    for key, cell in sorted(cells.items(), key=lambda pair: columns[pair[0]].kind is not Kind.PERIOD):
        options = register.options(key, plan) if isinstance(cell, str) and cell else ()
        typed = understood(columns[key], cell, year=year, options=options)
        if isinstance(typed, Period) and typed.start:
            year = typed.start.year if typed.end and typed.end.year == typed.start.year else None
        fields |= stored(columns[key], typed)
    return fields


def without_place(register: Register[Any], cells: Cells) -> dict[str, str]:
    """Heading → words that a cell came with and that its column has no place for: those that are no day."""
    return {
        str(column.title): tidy(cell)
        for column in register.columns
        for cell in [cells.get(column.key)]
        if column.kind is Kind.DAY
        and isinstance(cell, str)
        and cell.strip()
        and understood(column, cell) is None
    }


def changed_columns(register: Register[Any], changed: Iterable[str]) -> set[str]:
    """The columns whose cells these model fields belong to."""
    names = set(changed)
    return {column.key for column in register.columns if names & set(field_names(column))}


def is_empty(register: Register[Any], row: models.Model) -> bool:
    return not any(cell_text(column, row).strip() for column in register.columns)


def plain(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """The fields as JSON holds them: days as 2021-04-27, broken numbers as text."""
    values = {name: getattr(row, name) for name in names}
    return {
        name: value.isoformat()
        if isinstance(value, date)
        else str(value)
        if isinstance(value, Decimal)
        else value
        for name, value in values.items()
    }


def put(row: models.Model, fields: Mapping[str, Any]) -> None:
    """Give the row (in memory) the fields that `plain` made; fields that it no longer has are left out."""
    known = {name: field for field in row._meta.concrete_fields for name in (field.name, field.attname)}
    for name, value in fields.items():
        if name in known:
            setattr(row, name, known[name].to_python(value))
