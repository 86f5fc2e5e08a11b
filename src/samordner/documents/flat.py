"""A table as a spreadsheet wants it: the group as a first column, a period and a link in several columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Generic, Literal, TypeAlias, assert_never

from django.utils.translation import gettext as _

from samordner.documents.cells import cell_text, value_text
from samordner.documents.columns import Column, Kind, Row, TableDefinition

Plain: TypeAlias = str | int | float | Decimal | date | None
Part: TypeAlias = Literal["start", "end", "day", "value"]
"""What a period, a due day or an amount is, beside how it is written: an attribute of the cell's value."""


@dataclass(frozen=True, slots=True)
class FlatColumn(Generic[Row]):
    title: str
    kind: Kind
    read: Callable[[Row], Plain]


def flat_columns(definition: TableDefinition[Row]) -> list[FlatColumn[Row]]:
    """The table's columns in the active language, all of them."""
    columns = (definition.group, *definition.columns) if definition.group else definition.columns
    return [flat for column in columns for flat in _flat(column)]


def _flat(column: Column[Row]) -> Iterator[FlatColumn[Row]]:
    title = str(column.title)
    match column.kind:
        case Kind.TEXT | Kind.SHORT | Kind.CHOICE | Kind.PEOPLE:
            yield FlatColumn(title, column.kind, lambda row: cell_text(column, row))
        case Kind.NUMBER | Kind.DAY:
            yield FlatColumn(title, column.kind, lambda row: _plain(column, row))
        case Kind.PERIOD | Kind.DUE | Kind.AMOUNT:
            yield FlatColumn(title, Kind.SHORT, lambda row: cell_text(column, row))
            yield from (flat for _part, flat in meant(column))
        case Kind.LINK:
            yield FlatColumn(title, Kind.SHORT, lambda row: cell_text(column, row))
            yield FlatColumn(_("%(column)s, address") % {"column": title}, Kind.LINK, _address(column))
        case _:
            assert_never(column.kind)


def _plain(column: Column[Row], row: Row) -> Plain:
    value: Any = column.read(row)
    value_text(column, value)  # refuses a value of the wrong kind
    return value  # type: ignore[no-any-return]


def meant(column: Column[Row]) -> Iterator[tuple[Part, FlatColumn[Row]]]:
    """What the column's cells mean beside what is written in them, part by part; nothing for most kinds."""

    def part(name: Part, title: str, kind: Kind) -> tuple[Part, FlatColumn[Row]]:
        return name, FlatColumn(
            title % {"column": column.title}, kind, lambda row: getattr(column.read(row), name, None)
        )

    match column.kind:
        case Kind.PERIOD:
            yield part("start", _("%(column)s, from"), Kind.DAY)
            yield part("end", _("%(column)s, to"), Kind.DAY)
        case Kind.DUE:
            yield part("day", _("%(column)s, day"), Kind.DAY)
        case Kind.AMOUNT:
            unit = {"kr": _("%(column)s, in kroner"), "fte": _("%(column)s, in full-time equivalents")}
            yield part("value", unit[column.unit], Kind.NUMBER)
        case _:
            pass


def _address(column: Column[Row]) -> Callable[[Row], Plain]:
    return lambda row: str(getattr(column.read(row), "address", ""))
