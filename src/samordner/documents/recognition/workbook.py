"""A table that somebody sends, cell by cell: XLSX, CSV, or what was pasted from a spreadsheet.

A formula is the text of the formula: nothing is ever calculated. Cells are text, whole or broken numbers, or days.
"""

import csv
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from samordner.documents.csv import FORMULA_STARTS
from samordner.documents.lines import clean
from samordner.documents.recent import Recent
from samordner.documents.recognition import archive
from samordner.documents.recognition.guarded import Limits, opened, run
from samordner.documents.recognition.plaintext import decoded
from samordner.documents.recognition.sources import MOST_BYTES, Unreadable, gettext_noop

MOST_CELLS = 100_000
MOST_COLUMNS = 200
MOST_ROWS = 50_000
LAST_ROW = 1_048_576  # of a sheet; a file can claim more of them, which hold nothing

CellValue: TypeAlias = str | int | float | date

DAMAGED = archive.DAMAGED
TOO_MANY = gettext_noop("The file has more than 100,000 filled cells, 50,000 rows or 200 columns.")
NO_TABLE = gettext_noop("This is no table that can be read here. Save it as XLSX or as CSV first.")
# What a damaged archive or a part that is not what it says makes the reader raise
BROKEN = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, KeyError, ValueError, TypeError, AttributeError,
    IndexError, OSError, SyntaxError, NotImplementedError, RuntimeError, EOFError, OverflowError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something: its number as the spreadsheet shows it, and its cells ("" for an empty one)."""

    number: int
    cells: tuple[CellValue, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet by its name; a CSV file is one sheet without a name."""

    name: str
    rows: tuple[Row, ...]


def open_workbook(content: bytes) -> tuple[Sheet, ...]:
    """The sheets of a file that hold something. Raises `Unreadable` with a sentence.

    A spreadsheet, or a large table as text, is read in a process of its own, with limits (see `guarded`): it may be
    anybody's file. What was read last is remembered: a file is read again each time that its preview is looked at.
    """
    if len(content) <= PASTED and not content.startswith(archive.SIGN):
        return read_workbook(content)
    key = hashlib.sha256(content).digest()
    found = _read.get(key)
    if found is None:
        found = _read.keep(key, json.dumps(run(TASK, content, {}, limits=LIMITS)))
    return tuple(_sheet(name, rows) for name, rows in json.loads(found))


PASTED = 100_000  # bytes of text that are read where they are
TASK = f"{__name__}:task"
LIMITS = Limits(whole=10, clock=30, megabytes=256)
_read: Recent[bytes, str] = Recent(4)


def task(content: bytes, _arguments: dict[str, Any]) -> list[Any]:
    """What the process of its own answers: of every sheet its name and its rows, as plain data."""
    return [
        [sheet.name, [[row.number, [_plain(cell) for cell in row.cells]] for row in sheet.rows]]
        for sheet in read_workbook(content)
    ]


def _plain(cell: CellValue) -> Any:
    return [cell.isoformat()] if isinstance(cell, date) else cell


def _sheet(name: str, rows: list[Any]) -> Sheet:
    return Sheet(
        name,
        tuple(
            Row(
                number,
                tuple([date.fromisoformat(cell[0]) if isinstance(cell, list) else cell for cell in cells]),
            )
            for number, cells in rows
        ),
    )


def read_workbook(content: bytes) -> tuple[Sheet, ...]:
    """As `open_workbook`, in this very process."""
    if len(content) > MOST_BYTES:
        raise Unreadable(gettext_noop("The file is larger than 20 MB."))
    if not content.strip():
        raise Unreadable(gettext_noop("The file is empty."))
    if content.startswith(archive.SIGN):
        sheets = _xlsx(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            gettext_noop("This is an old or a locked Excel file. Save it as XLSX without a password.")
        )
    elif content.startswith((b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"PK")):
        raise Unreadable(NO_TABLE)
    else:
        sheets = [_separated(content)]
    found = tuple(sheet for sheet in sheets if sheet.rows)
    if not found:
        raise Unreadable(gettext_noop("The file holds no filled cell."))
    return found


# XLSX


def _xlsx(content: bytes) -> list[Sheet]:
    _judge(content)
    opened()
    left = MOST_CELLS
    sheets = []
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what the file says of its own size may be anything
            rows = tuple(_rows(sheet.iter_rows(values_only=True), left))
            left -= sum(1 for row in rows for cell in row.cells if cell != "")
            sheets.append(Sheet(clean(sheet.title), rows))
    except Unreadable:
        raise
    except BROKEN as problem:
        raise Unreadable(DAMAGED) from problem
    return sheets


def _judge(content: bytes) -> None:
    """Refuses an archive by its directory, and parts with XML declarations, before anything is unpacked."""
    with archive.opened(content) as parts:
        if "xl/workbook.xml" not in archive.names(parts):
            raise Unreadable(NO_TABLE)
        if archive.holds_macros(parts):
            raise Unreadable(gettext_noop("The file holds macros. Save it as XLSX, which has none."))
        for name in parts.namelist():
            head = archive.begins(parts, name) if name.casefold().endswith((".xml", ".rels")) else b""
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head or b"\x00<\x00!" in head:
                raise Unreadable(gettext_noop("The file holds XML declarations that no workbook has."))


# CSV, or pasted


def _separated(content: bytes) -> Sheet:
    text = clean(decoded(content))
    head = next((line for line in text.split("\n") if line.strip()), "")
    separator = max("\t;,", key=head.count)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        return Sheet("", tuple(_rows(lines, MOST_CELLS, guarded=True)))
    except csv.Error as problem:
        raise Unreadable(NO_TABLE) from problem


# Both


def _rows(lines: Any, left: int, *, guarded: bool = False) -> Iterator[Row]:
    """The rows that hold something. Unreadable: more than `left` filled cells, or too many rows or columns.

    Programs write cells that are only coloured out to the end of the sheet: they hold nothing, and are passed over.
    """
    for number, line in enumerate(lines, 1):
        if number > LAST_ROW:
            raise Unreadable(TOO_MANY)
        if not any(line) and 0 not in line:
            continue
        cells = _trimmed([_value(cell, guarded=guarded) for cell in line])
        if cells and (number > MOST_ROWS or len(cells) > MOST_COLUMNS):
            raise Unreadable(TOO_MANY)
        left -= sum(1 for cell in cells if cell != "")
        if left < 0:
            raise Unreadable(TOO_MANY)
        if cells:
            yield Row(number, cells)


def _trimmed(cells: Sequence[CellValue]) -> tuple[CellValue, ...]:
    last = max((place for place, cell in enumerate(cells, 1) if cell != ""), default=0)
    return tuple(cells[:last])


def _value(cell: object, *, guarded: bool) -> CellValue:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, int):
        return cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = clean(str(getattr(cell, "text", cell) or "")).replace("\xa0", " ").strip()
    # A table that we printed ourselves guards such texts with an apostrophe
    return text[1:] if guarded and text[:1] == "'" and text[1:].startswith(FORMULA_STARTS) else text
