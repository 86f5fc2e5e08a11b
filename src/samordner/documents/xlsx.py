"""Printed as XLSX: a sheet with a frozen row of titles, a filter, true dates and true numbers.

A text is always stored as text, whatever it begins with, and marked so that it stays text when someone edits
it: nothing that a municipality wrote can become a formula, and every value reads back the same.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from copy import copy
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from samordner.documents.cells import safe_address
from samordner.documents.columns import Kind, Row, TableDefinition
from samordner.documents.csv import FORMULA_STARTS
from samordner.documents.flat import FlatColumn, Plain, flat_columns

WIDTHS = {
    Kind.TEXT: 60,
    Kind.SHORT: 28,
    Kind.NUMBER: 12,
    Kind.DAY: 13,
    Kind.CHOICE: 20,
    Kind.LINK: 36,
    Kind.PEOPLE: 28,
}
LONGEST = 32_767
"""Characters that a cell holds; what is longer ends with an ellipsis."""

_ESCAPE = re.compile(
    "_(?=x[0-9A-Fa-f]{4}_)"
)  # Excel reads _x0041_ as A, so the underscore is written as its code
_TOP = Alignment(vertical="top", wrap_text=True)
_TITLE = Font(bold=True, color="FFFFFF")
_TITLE_FILL = PatternFill("solid", fgColor="1F3A5F")
_LINK = Font(color="0B4A94", underline="single")


def file(definition: TableDefinition[Row], rows: Sequence[Row], *, language: str) -> bytes:
    """Every column of the table, whatever its layout."""
    with override(language):
        columns = flat_columns(definition)
        title = str(definition.title)
        book = Workbook(write_only=True)
        book.properties.title, book.properties.creator, book.properties.language = title, "", language
        sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31].strip("' ") or definition.key)
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
        sheet.print_title_rows = "1:1"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
        sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight = True, 0
        for number, column in enumerate(columns, 1):
            sheet.column_dimensions[get_column_letter(number)].width = WIDTHS[column.kind]
        sheet.append([_title(sheet, column) for column in columns])
        for row in rows:
            sheet.append([_cell(sheet, column, column.read(row)) for column in columns])
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


def _title(sheet: Any, column: FlatColumn[Any]) -> Cell:
    cell = _text(sheet, column.title)
    cell.font, cell.fill = _TITLE, _TITLE_FILL
    return cell


def _cell(sheet: Any, column: FlatColumn[Any], value: Plain) -> Cell:
    if isinstance(value, str):
        text = _text(sheet, value)
        if column.kind is Kind.LINK and safe_address(value) and not value.startswith("/"):
            text.hyperlink, text.font = value, _LINK
        return text
    cell: Cell = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]  # it takes days and decimals
    _at_the_top(sheet, cell)
    if isinstance(value, date):
        cell.number_format = "dd.mm.yyyy"
    return cell


def _text(sheet: Any, text: str) -> Cell:
    kept = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    cell: Cell = WriteOnlyCell(sheet, _ESCAPE.sub("_x005F_", kept) or None)
    if kept:
        cell.data_type = "s"
    _at_the_top(sheet, cell)
    if kept.startswith(FORMULA_STARTS):
        cell.quotePrefix = True
    return cell


def _at_the_top(sheet: Any, cell: Any) -> None:
    """As `cell.alignment = _TOP`, which looks the style up anew for each of ten thousands of cells."""
    style = _STYLES.get(sheet.parent)
    if style is None:
        cell.alignment = _TOP
        _STYLES[sheet.parent] = copy(cell._style)
    else:
        cell._style = copy(style)


_STYLES: WeakKeyDictionary[Workbook, Any] = WeakKeyDictionary()
