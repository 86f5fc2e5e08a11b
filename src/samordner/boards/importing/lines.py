"""A sheet as lines: which column says what, told by the headings in its first row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from samordner.boards.importing.wording import folded, headings, series_words
from samordner.documents.recognition.faults import Fault
from samordner.documents.recognition.workbook import CellValue, Row, Sheet
from samordner.programmes.definition import Definition

WHOSE = ("number", "name")


class Wrong(Exception):
    """One cell that cannot be understood: the column (a field's name), and why."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(reason)
        self.name, self.reason = name, reason


@dataclass(frozen=True, slots=True)
class Headed:
    """Where a sheet has what: field -> place, and of the wide form (subject, item) -> place."""

    titles: tuple[str, ...]
    fields: Mapping[str, int]
    series: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def whose(self) -> int | None:
        """The column that says which municipality a row is about: that of the number, else of the name."""
        return next((self.fields[name] for name in WHOSE if name in self.fields), None)

    def column(self, place: int | None) -> str:
        """A column as people find it: "C · Status"."""
        return "" if place is None else f"{get_column_letter(place + 1)} · {self.titles[place]}"

    def cell(self, row: Row, name: str) -> CellValue:
        """What stands in the field's column; "" when there is no such column, or nothing in it."""
        return at(row, self.fields.get(name))


def at(row: Row, place: int | None) -> CellValue:
    return row.cells[place] if place is not None and place < len(row.cells) else ""


def headed(sheet: Sheet, says: Definition) -> tuple[Headed | None, list[Fault]]:
    """The sheet's columns, and what is wrong with its headings; None: this sheet is no table of statuses.

    With a column of values there is one statement a row; else each subject has a column of its own.
    """
    first = sheet.rows[0]
    titles = tuple(str(cell) for cell in first.cells)
    words = [folded(title) for title in titles]
    known, series = headings(), series_words(says)
    is_long = any(known.get(one) == "value" for one in words)
    if not is_long and not any(one in series for one in words):
        return None, []
    fields: dict[str, int] = {}
    columns: dict[tuple[str, str], int] = {}
    made, faults = Headed(titles, fields, columns), []

    def wrong(place: int | None, reason: str) -> None:
        written = titles[place] if place is not None else ""
        faults.append(Fault(sheet.name, first.number, made.column(place), written, reason))

    for place, one in enumerate(words):
        if not one:
            continue
        name = known.get(one) if is_long or known.get(one) not in {"subject", "item"} else None
        meant = None if is_long or name else series.get(one)
        if name is None and meant is None:
            wrong(
                place,
                _("This heading is not known here. Take the column away, or name it as the template does."),
            )
        elif (name is not None and name in fields) or (meant is not None and meant in columns):
            wrong(place, _("This column is there twice."))
        elif name is not None:
            fields[name] = place
        elif meant is not None:
            columns[meant] = place
    if not any(name in fields for name in WHOSE):
        wrong(None, _("There is no column with the municipality's number or name."))
    return made, faults
