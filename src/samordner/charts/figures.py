"""What a figure is: a drawing, what it says in words, and the numbers behind it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FigureTable:
    """The numbers of a figure: one heading per column, one tuple per row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with everything that a reader who cannot see it needs.

    `key` is unique on its page (ids inside the SVG begin with it), `svg` is a whole `<svg>` element of
    `width` × `height` units, `alt` says in a sentence what the drawing shows, `table` holds its numbers.
    """

    key: str
    title: str
    svg: str
    alt: str
    table: FigureTable
    width: int
    height: int
