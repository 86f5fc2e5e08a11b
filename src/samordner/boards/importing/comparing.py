"""What a table says beside what is registered: what is new, what changes, and what is there already."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from django.utils.translation import gettext as _

from samordner.boards.importing.days import COARSER
from samordner.boards.importing.understanding import Line, Understood
from samordner.documents.recognition.faults import Fault
from samordner.participation.models import Evidence, Observation
from samordner.participation.operations import begins
from samordner.participation.statements import Statement

Kind = Literal["new", "changed", "history", "same"]
Cell = tuple[int, str, str]
STRENGTH = {one: place for place, one in enumerate(Evidence.values)}
DETAILS = (
    "decision_body", "decision_day", "case_number", "link", "outcome", "reach_count", "reach_of", "reach_unit",
    "fidelity", "note",
)  # fmt: skip


class Known(NamedTuple):
    """An observation that stands, in short."""

    pk: int
    value: str
    since: date
    precision: str
    recorded_at: datetime
    evidence: str
    expected_label: str
    details: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One statement of the file, and what holds today (`now`; None: unknown).

    `kind`: new where nothing was known, changed, in the history behind what holds today, or the same: skipped.
    """

    line: Line
    now: Known | None
    kind: Kind


@dataclass(frozen=True)
class Preview:
    """Everything that accepting the file would do; with faults, nothing. `seen` names exactly this."""

    changes: tuple[Change, ...]
    skipped: tuple[Change, ...]
    faults: tuple[Fault, ...]
    empty: int
    unread: tuple[str, ...]
    seen: str


def compare(understood: Understood, *, today: date) -> Preview:
    """Hold what the file says against the register; two rows that say different things of the same are faults."""
    kept = _kept(understood.lines)
    found, faults = [], list(understood.faults)
    before: dict[tuple[Cell, date], Line] = {}
    for line in understood.lines:
        cell, since = _cell(line), begins(line.participation, line.statement)
        known = kept.get(cell, [])
        now = next((one for one in reversed(known) if one.since <= today), None)
        other = before.setdefault((cell, since), line)
        if other is not line and not _same(other.statement, line.statement):
            text = _("Row %(row)d of %(sheet)s says something else of the same.")
            words = {"row": other.row, "sheet": other.sheet or _("the table")}
            faults.append(Fault(line.sheet, line.row, line.column, line.statement.value, text % words))
        repeated = other is not line
        found.append(Change(line, now, "same" if repeated else _kind(line, since, known, now)))
    changes = tuple(one for one in found if one.kind != "same")
    skipped = tuple(one for one in found if one.kind == "same")
    return Preview(changes, skipped, tuple(faults), understood.empty, understood.unread, _named(found))


def _kept(lines: Sequence[Line]) -> dict[Cell, list[Known]]:
    """What stands of the cells that the file speaks of, the oldest first."""
    fields = ("participation_id", "subject", "item", *Known._fields[:-1], *DETAILS)
    rows = Observation.objects.filter(
        participation__in={line.participation.pk for line in lines},
        subject__in={line.statement.subject for line in lines},
        withdrawn=False,
        corrected_by=None,
    )
    found: dict[Cell, list[Known]] = defaultdict(list)
    size = 3 + len(Known._fields) - 1
    for row in rows.order_by("since", "recorded_at", "pk").values_list(*fields):
        found[row[:3]].append(Known._make((*row[3:size], row[size:])))
    return found


def _cell(line: Line) -> Cell:
    return line.participation.pk, line.statement.subject, line.statement.item


def _kind(line: Line, since: date, known: Sequence[Known], now: Known | None) -> Kind:
    there = next((one for one in reversed(known) if one.since == since), None)
    if there and _adds_nothing(there, line.statement):
        return "same"
    if not line.dated:  # one day for all rows: a status that held before it, and holds, is no news
        held = next((one for one in reversed(known) if one.since <= since), None)
        if held and _adds_nothing(held, line.statement, dated=False):
            return "same"
    if now is None:
        return "new"
    return "history" if now.since > since else "changed"


def _adds_nothing(known: Known, statement: Statement, *, dated: bool = True) -> bool:
    """Whether all that the statement says is known, on at least as good evidence."""
    if known.value != statement.value or STRENGTH[statement.evidence] > STRENGTH[known.evidence]:
        return False
    if dated and COARSER[statement.precision] < COARSER[known.precision]:
        return False
    if statement.expected and statement.expected.label != known.expected_label:
        return False
    said = (getattr(statement, name) for name in DETAILS)
    return all(new in (None, "", old) for new, old in zip(said, known.details, strict=True))


def _same(one: Statement, other: Statement) -> bool:
    names = ("value", "precision", "evidence", "expected", *DETAILS)
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _named(changes: Sequence[Change]) -> str:
    """A name for exactly these changes of exactly this register."""
    named = hashlib.sha256()
    for one in changes:
        now = one.now.pk if one.now else 0
        named.update(f"{one.line.participation.pk} {one.line.statement} {now} {one.kind}\n".encode())
    return named.hexdigest()
