"""Printed as CSV, the way Norwegian Excel opens by double-click.

Semicolons, since the comma is the decimal sign there; UTF-8 with a byte order mark, or Excel guesses the old
code page and breaks æ, ø and å; days as 2021-04-27, which Excel takes as a date in any language.

A text that begins with = + - @ ' or a tab would be run as a formula (or lose its apostrophe), so it is
written with one apostrophe before it. `read` takes it away again: what was printed reads back the same.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import override

from samordner.documents.cells import number_text
from samordner.documents.columns import Row, TableDefinition
from samordner.documents.flat import flat_columns

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠", "'")


def guarded(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") else text


def file(definition: TableDefinition[Row], rows: Sequence[Row], *, language: str) -> bytes:
    """Every column of the table, whatever its layout, with a row of titles first."""
    with override(language):
        columns = flat_columns(definition)
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
        writer.writerow([guarded(column.title) for column in columns])
        for row in rows:
            writer.writerow([_text(column.read(row)) for column in columns])
        return out.getvalue().encode("utf-8-sig")


def read(content: bytes) -> list[list[str]]:
    """The rows of a file that `file` wrote, titles first, apostrophes taken away."""
    text = content.decode("utf-8-sig")
    return [
        [unguarded(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=";")
    ]


def _text(value: str | int | float | Decimal | date | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, date):
        return value.isoformat()
    return number_text(value, grouped=False)
