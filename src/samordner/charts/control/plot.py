"""The part of a chart inside its axes, from the back to the front: limits, goals, centre line, points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from samordner.charts.axes import Plot, apart, plain, steps
from samordner.charts.control.asked import Asked
from samordner.charts.control.placing import beside
from samordner.charts.control.telling import point_title, silence_words
from samordner.charts.drawing import ACCENT, BOLD, INK, PAPER, QUIET, text_width, words, wrapped
from samordner.charts.phrases import say
from samordner.charts.signals import COMMON_INK, INKS, WASHES, Tone, glyph, hollow, long_runs, side_of, toned

GRID, BAND, LIMIT, CENTRE = "#e3e7ec", "#e9eff6", "#7d8da0", "#3f4a57"
GOAL = "#0b6b6b"
SIGNAL_CENTRE = INKS[Tone.NEUTRAL]
SIZE = 13.0


@dataclass(frozen=True, slots=True)
class Look:
    """How large things are in a drawing of this width."""

    width: float
    left: float
    right: float
    high: float
    mark: float
    narrow: bool


WIDE = Look(width=720, left=52, right=152, high=270, mark=4.6, narrow=False)
NARROW = Look(width=360, left=42, right=46, high=230, mark=4.0, narrow=True)


def margins(asked: Asked, look: Look, low: float, high: float) -> tuple[float, float]:
    """How much room the numbers need: those of the axis on the left, and on a telephone those of the lines on the right."""
    marks = steps(low, high, whole=asked.numbers.decimals == 0)
    left = max(text_width(plain(mark, asked.lang, 6), SIZE) for mark in marks) + 12
    if not look.narrow:
        return max(left, look.left), look.right
    last = len(asked.points) - 1
    lines = [*asked.limits(last), asked.points[last].centre] if asked.points else []
    lines += [value for _, _, value in asked.goal_steps]
    widest = max(
        (text_width(asked.wide_numbers.written(line), SIZE) for line in lines if line is not None), default=0
    )
    return max(left, look.left), max(widest * BOLD + 12, look.right)


def grid(asked: Asked, plot: Plot) -> Iterator[str]:
    """Faint lines at round numbers, with the numbers on the left."""
    found = [
        step
        for step in steps(plot.low, plot.high, whole=asked.numbers.decimals == 0)
        if plot.low - 1e-9 <= step <= plot.high + 1e-9
    ]
    path = "".join(f"M{plot.left:.1f} {plot.y(step):.1f}H{plot.right:.1f}" for step in found)
    yield f'<path d="{path}" stroke="{GRID}"/>'
    for step in found:
        yield words(
            plain(step, asked.lang, 6),
            plot.left - 8,
            plot.y(step) + 4.5,
            size=SIZE,
            fill=QUIET,
            anchor="end",
        )


def bands(asked: Asked, plot: Plot) -> Iterator[str]:
    """The room between the limits as a soft band, and the limits as lines; dashed while they are provisional."""
    for phase, first, last in asked.spans():
        if phase.state == "none":
            continue
        band = _band(asked, plot, first, last)
        if band:
            yield f'<path d="{band}" fill="{BAND}"/>'
        dashed = ' stroke-dasharray="6 4"' if phase.state == "trial" or phase.unstable else ""
        for upper_side in (True, False):
            path = _line(asked, plot, first, last, upper_side)
            if path:
                yield f'<path d="{path}" fill="none" stroke="{LIMIT}" stroke-width="1.4"{dashed}/>'


def _band(asked: Asked, plot: Plot, first: int, last: int) -> str:
    """The room between the limits: there along the upper one, back along the lower, and anew after a gap."""
    path = there = back = ""
    after = -1
    for low, high, start, end in [*_level(asked, first, last), (None, None, -1, -1)]:
        if start != after:
            path += f"{there}{back}z" if there else ""
            there = back = ""
        if start < 0:
            break
        upper = plot.y(asked.shown(high)) if high is not None else plot.top
        lower = plot.y(asked.shown(low)) if low is not None else plot.bottom
        left, right = plot.edge(start), plot.edge(end + 1)
        there += f"{'V' if there else f'M{left:.1f} '}{upper:.1f}H{right:.1f}"
        back = f"V{lower:.1f}H{left:.1f}{back}"
        after = end + 1
    return path


def _level(asked: Asked, first: int, last: int) -> Iterator[tuple[float | None, float | None, int, int]]:
    """Stretches of a phase with the same limits: lower, upper, first and last place.

    Where all that are known are the same, a month without data has them too.
    """
    limits = asked.every_limit[first : last + 1]
    known = [pair for pair in limits if pair != (None, None)]
    if known and all(pair == known[0] for pair in known):
        yield (*known[0], first, last)
        return
    start = 0
    for place in range(1, len(limits) + 1):
        if place == len(limits) or limits[place] != limits[start]:
            if limits[start] != (None, None):
                yield (*limits[start], first + start, first + place - 1)
            start = place


def _line(asked: Asked, plot: Plot, first: int, last: int, upper: bool) -> str:
    """One limit through a phase as steps; nothing where it lies at the edge of what is possible."""
    path, before = "", None
    for low, high, start, end in _level(asked, first, last):
        value = high if upper else low
        at = next(place for place in range(start, end + 1) if asked.limits(place) != (None, None))
        if value is None or asked.no_limit(at, upper=upper):
            before = None
            continue
        y = plot.y(asked.shown(value))
        joined = before is not None and before == start - 1
        path += f"V{y:.1f}" if joined else f"M{plot.edge(start):.1f} {y:.1f}"
        path += f"H{plot.edge(end + 1):.1f}"
        before = end
    return path


def centres(asked: Asked, plot: Plot) -> Iterator[str]:
    """The centre line of each phase; dashed and coloured where the order of the points is not random."""
    spans = list(asked.spans())
    for number, (phase, first, last) in enumerate(spans):
        value = centre_of(asked, first, last)
        if value is None:
            continue
        y = plot.y(asked.shown(value))
        signal = phase.runs_signal and phase.state != "none"
        dash = (
            ' stroke-dasharray="9 5"'
            if signal
            else ' stroke-dasharray="2 4"'
            if phase.state == "none"
            else ""
        )
        ink = SIGNAL_CENTRE if signal else CENTRE
        yield (
            f'<path d="M{plot.edge(first):.1f} {y:.1f}H{plot.edge(last + 1):.1f}" stroke="{ink}" '
            f'stroke-width="{2.2 if signal else 1.6}"{dash}/>'
        )
        if number < len(spans) - 1:
            text = asked.wide_numbers.written(value)
            x, foot = beside(asked, plot, first, last, y, text_width(text, SIZE) * BOLD)
            yield _haloed(text, x, foot, ink)


def centre_of(asked: Asked, first: int, last: int) -> float | None:
    return next((point.centre for point in asked.points[first : last + 1] if point.centre is not None), None)


def _haloed(text: str, x: float, y: float, ink: str, *, anchor: str = "", size: float = SIZE) -> str:
    placed = f' text-anchor="{anchor}"' if anchor else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" font-weight="700"{placed} fill="{ink}" stroke="{PAPER}" '
        f'stroke-width="3.5" stroke-linejoin="round" paint-order="stroke">{escape(text)}</text>'
    )


def goals(asked: Asked, plot: Plot) -> Iterator[str]:
    """Goals as dotted steps with a small target at the beginning of each; they are no limits."""
    path, before = "", None
    for at, end, value in asked.goal_steps:
        y = plot.y(asked.shown(value))
        path += f"V{y:.1f}" if before == at else f"M{plot.edge(at):.1f} {y:.1f}"
        path += f"H{plot.edge(end):.1f}"
        before = end
    if path:
        yield f'<path d="{path}" fill="none" stroke="{GOAL}" stroke-width="2.4" stroke-linecap="round" stroke-dasharray="0 5.5"/>'
    for at, _, value in asked.goal_steps:
        yield target(plot.edge(at) + 7, plot.y(asked.shown(value)))


def target(x: float, y: float) -> str:
    """The sign of a goal: rings."""
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{PAPER}" stroke="{GOAL}" stroke-width="1.6"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.8" fill="{GOAL}"/>'
    )


def borders(asked: Asked, plot: Plot, look: Look, top: float) -> Iterator[str]:
    """Where phases begin, what they are called, and the end of a frozen baseline."""
    spans = list(asked.spans())
    for number, (phase, first, last) in enumerate(spans):
        left, right = plot.edge(first), plot.edge(last + 1)
        label = asked.phase_label(phase.phase)
        if number:
            yield f'<path d="M{left:.1f} {top + 2:.1f}V{plot.bottom:.1f}" stroke="{INK}" stroke-width="1.2"/>'
        if len(spans) > 1 or label in asked.phase_labels.values():
            line = cut(label, (right - left - 8) / BOLD, SIZE)
            yield f"<g><title>{escape(label)}</title>{words(line, left + 5, top + 14, size=SIZE, bold=True)}</g>"
        base = asked.frozen.get(phase.phase)
        if base:
            end = plot.edge(base[1] + 1)
            at = plot.top - 5
            yield (
                f'<path d="M{left + 1:.1f} {at + 5:.1f}v-5H{end - 1:.1f}v5" fill="none" stroke="{ACCENT}" '
                f'stroke-width="1.4"/><path d="M{end:.1f} {at + 5:.1f}V{plot.bottom:.1f}" stroke="{ACCENT}" '
                'stroke-dasharray="1 4" stroke-width="1.4" stroke-linecap="round"/>'
            )
            said = say("baseline", asked.lang, count=base[2])
            room = right - left
            short = said if text_width(said, 12) <= room else say("baseline short", asked.lang)
            yield words(cut(short, room, 12), left + 2, at - 4, size=12, fill=ACCENT)


def cut(text: str, room: float, size: float) -> str:
    """The text, or as much of its beginning as there is room for."""
    if text_width(text, size) <= room:
        return text
    kept = text
    while kept and text_width(f"{kept}…", size) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…" if kept.strip() else ""


def silent(asked: Asked, plot: Plot) -> Iterator[str]:
    """Places without a measurement: an open gap with a question mark, or hatched where it was not relevant."""
    for place, point in enumerate(asked.points):
        if point.y is not None:
            continue
        relevant = point.x not in asked.not_relevant
        mark = silence(plot.x(place), plot.bottom - 7, relevant=relevant) if asked.unmeasured(place) else ""
        said = f"{asked.times.full(place)}: {silence_words(asked, place)}"
        yield f"<g><title>{escape(said)}</title>{mark}</g>" if mark else ""


def silence(x: float, y: float, *, relevant: bool) -> str:
    """The mark of a month that was not measured, or that was not relevant."""
    if relevant:
        return _haloed("?", x, y + 4, QUIET, anchor="middle")
    return (
        f'<path d="M{x - 4:.1f} {y + 4:.1f}l8 -8" stroke="{QUIET}" stroke-width="2" stroke-linecap="round"/>'
    )


def runs(asked: Asked, plot: Plot) -> Iterator[str]:
    """A soft mark behind the points of a run that is longer than chance allows, and how long it is."""
    for run in long_runs(asked.result):
        tone = toned(run.side, asked.direction)
        points = [(plot.x(n), plot.y(asked.shown(asked.points[n].y or 0))) for n in run.places]
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        yield (
            f'<path d="{path}" fill="none" stroke="{WASHES[tone]}" stroke-width="15" stroke-linecap="round" '
            'stroke-linejoin="round"/>'
        )


def run_labels(asked: Asked, plot: Plot) -> Iterator[str]:
    for run in long_runs(asked.result):
        tone = toned(run.side, asked.direction)
        text = say("run", asked.lang, count=len(run.places))
        wide = text_width(text, SIZE) * BOLD / 2
        middle = (plot.x(run.places[0]) + plot.x(run.places[-1])) / 2
        middle = min(max(middle, plot.left + wide + 2), plot.right - wide - 2)
        near = [
            plot.y(asked.shown(asked.points[n].y or 0))
            for n in run.places
            if abs(plot.x(n) - middle) < wide + 8
        ]
        y = min(near) - 15 if run.side > 0 else max(near) + 24
        yield _haloed(text, middle, min(max(y, plot.top + 12), plot.bottom - 4), INKS[tone], anchor="middle")


def course(asked: Asked, plot: Plot) -> str:
    """The line from point to point, open where a month is missing."""
    path, drawn = "", False
    for place, point in enumerate(asked.points):
        if point.y is None:
            drawn = False
            continue
        path += f"{'L' if drawn else 'M'}{plot.x(place):.1f} {plot.y(asked.shown(point.y)):.1f}"
        drawn = True
    return (
        f'<path d="{path}" fill="none" stroke="{COMMON_INK}" stroke-width="1.3" stroke-linejoin="round"/>'
        if path
        else ""
    )


def points(asked: Asked, plot: Plot, look: Look) -> Iterator[str]:
    """Every point with its own words, and where it leads."""
    for place, point in enumerate(asked.points):
        address = asked.address(point.x) if asked.address else ""
        if point.y is None:
            if address:
                yield _linked(address, point_title(asked, place), _reach(plot, place, plot.bottom - 7), asked)
            continue
        x, y = plot.x(place), plot.y(asked.shown(point.y))
        said = point_title(asked, place)
        mark = (
            glyph(asked.tones[place], x, y, look.mark, side=side_of(point))
            if point.included
            else hollow(x, y, look.mark)
        )
        if address:
            yield _linked(address, said, mark + _reach(plot, place, y), asked)
        else:
            yield f"<g><title>{escape(said)}</title>{mark}</g>"


def _reach(plot: Plot, place: int, y: float) -> str:
    """What can be clicked of a place: wider than its mark, but no wider than the place."""
    wide = max(min(plot.step, 28.0), 10.0)
    return (
        f'<rect x="{plot.x(place) - wide / 2:.1f}" y="{y - 14:.1f}" width="{wide:.1f}" height="28" fill="none" '
        'pointer-events="all"/>'
    )


def _linked(address: str, said: str, inside: str, asked: Asked) -> str:
    name = escape(said.replace("\n", ". "))
    return f'<a href="{escape(address)}" aria-label="{name}"><title>{escape(said)}</title>{inside}</a>'


def badges(asked: Asked, plot: Plot) -> Iterator[str]:
    """The numbers of the notes, over their points."""
    for place, notes in asked.notes_at.items():
        point = asked.points[place]
        x = plot.x(place)
        y = plot.y(asked.shown(point.y)) if point.y is not None else plot.bottom - 14
        at = y - 21 if y - 31 > plot.top - 12 else y + 21
        text = ",".join(str(number) for number, _ in notes)
        wide = max(17.0, text_width(text, 12) + 6)
        said = "\n".join(f"{number}. {note}" for number, note in notes)
        near, far = (y - 6, at + 8) if at < y else (y + 6, at - 8)
        yield (
            f'<g><title>{escape(said)}</title><path d="M{x:.1f} {near:.1f}V{far:.1f}" stroke="{ACCENT}"/>'
            f'<rect x="{x - wide / 2:.1f}" y="{at - 8.5:.1f}" width="{wide:.1f}" height="17" rx="8.5" fill="{ACCENT}"/>'
            f"{words(text, x, at + 4.3, size=12, bold=True, fill=PAPER, anchor='middle')}</g>"
        )


def labels(asked: Asked, plot: Plot, look: Look) -> Iterator[str]:
    """What the lines of the last phase are called, to the right of them."""
    found: list[tuple[float, list[str], str]] = []
    room = (look.width - plot.right - 8) / BOLD
    spans = list(asked.spans())
    numbers = asked.wide_numbers

    def add(word: str, value: float, ink: str) -> None:
        text = numbers.written(value) if look.narrow else f"{word} {numbers.written(value)}"
        found.append((plot.y(asked.shown(value)), wrapped(text, room, SIZE), ink))

    if spans:
        phase, first, last = spans[-1]
        centre = centre_of(asked, first, last)
        if centre is not None:
            signal = phase.runs_signal and phase.state != "none"
            add(asked.centre_word, centre, SIGNAL_CENTRE if signal else CENTRE)
        at = next((n for n in range(last, first - 1, -1) if asked.limits(n) != (None, None)), last)
        low, high = asked.limits(at)
        if high is not None and not asked.no_limit(at, upper=True):
            add(say("upper", asked.lang), high, QUIET)
        if low is not None and not asked.no_limit(at, upper=False):
            add(say("lower", asked.lang), low, QUIET)
        elif asked.points[at].no_lower and not asked.withheld(asked.points[at]) and not look.narrow:
            found.append((plot.bottom, wrapped(say("no lower", asked.lang), room, 12), QUIET))
    if asked.goal_steps:
        add(say("goal", asked.lang), asked.goal_steps[-1][2], GOAL)
    line = SIZE * 1.2
    most = max((len(lines) for _, lines, _ in found), default=1)
    places = apart([y for y, _, _ in found], line * most + 1, plot.top + 2, plot.bottom)
    for (_, lines, ink), y in zip(found, places, strict=True):
        for number, text in enumerate(lines):
            yield words(
                text,
                plot.right + 8,
                y + 4.5 + (number - (len(lines) - 1) / 2) * line,
                size=SIZE,
                bold=True,
                fill=ink,
            )
