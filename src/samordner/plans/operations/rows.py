"""Deeds on the rows of a register. Each leaves one entry in the journal; what stood before is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samordner.journal.deeds import Conflict
from samordner.plans.models import Plan
from samordner.plans.new import NewRow
from samordner.plans.operations.keeping import (
    added,
    change_cells,
    locked,
    note,
    put_back,
    refuse,
    take_out,
)
from samordner.plans.queries import rows_of
from samordner.plans.registers import R, Register
from samordner.plans.written import Cells, fields_of, tidy_more


def why_not_remove(row: R) -> Promise | None:
    return _("The row has been removed already.") if row.removed_at else None


def why_not_restore(row: R) -> Promise | None:
    return None if row.removed_at else _("The row has not been removed.")


@transaction.atomic
def add_row(
    register: Register[R], plan: Plan, new: NewRow, *, by: str, now: datetime, at: int | None = None
) -> R:
    """Add a row at a place (counted from 1), else last."""
    plan = locked(plan)
    last = rows_of(register, plan).count() + 1
    at = last if at is None else max(1, min(at, last))
    if at < last:
        rows_of(register, plan).filter(position__gte=at).update(position=F("position") + 1)
    row = added(register, plan, new, at)
    note(by, "add", register.key, row, plan, now)
    return row


@transaction.atomic
def change_row(
    register: Register[R],
    row: R,
    *,
    version: int,
    cells: Cells,
    by: str,
    now: datetime,
    more: Mapping[str, str] | None = None,
) -> R:
    """Change cells; one that is changed is in doubt no longer. Conflict when another changed the row first.

    A removed row comes back by it: whoever has its latest version has seen that it was removed.
    """
    plan = locked(row.plan)
    fields = fields_of(register, cells, plan)
    if more is not None:
        fields["more"] = tidy_more(more)
    if change_cells(register, row, plan, version, fields, by, now) or row.removed_at:
        if row.removed_at:
            put_back(register, row, plan)
        note(by, "change", register.key, row, plan, now)
    return row


@transaction.atomic
def confirm_row(
    register: Register[R],
    row: R,
    *,
    version: int,
    by: str,
    now: datetime,
    cells: Collection[str] | None = None,
) -> R:
    """Say that proposed cells (else all) are right as they stand. Conflict when they stand so no longer.

    The version stays: nobody's text was changed.
    """
    plan = locked(row.plan)
    current = register.model._default_manager.get(pk=row.pk)
    if current.version != version:
        raise Conflict(current)
    left = {} if cells is None else {key: why for key, why in current.doubts.items() if key not in cells}
    if left != current.doubts:
        register.model._default_manager.filter(pk=row.pk).update(doubts=left)
        note(by, "confirm", register.key, current, plan, now)
    row.refresh_from_db()
    return row


@transaction.atomic
def move_row(register: Register[R], row: R, *, to: int, by: str, now: datetime) -> R:
    """Move a kept row to a place, counted from 1; beyond either end means the end."""
    plan = locked(row.plan)
    row.refresh_from_db()
    refuse(why_not_remove(row))
    kept = rows_of(register, plan)
    to = max(1, min(to, kept.count()))
    if to == row.position:
        return row
    if to < row.position:
        kept.filter(position__gte=to, position__lt=row.position).update(position=F("position") + 1)
    else:
        kept.filter(position__gt=row.position, position__lte=to).update(position=F("position") - 1)
    kept.filter(pk=row.pk).update(position=to)
    row.position = to
    note(by, "move", register.key, row, plan, now)
    return row


@transaction.atomic
def remove_row(register: Register[R], row: R, *, version: int, by: str, now: datetime) -> R:
    """Take a row out of the plan; `restore_row` undoes it. Conflict when another changed it first."""
    plan = locked(row.plan)
    row.refresh_from_db()
    refuse(why_not_remove(row))
    take_out(register, row, plan, version, now)
    note(by, "remove", register.key, row, plan, now)
    return row


@transaction.atomic
def restore_row(register: Register[R], row: R, *, by: str, now: datetime) -> R:
    """Put a removed row back where it stood, or last if the register has become shorter."""
    plan = locked(row.plan)
    row.refresh_from_db()
    refuse(why_not_restore(row))
    put_back(register, row, plan)
    note(by, "restore", register.key, row, plan, now)
    return row
