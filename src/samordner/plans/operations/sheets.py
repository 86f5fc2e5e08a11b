"""Taking a sheet in, and undoing it: each one deed with one journal entry."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samordner.documents.recognition.sources import Unreadable
from samordner.files.operations import keep, plain_name
from samordner.journal.deeds import Conflict, Refusal, change
from samordner.journal.operations import record
from samordner.plans.models import Earlier, Plan, SheetIn
from samordner.plans.operations.keeping import (
    change_cells,
    locked,
    put_back,
    refuse,
    store,
    take_out,
    why_not_keep,
)
from samordner.plans.queries import rows_of
from samordner.plans.registers import Register
from samordner.plans.sheets.comparing import Change, Compared, compare
from samordner.plans.sheets.reading import read_sheet
from samordner.plans.written import put

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def why_not_take(sheet: SheetIn) -> Promise | None:
    return _("This sheet has been taken in already.") if sheet.taken_at else None


def why_not_undo(sheet: SheetIn) -> Promise | None:
    if sheet.undone_at:
        return _("This sheet has been undone already.")
    return None if sheet.taken_at else _("This sheet has not been taken in.")


def bring_sheet(
    register: Register[Any], plan: Plan, name: str, content: bytes, *, by: str, now: datetime
) -> SheetIn:
    """Keep a sheet that somebody brought, to be looked at. Refusal when it is no sheet of this register.

    Read first: nobody else waits while a file is read.
    """
    try:
        read_sheet(content, register, plan)
    except Unreadable as problem:
        raise Refusal(problem.told(gettext), field="file") from problem
    return _keep(register, plan, name, content, by, now)


@transaction.atomic
def _keep(register: Register[Any], plan: Plan, name: str, content: bytes, by: str, now: datetime) -> SheetIn:
    media_type = XLSX if content.startswith(b"PK") else "text/csv"
    file, _is_new = keep(name, content, media_type, by=by, now=now)
    sheet = SheetIn.objects.create(
        plan=plan, register=register.key, file=file, name=plain_name(name), begun_at=now, begun_by=by
    )
    detail: dict[str, str | int | bool | None] = {"plan": plan.pk, "digest": file.digest}
    record(by, "bring", "sheet", str(sheet.pk), now, detail, office=plan.office.key)
    return sheet


def compared(sheet: SheetIn, register: Register[Any]) -> Compared:
    """What the sheet would change in the register as it stands now."""
    return compare(bytes(sheet.file.content), register, sheet.plan)


@transaction.atomic
def take_sheet(
    register: Register[Any],
    sheet: SheetIn,
    *,
    chosen: Collection[str],
    seen: str,
    version: int,
    by: str,
    now: datetime,
) -> SheetIn:
    """Make the chosen changes, all of them or none. `seen` is the name of what the person looked at.

    Refusal when there is a fault, when nothing is chosen, or when the register is no longer as it was looked at.
    """
    plan = locked(sheet.plan)
    refuse(why_not_take(sheet))
    found = compared(sheet, register)
    refuse(
        _("Something in the sheet cannot be understood, so nothing was taken in.") if found.faults else None
    )
    if found.seen != seen:
        raise Refusal(
            _("The register was changed meanwhile. Look at the changes again before you take them in.")
        )
    wanted = [each for each in found.changes if each.ref in chosen]
    refuse(None if wanted else _("Choose at least one change."))
    did = [_do(register, plan, each, by, now) for each in wanted]
    change(sheet, version=version, taken_at=now, taken_by=by, did=did)
    counts: dict[str, str | int | bool | None] = {
        how: sum(each.how == how for each in wanted) for how in ("new", "changed", "removed")
    }
    record(
        by, "take_in_sheet", "plan", str(plan.pk), now, {**counts, "sheet": sheet.pk}, office=plan.office.key
    )
    return sheet


def _do(register: Register[Any], plan: Plan, each: Change, by: str, now: datetime) -> list[Any]:
    """Make one change; answers the row's id, what was done, and the version that it got."""
    row = each.row
    if row is None:
        row = register.row(
            plan, position=rows_of(register, plan).count() + 1, source=f"sheet row {each.line}"
        )
        for name, value in each.fields.items():
            setattr(row, name, value)
        refuse(why_not_keep(register, row))
        row.save(force_insert=True)
    elif each.how == "removed":
        take_out(register, row, plan, row.version, now)
    else:
        change_cells(register, row, plan, row.version, each.fields, by, now)
    return [row.pk, each.how, row.version]


@transaction.atomic
def undo_sheet(register: Register[Any], sheet: SheetIn, *, version: int, by: str, now: datetime) -> SheetIn:
    """Make the register as it was before the sheet. Refusal when one of its rows was changed since."""
    plan = locked(sheet.plan)
    refuse(why_not_undo(sheet))
    rows = {row.pk: row for row in register.rows().filter(plan=plan, pk__in=[each[0] for each in sheet.did])}
    for pk, _how, had in sheet.did:
        if pk not in rows:
            raise Refusal(_("A row of the sheet is no longer in the plan. Undo row by row instead."))
        if rows[pk].version != had:
            raise Refusal(
                _("“%(row)s” was changed after the sheet was taken in. Undo row by row instead.")
                % {"row": register.name_of(rows[pk])}
            )
    try:
        for pk, how, had in reversed(sheet.did):
            row = register.rows().get(pk=pk)
            if how == "new":
                take_out(register, row, plan, had, now)
            elif how == "removed":
                put_back(register, row, plan)
            else:
                _restore(register, row, plan, had, by, now)
    except Conflict as conflict:
        raise Refusal(_("Someone else is writing in the register. Try again.")) from conflict
    change(sheet, version=version, undone_at=now)
    record(by, "undo_sheet", "plan", str(plan.pk), now, {"sheet": sheet.pk}, office=plan.office.key)
    return sheet


def _restore(register: Register[Any], row: Any, plan: Plan, had: int, by: str, now: datetime) -> None:
    earlier = Earlier.objects.get(kind=register.key, key=row.pk, version=had - 1)
    old = register.rows().get(pk=row.pk)
    put(old, earlier.fields)
    fields = {name: getattr(old, name) for name in earlier.fields if hasattr(old, name)}
    store(row, plan, register.key, tuple(fields), had, fields, by, now)
