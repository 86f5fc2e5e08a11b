"""What the preview of a reading shows: registers, rows and cells, each certain or proposed and why."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from textwrap import shorten
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from samordner.plans.registers import Register, registers

WHY: Mapping[str, str | Promise] = {
    "register-unsure": _("the table fits another register nearly as well"),
    "loose-lines": _("stood in loose lines outside the table"),
    "joined": _("joined from two rows, perhaps over a page break"),
    "word-joined": _("a word may have been put together of two"),
    "few-cells": _("the row has fewer cells than the table has columns"),
    "surplus-cells": _("the row has more cells than the table has columns"),
    "carried": _("taken from the row above, as the cell is blank"),
    "same-as-earlier": _("the same row stands earlier in the table"),
    "group-by-order": _("placed under this body by the order of the lines alone"),
    "group-may-have-ended": _("the group may have ended above this row"),
    "group-ends-here": _("the group above is taken to end before this row"),
}


LONGEST_NAME = 90
"""Of a row as its heading has it, in letters."""

Typed = Mapping[str, str]


@dataclass(frozen=True)
class Cell:
    """`text` as written; `carried` is what the row above gives a blank cell; `why` tells why it is only proposed.

    `writing` is what stands in the form: what was typed if that was refused, else the text.
    """

    key: str
    title: str
    text: str
    carried: str
    why: tuple[str | Promise, ...]
    days: tuple[date, ...]
    inferred: bool
    writing: str
    used: bool = True  # some row of the register says something here

    @property
    def shown(self) -> str:
        """The text; what the row above gives, in brackets; a dash."""
        return self.text or (f"[{self.carried}]" if self.carried else "–")


@dataclass(frozen=True)
class PreviewRow:
    """A row with its cells. `name_cell` is the key of the cell that the heading shows whole, or empty.

    `open`: with the form that changes it. The page of a whole plan would be twice as large with every form in it.
    """

    key: str
    register: str
    name: str
    name_cell: str
    cells: tuple[Cell, ...]
    extra: tuple[Cell, ...]
    parent: str
    parent_writing: str
    parent_why: tuple[str | Promise, ...]
    first: int
    last: int
    certain: bool
    above: str
    typed: bool
    open: bool
    next: str = ""
    page: int = 0  # of a file that has pages; 0 for others

    @cached_property
    def anchor(self) -> str:
        return anchor(self.register, self.key)

    @property
    def drawn(self) -> SafeString:
        """The cells as pairs of a description list. Some hundred cells on a page: a template takes thrice the time."""
        pairs = (
            [_pair(_("Part of"), self.parent or "–", self.parent_why)]
            if self.parent or self.parent_why
            else []
        )
        pairs += [
            _pair(cell.title, cell.shown, cell.why, _days(cell))
            for cell in self.cells
            if cell.used and cell.key != self.name_cell  # the heading shows it whole
        ]
        kept = _("a column that the register lacks; kept")
        pairs += [_pair(f"{cell.title} ({kept})", cell.text, ()) for cell in self.extra if cell.text]
        return mark_safe("".join(pairs))  # noqa: S308 all escaped in _pair

    @property
    def asked_first(self) -> list[Cell]:
        """The cells that the form shows: those of columns that the document has."""
        return [cell for cell in self.cells if cell.used or cell.writing]

    @property
    def asked_after(self) -> list[Cell]:
        """The cells that the form has folded away: no row says anything there."""
        return [cell for cell in self.cells if not (cell.used or cell.writing)]

    @property
    def above_anchor(self) -> str:
        return anchor(self.register, self.above)

    @property
    def second(self) -> int:
        """The first line at which the row can be parted."""
        return self.first + 1


def _pair(title: str | Promise, text: str, why: Sequence[str | Promise], days: str = "") -> str:
    doubts = "".join(f'<span class="why">? {escape(each)}</span>' for each in why)
    beside = f'<span class="quiet period">{escape(days)}</span>' if days else ""
    doubtful = ' class="doubt"' if why else ""
    return (
        f"<div{doubtful}><dt>{escape(title)}</dt>"
        f'<dd><span class="written">{escape(text)}</span>{beside}{doubts}</dd></div>'
    )


def _days(cell: Cell) -> str:
    """The days that a cell means, in words."""
    days = " – ".join(date_format(day, "DATE_FORMAT") for day in cell.days)
    inferred = _("the year is inferred")  # outside the f-string, where the catalogues look for it
    return f"{days} ({inferred})" if days and cell.inferred else days


def anchor(register: str, key: str) -> str:
    """The row's place on the page; the same through all corrections, as its key is."""
    return f"{register}-{key}".replace("@", "-").replace("+", "-")


@dataclass(frozen=True)
class Section:
    """A register; `first` is the anchor of its first row to look at."""

    register: Register[Any]
    rows: tuple[PreviewRow, ...]
    count: int
    doubtful: int
    first: str


def sections(
    result: Mapping[str, Any], *, only_doubtful: bool = False, typed: Typed | None = None, asked: str = ""
) -> list[Section]:
    """Every register of the reading, in the plan's order; `only_doubtful` leaves out rows that are certain.

    `typed` is a correction that was refused: its row is shown in any case, with what was typed. `asked` is the
    anchor of a row whose form is wanted.
    """
    found = []
    doubts = [
        anchor(register.key, row["key"])
        for register in registers()
        for row in result["rows"].get(register.key, [])
        if not row["certain"]
    ]
    ahead = 0
    for register in registers():
        plain = result["rows"].get(register.key, [])
        titles = {
            column.key: str(column.title) for column in register.table.columns
        }  # translated once, not per row
        rows = []
        used = {key for each in plain for key in titles if _says(each, key)}
        for place, each in enumerate(plain):
            ahead += not each["certain"]
            row = _row(register, titles, used, each, plain[place - 1]["key"] if place else "", typed or {})
            following = doubts[ahead] if ahead < len(doubts) else ""
            page = page_of(result, row.first)
            rows.append(replace(row, next=following, open=row.typed or row.anchor == asked, page=page))
        shown = tuple(row for row in rows if row.open or not (only_doubtful and row.certain))
        own = [row.anchor for row in rows if not row.certain]
        found.append(Section(register, shown, len(rows), len(own), own[0] if own else ""))
    return found


def page_of(result: Mapping[str, Any], line: int) -> int:
    """The page that a line of a PDF stands on; 0 for a file without pages."""
    places = result.get("pages", [])
    at = bisect_right(places, line, key=lambda place: place[0])
    return int(places[at - 1][1]) if at else 0


def _says(row: Mapping[str, Any], key: str) -> bool:
    return bool(
        row["cells"].get(key) or row["carried"].get(key) or any(each["cell"] == key for each in row["doubts"])
    )


def _row(
    register: Register[Any],
    titles: Mapping[str, str],
    used: Set[str],
    row: Mapping[str, Any],
    above: str,
    typed: Typed,
) -> PreviewRow:
    is_typed = (typed.get("do"), typed.get("register"), typed.get("row")) == (
        "cells",
        register.key,
        row["key"],
    )
    mine = typed if is_typed else {}
    cells = tuple(replace(_cell(key, title, row, mine), used=key in used) for key, title in titles.items())
    extra = tuple(_cell(key, key, row, mine) for key in row["cells"] if key not in titles)
    named = next((cell for cell in cells if cell.key == register.naming.key), cells[0])
    text = named.text or named.carried or next((cell.text for cell in cells if cell.text), "")
    name = shorten(text.split("\n")[0], LONGEST_NAME, placeholder=" …")
    is_whole = name == named.text and not named.days and not named.why
    return PreviewRow(
        key=row["key"],
        register=register.key,
        name=name,
        name_cell=named.key if is_whole else "",
        cells=cells,
        extra=extra,
        parent=row["parent"] or "",
        parent_writing=mine.get("parent", row["parent"] or ""),
        parent_why=_why("parent", row["doubts"]),
        first=row["lines"][0],
        last=row["lines"][1],
        certain=row["certain"],
        above=above,
        typed=is_typed,
        open=is_typed,
    )


def _cell(key: str, title: str, row: Mapping[str, Any], typed: Typed) -> Cell:
    period = row["periods"].get(key)
    days = [date.fromisoformat(day) for day in (period["start"], period["end"]) if day] if period else []
    text = row["cells"].get(key, "")
    return Cell(
        key=key,
        title=title,
        text=text,
        carried=row["carried"].get(key, ""),
        why=_why(key, row["doubts"]),
        days=tuple(dict.fromkeys(days)),
        inferred=bool(period and period["inferred"]),
        writing=typed.get(f"cell-{key}", text),
    )


def _why(cell: str, doubts: Sequence[Mapping[str, str]]) -> tuple[str | Promise, ...]:
    return tuple(WHY.get(doubt["why"], doubt["why"]) for doubt in doubts if doubt["cell"] == cell)


@dataclass(frozen=True)
class FrontShown:
    """The front page as read; `writing` is what stands in the form: field → text. `typed`: refused, so open."""

    title: str
    period: str
    dated: str
    day: date | None
    approved_by: str
    prepared_by: tuple[str, ...]
    writing: Mapping[str, str]
    typed: bool


def front_shown(result: Mapping[str, Any], typed: Typed | None = None) -> FrontShown:
    """The front page, and the form that changes it. `day` is given when the document does not print its year."""
    front = result["front"]
    period, dated = front["period"] or {}, front["date"] or {}
    said = {
        "title": front["title"] or "",
        "period": period.get("label", ""),
        "date": dated.get("label", ""),
        "approved_by": front["approved_by"] or "",
        "prepared_by": "\n".join(front["prepared_by"]),
    }
    is_typed = bool(typed) and (typed or {}).get("do") == "front"
    inferred = dated.get("start") if dated.get("inferred") else None
    return FrontShown(
        title=said["title"],
        period=said["period"],
        dated=said["date"],
        day=date.fromisoformat(inferred) if inferred else None,
        approved_by=said["approved_by"],
        prepared_by=tuple(front["prepared_by"]),
        writing={**said, **{key: (typed or {})[key] for key in said if is_typed and key in (typed or {})}},
        typed=is_typed,
    )
