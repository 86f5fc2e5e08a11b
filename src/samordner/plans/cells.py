"""What a register's cell holds, by the kind of its column: read off a row, understood from words, stored in fields.

A typed cell keeps what was written and, beside it, what that means. Words that mean nothing sure stay as they are
written, with nothing beside.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias, TypeVar

from samordner.documents import amounts
from samordner.documents.amounts import Amount
from samordner.documents.columns import Column, Kind, Label
from samordner.documents.lines import clean
from samordner.plans import linking, statuses
from samordner.plans.linking import Option, Options
from samordner.plans.models import Followed
from samordner.plans.statuses import Chosen
from samordner.timeline import due, periods
from samordner.timeline.due import Due
from samordner.timeline.periods import Period

Cell: TypeAlias = "str | Period | Due | Amount | Chosen | tuple[str, ...] | date | None"

PERIOD_FIELDS = ("period_label", "period_start", "period_end", "period_recurrence", "period_inferred")
T = TypeVar("T")


# Columns that several registers have


def due_column(key: str, title: Label, help: Label = "") -> Column[Any]:
    """A deadline: as written in the field of the key, its day in `<key>_day`."""
    return Column(
        key=key, title=title, kind=Kind.DUE, help=help,
        value=lambda row: Due(getattr(row, key), getattr(row, f"{key}_day")),
    )  # fmt: skip


def amount_column(key: str, title: Label, unit: amounts.Unit, help: Label = "") -> Column[Any]:
    """An amount: as written in the field of the key, its number in `<key>_amount`."""
    return Column(
        key=key, title=title, kind=Kind.AMOUNT, unit=unit, help=help,
        value=lambda row: _amount(row, key, unit),
    )  # fmt: skip


def linked_column(key: str, title: Label, options: Options, help: Label = "") -> Column[Any]:
    """Keys of something, by their names."""
    return Column(
        key=key, title=title, kind=Kind.PEOPLE, help=help,
        value=lambda row: linking.named(getattr(row, key), options(linking.said_on(row)))
        if getattr(row, key)
        else (),
    )  # fmt: skip


def status_column(key: str, title: Label) -> Column[Any]:
    """How far it has come: in the words that were written, else by the label of its key."""
    return Column(
        key=key, title=title, kind=Kind.CHOICE, choices=dict(Followed.Status.choices),
        value=lambda row: getattr(row, key) or getattr(row, f"{key}_key"),
    )  # fmt: skip


def _amount(row: Any, key: str, unit: amounts.Unit) -> Amount:
    value = getattr(row, f"{key}_amount")
    return Amount(getattr(row, key), None if value is None else Decimal(value), unit)


# Off a row, and into its fields


def field_names(column: Column[Any]) -> tuple[str, ...]:
    """The model's fields that hold the column's cell."""
    match column.kind:
        case Kind.PERIOD:
            return PERIOD_FIELDS
        case Kind.DUE:
            return (column.key, f"{column.key}_day")
        case Kind.AMOUNT:
            return (column.key, f"{column.key}_amount")
        case Kind.CHOICE:
            return (column.key, f"{column.key}_key")
        case _:
            return (column.key,)


def cell_of(column: Column[Any], row: Any) -> Cell:
    """What stands in the cell, typed."""
    match column.kind:
        case Kind.PERIOD:
            return row.period  # type: ignore[no-any-return]
        case Kind.DUE | Kind.AMOUNT:
            return column.read(row)  # type: ignore[return-value]
        case Kind.CHOICE:
            return Chosen(getattr(row, column.key), getattr(row, f"{column.key}_key"))
        case Kind.PEOPLE:
            return tuple(getattr(row, column.key))
        case _:
            return getattr(row, column.key)  # type: ignore[no-any-return]


def understood(
    column: Column[Any], cell: Cell, *, year: int | None = None, options: Sequence[Option] = ()
) -> Cell:
    """A cell that may have come as words, typed as its column has it. What is typed already stays as it is."""
    match column.kind, cell:
        case Kind.PERIOD, str(words):
            return periods.read(tidy(words), year=year)
        case Kind.DUE, str(words):
            return due.read(tidy(words), year=year)
        case Kind.AMOUNT, str(words):
            return amounts.read(tidy(words), column.unit)
        case Kind.CHOICE, str(words):
            return statuses.read(tidy(words))
        case Kind.PEOPLE, str(words):
            return linking.keys_in(tidy(words), options)
        case Kind.DAY, str(words):
            said = periods.read(tidy(words), year=year)
            return said.start if said.start == said.end else None
        case Kind.TEXT | Kind.SHORT, Period(label=words):
            return words
        case _:
            return cell


def stored(column: Column[Any], cell: Cell) -> dict[str, Any]:
    """A typed cell as the model's fields. TypeError for a cell of another kind."""
    key = column.key
    match column.kind, cell:
        case Kind.PERIOD, Period():
            return period_fields(cell)
        case Kind.DUE, Due(label, day):
            return {key: tidy(label) or due.said(day), f"{key}_day": day}
        case Kind.AMOUNT, Amount(label, value):
            number = None if value is None else int(value) if column.unit == "kr" else value
            return {key: tidy(label) or amounts.said(value, column.unit), f"{key}_amount": number}
        case Kind.CHOICE, Chosen(label, chosen):
            return {key: tidy(label), f"{key}_key": chosen}
        case Kind.PEOPLE, tuple():
            return {key: [tidy(each) for each in dict.fromkeys(cell) if each.strip()]}
        case Kind.DAY, date() | None:
            return {key: cell}
        case Kind.TEXT | Kind.SHORT, str():
            return {key: tidy(cell)}
    raise TypeError(f"column {key!r} holds {column.kind}, not {type(cell).__name__}")


def period_fields(period: Period, prefix: str = "period") -> dict[str, Any]:
    fields = {
        f"{prefix}_label": tidy(period.label),
        f"{prefix}_start": period.start,
        f"{prefix}_end": period.end,
        f"{prefix}_inferred": period.inferred,
    }
    return fields | {"period_recurrence": period.recurrence or ""} if prefix == "period" else fields


def tidy(text: str) -> str:
    """The text as written, without empty lines around it and without what no file may hold."""
    lines = [line.rstrip() for line in clean(text).split("\n")]
    return "\n".join(lines).strip("\n")


def place_of(column: Column[Any], row: Any) -> Any:
    """What a list is sorted by, where that is not the text; None: the text decides."""
    match cell_of(column, row):
        case Period(start=start, end=end):
            return start or end or date.max
        case Due(day=day):
            return day or date.max
        case Amount(value=value):
            return Decimal("inf") if value is None else value
        case Chosen(key=key):
            keys = list(column.choices)
            return keys.index(key) if key in keys else len(keys)
        case date() as day:
            return day
        case _:
            return None


# What an editor means


def settled_due(label: str, day: date | None, *, before: Due | None, year: int | None) -> Due:
    """The deadline that an editor means who saw `before` and left this in the form."""

    def says(words: str) -> date | None:
        return due.read(words, year=year).day

    label = tidy(label)
    value = _settled(says(label), day, before.day if before else None, says(before.label) if before else None)
    return Due(label or due.said(value), value)


def settled_amount(label: str, value: Decimal | None, *, before: Amount | None, unit: amounts.Unit) -> Amount:
    """The amount that an editor means who saw `before` and left this in the form."""
    label = tidy(label)
    was = amounts.meaning(before.label, unit) if before else None
    number = _settled(amounts.meaning(label, unit), value, before.value if before else None, was)
    return Amount(label or amounts.said(number, unit), number, unit)


def settled_status(label: str, key: str, *, before: Chosen | None) -> Chosen:
    """The status that an editor means: a key chosen anew does away with the words that said the old one, and new
    words that say a key choose it.
    """
    before = before or Chosen("")
    label, said = tidy(label), statuses.read(tidy(label))
    if key == before.key:
        return said if said.key and label != before.label else Chosen(said.label, key)
    stale = before.key and label == before.label and statuses.meaning(label) in {before.key, ""}
    return Chosen("" if stale else said.label, key)


def _settled(says: T | None, left: T | None, before: T | None, before_says: T | None) -> T | None:
    """What is typed beside words. Left alone it follows the words, unless a person had set it; set or changed it is
    kept; emptied it follows the words again.
    """
    if left == before:
        return left if before is not None and before != before_says else says
    return says if left is None else left
