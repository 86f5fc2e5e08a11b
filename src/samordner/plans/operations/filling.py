"""Saying which organisation fills in which row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from samordner.access.actors import organisation_key
from samordner.journal.deeds import Conflict, change
from samordner.journal.operations import Detail, record
from samordner.plans.models import Plan
from samordner.plans.operations.keeping import locked
from samordner.plans.queries import rows_of
from samordner.plans.registers import R, Register


@transaction.atomic
def assign_rows(
    register: Register[R],
    plan: Plan,
    organisations: Mapping[int, str],
    *,
    versions: Mapping[int, int],
    by: str,
    now: datetime,
) -> int:
    """Let these organisations (row id → name; empty: the office) fill in the rows, and tell how many that changed.

    `versions` are those that the editor saw. Conflict when another changed one of the rows first; nothing is written.
    """
    plan = locked(plan)
    changed = 0
    for row in rows_of(register, plan).filter(pk__in=organisations):
        name = " ".join(organisations[row.pk].split())[:200]
        if name == row.filled_by:
            continue
        if versions.get(row.pk) != row.version:
            raise Conflict(row)
        change(row, version=row.version, filled_by=name, filled_by_key=organisation_key(name))
        changed += 1
    if changed:
        detail: Detail = {"register": register.key, "rows": changed}
        record(by, "assign_rows", "plan", str(plan.pk), now, detail, office=plan.office.key)
    return changed
