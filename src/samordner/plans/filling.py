"""Who fills in which row: what is missing in an organisation's rows, and which organisation a row names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from samordner.access.actors import Actor, organisation_key
from samordner.access.grants import visible
from samordner.documents.columns import Label
from samordner.people.models import Assignment, Role
from samordner.plans.models import Plan
from samordner.plans.registers import Register, registers

NAMING = {
    "actors": "organisation",
    "actor_measures": "actor",
    "period_plan": "owner",
    "cooperation": "partner",
    "networks": "operated_by",
    "communication": "responsible",
    "audiences": "responsible",
}
"""The column whose cell names the organisation that a row is about."""

EXPECTED = frozenset({"owner", "deadline", "status", "indicator"})
"""Columns that a row should say something in, though a printed chapter may be without them."""


@dataclass(frozen=True)
class OwnRow:
    """A row that an organisation fills in, and the columns in which it says nothing."""

    register: Register[Any]
    row: Any
    name: str
    missing: tuple[Label, ...]

    @property
    def organisation(self) -> str:
        return str(self.row.filled_by)


def missing_in(register: Register[Any], row: Any) -> tuple[Label, ...]:
    """The columns that should say something and do not."""
    asked = (
        column
        for column in register.columns
        if (column.key not in register.unprinted or column.key in EXPECTED)
        and column is not register.table.group
    )
    return tuple(column.title for column in asked if not column.says(row))


def own_rows(plans: Iterable[Plan], actor: Actor) -> list[OwnRow]:
    """Every row of the plans that some organisation fills in and the actor may, in the plan's order; one query a
    register.
    """
    ids = [plan.pk for plan in plans]
    found = []
    for register in registers():
        rows = register.model._default_manager.filter(plan__in=ids, removed_at=None).exclude(filled_by_key="")
        for row in visible(rows, actor, "plan.fill"):
            found.append(OwnRow(register, row, register.name_of(row), missing_in(register, row)))
    return found


def organisations(office: str) -> list[str]:
    """The organisations of the office's partners, by name: those whose people can fill in rows."""
    named = Assignment.objects.filter(role=Role.PARTNER, office__key=office).exclude(organisation="")
    kept: dict[str, str] = {}
    for name in named.order_by("organisation").values_list("organisation", flat=True):
        kept.setdefault(organisation_key(name), name.strip())
    return list(kept.values())


def proposed(register: Register[Any], rows: Sequence[Any], known: Iterable[str]) -> dict[int, str]:
    """Row id → the organisation that the row itself names, for rows without one; only organisations that are known."""
    column = NAMING.get(register.key)
    by_key = {organisation_key(name): name for name in known}
    if column is None:
        return {}
    named = {row.pk: by_key.get(organisation_key(getattr(row, column))) for row in rows if not row.filled_by}
    return {pk: name for pk, name in named.items() if name}
