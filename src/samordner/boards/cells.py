"""The cells of the board's columns as bytes. What is alike in many cells is drawn once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape

from django.utils.translation import gettext as _

from samordner.boards.board import Row
from samordner.boards.lately import lately
from samordner.boards.looks import LATE, STALE, STALE_AND_LATE
from samordner.boards.marks import Face, Mark, Said, day_speller
from samordner.boards.tags import marks, signs, unknown
from samordner.participation.lines import FRONT, SINCE, TAB, VALUE_DAY, expected_end, observation_of
from samordner.programmes.definition import Definition

CLOSE = b"</a></td>"
DAY, END = b"\0", b"\1"
"""Stand in for days in what many cells have in common."""
NO_DAY = "0001-01-01"


@lately
def _drawings(_definition: Definition, _scale: str, _days: bool, _compact: bool) -> dict[str, bytes]:
    """How cells look inside, by their looks, as far as they have been drawn: alike in all columns of a scale."""
    return {}


class _Cells(dict[str, bytes]):
    """Cells with all that stands around them, by their looks."""

    def __init__(self, writer: Writer, after: bytes) -> None:
        super().__init__()
        self.writer, self.after = writer, after

    def __missing__(self, look: str) -> bytes:
        made = self[look] = self.writer.end + self.writer.inside(look) + self.after
        return made


class Writer:
    """Writes the cells of one column. What many cells have in common is put together once."""

    def __init__(
        self, face: Face, query: str, homes: Mapping[int, int], *, compact: bool, boosted: bool
    ) -> None:
        column = face.column
        self.face, self.homes, self.compact = face, homes, compact
        self.many, self.days = face.subject.many, face.subject.holds == "day"
        item = f"{column.item}/" if column.item else ""
        # What stands before the participation's key, between it and once more it, and after it
        self.cell = b"<td>" if compact else f'<td data-title="{escape(column.title)}">'.encode()
        self.begin = self.cell + (b'<a data-cell id="c-' if boosted else b'<a data-cell href="')
        self.middle = f'-{column.key}" href="'.encode() if boosted else b""
        self.end = f'/{column.subject}/{item}{escape(f"?{query}" if query else "")}">'.encode()
        self.unknown = unknown().encode()
        self.drawings = _drawings(face.definition, face.subject.scale, self.days, compact)
        self.words = day_speller()

    def cells(
        self, rows: Sequence[Row], looks: Sequence[str], fronts: Sequence[str], after: bytes
    ) -> list[bytes]:
        """The cells of many rows from behind the key on, each followed by `after`.

        What is asked for in these loops is paid for ten thousand times.
        """
        if self.many:
            return [self.end + self._marks(row) + after for row in rows]
        made = list(map(_Cells(self, after).__getitem__, looks))
        if self.compact and not self.days:  # no day is told in a compact cell, but of a subject that is one
            return made
        return [self._dated(cell, text) if text else cell for cell, text in zip(made, fronts, strict=True)]

    def _dated(self, cell: bytes, text: str) -> bytes:
        """With the days that the cell tells."""
        if self.days:
            return cell.replace(DAY, self.words(text[VALUE_DAY]).encode())
        dated = cell.replace(DAY, self.words(text[SINCE], text[FRONT].rpartition(" ")[2]).encode())
        return dated.replace(END, self.words(expected_end(text)).encode()) if END in dated else dated

    def inside(self, look: str) -> bytes:
        """How cells of this look are inside, but for their days; "": unknown."""
        if not look:
            return self.unknown
        if look not in self.drawings:
            self.drawings[look] = self._drawn(look)
        return self.drawings[look]

    def _drawn(self, look: str) -> bytes:
        begin, rest, words = look[0], look[1:], ""
        if begin in (LATE, STALE_AND_LATE):
            words = _("expected earlier") if self.compact else _("expected %(when)s") % {"when": END.decode()}
        text = f"{NO_DAY} {NO_DAY} {NO_DAY if self.days else ''}{rest}{TAB}{TAB}"
        mark = self.face.mark(Said(self.face.column.item, text))
        mark = replace(mark, stale=begin in (STALE, STALE_AND_LATE), late=words)
        day = DAY.decode()
        mark = replace(mark, text=day) if self.days else replace(mark, since=day)
        return self._shown([mark])

    def _shown(self, found: Sequence[Mark]) -> bytes:
        return (signs(found) if self.compact else marks(found)).encode()

    def _marks(self, row: Row) -> bytes:
        found = row.cell(self.face).marks
        return self._shown(found) if found else self.unknown

    def apart(self, row: Row) -> bytes:
        """A cell of its own, whatever is particular about it."""
        cell = row.cell(self.face)
        inside, home = self._marks(row), row.participation.pk
        if home < 0:  # it stands for a municipality of today: what it is known by was said of an older one
            home = next((at for one in cell.said if (at := self.homes.get(observation_of(one.text)))), 0)
        if not home:
            return self.cell + inside + b"</td>"
        return (b"%d" % home).join(filter(None, (self.begin, self.middle, self.end + inside + CLOSE)))
