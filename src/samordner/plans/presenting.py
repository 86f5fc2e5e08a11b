"""How a row looks on a page: each cell as elements, shortened when long, with its days and its doubts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, ngettext

from samordner.documents import amounts
from samordner.documents.amounts import Amount
from samordner.documents.cells import cell_text, day_text, grouped
from samordner.documents.columns import Column
from samordner.documents.html import passage
from samordner.plans.cells import Cell, cell_of
from samordner.plans.forms import period_words
from samordner.plans.models import Followed
from samordner.plans.queries import Shown
from samordner.plans.reasons import sentence
from samordner.plans.registers import Register
from samordner.plans.statuses import Chosen
from samordner.timeline import due
from samordner.timeline.due import Due
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


SIGNS = {"planned": "○", "underway": "◐", "done": "●", "postponed": "↷", "dropped": "×"}
COLOURS = {
    "planned": "neutral", "underway": "info", "done": "success", "postponed": "warning", "dropped": "neutral",
}  # fmt: skip


@dataclass(frozen=True)
class Doubt:
    """Something that was only proposed: which cell, and why. `about` names it where it stands elsewhere."""

    key: str
    why: str
    about: str = ""


@dataclass(frozen=True)
class CellShown:
    """A cell. `start` is its beginning, when it is long; `when` what its words mean: days, a number.

    `tag` is a mark with its colour: a status, or that a deadline has passed.
    """

    column: Column[Any]
    text: SafeString
    start: str
    when: str
    inferred: bool
    doubts: tuple[Doubt, ...]
    tag: tuple[str, str] | None = None


@dataclass(frozen=True)
class RowShown:
    """A row: its cells in columns, and those that have something among the rest."""

    row: Any
    name: str
    cells: tuple[CellShown, ...]
    beside: tuple[CellShown, ...]
    more: tuple[tuple[str, SafeString], ...]
    group: str
    first: bool
    last: bool


@dataclass(frozen=True)
class GroupShown:
    """Rows under one heading (none: empty)."""

    name: str
    rows: tuple[RowShown, ...]


def groups(
    register: Register[Any], found: Shown[Any], *, sorted_by: str = "", day: date | None = None
) -> list[GroupShown]:
    """The rows on the page. Sorted by a column they stand without headings, each naming its group itself."""
    runs = grouped(register.table, found.rows) if not sorted_by else iter([("", list(found.rows))])
    return [
        GroupShown(name, tuple(row_shown(register, row, total=found.total, day=day) for row in rows))
        for name, rows in runs
    ]


def row_shown(register: Register[Any], row: Any, *, total: int = 0, day: date | None = None) -> RowShown:
    """A row as it looks. `day`: on which deadlines have passed or not; None: nothing is said of that."""
    group = register.table.group
    cells = [cell_shown(register, column, row, day) for column in register.table.columns]
    return RowShown(
        row=row,
        name=register.name_of(row),
        cells=tuple(cell for cell in cells if cell.column.key not in register.unprinted),
        beside=tuple(
            cell
            for cell in cells
            if cell.column.key in register.unprinted and (cell.text or cell.when or cell.tag or cell.doubts)
        ),
        more=tuple((heading, passage(text)) for heading, text in row.more.items()),
        group=cell_text(group, row) if group else "",
        first=row.position == 1,
        last=row.position == total,
    )


def shares(register: Register[Any]) -> list[tuple[Column[Any], int]]:
    """Each column of the page with its share of the table's width in steps of five, as the printed chapter has it."""
    layout = register.table.layout
    widths = dict(zip(layout.columns, layout.widths, strict=False)) if layout else {}
    columns = [column for column in register.table.columns if column.key not in register.unprinted]
    whole = sum(widths.get(column.key, 0) for column in columns) or 1
    share = 0.7 if register.unprinted else 1
    return [
        (column, max(10, 5 * round(20 * share * widths.get(column.key, 0) / whole))) for column in columns
    ]


def facts_of(register: Register[Any], row: Any) -> list[tuple[Any, SafeString]]:
    """Column → text, for showing a row on its own."""
    return [(column.title, passage(cell_text(column, row))) for column in register.columns]


def cell_shown(register: Register[Any], column: Column[Any], row: Any, day: date | None = None) -> CellShown:
    text = cell_text(column, row)
    cell = cell_of(column, row)
    tag = tag_of(cell, row, day)
    return CellShown(
        column=column,
        text=passage("" if isinstance(cell, Chosen) and cell.key and not cell.label else text),
        start=f"{text[:START].rsplit(None, 1)[0]} …" if len(text) > LONG else "",
        when=meaning(cell),
        inferred=cell.inferred if isinstance(cell, Period) else False,
        doubts=doubts_in(register, column, row),
        tag=tag,
    )


def meaning(cell: Cell) -> str:
    """What the words of a cell mean, when that says more than they do."""
    match cell:
        case Period():
            return when(cell)
        case Due(label, day) if day and due.said(day) != label:
            return day_text(day)
        case Amount(label, value, unit) if value is not None and amounts.said(value, unit) != label:
            return amounts.said(value, unit)
        case _:
            return ""


def tag_of(cell: Cell, row: Any, day: date | None) -> tuple[str, str] | None:
    """A cell's mark and its colour; the words say the same without it."""
    match cell:
        case Chosen(key=key) if key:
            return f"{SIGNS[key]} {Followed.Status(key).label}", COLOURS[key]
        case Due(day=last) if last and day and last < day and not getattr(row, "is_over", False):
            words = gettext("passed")
            return f"! {words}", "danger"
        case _:
            return None


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
