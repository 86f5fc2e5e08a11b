"""From what a person or a document says to what is stored, and back: cells, periods, earlier versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import models

from samordner.documents.cells import cell_text
from samordner.documents.columns import Kind
from samordner.documents.lines import clean
from samordner.plans.registers import Register
from samordner.timeline.periods import Period, read

Cells = Mapping[str, "str | Period"]


def tidy(text: str) -> str:
    """The text as written, without empty lines around it and without what no file may hold."""
    lines = [line.rstrip() for line in clean(text).split("\n")]
    return "\n".join(lines).strip("\n")


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


def fields_of(register: Register[Any], cells: Cells, *, year: int | None) -> dict[str, Any]:
    """Column key → cell, as model field → value. KeyError for a column that the register lacks.

    A period may come as its label alone: then its days are read from it.
    """
    kinds = {column.key: column.kind for column in register.columns}
    fields: dict[str, Any] = {}
    for key, cell in cells.items():
        if kinds[key] is Kind.PERIOD:
            fields |= period_fields(cell if isinstance(cell, Period) else read(tidy(cell), year=year))
        else:
            fields[key] = tidy(cell.label if isinstance(cell, Period) else cell)
    return fields


def period_fields(period: Period, prefix: str = "period") -> dict[str, Any]:
    fields = {
        f"{prefix}_label": tidy(period.label),
        f"{prefix}_start": period.start,
        f"{prefix}_end": period.end,
        f"{prefix}_inferred": period.inferred,
    }
    return fields | {"period_recurrence": period.recurrence or ""} if prefix == "period" else fields


def changed_columns(register: Register[Any], changed: Iterable[str]) -> set[str]:
    """The columns whose cells these model fields belong to."""
    names = set(changed)
    timed = any(name.startswith("period_") for name in names)
    return {
        column.key
        for column in register.columns
        if (timed if column.kind is Kind.PERIOD else column.key in names)
    }


def is_empty(register: Register[Any], row: models.Model) -> bool:
    return not any(cell_text(column, row).strip() for column in register.columns)


def plain(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """The fields as JSON holds them: days as 2021-04-27."""
    values = {name: getattr(row, name) for name in names}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def put(row: models.Model, fields: Mapping[str, Any]) -> None:
    """Give the row (in memory) the fields that `plain` made; fields that it no longer has are left out."""
    known = {field.name: field for field in row._meta.concrete_fields}
    for name, value in fields.items():
        if name in known:
            setattr(row, name, known[name].to_python(value))
