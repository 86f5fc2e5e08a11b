"""The one way out: a table or a document printed in a format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from samordner.documents.blocks import Document
from samordner.documents.columns import Layout, Row, TableDefinition


class TableFormat(StrEnum):
    HTML = "html"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"


class DocumentFormat(StrEnum):
    HTML = "html"
    DOCX = "docx"
    JSON = "json"


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
    """The table as a file in that language's labels."""
    raise NotImplementedError


def print_document(document: Document, format: DocumentFormat) -> Printed:
    """The document as a file in its own language."""
    raise NotImplementedError
