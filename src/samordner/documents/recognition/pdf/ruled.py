"""Tables that are drawn with lines or shades: which cells the lines make, and which words stand in each."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from samordner.documents.recognition.pdf.glyphs import Edge, Page, Word

SNAP = 2.5  # points that lines of one border may stand apart
REACH = 4.0  # points that a line may end short of another that it meets
MOST_PAIRS = 2_000_000  # pairs of lines that are compared; more are a drawing


@dataclass
class Cell:
    """A cell of a grid: its row and column, how many it covers, its borders and its words."""

    row: int
    column: int
    high: int
    wide: int
    box: tuple[float, float, float, float]  # x0, top, x1, bottom
    words: list[Word] = field(default_factory=list)


@dataclass
class Grid:
    """A table drawn on a page: where its columns and rows part, and its cells in order."""

    xs: list[float]
    ys: list[float]
    cells: list[Cell]

    @property
    def top(self) -> float:
        return self.ys[0]

    @property
    def bottom(self) -> float:
        return self.ys[-1]

    def holds(self, word: Word) -> bool:
        """Whether the middle of a word stands within the grid."""
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        return self.xs[0] - 1 <= x <= self.xs[-1] + 1 and self.ys[0] - 1 <= y <= self.ys[-1] + 1


def grids(page: Page, above: Sequence[float] = ()) -> list[Grid]:
    """The tables drawn on a page, from the top, with their words. A box around text and a chart are none.

    `above` are the borders of the columns of a table that ends the page before: it may go on with a single cell.
    """
    level, plumb = merged(page.level), merged(page.plumb)
    if not level or not plumb or len(level) * len(plumb) > MOST_PAIRS:
        return []
    found = [_grid(across, along, page.words) for across, along in _joined(level, plumb)]
    kept = [grid for grid in found if grid is not None and (_is_table(grid) or alike(grid.xs, above))]
    outer = [one for one in kept if not any(_within(one, other) for other in kept if other is not one)]
    return sorted(outer, key=lambda grid: grid.top)


def alike(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether two tables have their columns in the same places."""
    return len(one) == len(other) > 0 and all(abs(a - b) < 2 * REACH for a, b in zip(one, other, strict=True))


def _within(one: Grid, other: Grid) -> bool:
    return (
        other.xs[0] - 1 <= one.xs[0]
        and one.xs[-1] <= other.xs[-1] + 1
        and other.ys[0] - 1 <= one.ys[0]
        and one.ys[-1] <= other.ys[-1] + 1
        and len(other.cells) >= 4
    )


def merged(edges: Iterable[Edge]) -> list[Edge]:
    """Lines that lie on one another or end to end as one."""
    out: list[Edge] = []
    group: list[Edge] = []
    for edge in sorted(edges, key=lambda one: one.at):
        if (group and edge.at - group[-1].at > SNAP / 2) or (group and edge.at - group[0].at > SNAP):
            out += _ends_joined(group)
            group = []
        group.append(edge)
    return out + _ends_joined(group)


def _ends_joined(group: list[Edge]) -> list[Edge]:
    if not group:
        return []
    at = sorted(edge.at for edge in group)[len(group) // 2]
    out: list[Edge] = []
    for edge in sorted(group, key=lambda one: one.start):
        if out and edge.start <= out[-1].end + REACH:
            last = out[-1]
            out[-1] = Edge(at, last.start, max(last.end, edge.end), last.drawn or edge.drawn)
        else:
            out.append(Edge(at, edge.start, edge.end, edge.drawn))
    return out


def _joined(level: Sequence[Edge], plumb: Sequence[Edge]) -> list[tuple[list[Edge], list[Edge]]]:
    """Lines that meet, together: the level and the plumb ones of each drawing."""
    parent = list(range(len(level) + len(plumb)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    places = [edge.at for edge in level]
    for k, upright in enumerate(plumb):
        first, last = bisect_left(places, upright.start - REACH), bisect_right(places, upright.end + REACH)
        for at in range(first, last):
            if level[at].start - REACH <= upright.at <= level[at].end + REACH:
                parent[root(at)] = root(len(level) + k)
    across: dict[int, list[Edge]] = defaultdict(list)
    along: dict[int, list[Edge]] = defaultdict(list)
    for at, edge in enumerate(level):
        across[root(at)].append(edge)
    for k, edge in enumerate(plumb):
        along[root(len(level) + k)].append(edge)
    return [(across[key], along[key]) for key in across if key in along]


def _borders(own: Sequence[Edge], other: Sequence[Edge]) -> list[float]:
    """Where lines stand, and where those across them end beyond the outermost: a table may be open at its sides."""
    found: list[float] = []
    for at in sorted(edge.at for edge in own):
        if not found or at - found[-1] > SNAP:
            found.append(at)
    least, most = min(edge.start for edge in other), max(edge.end for edge in other)
    if found and least < found[0] - 2 * REACH:
        found.insert(0, least)
    if found and most > found[-1] + 2 * REACH:
        found.append(most)
    return found


def _grid(level: list[Edge], plumb: list[Edge], words: Sequence[Word]) -> Grid | None:
    xs, ys = _borders(plumb, level), _borders(level, plumb)
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 2 or rows < 1 or columns * rows > 40_000:
        return None
    inside = [word for word in words if word.upright and _inside(word, xs, ys)]
    upright = [_covering(plumb, x) for x in xs]
    flat = [_covering(level, y) for y in ys]
    by_row: dict[int, list[Word]] = defaultdict(list)
    for word in inside:
        by_row[_slot(ys, (word.top + word.bottom) / 2)].append(word)
    parent = {(r, c): (r, c) for r in range(rows) for c in range(columns)}

    def root(at: tuple[int, int]) -> tuple[int, int]:
        while parent[at] != at:
            at = parent[at]
        return at

    for r in range(rows):
        middle = (ys[r] + ys[r + 1]) / 2
        for c in range(columns):
            if c + 1 < columns and not _parts(upright[c + 1], middle, xs[c + 1], by_row[r]):
                parent[root((r, c + 1))] = root((r, c))
            if r + 1 < rows and not _covered(flat[r + 1], (xs[c] + xs[c + 1]) / 2):
                parent[root((r + 1, c))] = root((r, c))
    groups: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for at in parent:
        groups[root(at)].append(at)
    cells: list[Cell] = []
    for group in groups.values():
        cells += _cells(group, xs, ys)
    cells.sort(key=lambda cell: (cell.row, cell.column))
    grid = Grid(xs, ys, cells)
    _fill(grid, inside)
    return grid


def _covering(edges: Sequence[Edge], at: float) -> list[Edge]:
    return [edge for edge in edges if abs(edge.at - at) <= SNAP]


def _covered(edges: Sequence[Edge], middle: float) -> bool:
    return any(edge.start - 1 <= middle <= edge.end + 1 for edge in edges)


def _parts(edges: Sequence[Edge], middle: float, x: float, words: Sequence[Word]) -> bool:
    """Whether two cells of a row are parted here. Where only shades tell of a column, as in every other row,
    it goes on through the rows between as long as no word crosses it."""
    if _covered(edges, middle):
        return True
    shaded = bool(edges) and not any(edge.drawn for edge in edges)
    return shaded and not any(word.x0 < x - 1 and word.x1 > x + 1 for word in words)


def _cells(group: list[tuple[int, int]], xs: Sequence[float], ys: Sequence[float]) -> list[Cell]:
    """The fields that no line parts as one cell; each for itself where they make no rectangle."""
    rows, columns = [r for r, _ in group], [c for _, c in group]
    r0, r1, c0, c1 = min(rows), max(rows), min(columns), max(columns)
    if len(group) != (r1 - r0 + 1) * (c1 - c0 + 1):
        return [Cell(r, c, 1, 1, (xs[c], ys[r], xs[c + 1], ys[r + 1])) for r, c in group]
    return [Cell(r0, c0, r1 - r0 + 1, c1 - c0 + 1, (xs[c0], ys[r0], xs[c1 + 1], ys[r1 + 1]))]


def _inside(word: Word, xs: Sequence[float], ys: Sequence[float]) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return xs[0] - 1 <= x <= xs[-1] + 1 and ys[0] - 1 <= y <= ys[-1] + 1


def _slot(borders: Sequence[float], at: float) -> int:
    return min(max(bisect_right(borders, at) - 1, 0), len(borders) - 2)


def _fill(grid: Grid, words: Sequence[Word]) -> None:
    place = {
        (r, c): cell
        for cell in grid.cells
        for r in range(cell.row, cell.row + cell.high)
        for c in range(cell.column, cell.column + cell.wide)
    }
    for word in words:
        middle = (
            word.x0 + min(word.x1 - word.x0, 2 * word.size) / 2
        )  # a word may run out of its cell to the right
        row, column = _slot(grid.ys, (word.top + word.bottom) / 2), _slot(grid.xs, middle)
        place[row, column].words.append(word)


def _is_table(grid: Grid) -> bool:
    """Whether words stand in several columns: the lines of a chart hold few, those of a box one text.

    A single row is none: it is the shade behind headings, under which rows stand that nothing is drawn around.
    """
    filled = [cell for cell in grid.cells if cell.words]
    return len(grid.ys) > 2 and len({cell.column for cell in filled}) > 1
