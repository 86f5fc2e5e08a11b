"""The one way out: a table or a document printed in a format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from samordner.documents import csv, docx, html, json, pdf, xlsx
from samordner.documents.blocks import Document, Table
from samordner.documents.columns import Layout, Row, TableDefinition


class TableFormat(StrEnum):
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"


class DocumentFormat(StrEnum):
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    JSON = "json"


MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


@dataclass(frozen=True, slots=True)
class Printed:
    """A file: its bytes, its media type, and how its name ends (without the dot)."""

    content: bytes
    media_type: str
    extension: str


def print_table(
    definition: TableDefinition[Row],
    rows: Sequence[Row],
    format: TableFormat,
    *,
    language: str,
    layout: Layout | None = None,
) -> Printed:
    """The table as a file in that language's labels.

    XLSX, CSV and JSON hold every column; HTML, DOCX and PDF what the layout (else the table's own) shows.
    """
    match format:
        case TableFormat.HTML:
            block = Table(definition, tuple(rows), layout)
            return _printed(format, html.file(Document(definition.title, language, (block,))))
        case TableFormat.DOCX:
            return _printed(format, docx.table_file(definition, rows, language=language, layout=layout))
        case TableFormat.PDF:
            return _printed(format, pdf.table_file(definition, rows, language=language, layout=layout))
        case TableFormat.XLSX:
            return _printed(format, xlsx.file(definition, rows, language=language))
        case TableFormat.CSV:
            return _printed(format, csv.file(definition, rows, language=language))
        case TableFormat.JSON:
            return _printed(format, json.table_file(definition, rows, language=language))
        case _:
            assert_never(format)


def print_document(document: Document, format: DocumentFormat) -> Printed:
    """The document as a file in its own language."""
    match format:
        case DocumentFormat.HTML:
            return _printed(format, html.file(document))
        case DocumentFormat.DOCX:
            return _printed(format, docx.file(document))
        case DocumentFormat.PDF:
            return _printed(format, pdf.file(document))
        case DocumentFormat.JSON:
            return _printed(format, json.document_file(document))
        case _:
            assert_never(format)


def _printed(format: TableFormat | DocumentFormat, content: str | bytes) -> Printed:
    data = content.encode() if isinstance(content, str) else content
    return Printed(data, MEDIA_TYPES[format.value], format.value)
