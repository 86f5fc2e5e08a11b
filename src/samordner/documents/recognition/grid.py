"""Cells on their columns, where some are merged with those beside or below them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from samordner.documents.recognition.sources import MOST_COLUMNS, TOO_WIDE, Unreadable


@dataclass(frozen=True)
class Cell:
    """A cell as the file gives it: its text, and over how many columns and rows it lies."""

    text: str
    wide: int = 1
    high: int = 1


@dataclass(frozen=True)
class Line:
    """A row on its columns: which cells a merged cell above covers, and whether one cell lies over them all."""

    cells: tuple[str, ...]
    carried: frozenset[int]
    single: bool


@dataclass
class Grid:
    """A table that is laid out row by row; `covered` holds how many rows a merged cell still covers, by column."""

    covered: dict[int, int] = field(default_factory=dict)

    def line(self, row: Iterable[Cell]) -> Line:
        """The next row."""
        cells: list[str] = []
        carried: set[int] = set()
        given = tuple(row)
        for cell in given:
            self._pass(cells, carried)
            place, wide = len(cells), min(max(1, cell.wide), MOST_COLUMNS)
            cells += [cell.text, *("" for _ in range(wide - 1))]
            if cell.high > 1:
                self.covered.update(dict.fromkeys(range(place, place + wide), cell.high - 1))
        self._pass(cells, carried)
        if len(cells) > MOST_COLUMNS:
            raise Unreadable(TOO_WIDE)
        single = len(given) == 1 and len(cells) > 1 and not carried
        return Line(tuple(cells), frozenset(carried), single)

    def _pass(self, cells: list[str], carried: set[int]) -> None:
        while self.covered.get(len(cells), 0) > 0:
            self.covered[len(cells)] -= 1
            carried.add(len(cells))
            cells.append("")
