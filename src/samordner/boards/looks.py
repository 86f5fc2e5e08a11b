"""What a cell looks like, as a short text that many cells have in common: counted and drawn by it, not cell by cell.

A country's board has ten thousand cells, which look alike in a few dozen ways. What a municipality's cells look like on a
day follows from its sheet, and is worked out once for as long as the sheet is remembered.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from sys import intern
from typing import NamedTuple

from samordner.boards.lately import lately
from samordner.boards.marks import Column, Face, columns_of
from samordner.participation.lines import END, REST, SAID, TAB, Unread
from samordner.programmes.definition import Definition

PLAIN, STALE, LATE, STALE_AND_LATE = "0123"
"""What a look begins with."""
COMPACT_FROM = 13
"""From so many columns on, cells show signs alone."""


class Shape(NamedTuple):
    """By face: how its cell looks, "" when it is unknown; and the beginning of what is known where the cell tells of days
    (as far as the day it was expected on, see `END`), else "".
    """

    looks: tuple[str, ...]
    fronts: tuple[str, ...]


class Faces:
    """The faces of a board on a day. Each is itself alone: what was worked out for one is never taken for another."""

    def __init__(self, columns: tuple[Column, ...], definition: Definition, day: date) -> None:
        self.columns = columns
        self.faces = tuple(Face(column, definition, day) for column in columns)
        self.iso = day.isoformat()
        compact = len(columns) >= COMPACT_FROM
        days = [face.subject.holds == "day" for face in self.faces]
        self.ways = tuple(
            (
                face.series[0][1], face.stale_before, REST.start + 10 * is_day,
                face if face.expecting else None, is_day or not compact,
            )
            for face, is_day in zip(self.faces, days, strict=True)
        )  # fmt: skip

    def shape(self, said: Mapping[str, str]) -> Shape:
        """How a municipality's cells look."""
        return said.once(self, self._shape) if isinstance(said, Unread) else self._shape(said)

    def _shape(self, said: Mapping[str, str]) -> Shape:
        """A cell looks by value, evidence and precision as a text has them, stale and late.

        All that is shown besides are days; of a subject that holds a day the value is one too. Of a country this is
        done ten thousand times a page: what a cell need not know is not cut out of its text.
        """
        looks, fronts, iso = [], [], self.iso
        for key, stale_before, rest, expecting, tells in self.ways:
            text = said.get(key)
            if not text:
                looks.append("")
                fronts.append("")
                continue
            end = text.index(TAB)
            begins = STALE if text[SAID] < stale_before else PLAIN
            if (
                expecting
                and text[end + 1] != TAB
                and text[end + 1 : end + 11] < iso
                and expecting.is_late(text)
            ):
                begins = LATE if begins == PLAIN else STALE_AND_LATE
            looks.append(intern(begins + text[rest:end]))
            fronts.append(text[: end + END] if tells else "")
        return Shape(tuple(looks), tuple(fronts))


@lately
def faces_of(definition: Definition, view: str, area: str, day: date) -> Faces:
    """The faces of the board's columns (see `columns_of`). KeyError: no such view."""
    return Faces(columns_of(definition, view, area), definition, day)


def value_in(look: str) -> str:
    """The value of a subject that holds one; nothing is known: it has none to ask for."""
    return look[1:].rsplit(" ", 2)[0]
