"""Run charts and control charts drawn so that a nurse sees what they say and a statistician finds nothing to correct.

The sentence first, then the picture: limits as a soft band with lines (dashed while provisional, absent while there
are too few points, and then it says so), the centre line with its value, signals by shape as well as by colour,
months without a measurement as gaps, goals as steps that cannot be taken for limits, tests of change as bands under
the axis. Drawn at two widths: a page shows the narrow one on a telephone. All that is seen is also in the table.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from samordner.charts.axes import Plot, span, steps
from samordner.charts.control import plot as layers
from samordner.charts.control.asked import Asked, Flag, Goal, Note
from samordner.charts.control.plot import NARROW, WIDE, Look
from samordner.charts.control.small import SMALL, small_svg
from samordner.charts.control.telling import alternative, table, verdict_words
from samordner.charts.control.under import axis, legend
from samordner.charts.control.under import flags as flag_bands
from samordner.charts.drawing import BOLD, QUIET, frame, text_width, words, wrapped
from samordner.charts.figures import Figure
from samordner.charts.icons import (
    assurance,
    assurance_sign,
    assurance_words,
    described,
    variation,
    variation_sign,
    variation_words,
)
from samordner.charts.phrases import say
from samordner.spc.options import PROPORTIONS, SPREADS, Direction
from samordner.spc.result import Result

__all__ = ["Asked", "Flag", "Goal", "Note", "asked_for", "control_chart"]

HEAD = 17.0


def control_chart(
    key: str,
    title: str,
    result: Result,
    *,
    lang: str,
    direction: Direction | None = None,
    unit: str | None = None,
    multiplier: float | None = None,
    decimals: int | None = None,
    goals: Sequence[Goal] = (),
    ahead: Sequence[str] = (),
    notes: Sequence[Note] = (),
    flags: Sequence[Flag] = (),
    phase_labels: Mapping[int, str] | None = None,
    left_out: Mapping[str, str] | None = None,
    not_relevant: Collection[str] = (),
    label_of_x: Callable[[str], str] | None = None,
    address: Callable[[str], str] | None = None,
    y_range: tuple[float, float] | None = None,
    narrow: bool = False,
    small: bool = False,
    verdict: bool = True,
) -> Figure:
    """The chart as a figure, with its verdict as the first line of the drawing (unless the page says it itself).

    `direction` (which way is better) and `unit` are the result's own where none is given. Values are shown times
    `multiplier` (shares in per cent), never stored so; `goals` and limits are in the unit of the points, `y_range` in
    that of the axis. Places are the x of the points; where those are ISO days, `goals`, `notes` and `flags` may name
    any day. `ahead`: places after the last point, to show goals to come. `left_out`: x of a point and why it does not
    count. `not_relevant`: the x of those without a value that were not relevant rather than not measured.
    `address`: where a point leads, by its x ("" = nowhere). `narrow`: for a telephone, 360 units wide.
    `small`: the course alone, for a list or a panel.
    """
    asked = asked_for(
        result, lang, direction=direction, unit=unit, multiplier=multiplier, decimals=decimals, goals=goals, ahead=ahead,
        notes=notes, flags=flags, phase_labels=phase_labels or {}, left_out=left_out or {}, not_relevant=not_relevant,
        label_of_x=label_of_x, address=address, y_range=y_range,
    )  # fmt: skip
    alt = alternative(asked, title)
    if small:
        svg, width, height = small_svg(key, title, alt, asked), SMALL.width, SMALL.high
    else:
        svg, width, height = _drawn(key, title, alt, asked, NARROW if narrow else WIDE, verdict)
    return Figure(key, title, svg, alt, table(asked), round(width), round(height))


def asked_for(
    result: Result,
    lang: str,
    *,
    direction: Direction | None = None,
    unit: str | None = None,
    multiplier: float | None = None,
    **more: Any,
) -> Asked:
    """The result with everything beside it; what is not said is taken from the result."""
    shares = result.kind in PROPORTIONS
    times = multiplier if multiplier is not None else 100.0 if shares else 1.0
    named = result.unit if unit is None else unit
    wanted = result.direction if direction is None else direction
    if result.kind in SPREADS:  # what is wished for, is wished of the values, not of how much they vary
        wanted, more = "neutral", {**more, "goals": ()}
    return Asked(
        result=result, lang=lang, direction=wanted,
        unit=named or ("%" if shares and times == 100 else ""), multiplier=times, **more,
    )  # fmt: skip


def _drawn(
    key: str, title: str, alt: str, asked: Asked, look: Look, verdict: bool
) -> tuple[str, float, float]:
    head, top = _head(asked, look, verdict)
    plot, label_top = _plot(asked, look, top)
    behind = [
        *layers.grid(asked, plot), *layers.bands(asked, plot), *layers.runs(asked, plot),
        *layers.borders(asked, plot, look, label_top), *layers.centres(asked, plot), *layers.goals(asked, plot),
        layers.course(asked, plot), *layers.run_labels(asked, plot), *layers.labels(asked, plot, look),
    ]  # fmt: skip
    under, low = axis(asked, plot)
    bands, low = flag_bands(asked, plot, low, look.width)
    marks, low = legend(asked, low + 8, look)
    front = [
        *layers.silent(asked, plot),
        *layers.points(asked, plot, look),
        *layers.badges(asked, plot),
        *bands,
    ]
    linked = asked.address is not None or any(flag.address for flag in asked.flags)
    hidden = ' aria-hidden="true"' if linked else ""
    content = [f"<g{hidden}>", *head, *behind, *under, *marks, "</g>", *front]
    role = "group" if linked else "img"
    return frame(key, title, alt, low + 2, content, width=look.width, role=role), look.width, low + 2


def _head(asked: Asked, look: Look, verdict: bool) -> tuple[list[str], float]:
    """The verdict, the two signs with their words, and the unit over the axis."""
    out: list[str] = []
    y = 0.0
    if verdict:
        for line in wrapped(verdict_words(asked), (look.width - 4) / BOLD, HEAD):
            y += HEAD * 1.3
            out.append(words(line, 2, y - 3, size=HEAD, bold=True))
        y += 4
    x = 2.0
    goal = asked.goal_at(len(asked.points) - 1) if asked.points else None
    varies, reaches = variation(asked.result, asked.direction), assurance(asked.result, goal, asked.direction)
    signs: list[tuple[Callable[[float, float], str], str]] = []
    if varies:
        signs.append(
            (lambda left, low: variation_sign(varies, left, low), variation_words(varies, asked.lang))
        )
    if reaches:
        signs.append(
            (lambda left, low: assurance_sign(reaches, left, low), assurance_words(reaches, asked.lang))
        )
    for sign, said in signs:
        lines = wrapped(said, look.width - 48, 14)
        wide = 44 + max(text_width(line, 14) for line in lines) + 18
        if x > 2 and x + wide - 18 > look.width:
            x, y = 2.0, y + 40
        text = "".join(
            words(line, x + 42, y + 26 + (n - (len(lines) - 1) / 2) * 18, size=14)
            for n, line in enumerate(lines)
        )
        out.append(described(sign(x, y + 4) + text, said))
        x += wide
    if signs:
        y += 44
    if asked.unit:
        out.append(words(_unit(asked), 2, y + 15, size=13, fill=QUIET))
        y += 18
    return out, y + 4


def _unit(asked: Asked) -> str:
    return say("per cent", asked.lang) if asked.unit == "%" else asked.unit


def _plot(asked: Asked, look: Look, top: float) -> tuple[Plot, float]:
    """The plot under the head, and where the names of the phases begin."""
    named = len(asked.result.phases) > 1 or any(asked.phase_labels.values())
    label_top = top
    top += (20 if named else 0) + (20 if asked.frozen else 0) + 8
    low, high = asked.y_range or _range(asked)
    places = len(asked.times.xs)
    left, right = layers.margins(asked, look, low, high)
    return Plot(left, look.width - right, top, top + look.high, low, high, max(places, 1)), label_top


def _range(asked: Asked) -> tuple[float, float]:
    """Round numbers around everything that is shown; within what is possible."""
    most = asked.multiplier if asked.result.kind in PROPORTIONS else None
    low, high = span(asked.values(), most=most)
    marks = steps(low, high, whole=asked.numbers.decimals == 0)
    top = marks[-1] if most is None else min(marks[-1], most)
    return min(marks[0], low), max(top, high)
