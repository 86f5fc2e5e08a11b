"""Steps that the deeds share: lock, store what differs, keep what stood there. None is journalled."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import copy
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samordner.access.actors import organisation_key
from samordner.journal.deeds import Refusal, Versioned, change
from samordner.journal.operations import record
from samordner.plans.models import Earlier, Plan, Timed
from samordner.plans.new import NewRow
from samordner.plans.queries import rows_of
from samordner.plans.registers import R, Register
from samordner.plans.written import changed_columns, fields_of, is_empty, plain, put, tidy_more, without_place
from samordner.timeline.periods import Period

FRONT = (
    "title", "period_label", "period_start", "period_end", "period_recurrence", "period_inferred",
    "dated_label", "dated_start", "dated_end", "dated_inferred", "approved_by", "prepared_by", "language",
)  # fmt: skip
CHAPTER = ("title", "text")
FILLED_BY = ("filled_by", "filled_by_key")


def why_not_keep(register: Register[R], row: R) -> Promise | None:
    """Why this row (in memory) may not be stored."""
    if is_empty(register, row) and not any(row.more.values()):
        return _("Write something in at least one of the cells. To get rid of a row, remove it.")
    return why_not_last(row.period) if isinstance(row, Timed) else None


def why_not_last(period: Period) -> Promise | None:
    """Why something may not last for this period."""
    if period.start and period.end and period.end < period.start:
        return _("The last day is before the first day.")
    return None


def refuse(sentence: str | Promise | None, field: str = "") -> None:
    if sentence:
        raise Refusal(sentence, field=field)


def locked(plan: Plan) -> Plan:
    """The plan, locked for the rest of the deed. Every deed that writes in a plan takes this lock first.

    Without the key: a row that points to the plan can be committed meanwhile. Else its writer, who has the
    journal, would wait for us, and we for the journal.
    """
    rows = Plan.objects.select_related("office").select_for_update(of=("self",), no_key=True)
    return rows.get(pk=plan.pk)


def added(register: Register[R], plan: Plan, new: NewRow, position: int) -> R:
    fields = fields_of(register, new.cells, plan)
    row = register.row(
        plan,
        position=position,
        doubts=dict(new.doubts),
        more=more_of(register, new),
        source=new.source,
        filled_by=" ".join(new.filled_by.split()),
        filled_by_key=organisation_key(new.filled_by),
        **fields,
    )
    refuse(why_not_keep(register, row))
    row.save(force_insert=True)
    return row


def more_of(register: Register[R], new: NewRow) -> dict[str, str]:
    """What the row has besides its cells, with the words that its cells have no place for."""
    return tidy_more({**without_place(register, new.cells), **new.more})


def change_cells(
    register: Register[R], row: R, plan: Plan, version: int, fields: Mapping[str, Any], by: str, now: datetime
) -> bool:
    old = register.rows().get(pk=row.pk)
    changed = {name: value for name, value in fields.items() if getattr(old, name) != value}
    columns = changed_columns(register, changed)
    doubts = {key: why for key, why in old.doubts.items() if key not in columns}
    refuse(register.keeper.why_not_change(old, changed))
    stood = copy(old)
    put(old, changed)
    refuse(why_not_keep(register, old))
    kept = (*register.fields, "more", *(name for name in changed if name in FILLED_BY))
    stored = store(row, plan, register.key, kept, version, {**changed, "doubts": doubts}, by, now)
    if stored and changed:
        register.keeper.changed(stood, row, by, now)
    return stored


def store(
    row: Versioned,
    plan: Plan,
    kind: str,
    kept: Collection[str],
    version: int,
    fields: Mapping[str, Any],
    by: str,
    now: datetime,
) -> bool:
    """Write what differs, and keep what stood there. False when nothing differs, whatever the version."""
    old = type(row)._default_manager.get(pk=row.pk)
    changed = {name: value for name, value in fields.items() if getattr(old, name) != value}
    if not changed:
        row.refresh_from_db()
        return False
    change(row, version=version, **changed)
    Earlier.objects.create(
        plan=plan, kind=kind, key=row.pk, version=version, fields=plain(old, kept), at=now, by=by
    )
    return True


def take_out(register: Register[R], row: R, plan: Plan, version: int, now: datetime) -> None:
    refuse(register.keeper.why_not_remove(row))
    place = row.position
    change(row, version=version, removed_at=now)
    rows_of(register, plan).filter(position__gt=place).update(position=F("position") - 1)


def put_back(register: Register[R], row: R, plan: Plan) -> None:
    kept = rows_of(register, plan)
    place = min(row.position, kept.count() + 1)
    kept.filter(position__gte=place).update(position=F("position") + 1)
    change(row, version=row.version, removed_at=None, position=place)


def note(by: str, verb: str, kind: str, row: Versioned, plan: Plan, now: datetime) -> None:
    detail = {"plan": plan.pk, "version": row.version}
    record(by, verb, kind, str(row.pk), now, detail, office=plan.office.key)
