"""Tables that a text keeps as columns of spaces, as `pdftotext -layout` writes them.

A line whose parts stand apart by several spaces opens a table where the lines below keep to the same columns.
Its lines become rows; one that leaves the first column blank goes on with the row above, which the reader of
tables mends as it does after a page break.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

PART = re.compile(r"\S+(?: \S+)*")
LEADERS = re.compile(r"\.{3,}|…")
LIST = re.compile(r"(?:[-–•*○▪·]|\w{1,3}[.)]|\d{1,2}(?:\.\d{1,2})*)$")
SLACK = 2  # letters that a cell may stand beside its column's heading
PAGE = re.compile(r"(?:side\s*)?\d{1,3}(?:\s*(?:av|/)\s*\d{1,3})?", re.IGNORECASE)
MOST_BLANK = 2  # blank lines within a table
MOST_AT_EDGE = 12  # blank lines, numbers and titles between two pages
LEAST_LINES = 2  # lines under the headings that keep to the columns


@dataclass(frozen=True)
class Columned:
    """A line of a table: its cells, and how far the first is set in."""

    cells: tuple[str, ...]
    indent: int


def tables(lines: Sequence[str]) -> dict[int, Columned]:
    """The lines that stand in columns, by their index."""
    found: dict[int, Columned] = {}
    at = 0
    while at < len(lines):
        table = _table(lines, at) if _heads(lines[at]) else {}
        found |= table
        at = max(table, default=at) + 1
    return found


def _parts(line: str) -> list[tuple[int, str]]:
    return [(part.start(), part[0]) for part in PART.finditer(line.expandtabs(8))]


def _heads(line: str) -> bool:
    """Whether a line could be the headings of columns: several parts, no sentence, no contents entry."""
    if "   " not in line or "\t" in line or "|" in line or "<" in line or LEADERS.search(line):
        return False
    parts = _parts(line)
    if len(parts) < 2 or len(parts) > 12 or LIST.match(parts[0][1]) or parts[0][1].endswith(":"):
        return False
    return all(not text[0].isdigit() and not text.endswith(".") and len(text) < 60 for _, text in parts)


def _table(lines: Sequence[str], first: int) -> dict[int, Columned]:
    """The table that a line of headings opens, or nothing if the lines below keep to no columns.

    It may go on over the edge of a page; page numbers and running titles there are no lines of it.
    """
    starts = [start for start, _ in _parts(lines[first])]
    rows = {first: Columned(tuple(text for _, text in _parts(lines[first])), 0)}
    several = blank = 0
    edge = False
    for at in range(first + 1, len(lines)):
        line = lines[at].replace("\f", "")
        edge = edge or "\f" in lines[at] or PAGE.fullmatch(line.strip()) is not None
        if blank > (MOST_AT_EDGE if edge else MOST_BLANK):
            break
        row = _row(line, starts) if line.strip() else None
        filled = sum(map(bool, row.cells)) if row else 0
        if row and (filled > 1 or not (edge or (blank and row.cells[0]))):
            several += filled > 1
            blank, edge = 0, False
            rows[at] = row
        elif line.strip() and not edge:
            break
        else:
            blank += 1
    return rows if several >= LEAST_LINES else {}


def _row(line: str, starts: Sequence[int]) -> Columned | None:
    """The cells of a line on the columns that begin at `starts`; None where it keeps to none."""
    cells = [""] * len(starts)
    indent = 0
    for start, text in _parts(line):
        column = max((at for at, begins in enumerate(starts) if begins - SLACK <= start), default=None)
        if column is None or cells[column]:
            return None
        end = starts[column + 1] if column + 1 < len(starts) else None
        if end is not None and start + len(text) > end:
            return None
        if column == 0:
            indent = start - starts[0] if start - starts[0] >= SLACK else 0
        elif start > starts[column] + SLACK + 4:
            return None
        cells[column] = text
    return Columned(tuple(cells), indent)
