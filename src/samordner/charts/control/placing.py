"""Where a number can stand beside a line without lying on the course."""

from __future__ import annotations

from collections.abc import Iterator

from samordner.charts.axes import Plot
from samordner.charts.control.asked import Asked

OVER, UNDER = -5.0, 15.0  # from the line to the foot of the text
TALL = 11.0
CLEAR = 4.0  # room enough to the course
STRIDE = 4.0


def beside(asked: Asked, plot: Plot, first: int, last: int, line: float, wide: float) -> tuple[float, float]:
    """The left end and the foot of a text so wide at a line of height `line`: as early in the phase as is clear of it."""
    begins = [plot.edge(place) + 4 for place in range(first, last + 1)]
    fits = [x for x in begins if x + wide <= plot.edge(last + 1) - 2] or begins[:1]
    best, most = (fits[0], line + OVER), (-1.0, -1.0)
    for x in fits:
        for foot in (line + OVER, line + UNDER):
            gaps = list(_gaps(asked, plot, x - 3, x + wide + 3, foot)) or [CLEAR]
            if min(gaps) >= CLEAR:
                return x, foot
            if (min(gaps), sum(gaps) / len(gaps)) > most:
                best, most = (x, foot), (min(gaps), sum(gaps) / len(gaps))
    return best


def _gaps(asked: Asked, plot: Plot, left: float, right: float, foot: float) -> Iterator[float]:
    """How far the course is from the text, at places along it; 0 where it runs through."""
    x = left
    while x <= right:
        y = _course_at(asked, plot, x)
        if y is not None:
            yield max(foot - TALL - y, y - foot - 2, 0.0)
        x += STRIDE


def _course_at(asked: Asked, plot: Plot, x: float) -> float | None:
    """The height of the course there; none in a gap."""
    along = (x - plot.left) / plot.step - 0.5
    before = max(min(int(along), len(asked.points) - 1), 0)
    after = min(before + 1, len(asked.points) - 1)
    ys = [asked.points[place].y for place in (before, after)]
    heights = [plot.y(asked.shown(y)) for y in ys if y is not None]
    if len(heights) < 2:
        return heights[0] if heights else None
    part = min(max(along - before, 0.0), 1.0)
    return heights[0] + (heights[1] - heights[0]) * part
