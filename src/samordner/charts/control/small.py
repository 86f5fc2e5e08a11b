"""A chart as small as can still be read: the course, the centre line, the limits, and what is pointed out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from samordner.charts.axes import Plot, plain, span, steps
from samordner.charts.control.asked import Asked
from samordner.charts.control.plot import CENTRE, GOAL, GRID, SIGNAL_CENTRE, bands, centre_of
from samordner.charts.drawing import BOLD, INK, PAPER, QUIET, frame, text_width, words
from samordner.charts.signals import COMMON_INK, INKS, WASHES, Tone, long_runs, side_of, toned
from samordner.spc.options import PROPORTIONS


@dataclass(frozen=True, slots=True)
class Size:
    width: float
    high: float
    left: float
    right: float


SMALL = Size(width=236, high=128, left=34, right=40)
POINTED, LATEST = 11.0, 13.0


def small_svg(key: str, title: str, alt: str, asked: Asked) -> str:
    """The small chart as an `<svg>` of its own."""
    return frame(key, title, alt, SMALL.high, [small_content(asked, SMALL)], width=SMALL.width)


def small_range(asked: Asked) -> tuple[float, float]:
    """From where to where its axis goes when it stands alone."""
    low, high = span(asked.values(), most=asked.multiplier if asked.result.kind in PROPORTIONS else None)
    marks = steps(low, high, most=4)
    return marks[0], marks[-1]


def small_content(asked: Asked, size: Size, *, top: float = 0.0, left: float = 0.0) -> str:
    """The drawing without its frame, with its corner at (left, top). Few elements: many of them stand on one page."""
    low, high = asked.y_range or small_range(asked)
    ends = max(text_width(plain(value, asked.lang, 6), POINTED) for value in (low, high))
    last = next((point.y for point in reversed(asked.points) if point.y is not None), None)
    shown = text_width(asked.numbers.written(last), LATEST) * BOLD if last is not None else 0.0
    plot = Plot(
        left + max(size.left, ends + 6), left + size.width - max(size.right, shown + 6), top + 8, top + size.high - 20,
        low, high, max(len(asked.times.xs), 1),
    )  # fmt: skip
    return "".join(
        [
            _ground(asked, plot),
            *_phases(asked, plot),
            *_goals(asked, plot),
            _course(asked, plot),
            *_ends(asked, plot),
        ]
    )


def _ground(asked: Asked, plot: Plot) -> str:
    """The frame of the plot, its lowest and highest value, and its years."""
    ends = [(plot.low, plot.bottom), (plot.high, plot.top)]
    text = "".join(
        words(_plain(asked, value), plot.left - 5, y + 4, size=POINTED, fill=QUIET, anchor="end")
        for value, y in ends
    )
    path = (
        f"M{plot.left:.0f} {plot.top:.0f}H{plot.right:.0f}M{plot.left:.0f} {plot.bottom:.0f}H{plot.right:.0f}"
    )
    ticks, free = "", 0.0
    for place in range(len(asked.times.xs)):
        year = asked.times.year(place)
        if not year:
            continue
        x = plot.edge(place)
        ticks += f"M{x:.1f} {plot.bottom:.0f}v4"
        if x >= free and x + 28 <= plot.right + 34:
            text += words(year, x + 1, plot.bottom + 15, size=POINTED, fill=QUIET)
            free = x + 34
    return f'<path d="{path}" stroke="{GRID}"/><path d="{ticks or "M0 0"}" stroke="{QUIET}"/>{text}'


def _plain(asked: Asked, value: float) -> str:
    return plain(value, asked.lang, 6)


def _phases(asked: Asked, plot: Plot) -> list[str]:

    out = [*bands(asked, plot), *_behind(asked, plot)]
    for number, (phase, first, last) in enumerate(asked.spans()):
        centre = centre_of(asked, first, last)
        if number:
            out.append(f'<path d="M{plot.edge(first):.1f} {plot.top:.0f}V{plot.bottom:.0f}" stroke="{INK}"/>')
        if centre is None:
            continue
        signal = phase.runs_signal and phase.state != "none"
        dash = (
            ' stroke-dasharray="6 4"'
            if signal
            else ' stroke-dasharray="2 3"'
            if phase.state == "none"
            else ""
        )
        ink = SIGNAL_CENTRE if signal else CENTRE
        y = plot.y(asked.shown(centre))
        out.append(
            f'<path d="M{plot.edge(first):.1f} {y:.1f}H{plot.edge(last + 1):.1f}" stroke="{ink}" '
            f'stroke-width="{1.8 if signal else 1.2}"{dash}/>'
        )
    return out


def _goals(asked: Asked, plot: Plot) -> list[str]:
    path, before = "", None
    for at, end, value in asked.goal_steps:
        y = plot.y(asked.shown(value))
        path += f"V{y:.1f}" if before == at else f"M{plot.edge(at):.1f} {y:.1f}"
        path += f"H{plot.edge(end):.1f}"
        before = end
    if not path:
        return []
    return [
        f'<path d="{path}" fill="none" stroke="{GOAL}" stroke-width="2" stroke-linecap="round" stroke-dasharray="0 4"/>'
    ]


def _course(asked: Asked, plot: Plot) -> str:
    line, dots, rings, drawn = "", "", "", False
    marks = ""
    for place, point in enumerate(asked.points):
        if point.y is None:
            drawn = False
            continue
        x, y = plot.x(place), plot.y(asked.shown(point.y))
        line += f"{'L' if drawn else 'M'}{x:.1f} {y:.1f}"
        drawn = True
        tone = asked.tones[place]
        if not point.included:
            rings += f"M{x:.1f} {y:.1f}h0"
        elif tone == Tone.COMMON:
            dots += f"M{x:.1f} {y:.1f}h0"
        else:
            marks += _mark(tone, x, y, side_of(point))
    out = f'<path d="{line}" fill="none" stroke="{COMMON_INK}"/>' if line else ""
    if dots:
        out += f'<path d="{dots}" stroke="{COMMON_INK}" stroke-width="4.4" stroke-linecap="round"/>'
    if rings:
        out += (
            f'<path d="{rings}" stroke="{COMMON_INK}" stroke-width="6" stroke-linecap="round"/>'
            f'<path d="{rings}" stroke="{PAPER}" stroke-width="3.6" stroke-linecap="round"/>'
        )
    return out + marks


def _behind(asked: Asked, plot: Plot) -> Iterator[str]:
    """A soft mark behind a run that is longer than chance allows."""
    for run in long_runs(asked.result):
        points = (f"{plot.x(n):.1f} {plot.y(asked.shown(asked.points[n].y or 0)):.1f}" for n in run.places)
        wash = WASHES[toned(run.side, asked.direction)]
        yield (
            f'<path d="M{"L".join(points)}" fill="none" stroke="{wash}" stroke-width="10" stroke-linecap="round" '
            'stroke-linejoin="round"/>'
        )


def _mark(tone: Tone, x: float, y: float, side: int) -> str:
    """The mark of a signal, in as few letters as can be."""
    ink = INKS[tone]
    if tone == Tone.BETTER:
        return f'<path d="M{x:.1f} {y - 4.5:.1f}l4.5 4.5-4.5 4.5-4.5-4.5z" fill="{ink}"/>'
    if tone == Tone.WORSE:
        return f'<path d="M{x - 3.4:.1f} {y - 3.4:.1f}h6.8v6.8h-6.8z" fill="{ink}"/>'
    up = -1 if side < 0 else 1
    return f'<path d="M{x:.1f} {y - up * 4.6:.1f}l4 {up * 7.6:g}h-8z" fill="{ink}"/>'


def _ends(asked: Asked, plot: Plot) -> list[str]:
    """The last value, beside its point."""
    measured = [(place, point.y) for place, point in enumerate(asked.points) if point.y is not None]
    if not measured:
        return []
    value = measured[-1][1]
    y = plot.y(asked.shown(value))
    return [words(asked.numbers.written(value), plot.right + 5, y + 4.5, size=LATEST, bold=True)]
