"""Printed as XLSX: a sheet with a frozen row of titles, a filter, true dates and true numbers.

A text is always stored as text, whatever it begins with, and marked so that it stays text when someone edits
it: nothing that a municipality wrote can become a formula, and every value reads back the same.

openpyxl makes the book and its styles. The rows are put together from text here, as openpyxl would write them:
the state of the whole country is thirty thousand cells, which take it seconds.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.hyperlink import Hyperlink

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
MOST_LINKS = 65_530
"""Links that a sheet holds; beyond, addresses are text."""

_ESCAPE = re.compile(
    "_(?=x[0-9A-Fa-f]{4}_)"
)  # Excel reads _x0041_ as A, so the underscore is written as its code
_TOP = Alignment(vertical="top", wrap_text=True)
_TITLE = Font(bold=True, color="FFFFFF")
_TITLE_FILL = PatternFill("solid", fgColor="1F3A5F")
_LINK = Font(color="0B4A94", underline="single")
_END = b"</sheetData>"


def file(definition: TableDefinition[Row], rows: Sequence[Row], *, language: str) -> bytes:
    """Every column of the table, whatever its layout."""
    return book([(definition, rows)], language=language)


def book(tables: Sequence[tuple[TableDefinition[Any], Sequence[Any]]], *, language: str) -> bytes:
    """Several tables, each on a sheet of its own that is named by its title; the book is named by the first."""
    with override(language):
        made = Workbook(write_only=True)
        title = str(tables[0][0].title)
        made.properties.title, made.properties.creator, made.properties.language = title, "", language
        contents = {
            f"xl/worksheets/sheet{number}.xml": _sheet(made, definition, rows)
            for number, (definition, rows) in enumerate(tables, 1)
        }
        out = io.BytesIO()
        made.save(out)
    return _filled(out, contents)


def _sheet(made: Workbook, definition: TableDefinition[Row], rows: Sequence[Row]) -> str:
    """A new sheet that is laid out for the table, and what its rows are."""
    columns = flat_columns(definition)
    title = str(definition.title)
    sheet = made.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31].strip("' ") or definition.key)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight = True, 0
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS[column.kind]
    sheet.append(())  # the rows begin
    return _Rows(sheet, columns).text(rows)


def _filled(made: io.BytesIO, contents: Mapping[str, str]) -> bytes:
    """The book with these rows in its sheets, by the name of each in it."""
    out = io.BytesIO()
    with ZipFile(made) as old, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=3) as new:
        for each in old.infolist():
            content = old.read(each)
            if each.filename in contents:
                before, end, after = content.partition(_END)
                content = before.rpartition(b"<row")[0] + contents[each.filename].encode() + end + after
            new.writestr(each, content, ZIP_DEFLATED)
    return out.getvalue()


class _Rows:
    """Writes the rows of one sheet. Styles are told by their number in the book."""

    def __init__(self, sheet: Any, columns: Sequence[FlatColumn[Any]]) -> None:
        self.sheet, self.columns = sheet, columns
        self.letters = [get_column_letter(number) for number in range(1, len(columns) + 1)]
        self.plain = self.style()
        self.quoted = self.style(quotePrefix=True)
        self.link = self.style(font=_LINK)
        self.day = self.style(number_format="dd.mm.yyyy")
        self.links = 0
        self.inside = lru_cache(maxsize=4096)(self._inside)  # most texts of a sheet are there many times

    def style(self, **fields: Any) -> int:
        cell = WriteOnlyCell(self.sheet)
        cell.alignment = _TOP
        for name, value in fields.items():
            setattr(cell, name, value)
        return int(cell.style_id)

    def text(self, rows: Sequence[Any]) -> str:
        title = self.style(font=_TITLE, fill=_TITLE_FILL)
        titles = "".join(
            f'<c r="{letter}1" s="{title}"{self.inside(column.title)[1]}'
            for letter, column in zip(self.letters, self.columns, strict=True)
        )
        writers = [
            (f'<c r="{letter}', letter, column.kind, column.read)
            for letter, column in zip(self.letters, self.columns, strict=True)
        ]
        return "".join([f'<row r="1">{titles}</row>', *self._rows(rows, writers)])

    def _rows(
        self, rows: Sequence[Any], writers: Sequence[tuple[str, str, Kind, Callable[[Any], Plain]]]
    ) -> Iterator[str]:
        for number, row in enumerate(rows, 2):
            cells = []
            for begin, letter, kind, read in writers:
                value = read(row)
                if isinstance(value, str):
                    style, inside = self.inside(value)
                    if kind is Kind.LINK and self._linked(f"{letter}{number}", value):
                        style = self.link
                elif isinstance(value, date):
                    style, inside = self.day, _day(value)
                else:
                    style, inside = self.plain, "/>" if value is None else f' t="n"><v>{value}</v></c>'
                cells.append(f'{begin}{number}" s="{style}"{inside}')
            yield f'<row r="{number}">{"".join(cells)}</row>'

    def _inside(self, text: str) -> tuple[int, str]:
        """The style of a text, and what stands after it in its cell."""
        kept = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
        if not kept:
            return self.plain, "/>"
        space = ' xml:space="preserve"' if kept != kept.strip() else ""
        said = escape(_ESCAPE.sub("_x005F_", kept), quote=False)
        style = self.quoted if kept.startswith(FORMULA_STARTS) else self.plain
        return style, f' t="inlineStr"><is><t{space}>{said}</t></is></c>'

    def _linked(self, place: str, address: str) -> bool:
        """Make the cell a link, when its address may become one."""
        if not safe_address(address) or address.startswith("/") or self.links == MOST_LINKS:
            return False
        self.sheet._hyperlinks.append(Hyperlink(ref=place, target=address))
        self.links += 1
        return True


@lru_cache(maxsize=4096)
def _day(day: date) -> str:
    return f' t="n"><v>{to_excel(day)}</v></c>'  # type: ignore[no-untyped-call]
