"""How a row looks on a page: each cell as elements, shortened when long, with its days and its doubts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, ngettext

from samordner.documents.cells import cell_text, grouped
from samordner.documents.columns import Column, Kind
from samordner.documents.html import passage
from samordner.plans.forms import period_words
from samordner.plans.queries import Shown
from samordner.plans.reasons import sentence
from samordner.plans.registers import Register
from samordner.timeline.periods import Period

LONG = 420
START = 260

RECURRENCES = {
    "yearly": gettext_lazy("every year"),
    "monthly": gettext_lazy("every month"),
    "weekly": gettext_lazy("every week"),
    "every-2-years": gettext_lazy("every other year"),
    "ongoing": gettext_lazy("all the time"),
    "as-needed": gettext_lazy("when needed"),
}


@dataclass(frozen=True)
class Doubt:
    """Something that was only proposed: which cell, and why. `about` names it where it stands elsewhere."""

    key: str
    why: str
    about: str = ""


@dataclass(frozen=True)
class CellShown:
    """A cell. `start` is its beginning, when it is long; `when` the days that its period means."""

    column: Column[Any]
    text: SafeString
    start: str
    when: str
    inferred: bool
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True)
class RowShown:
    row: Any
    name: str
    cells: tuple[CellShown, ...]
    more: tuple[tuple[str, SafeString], ...]
    group: str
    first: bool
    last: bool


@dataclass(frozen=True)
class GroupShown:
    """Rows under one heading (none: empty)."""

    name: str
    rows: tuple[RowShown, ...]


def groups(register: Register[Any], found: Shown[Any], *, sorted_by: str = "") -> list[GroupShown]:
    """The rows on the page. Sorted by a column they stand without headings, each naming its group itself."""
    runs = grouped(register.table, found.rows) if not sorted_by else iter([("", list(found.rows))])
    return [
        GroupShown(name, tuple(row_shown(register, row, total=found.total) for row in rows))
        for name, rows in runs
    ]


def row_shown(register: Register[Any], row: Any, *, total: int = 0) -> RowShown:
    group = register.table.group
    return RowShown(
        row=row,
        name=register.name_of(row),
        cells=tuple(cell_shown(register, column, row) for column in register.table.columns),
        more=tuple((heading, passage(text)) for heading, text in row.more.items()),
        group=cell_text(group, row) if group else "",
        first=row.position == 1,
        last=row.position == total,
    )


def shares(register: Register[Any]) -> list[tuple[Column[Any], int]]:
    """Each column with its share of the table's width in steps of five, as the printed chapter has it."""
    layout = register.table.layout
    widths = dict(zip(layout.columns, layout.widths, strict=False)) if layout else {}
    whole = sum(widths.values()) or 1
    return [(column, 5 * round(20 * widths.get(column.key, 0) / whole)) for column in register.table.columns]


def facts_of(register: Register[Any], row: Any) -> list[tuple[Any, SafeString]]:
    """Column → text, for showing a row on its own."""
    return [(column.title, passage(cell_text(column, row))) for column in register.columns]


def cell_shown(register: Register[Any], column: Column[Any], row: Any) -> CellShown:
    text = cell_text(column, row)
    period = column.read(row)
    timed = period if isinstance(period, Period) and column.kind is Kind.PERIOD else None
    return CellShown(
        column=column,
        text=passage(text),
        start=f"{text[:START].rsplit(None, 1)[0]} …" if len(text) > LONG else "",
        when=when(timed) if timed else "",
        inferred=timed.inferred if timed else False,
        doubts=doubts_in(register, column, row),
    )


def doubts_in(register: Register[Any], column: Column[Any], row: Any) -> tuple[Doubt, ...]:
    """The doubts shown in a cell: its own, and in the cell that names the row also that of its group."""
    found = [Doubt(column.key, str(sentence(row.doubts[column.key])))] if row.doubts.get(column.key) else []
    group = register.table.group
    if group and column is register.naming and row.doubts.get(group.key):
        stands = f"{group.title}: {cell_text(group, row) or '–'}"
        found.append(Doubt(group.key, str(sentence(row.doubts[group.key])), stands))
    return tuple(found)


def when(period: Period) -> str:
    """What a period means, in words: "01.01.2021–30.06.2021, every year"."""
    return ", ".join(part for part in (period_words(period), how_often(period.recurrence)) if part)


def how_often(recurrence: str | None) -> str:
    if not recurrence:
        return ""
    number = recurrence.partition("/")[0]
    if number.isdigit():
        times = int(number)
        return ngettext("%(times)d time a year", "%(times)d times a year", times) % {"times": times}
    return str(RECURRENCES.get(recurrence, recurrence))
