"""What is wrong with a sheet that somebody sends, and the table that tells it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from samordner.documents.columns import Column, Kind, Label, TableDefinition


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: the sheet, the row as the spreadsheet numbers it, the column, what stands there."""

    sheet: str
    row: int
    column: str
    written: str
    reason: str


def faults_table(reason: Label) -> TableDefinition[Fault]:
    """Every fault, by where it is found; `reason` heads the column that says what is wrong there."""
    return TableDefinition(
        key="faults",
        title=_("What is wrong"),
        columns=(
            Column(key="sheet", title=_("Sheet"), value=lambda one: one.sheet or "–"),
            Column(key="row", title=_("Row"), kind=Kind.NUMBER),
            Column(key="column", title=_("Column"), value=lambda one: one.column or "–", names_row=True),
            Column(key="written", title=_("What stands there"), value=lambda one: one.written or "–"),
            Column(key="reason", title=reason, kind=Kind.TEXT),
        ),
    )
