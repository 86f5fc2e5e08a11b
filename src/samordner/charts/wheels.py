"""A year as a wheel: twelve months around, one ring for each kind, a number where there is something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import cos, pi, sin

from samordner.charts.drawing import ACCENT, INK, LABEL, PAPER, QUIET, WIDTH, frame, text_width, words
from samordner.charts.figures import Figure, FigureTable
from samordner.charts.paint import NONE, Paint, ramp

OUTER, INNER, RIM = 300.0, 92.0, 34.0
GAP = pi / 9
"""The opening at the top, in which each ring says its number."""
LEVELS = (1, 2, 4, 7)
"""How many there must be for each darker paint."""


@dataclass(frozen=True, slots=True)
class Ring:
    """One ring of the wheel, and its number for each sector."""

    label: str
    counts: tuple[int, ...]


def wheel(
    key: str,
    title: str,
    sectors: Sequence[str],
    rings: Sequence[Ring],
    columns: tuple[str, str],
    *,
    short: Sequence[str] = (),
    middle: str = "",
    marked: int | None = None,
    marked_words: str = "",
) -> Figure:
    """The sectors clockwise from the top, the first ring outermost. Every ring has as many counts as there are sectors.

    The table has a row for each ring; `columns` head it before and after the sectors: what a ring is, and all its numbers
    together. `short` are the sectors' names there, where they have shorter ones. `middle` stands in the middle; the sector number
    `marked` has a thick edge and says `marked_words`.
    """
    x, y = WIDTH / 2, OUTER + RIM + 8
    paints = ramp(len(LEVELS) + 1)
    thick = (OUTER - INNER) / max(len(rings), 1)
    step = (2 * pi - GAP) / len(sectors)
    content: list[str] = []
    for number, ring in enumerate(rings):
        outer = OUTER - number * thick
        for place, count in enumerate(ring.counts):
            begin = GAP / 2 + place * step
            paint = _paint(count, paints)
            content.append(_slice(x, y, outer - thick, outer, begin, begin + step, paint.fill))
            if count:
                at, away = begin + step / 2, outer - thick / 2
                size = min(16.0, thick * 0.72)
                content.append(
                    words(
                        str(count), x + away * sin(at), y - away * cos(at) + size * 0.36,
                        size=size, bold=True, fill=paint.ink, anchor="middle",
                    )
                )  # fmt: skip
        size = min(14.0, thick * 0.72)
        content.append(
            words(str(number + 1), x, y - (outer - thick / 2) + size * 0.36, size=size, bold=True, fill=ACCENT, anchor="middle")
        )  # fmt: skip
    for place, name in enumerate(sectors):
        content.append(_rim(x, y, place, step, name, is_marked=place == marked))
    if middle:
        content.append(words(middle, x, y + 11, size=32, bold=True, fill=ACCENT, anchor="middle"))
    legend, height = _legend(rings, 2 * y + 14)
    said = "; ".join(
        f"{sector}{f' ({marked_words})' if place == marked and marked_words else ''}: "
        + (", ".join(f"{ring.label} {ring.counts[place]}" for ring in rings if ring.counts[place]) or "0")
        for place, sector in enumerate(sectors)
    )
    alt = f"{title}. {said}."
    table = FigureTable(
        (columns[0], *(short or sectors), columns[1]),
        tuple((ring.label, *ring.counts, sum(ring.counts)) for ring in rings),
    )
    svg = frame(key, title, alt, height, [*content, *legend], width=WIDTH)
    return Figure(key, title, svg, alt, table, WIDTH, round(height))


def _paint(count: int, paints: Sequence[Paint]) -> Paint:
    return paints[sum(count >= level for level in LEVELS)] if count else NONE


def _point(x: float, y: float, radius: float, angle: float) -> str:
    return f"{x + radius * sin(angle):.1f} {y - radius * cos(angle):.1f}"


def _slice(
    x: float, y: float, inner: float, outer: float, begin: float, end: float, fill: str, edge: float = 1
) -> str:
    """A part of a ring, from one angle to another, clockwise from the top."""
    path = (
        f"M{_point(x, y, outer, begin)}A{outer:.1f} {outer:.1f} 0 0 1 {_point(x, y, outer, end)}"
        f"L{_point(x, y, inner, end)}A{inner:.1f} {inner:.1f} 0 0 0 {_point(x, y, inner, begin)}Z"
    )
    return f'<path d="{path}" fill="{escape(fill)}" stroke="{QUIET if edge == 1 else ACCENT}" stroke-width="{edge}"/>'


def _rim(x: float, y: float, place: int, step: float, name: str, *, is_marked: bool) -> str:
    """The name of a sector outside the rings, turned so that it can be read; a marked one stands on dark ground."""
    begin = GAP / 2 + place * step
    at = begin + step / 2
    ground = _slice(x, y, OUTER + 3, OUTER + RIM, begin, begin + step, ACCENT if is_marked else PAPER)
    away = OUTER + RIM / 2 + 1
    turned = at * 180 / pi
    if pi / 2 < at < 3 * pi / 2:
        turned -= 180
    left, top = x + away * sin(at), y - away * cos(at)
    text = words(name, 0, 5, size=LABEL, bold=is_marked, fill=PAPER if is_marked else INK, anchor="middle")
    return f'{ground}<g transform="translate({left:.1f} {top:.1f}) rotate({turned:.1f})">{text}</g>'


def _legend(rings: Sequence[Ring], top: float) -> tuple[list[str], float]:
    """Which ring is what, in as many columns as fit; and where it ends."""
    said = [f"{number}  {ring.label} ({sum(ring.counts)})" for number, ring in enumerate(rings, 1)]
    wide = max((text_width(text, LABEL) for text in said), default=0) + 24
    columns = max(1, int(WIDTH // wide)) if wide else 1
    found = [
        words(text, 10 + (number % columns) * (WIDTH / columns), top + 22 + (number // columns) * 24)
        for number, text in enumerate(said)
    ]
    return found, top + 22 + ((len(said) + columns - 1) // columns) * 24
