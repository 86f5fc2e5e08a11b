"""What the preview of a reading shows: registers, rows and cells, each certain or proposed and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samordner.plans.registers import Register, registers

WHY: Mapping[str, str | Promise] = {
    "loose-lines": _("stood in loose lines outside the table"),
    "joined": _("joined from two rows, perhaps over a page break"),
    "few-cells": _("the row has fewer cells than the table has columns"),
    "surplus-cells": _("the row has more cells than the table has columns"),
    "carried": _("taken from the row above, as the cell is blank"),
    "same-as-earlier": _("the same row stands earlier in the table"),
    "group-by-order": _("placed under this body by the order of the lines alone"),
    "group-may-have-ended": _("the group may have ended above this row"),
    "group-ends-here": _("the group above is taken to end before this row"),
}


@dataclass(frozen=True)
class Cell:
    """`text` as written; `carried` is what the row above gives a blank cell; `why` tells why it is only proposed."""

    key: str
    title: str | Promise
    text: str
    carried: str
    why: tuple[str | Promise, ...]
    period: str
    inferred: bool


@dataclass(frozen=True)
class PreviewRow:
    key: str
    register: str
    name: str
    cells: tuple[Cell, ...]
    extra: tuple[Cell, ...]
    parent: str
    parent_why: tuple[str | Promise, ...]
    first: int
    last: int
    certain: bool
    above: str

    @property
    def anchor(self) -> str:
        return f"{self.register}-{self.key}".replace("@", "-").replace("+", "-")

    @property
    def lines(self) -> list[int]:
        """The lines at which the row can be parted: every one but the first."""
        return list(range(self.first + 1, min(self.last, self.first + 60) + 1))


@dataclass(frozen=True)
class Section:
    register: Register[Any]
    rows: tuple[PreviewRow, ...]
    count: int
    doubtful: int


def sections(result: Mapping[str, Any], *, only_doubtful: bool) -> list[Section]:
    """Every register of the reading, in the plan's order; `only_doubtful` leaves out rows that are certain."""
    found = []
    for register in registers():
        plain = result["rows"].get(register.key, [])
        rows = [
            _row(register, row, plain[place - 1]["key"] if place else "") for place, row in enumerate(plain)
        ]
        shown = tuple(row for row in rows if not (only_doubtful and row.certain))
        found.append(Section(register, shown, len(rows), sum(not row.certain for row in rows)))
    return found


def _row(register: Register[Any], row: Mapping[str, Any], above: str) -> PreviewRow:
    keys = {column.key for column in register.table.columns}
    cells = tuple(_cell(column.key, column.title, row) for column in register.table.columns)
    extra = tuple(_cell(key, key, row) for key in row["cells"] if key not in keys)
    named = next((cell for cell in cells if cell.key == register.naming.key), cells[0])
    name = (named.text or named.carried or next((cell.text for cell in cells if cell.text), "")).split("\n")[
        0
    ]
    return PreviewRow(
        key=row["key"],
        register=register.key,
        name=name[:90],
        cells=cells,
        extra=extra,
        parent=row["parent"] or "",
        parent_why=_why("parent", row["doubts"]),
        first=row["lines"][0],
        last=row["lines"][1],
        certain=row["certain"],
        above=above,
    )


def _cell(key: str, title: str | Promise, row: Mapping[str, Any]) -> Cell:
    period = row["periods"].get(key)
    said = " – ".join(dict.fromkeys(day for day in (period["start"], period["end"]) if day)) if period else ""
    return Cell(
        key=key,
        title=title,
        text=row["cells"].get(key, ""),
        carried=row["carried"].get(key, ""),
        why=_why(key, row["doubts"]),
        period=said,
        inferred=bool(period and period["inferred"]),
    )


def _why(cell: str, doubts: Sequence[Mapping[str, str]]) -> tuple[str | Promise, ...]:
    return tuple(WHY.get(doubt["why"], doubt["why"]) for doubt in doubts if doubt["cell"] == cell)
