"""Drawings of a course through time: how a whole was divided day by day, and how several parts grew.

Every day has its own whole, the municipalities that took part on that day. A day on which none did is left open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from samordner.charts.drawing import (
    ACCENT,
    INK,
    LABEL,
    LINE_HEIGHT,
    QUIET,
    frame,
    text_width,
    words,
    wrapped,
)
from samordner.charts.figures import Figure, FigureTable
from samordner.charts.shares import Wording
from samordner.charts.tiles import Group

WIDE = 540.0
LEFT, RIGHT, HIGH = 50.0, 30.0, 230.0
LINES = "#c9d1da"


@dataclass(frozen=True, slots=True)
class Point:
    """One day: as it is written, its year, how many there were, and how many in each group (or part)."""

    day: str
    year: str
    total: int
    counts: tuple[int, ...]


def stacked_course(
    key: str, title: str, points: Sequence[Point], groups: Sequence[Group], wording: Wording, when: str
) -> Figure:
    """Each day a column of shares, the last group at the bottom and what is unknown on top.

    `when` heads the table's column of days. The counts of a point stand in the order of the groups.
    """
    order = [n for n, group in enumerate(groups) if not group.unknown][::-1]
    order += [n for n, group in enumerate(groups) if group.unknown]
    top = 14.0
    content = [_hatch(key), *_axis(top)]
    for number, point in enumerate(points):
        left, right = _span(number, len(points))
        low = top + HIGH
        for group in order if point.total else ():
            high = HIGH * point.counts[group] / point.total
            if high:
                low -= high
                content.append(_block(key, groups[group], left, low, right - left, high))
    content += _signs(points, groups, order, top)
    content += _years(points, top + HIGH)
    last = points[-1] if points else Point("", "", 0, (0,) * len(groups))
    legend, low = _legend(key, groups, last, wording, top + HIGH + 40)
    return _figure(
        key, title, [*content, *legend], low, points, [group.label for group in groups], wording, when
    )


def small_courses(
    key: str, title: str, labels: Sequence[str], points: Sequence[Point], wording: Wording, when: str
) -> Figure:
    """One small drawing for each label, all on the same scale: the share of the day's whole, in steps."""
    most = max((count / point.total for point in points if point.total for count in point.counts), default=0)
    scale = next(step for step in (0.1, 0.25, 0.5, 1.0) if most <= step)
    columns, gap, high = 2, 24.0, 92.0
    wide = (WIDE - gap * (columns - 1)) / columns
    content, top, low = [], 6.0, 0.0
    for number, label in enumerate(labels):
        left = number % columns * (wide + gap)
        if number and not number % columns:
            top = low + 16
        lines = wrapped(label, wide - 80, LABEL)
        head = top + LABEL * LINE_HEIGHT * max(
            len(wrapped(one, wide - 80, LABEL)) for one in _pair(labels, number)
        )
        content += [
            words(line, left, top + LABEL + n * LABEL * LINE_HEIGHT, bold=True)
            for n, line in enumerate(lines)
        ]
        last = points[-1] if points else Point("", "", 0, (0,) * len(labels))
        said = wording.of.format(count=last.counts[number], total=last.total)
        content.append(words(said, left + wide, top + LABEL, anchor="end", fill=ACCENT, bold=True))
        content += _small(points, number, scale, left, head + 14, wide, high)
        low = max(low, head + high + 34)
    return _figure(key, title, content, low, points, labels, wording, when)


def _pair(labels: Sequence[str], number: int) -> Sequence[str]:
    """The labels that stand side by side with this one."""
    first = number - number % 2
    return labels[first : first + 2]


def _figure(
    key: str, title: str, content: Sequence[str], low: float, points: Sequence[Point], labels: Sequence[str],
    wording: Wording, when: str,
) -> Figure:  # fmt: skip
    def told(point: Point) -> str:
        return f"{point.day}: " + "; ".join(
            f"{label}: {wording.of.format(count=count, total=point.total)}"
            for label, count in zip(labels, point.counts, strict=True)
        )

    ends = [point for point in points if point.total]
    alt = ". ".join([title, *(told(point) for point in [*ends[:1], *ends[1:][-1:]])]) + "."
    return Figure(
        key=key,
        title=title,
        svg=frame(key, title, alt, low, content, width=WIDE),
        alt=alt,
        table=FigureTable(
            (when, *labels, wording.total),
            tuple((point.day, *point.counts, point.total) for point in points),
        ),
        width=round(WIDE),
        height=round(low),
    )


def _span(number: int, count: int) -> tuple[float, float]:
    step = (WIDE - LEFT - RIGHT) / max(count, 1)
    return LEFT + number * step, LEFT + (number + 1) * step


def _axis(top: float) -> Iterator[str]:
    for part in (0, 25, 50, 75, 100):
        y = top + HIGH * (1 - part / 100)
        yield f'<path d="M{LEFT - 5} {y:.1f}H{WIDE - RIGHT}" stroke="{LINES}" stroke-width="1"/>'
        yield words(f"{part} %", LEFT - 8, y + 5, size=13, fill=QUIET, anchor="end")


def _block(key: str, group: Group, x: float, y: float, wide: float, high: float) -> str:
    fill = f"url(#{escape(key)}-hatch)" if group.unknown else group.paint.fill
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(wide - 1, 1):.1f}" height="{high:.1f}" fill="{fill}" '
        f'stroke="{QUIET if group.unknown else ACCENT}" stroke-width="0.6"/>'
    )


def _signs(
    points: Sequence[Point], groups: Sequence[Group], order: Sequence[int], top: float
) -> Iterator[str]:
    """Beside the last column, so that no colour stands alone."""
    if not points or not points[-1].total:
        return
    low = top + HIGH
    for number in order:
        high = HIGH * points[-1].counts[number] / points[-1].total
        if high >= 14 and groups[number].sign:
            yield words(groups[number].sign, WIDE - RIGHT + 6, low - high / 2 + 5, size=14, bold=True)
        low -= high


def _years(points: Sequence[Point], base: float) -> Iterator[str]:
    """Each year under its first column; a year without room is passed over."""
    yield f'<path d="M{LEFT} {base}H{WIDE - RIGHT}" stroke="{INK}" stroke-width="1.2"/>'
    free = 0.0
    starts = [0] + [n for n, (one, next_) in enumerate(pairwise(points), 1) if one.year != next_.year]
    for number in starts if points else ():
        x = _span(number, len(points))[0]
        yield f'<path d="M{x:.1f} {base}V{base + 6}" stroke="{INK}" stroke-width="1.2"/>'
        year = points[number].year
        if x >= free and x + text_width(year, 13) <= WIDE:
            yield words(year, x + 1, base + 19, size=13, fill=QUIET)
            free = x + text_width(year, 13) + 6
    for number, point in enumerate(points):
        if not point.total:
            left, right = _span(number, len(points))
            yield words("–", (left + right) / 2, base - 6, size=13, fill=QUIET, anchor="middle")


def _legend(
    key: str, groups: Sequence[Group], last: Point, wording: Wording, top: float
) -> tuple[list[str], float]:
    """What the columns are made of, from the top down, with the last day's counts."""
    content = [words(f"{last.day}:", 2, top + 2, size=14, fill=QUIET)]
    top += 16
    shown = [n for n, g in enumerate(groups) if g.unknown] + [
        n for n, g in enumerate(groups) if not g.unknown
    ]
    for number in shown:
        group = groups[number]
        lines = wrapped(group.label, WIDE - 150, LABEL)
        content.append(_block(key, group, 2, top, 27, 19))
        if group.sign:
            ink = INK if group.unknown else group.paint.ink
            content.append(words(group.sign, 15, top + 14.5, size=13, bold=True, fill=ink, anchor="middle"))
        count = wording.of.format(count=last.counts[number], total=last.total)
        content.append(words(count, 38, top + 15, bold=True))
        content += [words(line, 140, top + 15 + n * LABEL * LINE_HEIGHT) for n, line in enumerate(lines)]
        top += max(len(lines), 1) * LABEL * LINE_HEIGHT + 7
    return content, top + 4


def _small(
    points: Sequence[Point], number: int, scale: float, left: float, top: float, wide: float, high: float
) -> Iterator[str]:
    base, begin = top + high, left + 44
    for part in (0, scale):
        y = base - high * part / scale
        yield f'<path d="M{begin - 4:.1f} {y:.1f}H{left + wide:.1f}" stroke="{LINES}" stroke-width="1"/>'
        yield words(f"{round(part * 100)} %", begin - 8, y + 4, size=12, fill=QUIET, anchor="end")
    step = (left + wide - begin) / max(len(points), 1)
    for place, point in enumerate(points):
        x = begin + place * step
        if point.total:
            y = base - high * point.counts[number] / point.total / scale
            yield (
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{step:.1f}" height="{base - y:.1f}" fill="#a3c8e8"/>'
                f'<path d="M{x:.1f} {y:.1f}h{step:.1f}" stroke="{ACCENT}" stroke-width="2.2"/>'
            )
        else:
            yield words("–", x + step / 2, base - 5, size=12, fill=QUIET, anchor="middle")
    for place, point in ((0, points[0]), (len(points) - 1, points[-1])) if len(points) > 1 else ():
        anchor, x = ("end", left + wide) if place else ("", begin)
        if not place or point.year != points[0].year:
            yield words(point.year, x, base + 16, size=12, fill=QUIET, anchor=anchor)


def _hatch(key: str) -> str:
    return (
        f'<defs><pattern id="{escape(key)}-hatch" width="7" height="7" patternUnits="userSpaceOnUse">'
        '<rect width="7" height="7" fill="#ffffff"/><path d="M-1 8 8 -1M-1 1 1 -1M6 8 8 6" stroke="#b9c1ca" '
        'stroke-width="1.1"/></pattern></defs>'
    )
