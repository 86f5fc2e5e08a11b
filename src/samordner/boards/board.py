"""The plain board: municipality × subject on a day, with what every column adds up to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samordner.boards.marks import UNKNOWN, Column, Mark, columns_of, mark_value, marks_of
from samordner.boards.queries import Scope, Selection, is_selected, selected
from samordner.participation.models import HOLDS, Participation
from samordner.participation.queries import State, tally
from samordner.participation.statements import series_of
from samordner.programmes.definition import Definition


@dataclass(frozen=True, slots=True)
class Cell:
    column: Column
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Row:
    participation: Participation
    cells: tuple[Cell, ...]

    @property
    def name(self) -> str:
        return str(self.participation.municipality)


@dataclass(frozen=True, slots=True)
class Count:
    """`number` of all have this value; `selection` opens it."""

    mark: Mark
    number: int
    selection: Selection
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """What a column adds up to, the whole being all municipalities of the board, shown or not."""

    column: Column
    counts: tuple[Count, ...]
    whole: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to narrow the board: those with this value."""

    key: str
    text: str


@dataclass(frozen=True)
class Board:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: tuple[Total, ...]
    choices: tuple[tuple[str, tuple[Choice, ...]], ...]
    whole: int


def board(
    scope: Scope, state: State, *, view: str = "", words: str = "", show: str = "", sort: str = ""
) -> Board:
    """The board. `words` are sought in names, `show` is a choice's key, `sort` a column's ("-" first: down).

    Totals count all municipalities of the scope, whatever is shown. KeyError: no such view.
    """
    definition = scope.definition
    columns = columns_of(definition, view)
    totals = tuple(_total(column, definition, state) for column in columns)
    choices = tuple(
        (
            total.column.full,
            tuple(
                Choice(f"{total.column.key}:{number}", f"{count.mark.sign} {count.mark.text}".strip())
                for number, count in enumerate(total.counts)
            ),
        )
        for total in totals
    )
    shown = {
        f"{total.column.key}:{number}": count.selection
        for total in totals
        for number, count in enumerate(total.counts)
    }
    rows = [
        Row(one, tuple(Cell(column, marks_of(definition, state, one.pk, column)) for column in columns))
        for one in scope.participations
        if _found(one, words) and (show not in shown or is_selected(one.pk, shown[show], state, definition))
    ]
    return Board(
        columns,
        tuple(_sorted(rows, columns, sort, definition, state)),
        totals,
        choices,
        len(scope.participations),
    )


def _found(participation: Participation, words: str) -> bool:
    return words.casefold().strip() in str(participation.municipality).casefold()


def _total(column: Column, definition: Definition, state: State) -> Total:
    return Total(column, tuple(_counts(column, definition, state)), len(state.participations))


def _counts(column: Column, definition: Definition, state: State) -> Iterator[Count]:
    """Every value with its number, the furthest of an ordered scale first; then what is unknown."""
    subject = definition.subject(column.subject)
    unknown = Mark(UNKNOWN, _("unknown"))
    if subject.many:
        for series in series_of(definition, subject.key):
            number = tally(state, definition, subject.key, series.item).count(HOLDS)
            selection = Selection("value", subject.key, series.item, (HOLDS,))
            yield Count(mark_value(definition, subject.key, series.item, HOLDS), number, selection)
        selection = Selection("unknown", subject.key)
        silent = len(selected(selection, state, definition))
        yield Count(unknown, silent, selection)
        return
    found = tally(state, definition, column.subject, column.item)
    if subject.holds == "day":
        selection = Selection("known", subject.key, column.item)
        yield Count(Mark("", _("known")), found.known, selection, leads=True)
    else:
        scale = next(one for one in definition.scales if one.key == subject.scale)
        values = definition.values_of(subject.key)
        for value in reversed(values):
            selection = Selection("value", subject.key, column.item, (value.key,))
            shown = mark_value(definition, subject.key, column.item, value.key)
            leads = scale.ordered and not scale.from_phases and value is values[-1]
            yield Count(shown, found.count(value.key), selection, leads)
    yield Count(unknown, len(found.unknown), Selection("unknown", subject.key, column.item))


def _sorted(
    rows: list[Row], columns: tuple[Column, ...], sort: str, definition: Definition, state: State
) -> list[Row]:
    """Sorted by a column in its scale's order, unknown always last; else as they come, by name."""
    key, down = sort.removeprefix("-"), sort.startswith("-")
    if key == "name":
        return rows[::-1] if down else rows
    column = next((one for one in columns if one.key == key), None)
    if column is None:
        return rows
    order = [value.key for value in definition.values_of(column.subject)]
    many = definition.subject(column.subject).many

    def place(row: Row) -> int | str:
        if many:
            return len(row.cells[columns.index(column)].marks)
        value = state.value(row.participation.pk, column.subject, column.item)
        return order.index(value) if value in order else value if not order else -1

    known = [row for row in rows if row.cells[columns.index(column)].marks]
    unknown = [row for row in rows if not row.cells[columns.index(column)].marks]
    return sorted(known, key=place, reverse=down) + unknown
