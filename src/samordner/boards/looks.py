"""What a cell looks like, as a short text that many cells have in common: counted and drawn by it, not cell by cell.

A country's board has ten thousand cells, which look alike in a few dozen ways. What a municipality's cells look like on a
day follows from its sheet, and is worked out once for as long as the sheet is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from sys import intern
from typing import NamedTuple

from samordner.boards.lately import lately
from samordner.boards.marks import Column, Face, columns_of
from samordner.participation.lines import EXPECTED, FRONT, REST, SAID, Unread, front_and_end
from samordner.programmes.definition import Definition

PLAIN, STALE, LATE, STALE_AND_LATE = "0123"
"""What a look begins with."""


class Shape(NamedTuple):
    """By face: how its cell looks, "" when it is unknown, and what it shows of its first series (`front_and_end`)."""

    looks: tuple[str, ...]
    fronts: tuple[str, ...]


class Faces:
    """The faces of a board on a day. Each is itself alone: what was worked out for one is never taken for another."""

    def __init__(self, columns: tuple[Column, ...], definition: Definition, day: date) -> None:
        self.columns = columns
        self.faces = tuple(Face(column, definition, day) for column in columns)
        self.keys = [face.series[0][1] for face in self.faces]
        self.ways = tuple(map(looker, self.faces))

    def shape(self, said: Mapping[str, str]) -> Shape:
        """How a municipality's cells look."""
        return said.once(self, self._shape) if isinstance(said, Unread) else self._shape(said)

    def _shape(self, said: Mapping[str, str]) -> Shape:
        fronts = tuple(front_and_end(said, self.keys))
        return Shape(
            tuple([look(front) if front else "" for look, front in zip(self.ways, fronts, strict=True)]),
            fronts,
        )


@lately
def faces_of(definition: Definition, view: str, area: str, day: date) -> Faces:
    """The faces of the board's columns (see `columns_of`). KeyError: no such view."""
    return Faces(columns_of(definition, view, area), definition, day)


def looker(face: Face) -> Callable[[str], str]:
    """Tells how a cell looks that shows something: value, evidence and precision as a text has them, stale and late.

    All that is shown besides are days; of a subject that holds a day the value is one too.
    """
    stale_before, iso, is_late = face.stale_before, face.iso, face.is_late if face.expecting else None
    rest = slice(REST.start + 10 * (face.subject.holds == "day"), FRONT.stop)

    def look(front: str) -> str:
        stale = front[SAID] < stale_before
        if is_late and "0" < front[EXPECTED] < iso and is_late(front):
            return intern((STALE_AND_LATE if stale else LATE) + front[rest])
        return intern((STALE if stale else PLAIN) + front[rest])

    return look


def value_in(look: str) -> str:
    """The value of a subject that holds one; nothing is known: it has none to ask for."""
    return look[1:].rsplit(" ", 2)[0]
