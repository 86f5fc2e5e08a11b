"""What a sheet would change: row by row, and in each row cell by cell, before anything is written."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext as _

from samordner.access.actors import organisation_key
from samordner.documents.amounts import Amount
from samordner.documents.cells import cell_text
from samordner.documents.columns import Column, Kind
from samordner.documents.recognition.faults import Fault
from samordner.plans.cells import (
    Cell,
    cell_of,
    settled_amount,
    settled_due,
    stored,
    tidy,
    understood,
)
from samordner.plans.models import Plan
from samordner.plans.presenting import meaning
from samordner.plans.queries import rows_of
from samordner.plans.registers import Register
from samordner.plans.sheets.columns import FILLED_BY, stamp
from samordner.plans.sheets.reading import Brought, Line, Parts, read_sheet
from samordner.plans.written import is_empty, settled
from samordner.timeline.due import Due
from samordner.timeline.periods import Period

How = Literal["new", "changed", "removed"]


@dataclass(frozen=True)
class CellChange:
    """A cell before and after."""

    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """What the sheet would do to one row. `ref` names it on the page: the row's id, or + and the sheet's row.

    `why_not`: why it is not taken unless somebody says so: another changed the row since the sheet was fetched.
    """

    ref: str
    how: How
    name: str
    row: Any | None
    line: int
    fields: dict[str, Any]
    cells: tuple[CellChange, ...]
    why_not: str = ""


@dataclass(frozen=True)
class Compared:
    """Everything that the sheet would do. `seen` names exactly this; with faults, nothing can be taken."""

    changes: tuple[Change, ...]
    faults: tuple[Fault, ...]
    same: int
    fresh: bool
    seen: str

    def of(self, how: How) -> int:
        return sum(change.how == how for change in self.changes)

    @property
    def usual(self) -> set[str]:
        """The changes that are taken unless somebody says otherwise."""
        return {change.ref for change in self.changes if not change.why_not}


def compare(content: bytes, register: Register[Any], plan: Plan) -> Compared:
    """Hold the sheet against the register as it stands now. Unreadable when the file is no such sheet."""
    brought = read_sheet(content, register, plan)
    kept = list(rows_of(register, plan))
    fresh = brought.stamp == stamp(register, plan, kept)
    faults = list(brought.faults)
    changes: list[Change] = []
    by_pk = {row.pk: row for row in kept}
    gone = set(register.rows().filter(plan=plan).exclude(removed_at=None).values_list("pk", flat=True))
    same = 0
    for line in brought.lines:
        row = by_pk.get(line.pk) if line.pk is not None else None
        if line.pk is not None and row is None and line.pk not in gone:
            faults.append(_fault(line, _("The register has no such row.")))
            continue
        if line.pk is not None and row is None:
            continue  # removed here meanwhile, and so it stays
        change = _changed(register, plan, line, row)
        if change is None:
            same += row is not None
        elif change.how == "new" and not change.cells:
            faults.append(_fault(line, _("The row is empty.")))
        else:
            changes.append(change)
            if sentence := _wrong(change):
                faults.append(_fault(line, sentence))
    named = {line.pk for line in brought.lines}
    changes += [_removed(register, row, fresh) for row in kept if row.pk not in named]
    faults.sort(key=lambda one: one.row)  # as they are met when one goes through the sheet
    return Compared(tuple(changes), tuple(faults), same, fresh, _name(plan, register, brought, changes))


def _fault(line: Line, reason: str) -> Fault:
    return Fault("", line.row, "", f"{line.pk}.{line.version}" if line.pk else "", reason)


def _wrong(change: Change) -> str:
    start, end = change.fields.get("period_start"), change.fields.get("period_end")
    return _("The last day is before the first day.") if start and end and end < start else ""


def _changed(register: Register[Any], plan: Plan, line: Line, row: Any | None) -> Change | None:
    """What the line changes; None when it says what stands there."""
    old = row if row is not None else register.row(plan)
    fields: dict[str, Any] = {}
    year = plan.year
    for column in sorted(register.columns, key=lambda each: each.kind is not Kind.PERIOD):
        parts = line.cells.get(column.key)
        if parts is None:
            continue
        cell = _cell(register, plan, column, parts, cell_of(column, old), cell_text(column, old), year)
        fields |= stored(column, cell)
        if isinstance(cell, Period) and cell.start:
            year = cell.start.year if cell.end and cell.end.year == cell.start.year else None
    if FILLED_BY in line.cells:
        name = " ".join(str(line.cells[FILLED_BY].get("text") or "").split())[:200]
        fields |= {FILLED_BY: name, "filled_by_key": organisation_key(name)}
    changed = {name: value for name, value in fields.items() if getattr(old, name) != value}
    new = copy.copy(old)
    for name, value in changed.items():
        setattr(new, name, value)
    if row is None and is_empty(register, new):
        return Change(f"+{line.row}", "new", "", None, line.row, {}, ())
    if not changed:
        return None
    cells = tuple(_cells(register, old, new))
    if row is None:
        return Change(f"+{line.row}", "new", register.name_of(new), None, line.row, changed, cells)
    why = (
        _("Somebody changed the row here after the sheet was fetched.") if row.version != line.version else ""
    )
    return Change(str(row.pk), "changed", register.name_of(row), row, line.row, changed, cells, why)


def _removed(register: Register[Any], row: Any, fresh: bool) -> Change:
    cells = tuple(
        CellChange(str(column.title), text, "")
        for column in register.columns
        if (text := cell_text(column, row))
    )
    why = "" if fresh else _("The register was changed after the sheet was fetched: the row may be newer.")
    return Change(str(row.pk), "removed", register.name_of(row), row, 0, {}, cells, why)


def _cell(
    register: Register[Any],
    plan: Plan,
    column: Column[Any],
    parts: Parts,
    before: Cell,
    words: str,
    year: int | None,
) -> Cell:
    """The cell that the sheet means, where `before` stood, in `words`. Columns that it lacks stay as they are."""
    text = str(parts.get("text") if "text" in parts else words)
    match before:
        case Period():
            start, end = (parts.get(name, getattr(before, name)) for name in ("start", "end"))
            return settled(text, _day(start), _day(end), before=before, year=year)
        case Due():
            return settled_due(text, _day(parts.get("day", before.day)), before=before, year=year)
        case Amount():
            value = parts.get("value", before.value)
            number = value if isinstance(value, Decimal) else None
            if number is not None and column.unit == "kr":
                number = Decimal(int(number))
            return settled_amount(text, number, before=before, unit=column.unit)
    if column.kind is Kind.DAY:
        return _day(parts.get("day"))
    if _plain(text) == _plain(words):
        return before
    return understood(column, text, year=year, options=register.options(column.key, plan))


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _plain(text: str) -> str:
    return tidy(text.replace("\r\n", "\n"))


def _cells(register: Register[Any], old: Any, new: Any) -> list[CellChange]:
    found = []
    for column in register.columns:
        before, after = _said(column, old), _said(column, new)
        if before != after:
            found.append(CellChange(str(column.title), before, after))
    if old.filled_by != new.filled_by:
        found.append(CellChange(_("Filled in by"), old.filled_by, new.filled_by))
    return found


def _said(column: Column[Any], row: Any) -> str:
    text, means = cell_text(column, row), meaning(cell_of(column, row))
    return f"{text} ({means})" if means else text


def _name(plan: Plan, register: Register[Any], brought: Brought, changes: Sequence[Change]) -> str:
    """A digest over every change and the version of the row that it stands beside."""
    said = [
        (each.ref, each.how, each.row.version if each.row else 0, sorted(_plain_fields(each).items()))
        for each in changes
    ]
    text = json.dumps([plan.pk, register.key, brought.stamp, said], default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain_fields(change: Change) -> dict[str, str]:
    return {name: str(value) for name, value in change.fields.items()}
