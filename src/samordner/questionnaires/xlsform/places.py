"""Where in a workbook something is, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

SURVEY, CHOICES, SETTINGS, OURS = "survey", "choices", "settings", "samordner"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, or worth knowing: the sheet ("" for the file), the row as the spreadsheet numbers it
    (0 for the sheet as a whole), the column's heading, and a sentence in the reader's language.
    """

    sheet: str
    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.place, self.sentence)))

    @property
    def place(self) -> str:
        """Where, in words; empty for the file as a whole."""
        parts = []
        if self.sheet:
            parts.append(gettext("Sheet %(name)s") % {"name": self.sheet})
        if self.row:
            parts.append(gettext("row %(number)s") % {"number": self.row})
        if self.column:
            parts.append(gettext("column %(name)s") % {"name": self.column})
        return ", ".join(parts)


class Refused(ValueError):
    """A form that is not read. `faults`: everything that is in the way, in the order of the workbook."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet: texts by column, words by column where there are languages; `heads`: what the file calls them."""

    sheet: str
    row: int
    cells: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)

    def get(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Remark:
    """A fault or a note before it is translated: an English text of the catalogue, and what fills it."""

    sheet: str
    row: int
    column: str
    message: str
    values: dict[str, Any] = field(default_factory=dict)

    def told(self) -> Fault:
        return Fault(self.sheet, self.row, self.column, gettext(self.message) % self.values)


@dataclass(slots=True)
class Found:
    """What was found on the way."""

    faults: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)

    def fault(self, line: Line, column: str, message: str, **values: Any) -> None:
        self.faults.append(Remark(line.sheet, line.row, line.heads.get(column, column), message, values))

    def note(self, line: Line, column: str, message: str, **values: Any) -> None:
        self.notes.append(Remark(line.sheet, line.row, line.heads.get(column, column), message, values))
