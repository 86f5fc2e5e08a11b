"""What a chart points out, told by shape as well as by colour: never red and green.

A grey circle is common variation; a blue diamond better, an orange square worse, a purple triangle different (where
neither way is better). A hollow circle is a measurement that was left out of the calculation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from samordner.spc.options import Direction
from samordner.spc.result import Point as SpcPoint
from samordner.spc.result import Result

COMMON_INK = "#55606d"
NEAR = 1e-9


class Tone(StrEnum):
    COMMON = "common"
    BETTER = "better"
    WORSE = "worse"
    NEUTRAL = "neutral"


INKS = {Tone.COMMON: COMMON_INK, Tone.BETTER: "#1558a6", Tone.WORSE: "#b84a00", Tone.NEUTRAL: "#6a3d9a"}
WASHES = {Tone.COMMON: "#dfe3e8", Tone.BETTER: "#c5dcf5", Tone.WORSE: "#fbd9bd", Tone.NEUTRAL: "#e2d3f0"}


@dataclass(frozen=True, slots=True)
class LongRun:
    """Points in a row on one side of the centre line: their numbers in the result, and the side (+1 over, −1 under)."""

    places: tuple[int, ...]
    side: int


def toned(side: int, direction: Direction) -> Tone:
    """The tone of something that lies over (+1) or under (−1) the usual; 0 takes no side."""
    if direction == "neutral" or side == 0:
        return Tone.NEUTRAL
    return Tone.BETTER if (side > 0) == (direction == "up") else Tone.WORSE


def is_signal(point: SpcPoint) -> bool:
    """Whether a rule of the set that is used marks the point."""
    return bool(point.signals)


def side_of(point: SpcPoint) -> int:
    """+1 over the centre line, −1 under it, 0 on it (or neither is known)."""
    if point.y is None or point.centre is None:
        return 0
    gap = point.y - point.centre
    return 0 if abs(gap) <= NEAR * max(abs(point.y), abs(point.centre), 1e-300) else 1 if gap > 0 else -1


def tone_of(point: SpcPoint, direction: Direction) -> Tone:
    """The tone of a point: the way that its foremost signal points; without a way (or a better one) neutral."""
    if not is_signal(point):
        return Tone.COMMON
    return toned({"up": 1, "down": -1}.get(point.towards, 0), direction)


def long_runs(result: Result) -> Iterator[LongRun]:
    """The longest run of each phase where it is longer than chance allows; of equally long ones the last."""
    for phase in result.phases:
        if (
            not phase.runs_signal
            or phase.state == "none"
            or phase.longest_run <= (phase.longest_run_max or 0)
        ):
            continue
        run: list[int] = []
        found: list[int] = []
        side = 0
        for place, point in enumerate(result.points):
            at = side_of(point)
            if point.phase != phase.phase or not point.included or not at:
                continue
            run = [*run, place] if at == side else [place]
            side = at
            if len(run) >= len(found):
                found = run
        if found:
            yield LongRun(tuple(found), side_of(result.points[found[0]]))


# Shapes


def glyph(tone: Tone, x: float, y: float, size: float, *, side: int = 1) -> str:
    """The mark of a tone around (x, y); `size` is its radius. A triangle points to its side."""
    ink = INKS[tone]
    match tone:
        case Tone.COMMON:
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size * 0.8:.1f}" fill="{ink}"/>'
        case Tone.BETTER:
            r = size * 1.35
            path = f"M{x:.1f} {y - r:.1f}l{r:.1f} {r:.1f} {-r:.1f} {r:.1f} {-r:.1f} {-r:.1f}z"
        case Tone.WORSE:
            r = size
            path = f"M{x - r:.1f} {y - r:.1f}h{2 * r:.1f}v{2 * r:.1f}h{-2 * r:.1f}z"
        case Tone.NEUTRAL:
            r, up = size * 1.2, 1 if side >= 0 else -1
            path = f"M{x:.1f} {y - up * r * 1.1:.1f}l{r:.1f} {up * r * 1.9:.1f}h{-2 * r:.1f}z"
    return f'<path d="{path}" fill="{ink}" stroke="#fff"/>'


def hollow(x: float, y: float, size: float) -> str:
    """The mark of a measurement that was left out."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size * 0.85:.1f}" fill="#fff" stroke="{COMMON_INK}" stroke-width="1.6"/>'
