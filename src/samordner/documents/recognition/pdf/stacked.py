"""Tables that only level lines are drawn through: the lines tell the rows, the gaps between words the columns."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from samordner.documents.recognition.pdf.cells import lines_of
from samordner.documents.recognition.pdf.columns import segments
from samordner.documents.recognition.pdf.glyphs import Edge, Page, Word
from samordner.documents.recognition.pdf.lines import Line
from samordner.documents.recognition.pdf.ruled import Grid, merged

LEAST_RULES = 3  # with as few the middle one may part the headings from many rows
SHORTEST = 60.0  # points; a line as short is no border of a table
SLACK = 4.0  # points that the ends of a table's lines may differ
GUTTER = 0.6  # of a letter's size: what no word may reach into between two columns
LARGER = 1.15  # of the usual size: a line as large is a heading between two tables
MOST_BESIDE = 2  # rows above the first line and below the last
CLOSE = 0.6  # of a letter's size: lines of one row stand as close
CROSSING = 0.04  # share of the lines that may run over the border of a column

Rule = tuple[float, float, float]  # where it stands, where it starts and ends


@dataclass(frozen=True)
class Stack:
    """A table between level lines: the words of each row's cells, and which rows are one cell over all columns."""

    top: float
    bottom: float
    borders: tuple[float, ...]  # its left side, between its columns, its right side
    rows: tuple[tuple[tuple[Word, ...], ...], ...]
    banners: frozenset[int]
    carried: tuple[frozenset[int], ...]  # for each row the columns that a cell above covers


def stacks(page: Page, grids: Sequence[Grid], above: Sequence[float] = ()) -> list[Stack]:
    """The tables of a page that stand between level lines and in no grid; `above` are the borders of a table
    of this kind that ends the page before."""
    words = [word for word in page.words if word.upright and not any(grid.holds(word) for grid in grids)]
    found: list[Stack] = []
    for rules in _alike(page, grids):
        for run in _runs(rules, words):
            stack = _stack(run, words, page, above)
            if stack is not None:
                found.append(stack)
    found.sort(key=lambda stack: stack.top)
    return [
        one
        for one, before in zip(found, [None, *found], strict=False)
        if before is None or one.top >= before.bottom - 1
    ]


def _alike(page: Page, grids: Sequence[Grid]) -> Iterator[list[Rule]]:
    """Level lines as long as each other, from the top."""
    groups: dict[tuple[int, int], list[Edge]] = defaultdict(list)
    for edge in merged(page.level):
        if edge.end - edge.start < SHORTEST or any(_in_grid(edge, grid) for grid in grids):
            continue
        key = next(
            (one for one in groups if abs(one[0] - edge.start) <= SLACK and abs(one[1] - edge.end) <= SLACK),
            None,
        )
        groups[key or (round(edge.start), round(edge.end))].append(edge)
    for group in groups.values():
        rules = sorted((edge.at, edge.start, edge.end) for edge in group)
        if len(rules) >= LEAST_RULES:
            yield rules


def _in_grid(edge: Edge, grid: Grid) -> bool:
    inside = grid.top - 1 <= edge.at <= grid.bottom + 1
    return inside and grid.xs[0] - SLACK <= edge.start <= grid.xs[-1]


def _within(words: Sequence[Word], above: Rule, below: Rule) -> list[Word]:
    return [
        word
        for word in words
        if above[0] <= (word.top + word.bottom) / 2 <= below[0]
        and above[1] - 2 <= (word.x0 + word.x1) / 2 <= above[2] + 2
    ]


def _runs(rules: Sequence[Rule], words: Sequence[Word]) -> Iterator[list[tuple[Rule, Rule, list[Word]]]]:
    """The rows of each table: what stands between two lines; a heading or much free room parts two tables."""
    rows = [(one, other, _within(words, one, other)) for one, other in pairwise(rules)]
    filled = [row for row in rows if row[2]]
    if not filled:
        return
    size = median(word.size for row in filled for word in row[2])
    room = median(min(word.top for word in row[2]) - row[0][0] for row in filled)
    run: list[tuple[Rule, Rule, list[Word]]] = []
    for row in rows:
        free = min((word.top for word in row[2]), default=0.0) - row[0][0] - max(room, 0.0)
        whole = bool(row[2]) and all(len(segments(line)) == 1 for line in lines_of(row[2], 0))
        outside = row[2] and (
            any(word.size > LARGER * size for word in row[2]) or free > (0.4 if whole else 1.5) * size
        )
        if outside or (not row[2] and row[1][0] - row[0][0] > 3 * size):
            if len(run) >= LEAST_RULES - 1:
                yield run
            run = []
        elif row[2]:
            run.append(row)
    if len(run) >= LEAST_RULES - 1:
        yield run


def _stack(
    run: Sequence[tuple[Rule, Rule, list[Word]]], words: Sequence[Word], page: Page, above: Sequence[float]
) -> Stack | None:
    left, right = run[0][0][1], run[0][0][2]
    lines = [lines_of(own, page.number) for _, _, own in run]
    borders = _borders(run, lines, page, above)
    if not borders or (len(run) == LEAST_RULES - 1 and any(_holds_rows(row, borders[0]) for row in lines)):
        return None
    rows: list[tuple[tuple[Word, ...], ...]] = []
    carried: list[frozenset[int]] = []
    banners: set[int] = set()
    for at, (upper, lower, own) in enumerate(run):
        single = all(len(segments(line)) == 1 for line in lines[at])
        crosses = any(line.x0 < border < line.x1 for line in lines[at] for border in borders)
        if single and (crosses or _shaded(page, upper, lower)) and own[0].x0 < borders[0]:
            banners.add(len(rows))
            rows.append((tuple(own), *(() for _ in borders)))
            carried.append(frozenset())
            continue
        for part, covered in _split(own, upper, lower, page, borders):
            rows.append(part)
            carried.append(covered)
    several = sum(sum(map(bool, row)) > 1 for row in rows)
    if several < 2 or 2 * several < len(rows):
        return None
    top, bottom = run[0][0][0], run[-1][1][0]
    outside = [word for word in words if left - 2 <= word.x0 and word.x1 <= right + 2]
    for _ in range(MOST_BESIDE):
        head = _next_to([word for word in outside if word.base < top], borders, top, up=True)
        if head:
            rows.insert(0, head)
            carried.insert(0, frozenset())
            banners = {at + 1 for at in banners}
            top = min(word.top for cell in head for word in cell)
        foot = _next_to([word for word in outside if word.top > bottom - 1], borders, bottom, up=False)
        if foot:
            rows.append(foot)
            carried.append(frozenset())
            bottom = max(word.bottom for cell in foot for word in cell)
    return Stack(top, bottom, (left, *borders, right), tuple(rows), frozenset(banners), tuple(carried))


def _next_to(
    words: Sequence[Word], borders: Sequence[float], edge: float, *, up: bool
) -> tuple[tuple[Word, ...], ...] | None:
    """A row straight above the first line or below the last: its words keep to the columns."""
    lines = lines_of(words, 0)
    near = (lines[-1] if up else lines[0]) if lines else None
    if near is None or (edge - near.bottom if up else near.top - edge) > 2 * CLOSE * near.size:
        return None
    own: list[Line] = []
    for line in reversed(lines) if up else lines:
        gap = (own[-1].top - line.bottom if up else line.top - own[-1].bottom) if own else 0.0
        crosses = any(
            word.x0 < border - 1 and word.x1 > border + 1 for word in line.words for border in borders
        )
        if gap > CLOSE * line.size or crosses or abs(line.size - near.size) > 0.5:
            break
        own.append(line)
    cells: list[list[Word]] = [[] for _ in range(len(borders) + 1)]
    for word in (word for line in own for word in line.words):
        cells[sum(word.x0 >= border - 1 for border in borders)].append(word)
    if not own:
        return None
    first = own[-1] if up else own[0]
    told = (
        len(segments(first))
        == len({sum(word.x0 >= border - 1 for border in borders) for word in first.words})
        > 1
    )
    return tuple(tuple(cell) for cell in cells) if told and cells[0] else None


def _split(
    words: Sequence[Word], upper: Rule, lower: Rule, page: Page, borders: Sequence[float]
) -> Iterator[tuple[tuple[tuple[Word, ...], ...], frozenset[int]]]:
    """The cells between two lines. A shorter line between them parts the columns that it runs through; a cell that it
    leaves out covers the rows above and below it."""
    inner = [
        edge
        for edge in merged(page.level)
        if upper[0] + SLACK < edge.at < lower[0] - SLACK
        and upper[1] - SLACK <= edge.start
        and edge.end <= upper[2] + SLACK
    ]
    sides = [upper[1], *borders, upper[2]]
    middles = [(one + other) / 2 for one, other in pairwise(sides)]
    cells: dict[tuple[int, int], list[Word]] = defaultdict(list)
    for word in words:
        middle = (word.x0 + min(word.x1, word.x0 + 2 * word.size)) / 2
        column = sum(middle > border for border in borders)
        height = (word.top + word.bottom) / 2
        row = sum(edge.at < height and edge.start <= middles[column] <= edge.end for edge in inner)
        cells[row if _parted(inner, middles[column]) else 0, column].append(word)
    heights = sorted({round(edge.at) for edge in inner})
    for row in range(len(heights) + 1):
        covered = {at for at, middle in enumerate(middles) if row and not _parted(inner, middle)}
        made = tuple(tuple(cells.get((row, at), ())) for at in range(len(middles)))
        if any(made) or not row:
            yield made, frozenset(covered)


def _parted(inner: Sequence[Edge], middle: float) -> bool:
    return any(edge.start <= middle <= edge.end for edge in inner)


def _holds_rows(lines: Sequence[Line], border: float) -> bool:
    """Whether what stands between two lines is more than one row: names stand apart in the first column."""
    named = [line for line in lines if line.x0 < border]
    return any(below.base - above.base > 1.7 * above.size for above, below in pairwise(named))


def _shaded(page: Page, upper: Rule, lower: Rule) -> bool:
    """Whether one shade lies behind the whole row."""
    return any(
        x0 <= upper[1] + SLACK
        and x1 >= upper[2] - SLACK
        and abs(top - upper[0]) <= SLACK
        and abs(bottom - lower[0]) <= SLACK
        for x0, top, x1, bottom in page.shades
    )


def _borders(
    run: Sequence[tuple[Rule, Rule, list[Word]]],
    lines: Sequence[Sequence[Line]],
    page: Page,
    above: Sequence[float],
) -> list[float]:
    """Where the columns part: where the shades of the headings do, else as on the page before, else in the gaps."""
    left, right = run[0][0][1], run[0][0][2]
    top, bottom = run[0][0][0], run[-1][1][0]
    told = sorted(
        {
            round(x0)
            for x0, shade_top, x1, _ in page.shades
            if left + 10 < x0 < right - 10
            and top - SLACK <= shade_top < bottom - SLACK
            and x1 <= right + SLACK
        }
    )
    apart = [float(x) for at, x in enumerate(told) if at == 0 or x - told[at - 1] > SLACK]
    before = (
        list(above[1:-1])
        if above and abs(above[0] - left) <= SLACK and abs(above[-1] - right) <= SLACK
        else []
    )
    every = [line for row in lines for line in row]
    for borders in (apart, before):
        crossing = sum(
            any(word.x0 < x - 1 and word.x1 > x + 1 for x in borders for word in line.words) for line in every
        )
        if borders and crossing <= CROSSING * len(every):
            return borders
    return _gaps(lines)


def _gaps(lines: Sequence[Sequence[Line]]) -> list[float]:
    """The middles of what stays free through all rows that have several cells."""
    several = [row for row in lines if any(len(segments(line)) > 1 for line in row)]
    words = sorted((word.x0, word.x1, word.size) for row in several for line in row for word in line.words)
    found: list[float] = []
    reach = words[0][1] if words else 0.0
    for x0, x1, size in words:
        if x0 - reach >= GUTTER * size:
            found.append((reach + x0) / 2)
        reach = max(reach, x1)
    return found
