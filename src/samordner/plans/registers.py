"""The registers of a plan. This package has the machinery; higher floors have some of the registers.

A register is a model of rows and the table that says what its columns mean. `project` lists them all, in the
plan's order, and gives the list to `install` when the house is ready.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

from django.db.models import QuerySet
from django.utils.functional import Promise

from samordner.documents.cells import cell_text
from samordner.documents.columns import Column, Kind, Label, TableDefinition
from samordner.plans.cells import Cell, cell_of, field_names
from samordner.plans.linking import Option, Options, said_on
from samordner.plans.models import Plan, RegisterRow
from samordner.timeline.periods import Period

R = TypeVar("R", bound=RegisterRow)


class Keeper(Generic[R]):
    """What a package knows of its own rows, besides their cells, when the machinery writes in them."""

    def founding(self, plan: Plan) -> Mapping[str, Any]:
        """What a new row of a plan has besides its cells."""
        return {}

    def why_not_change(self, row: R, changed: Mapping[str, Any]) -> str | Promise | None:
        """Why these fields of a row (as it stands) may not get these values; None: they may."""
        return None

    def why_not_remove(self, row: R) -> str | Promise | None:
        """Why a row may not be taken out of the plan; None: it may."""
        return None

    def changed(self, old: R, row: R, by: str, now: datetime) -> None:
        """Told, within the deed, after cells of a row were changed: `old` is what stood there."""


@dataclass(frozen=True, kw_only=True)
class Register(Generic[R]):
    """One register: its rows' model, its table, its place in an address, and what it is for.

    `add` names the deed of adding a row; `linked` tells of a column of keys what they can point to; `keeper` knows
    what else there is to a row.
    """

    model: type[R]
    table: TableDefinition[R]
    address: str
    about: Label
    add: Label
    linked: Mapping[str, Options] = field(default_factory=dict)
    keeper: Keeper[R] = field(default_factory=Keeper)

    @property
    def key(self) -> str:
        return self.table.key

    def row(self, plan: Plan, **fields: Any) -> R:
        """A new row of a plan, in memory."""
        return self.model(plan=plan, **self.keeper.founding(plan), **fields)

    def rows(self) -> QuerySet[R]:
        """Every row of every plan, the removed ones too."""
        return cast("QuerySet[R]", self.model._default_manager.all())

    @cached_property
    def columns(self) -> tuple[Column[R], ...]:
        """What a person fills in, the group first named last: the table's columns, then its group."""
        return (*self.table.columns, self.table.group) if self.table.group else self.table.columns

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The names of the model's fields that hold cells."""
        return tuple(name for column in self.columns for name in field_names(column))

    @cached_property
    def unprinted(self) -> frozenset[str]:
        """The columns that a printed chapter may be without, so that a document need not speak of them."""
        layout = self.table.layout
        printed = set(layout.columns) - layout.optional if layout else {each.key for each in self.columns}
        group = {self.table.group.key} if self.table.group else set()
        return frozenset({column.key for column in self.columns} - printed - group)

    def options(self, key: str, plan: Plan) -> tuple[Option, ...]:
        """What the column of that key can point to in this plan."""
        return self.linked[key](said_on(plan)) if key in self.linked else ()

    @property
    def naming(self) -> Column[R]:
        """The column whose cell names the row."""
        return next((column for column in self.columns if column.names_row), self.columns[0])

    def name_of(self, row: R) -> str:
        """A short name of the row, for headings and for those who hear the page."""
        texts = (cell_text(self.naming, row), *(cell_text(column, row) for column in self.columns))
        first = next((text for text in texts if text.strip()), "").strip().split("\n")[0]
        return first if len(first) <= 80 else f"{first[:79].rstrip()}…"

    def cells_of(self, row: R) -> Mapping[str, str | Period]:
        """Column key → what stands in the cell, as it reads."""
        return {
            column.key: row.period if column.kind is Kind.PERIOD else cell_text(column, row)  # type: ignore[attr-defined]
            for column in self.columns
        }

    def typed(self, row: R) -> dict[str, Cell]:
        """Column key → what stands in the cell, as it was written and what that means."""
        return {column.key: cell_of(column, row) for column in self.columns}


_installed: tuple[Register[Any], ...] = ()


def install(registers: tuple[Register[Any], ...]) -> None:
    """Make these the registers of every plan, in this order. ValueError when two have one key or address."""
    global _installed  # noqa: PLW0603 - filled once, when the house is ready
    for names in ([each.key for each in registers], [each.address for each in registers]):
        if len(set(names)) != len(names):
            raise ValueError(f"two registers with one name among {names}")
    _installed = registers


def registers() -> tuple[Register[Any], ...]:
    """Every register, in the plan's order."""
    return _installed


def register(key: str) -> Register[Any]:
    """The register of that key; KeyError when there is none."""
    for each in _installed:
        if each.key == key:
            return each
    raise KeyError(key)


def register_at(address: str) -> Register[Any]:
    """The register of that address; KeyError when there is none."""
    for each in _installed:
        if each.address == address:
            return each
    raise KeyError(address)
