"""Rows of a register while they are gathered: which words came from which line, and what is in doubt."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from samordner.documents.recognition.headings import Column
from samordner.documents.recognition.wording import joined


@dataclass(frozen=True)
class Piece:
    """Words of one cell that stand on one line of the source."""

    column: str
    line: int
    text: str


@dataclass(frozen=True)
class Doubt:
    """Why a cell is proposed and not certain. `cell` may be "parent"."""

    cell: str
    why: str


@dataclass
class Draft:
    """A row on its way: pieces in the order they stand, values carried from above, doubts."""

    register: str
    pieces: list[Piece]
    carried: dict[str, str] = field(default_factory=dict)
    parent: str | None = None
    doubts: list[Doubt] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)
    loose: bool = False  # its lines stand outside the table
    open_list: bool = False  # its last cell ends in a list that may run on
    endings: dict[str, str] = field(default_factory=dict)  # the words that stand last in each cell

    def cell(self, column: str) -> str:
        """The cell as read so far."""
        return joined(piece.text for piece in self.pieces if piece.column == column)

    def value(self, column: str) -> str:
        """The cell, or what a merged cell above gives it."""
        return self.cell(column) or self.carried.get(column, "")

    def add(self, column: str, line: int, text: str) -> None:
        """More words in a cell."""
        self.lines.add(line)
        if text:
            self.pieces.append(Piece(column, line, text))
            self.endings[column] = text

    def doubt(self, cells: Iterable[str], why: str) -> None:
        """Mark cells as proposed, each reason once."""
        for cell in cells:
            if Doubt(cell, why) not in self.doubts:
                self.doubts.append(Doubt(cell, why))

    def last_column(self) -> str | None:
        """The column whose words stand last."""
        return self.pieces[-1].column if self.pieces else None


@dataclass(frozen=True)
class Entry:
    """Words that are no row and no chapter text: repeated, or furniture. `kind` says what they are."""

    text: str
    lines: tuple[int, int]
    kind: str
    register: str = ""


@dataclass(frozen=True)
class TableFound:
    """A table as understood: its register and printed columns."""

    register: str
    columns: tuple[Column, ...]
    lines: tuple[int, int]


@dataclass
class Findings:
    """What a stretch of blocks was found to hold. `text` holds indexes of blocks that stay chapter text."""

    rows: list[Draft] = field(default_factory=list)
    repeated: list[Entry] = field(default_factory=list)
    furniture: list[Entry] = field(default_factory=list)
    text: list[int] = field(default_factory=list)
    unread: list[tuple[int, int]] = field(default_factory=list)
    tables: list[TableFound] = field(default_factory=list)
