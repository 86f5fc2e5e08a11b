"""What stands on a page in the order it is read: lines of text, and tables between them."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from samordner.documents.recognition.pdf.cells import cell_text, lines_of
from samordner.documents.recognition.pdf.columns import Columns, segments, table_at, text_columns
from samordner.documents.recognition.pdf.glyphs import Edge, Page, Word
from samordner.documents.recognition.pdf.lines import Lexicon, Line
from samordner.documents.recognition.pdf.parts import Part
from samordner.documents.recognition.pdf.ruled import Grid, merged
from samordner.documents.recognition.pdf.stacked import Stack
from samordner.documents.recognition.sources import Block

SET_IN = 4.0  # points that the first words of a row stand to the right of the others
STEPS = 3  # places that the words of a column begin at; more mean that they are centred
PAGE_NUMBER = re.compile(r"\d{1,3}$")
LONE = 2.0  # of a letter's size: a gap as wide in a line parts cells, though no other line has them
SLIVER = 8.0  # points: a column as narrow without words is a double border


@dataclass(frozen=True)
class Stretch:
    """Lines of running text one under the other, and how far to the right they may reach."""

    lines: tuple[Line, ...]
    limit: float


@dataclass(frozen=True)
class Row:
    """A row of a table on its way."""

    cells: tuple[tuple[Line, ...], ...]
    limits: tuple[float, ...]  # how far to the right the words of each cell may reach
    carried: frozenset[int] = frozenset()
    banner: bool = False


@dataclass(frozen=True)
class Tabled:
    """A table, or the part of one that stands on a page. `sure`: lines or gaps tell where its rows end."""

    rows: tuple[Row, ...]
    borders: tuple[float, ...]
    sure: bool
    drawn: bool
    page: int


@dataclass(frozen=True)
class Listed:
    """Lines of a contents list."""

    lines: tuple[Line, ...]


Element = Stretch | Tabled | Listed


def elements(page: Page, tables: Sequence[Grid | Stack], words: Sequence[Word]) -> Iterator[Element]:
    """What a page holds, in the order it is read: tables that are drawn on it, and the words beside them."""
    rules = [edge for edge in merged(page.level) if edge.end - edge.start > 20]
    upright = [word for word in words if word.upright]
    for table in tables:
        yield from _region([word for word in upright if word.base <= table.top], page, rules)
        upright = [word for word in upright if word.base > table.top]
        yield _drawn(table, page) if isinstance(table, Grid) else _stacked(table, page)
    yield from _region(upright, page, rules)
    turned = [word for word in words if not word.upright]
    if turned:
        yield Stretch((Line(turned, page.number),), 0.0)


def _region(words: Sequence[Word], page: Page, rules: Sequence[Edge]) -> Iterator[Element]:
    if not words:
        return
    columns = text_columns(words, page.number)
    if columns is not None:
        for part in columns:
            yield from (
                _region(part, page, rules)
                if part is not columns[1] and part is not columns[2]
                else _lines(part, page, rules)
            )
        return
    yield from _lines(words, page, rules)


def _lines(words: Sequence[Word], page: Page, rules: Sequence[Edge]) -> Iterator[Element]:
    """Running text and the tables in it that nothing is drawn around."""
    if not words:
        return
    rows = lines_of(words, page.number)
    limit = max(row.x1 for row in rows)
    run: list[Line] = []
    at = 0
    while at < len(rows):
        found = table_at(rows, at, rules)
        if found is not None:
            if run:
                yield Stretch(tuple(run), limit)
                run = []
            table, following = found
            if _is_contents(table):
                yield Listed(tuple(rows[at:following]))
            else:
                yield _spaced(table)
            at = following
            continue
        parts = segments(rows[at])
        if len(parts) > 1 and _lone(parts):
            if run:
                yield Stretch(tuple(run), limit)
                run = []
            cells = tuple((part,) for part in parts)
            yield Tabled((Row(cells, tuple(part.x1 for part in parts)),), (), False, False, page.number)
        else:
            run.append(rows[at])
        at += 1
    if run:
        yield Stretch(tuple(run), limit)


def _lone(parts: Sequence[Line]) -> bool:
    return all(below.x0 - above.x1 > LONE * below.size for above, below in itertools.pairwise(parts))


def _is_contents(table: Columns) -> bool:
    """Whether the last column holds the numbers of pages: they never go down."""
    numbers = [
        int(cells[-1][0].text)
        for cells in table.rows
        if len(cells[-1]) == 1 and PAGE_NUMBER.match(cells[-1][0].text)
    ]
    full = len(numbers) >= max(2, 0.6 * len(table.rows))
    return len(table.rows[0]) <= 3 and full and numbers == sorted(numbers) and numbers[-1] <= 300


def _spaced(table: Columns) -> Tabled:
    rows = tuple(
        Row(tuple(tuple(lines_of(cell, table.page)) for cell in cells), table.ends) for cells in table.rows
    )
    return Tabled(rows, table.starts, table.sure, False, table.page)


def _stacked(table: Stack, page: Page) -> Tabled:
    rows: list[Row] = []
    for at, cells in enumerate(table.rows):
        lines = tuple(tuple(lines_of(cell, page.number)) for cell in cells)
        ends = [max((line.x1 for line in column), default=0.0) for column in lines]
        rows.append(Row(lines, tuple(ends), table.carried[at], at in table.banners))
    own = [row for row in rows if not row.banner]
    limits = tuple(max((row.limits[at] for row in own), default=0.0) for at in range(len(table.rows[0])))
    return Tabled(tuple(replace(row, limits=limits) for row in rows), table.borders, True, False, page.number)


def _drawn(grid: Grid, page: Page) -> Tabled:
    """A grid as rows; a cell that covers several rows stands in its first."""
    columns = _columns(grid)
    place = {column: at for at, column in enumerate(columns)}
    rows: list[Row] = []
    for r in range(len(grid.ys) - 1):
        cells: list[tuple[Line, ...]] = [() for _ in columns]
        limits = [0.0 for _ in columns]
        carried: set[int] = set()
        banner = False
        for cell in grid.cells:
            if not cell.row <= r < cell.row + cell.high:
                continue
            own = [place[c] for c in range(cell.column, cell.column + cell.wide) if c in place]
            if not own:
                continue
            if cell.row < r:
                carried.update(own)
                continue
            lines = tuple(lines_of(cell.words, page.number))
            margin = min((line.x0 for line in lines), default=cell.box[0]) - cell.box[0]
            cells[own[0]] = lines
            limits[own[0]] = cell.box[2] - min(max(margin, 0.0), 12.0)
            banner = banner or len(own) == len(columns) > 1
        rows.append(Row(tuple(cells), tuple(limits), frozenset(carried), banner))
    return Tabled(tuple(rows), tuple(grid.xs), True, True, page.number)


def _columns(grid: Grid) -> list[int]:
    """The columns of a grid without the slivers between double borders."""
    filled = {cell.column for cell in grid.cells if cell.words}
    return [at for at in range(len(grid.xs) - 1) if at in filled or grid.xs[at + 1] - grid.xs[at] > SLIVER]


def rows_as_parts(table: Tabled, number: int, lexicon: Lexicon, *, first: bool) -> Iterator[Part]:
    """The rows of a table as blocks; `first`: the table begins here, else it goes on from the page before."""
    margin = _margin(table)
    for at, row in enumerate(table.rows):
        texts = tuple(
            cell_text(cell, lexicon, limit) for cell, limit in zip(row.cells, row.limits, strict=True)
        )
        opening = row.cells[0][0] if row.cells[0] else None
        inset = opening.x0 - margin if opening and margin is not None and not opening.sign else 0.0
        block = Block(
            0,
            texts,
            row=True,
            gap=first and at == 0,
            page=not first and at == 0,
            table=number if table.sure else 0,
            carried=row.carried,
            banner=row.banner and table.sure,
            indent=round(inset) if inset > SET_IN else 0,
            wrapped=not table.sure and len(table.rows) > 1,
        )
        if not block.empty:
            yield Part(block, table.page, max((len(cell) for cell in row.cells), default=1))


def _margin(table: Tabled) -> float | None:
    """Where the words of the first column begin; None where they are centred."""
    openings = [row.cells[0][0] for row in table.rows if row.cells[0] and not row.cells[0][0].sign]
    starts = {round(line.x0 / 2) for line in openings}
    return min(line.x0 for line in openings) if 0 < len(starts) <= STEPS else None
