"""Two signs beside a chart, in the manner of NHS Making Data Count but of our own drawing: how it varies now, and
whether it reaches its goal. Each differs by its shape as well as by its colour, and is always said in words too.
"""

from __future__ import annotations

from html import escape
from typing import Literal

from samordner.charts.phrases import say
from samordner.charts.signals import (
    COMMON_INK,
    INKS,
    WASHES,
    Tone,
    is_signal,
    long_runs,
    side_of,
    tone_of,
    toned,
)
from samordner.spc.options import Chart, Direction
from samordner.spc.result import Result

Variation = Literal["common", "better", "worse", "up", "down", "changed", ""]
Assurance = Literal["reaches", "fails", "hits and misses", ""]

_GOAL = "#0b6b6b"
_PEN = 'stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"'
_SIDES = {"up": 1, "down": -1, "": 0}


def variation(result: Result, direction: Direction) -> Variation:
    """How it varies now, by the last phase: its last point, or a run that reaches to it; "" while there are too few."""
    if not result.phases or result.phases[-1].state == "none":
        return ""
    phase = result.phases[-1]
    measured = [
        point
        for point in result.points
        if point.y is not None and point.included and point.phase == phase.phase
    ]
    if not measured:
        return ""
    last = measured[-1]
    if is_signal(last):
        return _varies(tone_of(last, direction), _SIDES.get(last.towards, 0))
    if not phase.runs_signal:
        return "common"
    run = next((run for run in long_runs(result) if result.points[run.places[0]].phase == phase.phase), None)
    useful = [point for point in measured if side_of(point)]
    if run is None or not useful or result.points[run.places[-1]] is not useful[-1]:
        return "changed"
    return _varies(toned(run.side, direction), run.side)


def _varies(tone: Tone, side: int) -> Variation:
    match tone:
        case Tone.BETTER:
            return "better"
        case Tone.WORSE:
            return "worse"
        case _:
            return "up" if side > 0 else "down" if side < 0 else "changed"


def assurance(result: Result, goal: float | None, direction: Direction) -> Assurance:
    """Whether the goal lies outside the limits of the last phase; "" without a goal, limits, or a way that is better.

    Nor is anything said where the limits do not tell how it goes now: where they are a frozen baseline's that the later
    points have left, or where the points that they rest on do not vary by chance alone.
    """
    if (
        goal is None
        or direction == "neutral"
        or result.kind in (Chart.RUN, Chart.MR, Chart.S)
        or not result.phases
    ):
        return ""
    phase = result.phases[-1]
    if phase.state == "none" or phase.unstable or _has_left_its_baseline(result, direction):
        return ""
    banded = [point for point in result.points if point.phase == phase.phase and point.centre is not None]
    last = next(
        (point for point in reversed(banded) if point.upper is not None or point.lower is not None), None
    )
    if last is None:
        return ""
    if last.upper is not None and goal > last.upper:
        return "fails" if direction == "up" else "reaches"
    if last.lower is not None and goal < last.lower:
        return "reaches" if direction == "up" else "fails"
    return "hits and misses"


def _has_left_its_baseline(result: Result, direction: Direction) -> bool:
    last = result.phases[-1].phase
    frozen = any(it.phase == last and it.y is not None and not it.baseline for it in result.points)
    return frozen and variation(result, direction) not in ("common", "")


def variation_words(sign: Variation, lang: str) -> str:
    return say(f"varies {sign}", lang) if sign else ""


def assurance_words(sign: Assurance, lang: str) -> str:
    return say(sign, lang) if sign else ""


def variation_sign(sign: Variation, x: float, y: float, size: float = 34) -> str:
    """A tile with a line in it: waves for common variation; a step up or down, with the mark of its tone, for a change."""
    tones = {
        "common": Tone.COMMON, "better": Tone.BETTER, "worse": Tone.WORSE,
        "up": Tone.NEUTRAL, "down": Tone.NEUTRAL, "changed": Tone.NEUTRAL, "": Tone.NEUTRAL,
    }  # fmt: skip
    tone = tones[sign]
    ink = INKS[tone]
    match sign:
        case "common":
            line = "M5 20c2 -9 5 -9 7.5 0s5.5 9 7.5 0s5.5 -9 8 -2"
            inside = f'<path d="{line}" fill="none" stroke="{ink}" {_PEN}/>'
        case "better":
            inside = (
                f'<path d="M17 6L28 17L17 28L6 17z" fill="{ink}"/>'
                f'<path d="M11.5 17.5l4 4l7 -8" fill="none" stroke="#fff" {_PEN}/>'
            )
        case "worse":
            inside = (
                f'<rect x="8" y="8" width="18" height="18" fill="{ink}"/>'
                f'<path d="M17 11.5v7M17 22v.8" stroke="#fff" {_PEN}/>'
            )
        case "changed" | "":
            inside = f'<path d="M6 23H16V11H28" fill="none" stroke="{ink}" stroke-width="2.6" stroke-dasharray="5 3"/>'
        case _:
            turn = "" if sign == "up" else ' transform="matrix(1 0 0 -1 0 34)"'
            inside = f'<path{turn} d="M17 7L27 25H7z" fill="{ink}"/>'
    return _tile(inside, WASHES[tone], ink, x, y, size)


def assurance_sign(sign: Assurance, x: float, y: float, size: float = 34) -> str:
    """A tile with the goal as a dotted line: the band of what is usual past it, short of it, or across it."""
    top, high, line, mark = {
        "reaches": (4, 14, 25, "M11 10.5l4.5 4.5l7.5 -8"),
        "fails": (16, 14, 9, "M12.5 18.5l9 8M21.5 18.5l-9 8"),
    }.get(sign, (8, 18, 17, "M6 19c2.5 -9 5 -9 7.5 0s5 9 7.5 0s4.5 -8 7 -3"))
    inside = (
        f'<rect x="4" y="{top}" width="26" height="{high}" fill="{WASHES[Tone.COMMON]}"/>'
        f'<path d="{mark}" fill="none" stroke="{COMMON_INK}" {_PEN}/>'
        f'<path d="M6 {line}h23" stroke="{_GOAL}" stroke-width="2.8" stroke-linecap="round" stroke-dasharray="0 5.6"/>'
    )
    return _tile(inside, "#ffffff", _GOAL, x, y, size)


def _tile(inside: str, paper: str, edge: str, x: float, y: float, size: float) -> str:
    scale = f" scale({size / 34:.3f})" if size != 34 else ""
    return (
        f'<g transform="translate({x:.1f} {y:.1f}){scale}"><rect x="1" y="1" width="32" height="32" rx="8" '
        f'fill="{paper}" stroke="{edge}" stroke-width="1.5"/>{inside}</g>'
    )


def described(inside: str, words: str) -> str:
    """A sign with its words as a tooltip."""
    return f"<g><title>{escape(words)}</title>{inside}</g>"
