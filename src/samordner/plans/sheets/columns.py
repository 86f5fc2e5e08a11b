"""The columns of a register's sheet: what is written, what it means beside it, and a key for every row."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from samordner.documents.cells import cell_text
from samordner.documents.columns import Column, Kind, TableDefinition
from samordner.documents.flat import Part as Meaning
from samordner.documents.flat import Plain, meant
from samordner.plans.models import Plan
from samordner.plans.registers import Register

Part: TypeAlias = Literal["text"] | Meaning
STAMP = re.compile(r"\[(\d{1,9}):([a-z_]{1,64}):([0-9a-f]{12})\]\s*$")
KEY = re.compile(r"(\d{1,18})\.(\d{1,9})")
FILLED_BY = "filled_by"


@dataclass(frozen=True)
class SheetColumn:
    """A column of the sheet: a part of a register's column (None: who fills in the row)."""

    column: Column[Any] | None
    part: Part
    title: str
    kind: Kind
    read: Callable[[Any], Plain]

    @property
    def key(self) -> str:
        return self.column.key if self.column else FILLED_BY


def sheet_columns(register: Register[Any]) -> list[SheetColumn]:
    """Every column of the register's sheet but the key, in the active language."""
    found = [one for column in register.columns for one in _parts(column)]
    return [*found, SheetColumn(None, "text", _("Filled in by"), Kind.SHORT, lambda row: str(row.filled_by))]


def _parts(column: Column[Any]) -> Iterator[SheetColumn]:
    title = str(column.title)
    if column.kind is Kind.DAY:
        yield SheetColumn(column, "day", title, Kind.DAY, column.read)  # type: ignore[arg-type]
        return
    yield SheetColumn(column, "text", title, Kind.TEXT, lambda row: cell_text(column, row))
    for part, flat in meant(column):
        yield SheetColumn(column, part, flat.title, flat.kind, flat.read)


def by_title(register: Register[Any]) -> dict[str, tuple[str, Part]]:
    """A heading in any of the product's languages, folded → the register's column and the part of its cell."""
    found: dict[str, tuple[str, Part]] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for one in sheet_columns(register):
                found.setdefault(folded(one.title), (one.key, one.part))
    return found


def folded(title: str) -> str:
    return " ".join(title.split()).casefold()


def stamp(register: Register[Any], plan: Plan, rows: Iterable[Any]) -> str:
    """Names the register as it stands: the plan, the register, and a digest of every row's version."""
    said = ",".join(sorted(f"{row.pk}.{row.version}" for row in rows))
    return f"[{plan.pk}:{register.key}:{hashlib.sha256(said.encode()).hexdigest()[:12]}]"


def sheet_table(register: Register[Any], plan: Plan, rows: Iterable[Any]) -> TableDefinition[Any]:
    """The register as a table for a spreadsheet. The heading of the first column says which register it was, and when
    it stood so; the cells under it say which row, in which version.
    """
    words = _("Row: leave as it is")
    heading = f"{words} {stamp(register, plan, rows)}"
    key = Column[Any](key="row", title=heading, value=lambda row: f"{row.pk}.{row.version}")
    columns = [
        Column[Any](key=f"{one.key}.{one.part}", title=one.title, kind=one.kind, value=one.read)
        for one in sheet_columns(register)
    ]
    return TableDefinition(key=register.key, title=register.table.title, columns=(key, *columns))
