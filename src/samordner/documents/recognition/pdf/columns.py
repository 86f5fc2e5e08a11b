"""Tables that nothing is drawn around, and text set in two columns: told by the gaps between the words."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from samordner.documents.recognition.pdf.cells import lines_of
from samordner.documents.recognition.pdf.glyphs import Edge, Word
from samordner.documents.recognition.pdf.lines import SIGN, Line, had_room

WIDE = 0.9  # of a letter's size: a gap as wide parts two columns
GUTTER = 0.6  # of a letter's size: what must stay free through all rows
FAR = 3.5  # of a letter's size: a table ends where nothing stands for as long
ENUMERATED = re.compile(r"(?:\w{1,2}[.)]|\d{1,2}(?:\.\d{1,2})*[.)]?)$")
CLOSE = 0.8  # of a letter's size: lines of one text stand as close
TEXT_LINES = 5  # lines in each column of a text at least
FILLED = 0.5  # share of lines that fill their column of text
LOOSE = 0.6  # of a letter's size: what is left free between the lines of a text is less
MOST_IN_NAME = 5  # words
LEAST = 2  # rows with several cells

Gap = tuple[float, float]


@dataclass(frozen=True)
class Columns:
    """Rows of words in columns: for each row its cells' words. `sure`: gaps or lines tell the rows apart."""

    rows: list[list[list[Word]]]
    starts: tuple[float, ...]
    ends: tuple[float, ...]
    sure: bool
    page: int
    top: float
    bottom: float


def segments(line: Line) -> list[Line]:
    """The parts of a line that stand apart. A bullet or a number belongs to what it opens."""
    parts: list[list[Word]] = []
    for word in line.words:
        if parts and word.x0 - max(one.x1 for one in parts[-1]) < WIDE * max(word.size, parts[-1][-1].size):
            parts[-1].append(word)
        else:
            parts.append([word])
    if len(parts) > 1 and len(parts[0]) == 1:
        opening = parts[0][0]
        signed = SIGN.match(opening.text) is not None or opening.sign
        if signed or (
            len(parts) == 2 and ENUMERATED.match(opening.text) and parts[1][0].x0 - opening.x1 < 60
        ):
            parts[:2] = [parts[0] + parts[1]]
    return [Line(part, line.page) for part in parts]


def text_columns(
    words: Sequence[Word], page: int
) -> tuple[list[Word], list[Word], list[Word], list[Word]] | None:
    """Words above two columns of running text, in the left, in the right, and below; None where there are none."""
    rows = lines_of(words, page)
    if len(rows) < TEXT_LINES:
        return None
    left, right = min(row.x0 for row in rows), max(row.x1 for row in rows)
    best: tuple[int, int, float] | None = None
    for step in range(30, 71, 2):
        x = left + (right - left) * step / 100
        first = 0
        for at in range(len(rows) + 1):
            crossed = at == len(rows) or any(word.x0 < x + 3 and word.x1 > x - 3 for word in rows[at].words)
            if crossed or _far_down(rows, at):
                if best is None or at - first > best[1] - best[0]:
                    best = (first, at, x)
                first = at + 1 if crossed else at
    if best is None or best[1] - best[0] < TEXT_LINES:
        return None
    return _as_text(rows, *best, page)


def _far_down(rows: Sequence[Line], at: int) -> bool:
    return 0 < at < len(rows) and rows[at].top - rows[at - 1].bottom > 4 * rows[at].size


def _as_text(
    rows: Sequence[Line], first: int, last: int, x: float, page: int
) -> tuple[list[Word], list[Word], list[Word], list[Word]] | None:
    first, last = _both(rows, first, last, x)
    inside = [word for row in rows[first:last] for word in row.words]
    sides = [word for word in inside if word.x0 < x], [word for word in inside if word.x0 >= x]
    if not all(sides):
        return None
    for side in sides:
        lines = lines_of(side, page)
        start, end = min(line.x0 for line in lines), max(line.x1 for line in lines)
        full = sum(line.x1 - start > 0.75 * (end - start) for line in lines)
        wordy = sum(len(line.words) for line in lines) >= 3 * len(lines)
        if len(lines) < TEXT_LINES or full < FILLED * len(lines) or not wordy or end - start < 90:
            return None
    if len(
        _breaks([_Band(row.top, row.bottom) for row in rows[first:last]], inside[0].size)
    ) >= 2 and _aligned(rows[first:last], x):
        return None
    before = [word for row in rows[:first] for word in row.words]
    after = [word for row in rows[last:] for word in row.words]
    return before, sides[0], sides[1], after


def _both(rows: Sequence[Line], first: int, last: int, x: float) -> tuple[int, int]:
    """The lines from the first to the last that has words on both sides, and those that go on with one of them."""
    sided = [at for at in range(first, last) if rows[at].x0 < x <= rows[at].x1]
    if not sided:
        return first, last
    end = sided[-1] + 1
    while end < last and abs(rows[end].size - rows[end - 1].size) < 0.5:
        if rows[end].top - rows[end - 1].bottom > CLOSE * rows[end].size:
            break
        end += 1
    return sided[0], end


def _aligned(rows: Sequence[Line], x: float) -> bool:
    """Whether something stands on both sides where each row of a table would begin."""
    breaks = _breaks([_Band(row.top, row.bottom) for row in rows], rows[0].size)
    starts = [rows[0], *(rows[at] for at in breaks)]
    both = sum(any(w.x0 < x for w in row.words) and any(w.x0 >= x for w in row.words) for row in starts)
    return both >= 0.8 * len(starts)


@dataclass(frozen=True)
class _Band:
    top: float
    bottom: float


def _breaks(bands: Sequence[_Band], size: float, usual: float | None = None) -> list[int]:
    """Before which bands more is left free than between the lines of a text (`usual`), so that a row begins there."""
    free = [below.top - max(band.bottom for band in bands[: at + 1]) for at, below in enumerate(bands[1:])]
    least = max(0.0, min(free, default=0.0)) if usual is None else usual
    return [at + 1 for at, gap in enumerate(free) if gap > least + max(0.2 * size, 1.0)]


def _leading(columns: Sequence[Sequence[Word]], size: float, page: int) -> float | None:
    """What is left free between the lines of one cell; None where all lines stand evenly."""
    gaps: list[float] = []
    for words in columns:
        lines = lines_of(words, page)
        gaps += [below.top - above.bottom for above, below in pairwise(lines)]
    gaps.sort()
    for gap, wider in pairwise(gaps):
        if wider - gap > 0.2 * size:
            return max(gap, 0.0) if gap < LOOSE * size else 0.0
    return 0.0 if gaps and gaps[0] >= LOOSE * size else None


def table_at(rows: Sequence[Line], first: int, rules: Sequence[Edge]) -> tuple[Columns, int] | None:
    """The table whose first row stands at `first`, and the index after its last; None where none begins."""
    parts = segments(rows[first])
    gaps = _gaps(parts)
    if not gaps:
        return None
    several, last, before = 1, first, rows[first]
    for at in range(first + 1, len(rows)):
        row = rows[at]
        size = row.size
        if row.top - before.bottom > FAR * size or abs(size - rows[first].size) > 0.25 * rows[first].size:
            break
        left = [_cut(gap, row.words) for gap in gaps]
        alive = [gap for gap in left if gap[1] - gap[0] >= GUTTER * size]
        pieces = segments(row)
        if len(alive) < len(gaps):
            if several >= LEAST or not alive or len(pieces) < 2:
                break
            gaps = alive
        else:
            gaps = left
        if len(pieces) > 1:
            several += 1
            last = at
        elif pieces[0].x0 < gaps[0][0] and (_ends(rows, first, at) or (row.bold and not before.bold)):
            break
        elif pieces[0].x1 > gaps[0][0] or row.top - before.bottom < 0.6 * size or _names(pieces[0]):
            last = at
        before = row
    if several < LEAST:
        return None
    return _columns(rows[first : last + 1], gaps, rules), last + 1


def _names(piece: Line) -> bool:
    """Whether words in the first column alone may name a row of which nothing else is told: few, and no sentence."""
    return len(piece.words) <= MOST_IN_NAME and piece.text[-1] not in ".:"


def _ends(rows: Sequence[Line], first: int, at: int) -> bool:
    """Whether more is left free above a line in the first column than between any rows so far."""
    free = [
        below.top - above.bottom for above, below in zip(rows[first:at], rows[first + 1 : at], strict=False)
    ]
    return bool(free) and rows[at].top - rows[at - 1].bottom > max(free) + 0.4 * rows[at].size


def _gaps(parts: Sequence[Line]) -> list[Gap]:
    return [(one.x1, other.x0) for one, other in itertools.pairwise(parts)]


def _cut(gap: Gap, words: Sequence[Word]) -> Gap:
    """What of a gap no word reaches into: the widest part."""
    start, end = gap
    best = (start, start)
    at = start
    for word in words:  # from the left
        if word.x1 <= start or word.x0 >= end:
            continue
        if word.x0 - at > best[1] - best[0]:
            best = (at, word.x0)
        at = max(at, word.x1)
    return (at, end) if end - at > best[1] - best[0] else best


def _columns(rows: Sequence[Line], gaps: list[Gap], rules: Sequence[Edge]) -> Columns:
    gaps = _more(rows, gaps)
    borders = [(start + end) / 2 for start, end in gaps]
    words = [word for row in rows for word in row.words]
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    bands = [_Band(row.top, row.bottom) for row in rows]
    ruled = _ruled(rows, rules, left, right)
    size = rows[0].size
    split: list[list[Word]] = [[] for _ in range(len(borders) + 1)]
    for word in words:
        split[sum(word.x0 >= border for border in borders)].append(word)
    leading = _leading(split, size, rows[0].page)
    spaced = [] if leading is None else _breaks(bands, size, leading)
    breaks = ruled if len(ruled) > 2 else sorted({*ruled, *spaced})
    sure = len(ruled) > 2 or (leading is not None and not _run_together(rows, breaks, borders))
    if not sure:
        breaks = list(range(1, len(rows)))
    cut = [0, *breaks, len(rows)]
    made: list[list[list[Word]]] = []
    for start, end in itertools.pairwise(cut):
        cells: list[list[Word]] = [[] for _ in range(len(borders) + 1)]
        for row in rows[start:end]:
            for word in row.words:
                cells[sum(word.x0 >= border for border in borders)].append(word)
        made.append(cells)
    starts = tuple(min((w.x0 for row in made for w in row[c]), default=left) for c in range(len(borders) + 1))
    ends = tuple(max((w.x1 for row in made for w in row[c]), default=left) for c in range(len(borders) + 1))
    return Columns(made, starts, ends, sure, rows[0].page, rows[0].top, rows[-1].bottom)


def _run_together(rows: Sequence[Line], breaks: Sequence[int], borders: Sequence[float]) -> bool:
    """Whether lines that are taken for one row look like several: in two columns at once, or in the first, the next
    word would have had room on the line above."""
    split = [_cells(row, borders) for row in rows]
    size = rows[0].size
    ends = []
    for at in range(len(borders) + 1):
        own = max((line.x1 for row in split if (line := row.get(at))), default=0.0)
        after = min((line.x0 for row in split if (line := row.get(at + 1))), default=own)
        ends.append(max(own, after - size))
    for at, (above, below) in enumerate(pairwise(split), 1):
        if at in breaks:
            continue
        roomy = [
            c
            for c, line in below.items()
            if not line.sign and c in above and had_room(above[c], line, ends[c])
        ]
        if 0 in roomy or len(roomy) > 1:
            return True
    return False


def _cells(row: Line, borders: Sequence[float]) -> dict[int, Line]:
    found: dict[int, Line] = {}
    for word in row.words:
        found.setdefault(sum(word.x0 >= border for border in borders), Line([], row.page)).words.append(word)
    return found


def _more(rows: Sequence[Line], gaps: list[Gap]) -> list[Gap]:
    """The gaps, and those that stay free through every row though the first row did not show them."""
    found = list(gaps)
    for row in rows[1:]:
        for shown_gap in _gaps(segments(row)):
            if any(shown_gap[0] < other[1] and shown_gap[1] > other[0] for other in found):
                continue
            gap, shown = shown_gap, 0
            for other_row in rows:
                gap = _cut(gap, other_row.words)
                shown += any(one[0] < gap[1] and one[1] > gap[0] for one in _gaps(segments(other_row)))
            if gap[1] - gap[0] >= GUTTER * row.size and shown >= min(2, len(rows) - 1):
                found.append(gap)
    return sorted(found)


def _ruled(rows: Sequence[Line], rules: Sequence[Edge], left: float, right: float) -> list[int]:
    """Before which lines a rule is drawn over most of the table."""
    found: set[int] = set()
    for rule in rules:
        if min(rule.end, right) - max(rule.start, left) < 0.6 * (right - left):
            continue
        below = next((at for at, row in enumerate(rows) if row.base > rule.at + 0.2 * row.size), None)
        if below:
            found.add(below)
    return sorted(found)
