"""A funnel: teams beside each other by their size, without a ranking.

It shows what chance alone would give at each size; a dot beyond the outer line is worth a question, one
between the lines is expected for one team in twenty. It says nothing of who is best.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from samordner.charts.axes import Numbers, Plot, decimals_for, plain, span, steps
from samordner.charts.drawing import BOLD, INK, PAPER, QUIET, frame, text_width, words, wrapped
from samordner.charts.figures import Figure, FigureTable
from samordner.charts.phrases import in_language, say
from samordner.charts.signals import COMMON_INK, Tone, glyph, toned
from samordner.spc.funnel import Dot, Funnel, Kind, Limits, Place
from samordner.spc.options import Direction
from samordner.spc.words import Words

WIDE, NARROW = 720.0, 360.0
SIZE = 13.0
GRID, OUTER, INNER, LINE = "#e3e7ec", "#eef2f7", "#e2eaf3", "#7d8da0"

_WORDS = {
    "number": Words("Nr.", "Nr.", "No."),
    "size": Words("Hvor mange det er målt på", "Kor mange det er målt på", "How many it is measured on"),
    "exposure": Words("Hvor mye det er målt på", "Kor mykje det er målt på", "How much it is measured on"),
    "all": Words("Alle til sammen", "Alle til saman", "All together"),
    "outer": Words(
        "99,8 %: utenfor her er verdt et spørsmål",
        "99,8 %: utanfor her er verdt eit spørsmål",
        "99.8%: beyond this is worth a question",
    ),
    "inner": Words(
        "95 %: én av tjue ligger utenfor av tilfeldighet",
        "95 %: éin av tjue ligg utanfor av tilfelle",
        "95%: one in twenty lies beyond this by chance",
    ),
    "overdispersed": Words(
        "Linjene er gjort videre, fordi teamene er mer ulike enn tilfeldighet tilsier.",
        "Linjene er gjorde vidare, fordi teama er meir ulike enn tilfelle tilseier.",
        "The lines are wider, because the teams differ more than chance allows.",
    ),
    "no league": Words(
        "Dette er ingen rangering.", "Dette er inga rangering.", "This is not a league table."
    ),
    "lower998": Words("Nedre 99,8 %", "Nedre 99,8 %", "Lower 99.8%"),
    "upper998": Words("Øvre 99,8 %", "Øvre 99,8 %", "Upper 99.8%"),
    "lies": Words("Hvor det ligger", "Kor det ligg", "Where it lies"),
    "inside": Words("Innenfor det tilfeldighet gir", "Innanfor det tilfelle gir", "Within what chance gives"),
    "low95": Words("Litt lavt (utenfor 95 %)", "Litt lågt (utanfor 95 %)", "Rather low (beyond 95%)"),
    "high95": Words("Litt høyt (utenfor 95 %)", "Litt høgt (utanfor 95 %)", "Rather high (beyond 95%)"),
    "low998": Words("Lavere enn tilfeldighet gir", "Lågare enn tilfelle gir", "Lower than chance gives"),
    "high998": Words("Høyere enn tilfeldighet gir", "Høgare enn tilfelle gir", "Higher than chance gives"),
    "nobody": Words("Ingen team å vise.", "Ingen team å vise.", "No teams to show."),
    "none out": Words(
        "Ingen av {count} team ligger utenfor det tilfeldighet gir.",
        "Ingen av {count} team ligg utanfor det tilfelle gir.",
        "None of {count} teams lies beyond what chance gives.",
    ),
    "out": Words(
        "Utenfor det tilfeldighet gir: {names}.",
        "Utanfor det tilfelle gir: {names}.",
        "Beyond what chance gives: {names}.",
    ),
}  # fmt: skip
_LOW, _HIGH = frozenset({Place.LOW95, Place.LOW998}), frozenset({Place.HIGH95, Place.HIGH998})
_FAR = frozenset({Place.LOW998, Place.HIGH998})


def told(key: str, lang: str, **values: object) -> str:
    """One of the sentences above."""
    text = in_language(_WORDS[key], lang)
    return text.format(**values) if values else text


def funnel_plot(
    key: str,
    title: str,
    found: Funnel,
    *,
    lang: str,
    direction: Direction = "neutral",
    multiplier: float | None = None,
    unit: str | None = None,
    decimals: int | None = None,
    address: Callable[[str], str] | None = None,
    narrow: bool = False,
) -> Figure:
    """The funnel as a figure: each team by its size, in the table in the order they came.

    Values are shown times `multiplier` (shares in per cent). `address`: where a team leads, by its label.
    """
    numbers = numbers_for(found.kind, [dot.y for dot in found.dots], lang, multiplier, unit, decimals)
    width, right = (NARROW, 14.0) if narrow else (WIDE, 24.0)
    plot = _funnel_plot(found, numbers, width - right, 200.0 if narrow else 300.0)
    content = [
        *_funnel_ground(found, numbers, plot, lang),
        *_dots(found, numbers, plot, direction, address, names=not narrow),
    ]
    legend, low = _funnel_legend(found, numbers, plot.bottom + 48, width, lang)
    alt = f"{title}. {_funnel_told(found, numbers, lang)}"
    role = "group" if address else "img"
    svg = frame(key, title, alt, low, [*content, *legend], width=width, role=role)
    return Figure(key, title, svg, alt, _funnel_table(found, numbers, lang), round(width), round(low))


def numbers_for(
    kind: Kind,
    values: Sequence[float],
    lang: str,
    multiplier: float | None,
    unit: str | None,
    decimals: int | None,
) -> Numbers:
    """How values of this kind are written: shares in per cent unless something else is asked."""
    times = multiplier if multiplier is not None else 100.0 if kind is Kind.PROPORTION else 1.0
    named = unit if unit is not None else "%" if kind is Kind.PROPORTION and times == 100 else ""
    shown = decimals_for([value * times for value in values]) if values else 0
    return Numbers(lang, times, named, shown if decimals is None else decimals)


def _funnel_plot(found: Funnel, numbers: Numbers, right: float, high: float) -> Plot:
    values = [found.target, *(dot.y for dot in found.dots)]
    values += [part for dot in found.dots if dot.lines for part in (dot.lines.lower998, dot.lines.upper998)]
    most = numbers.multiplier if found.kind is Kind.PROPORTION else None
    low, top = span([numbers.shown(value) for value in values], least=0.0, most=most)
    marks = steps(low, top)
    return Plot(52, right, 28, 28 + high, marks[0], marks[-1] if most is None else min(marks[-1], most), 1)


def _across(found: Funnel, plot: Plot) -> Callable[[float], float]:
    """From a size to its place along the axis, which begins at 0."""
    most = steps(0, max((dot.size for dot in found.dots), default=1) * 1.05)[-1]
    return lambda size: plot.left + min(size / most, 1.0) * (plot.right - plot.left)


def _funnel_ground(found: Funnel, numbers: Numbers, plot: Plot, lang: str) -> Iterator[str]:
    across = _across(found, plot)
    unit = say("per cent", lang) if numbers.unit == "%" else numbers.unit
    yield words(unit, 2, 14, size=SIZE, fill=QUIET)
    curve = [line for line in found.curve if across(line.size) <= plot.right + 0.01]
    edges = {
        outer: [
            [
                (across(line.size), numbers.shown(getattr(line, f"{end}{'998' if outer else '95'}")))
                for line in curve
            ]
            for end in ("upper", "lower")
        ]
        for outer in (True, False)
    }
    for outer, fill in ((True, OUTER), (False, INNER)):
        there, back = edges[outer]
        if curve:
            yield f'<path d="M{_joined(plot, [*there, *reversed(back)])}z" fill="{fill}"/>'
    marks = [mark for mark in steps(plot.low, plot.high) if mark <= plot.high + 1e-9]
    grid = "".join(f"M{plot.left:.1f} {plot.y(mark):.1f}H{plot.right:.1f}" for mark in marks)
    yield f'<path d="{grid}" stroke="{GRID}"/>'
    for outer, dash in ((True, ""), (False, ' stroke-dasharray="5 4"')):
        for side in edges[outer] if curve else ():
            yield f'<path d="M{_joined(plot, side)}" fill="none" stroke="{LINE}" stroke-width="1.3"{dash}/>'
    for mark in marks:
        yield words(
            plain(mark, lang, 6), plot.left - 8, plot.y(mark) + 4.5, size=SIZE, fill=QUIET, anchor="end"
        )
    yield f'<path d="M{plot.left:.1f} {plot.bottom:.1f}H{plot.right:.1f}" stroke="{QUIET}"/>'
    sizes = steps(0, max((dot.size for dot in found.dots), default=1) * 1.05)
    for mark in sizes:
        yield words(
            plain(mark, lang, 6), across(mark), plot.bottom + 19, size=SIZE, fill=QUIET, anchor="middle"
        )
    said = told("size" if found.kind is Kind.PROPORTION else "exposure", lang)
    yield words(said, plot.right, plot.bottom + 38, size=SIZE, fill=QUIET, anchor="end")
    if found.dots:
        y = plot.y(numbers.shown(found.target))
        yield f'<path d="M{plot.left:.1f} {y:.1f}H{plot.right:.1f}" stroke="{INK}" stroke-width="1.5"/>'


def _joined(plot: Plot, points: Sequence[tuple[float, float]]) -> str:
    return "L".join(f"{x:.1f} {plot.y(y):.1f}" for x, y in points)


@dataclass(frozen=True, slots=True)
class _Space:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Space) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def _dots(
    found: Funnel, numbers: Numbers, plot: Plot, direction: Direction,
    address: Callable[[str], str] | None, *, names: bool,
) -> Iterator[str]:  # fmt: skip
    across = _across(found, plot)
    spots = [(across(dot.size), plot.y(numbers.shown(dot.y))) for dot in found.dots]
    taken = [_Space(x - 6, y - 6, x + 6, y + 6) for x, y in spots]
    labels: dict[int, str] = {}
    order = sorted(range(len(spots)), key=lambda n: (found.dots[n].place not in _FAR, n))
    for n in order:
        far = found.dots[n].place in _FAR
        texts = [found.dots[n].label, str(n + 1)] if names or far else [str(n + 1)]
        for text in texts:
            placed = _label(
                text, *spots[n], plot, [space for m, space in enumerate(taken) if m != n], bold=far
            )
            if placed:
                labels[n] = placed[0]
                taken.append(placed[1])
                break
    for n, dot in enumerate(found.dots):
        x, y = spots[n]
        side = 1 if dot.place in _HIGH else -1 if dot.place in _LOW else 0
        tone = toned(side, direction) if dot.place in _FAR else Tone.COMMON
        mark = glyph(tone, x, y, 5.2, side=side)
        if dot.place not in _FAR and side:
            mark += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="none" stroke="{COMMON_INK}" stroke-width="1.3"/>'
        counted = say(
            "of", numbers.lang, count=amount(dot.count, numbers.lang), total=amount(dot.size, numbers.lang)
        )
        said = f"{dot.label}: {numbers.said(dot.y)} ({counted}). {told(dot.place.value, numbers.lang)}"
        inside = f"<title>{escape(said)}</title>{mark}{labels.get(n, '')}"
        where = address(dot.label) if address else ""
        yield (
            f'<a href="{escape(where)}" aria-label="{escape(said)}">{inside}</a>'
            if where
            else f"<g>{inside}</g>"
        )


def _label(
    text: str, x: float, y: float, plot: Plot, taken: Sequence[_Space], *, bold: bool
) -> tuple[str, _Space] | None:
    """The label where there is room for it: right, left, over or under its dot."""
    wide, high = text_width(text, 12.0) * (BOLD if bold else 1), 13.0
    for left, base, anchor in (
        (x + 9, y + 4, ""), (x - 9 - wide, y + 4, "end"), (x - wide / 2, y - 11, "middle"), (x - wide / 2, y + 19, "middle"),
    ):  # fmt: skip
        space = _Space(left, base - high + 2, left + wide, base + 3)
        free = not any(space.meets(other) for other in taken)
        if free and space.left >= plot.left and space.right <= plot.right + 12 and plot.top - 14 <= space.top:
            at = x + 9 if not anchor else x - 9 if anchor == "end" else x
            drawn = words(text, at, base, size=12, bold=bold, fill=INK if bold else QUIET, anchor=anchor)
            halo = f'<text stroke="{PAPER}" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke" '
            return drawn.replace("<text ", halo), space
    return None


def amount(number: float, lang: str) -> str:
    """A count, or an exposure."""
    return plain(number, lang, 1)


def _funnel_legend(
    found: Funnel, numbers: Numbers, top: float, width: float, lang: str
) -> tuple[list[str], float]:
    entries = [
        (
            f'<path d="M0 9h24" stroke="{INK}" stroke-width="1.5"/>',
            f"{told('all', lang)}: {numbers.said(found.target)}",
        ),
    ]
    if found.curve:
        entries += [
            (
                f'<path d="M0 9h24" stroke="{LINE}" stroke-width="1.5" stroke-dasharray="5 4"/>',
                told("inner", lang),
            ),
            (f'<path d="M0 9h24" stroke="{LINE}" stroke-width="1.5"/>', told("outer", lang)),
        ]
    out = []
    for mark, text in entries:
        out.append(f'<g transform="translate(2 {top:.1f})">{mark}</g>')
        for line in wrapped(text, width - 40, SIZE):
            out.append(words(line, 34, top + 13.5, size=SIZE, fill=QUIET))
            top += 18
    notes = [told("overdispersed", lang)] if found.tau2 > 0 and found.limits is not Limits.EXACT else []
    for line in wrapped(" ".join([*notes, told("no league", lang)]), width - 6, SIZE):
        out.append(words(line, 2, top + 15, size=SIZE, fill=QUIET))
        top += 18
    return out, top + 6


def _funnel_told(found: Funnel, numbers: Numbers, lang: str) -> str:
    if not found.dots:
        return told("nobody", lang)
    far = [f"{dot.label} ({numbers.said(dot.y)})" for dot in found.dots if dot.place in _FAR]
    said = told("out", lang, names=", ".join(far)) if far else told("none out", lang, count=len(found.dots))
    return f"{told('all', lang)}: {numbers.said(found.target)}. {said} {told('no league', lang)}"


def _funnel_table(found: Funnel, numbers: Numbers, lang: str) -> FigureTable:
    heads = (
        told("number", lang), say("team", lang), say("numerator", lang), say("denominator", lang),
        f"{say('value', lang)}{f' ({numbers.unit})' if numbers.unit else ''}", told("lower998", lang),
        told("upper998", lang), told("lies", lang),
    )  # fmt: skip
    return FigureTable(
        heads, tuple(_funnel_row(n, dot, numbers) for n, dot in enumerate(found.dots, start=1))
    )


def _funnel_row(number: int, dot: Dot, numbers: Numbers) -> tuple[str | int, ...]:
    lines = (dot.lines.lower998, dot.lines.upper998) if dot.lines else (None, None)
    return (
        number, dot.label, amount(dot.count, numbers.lang), amount(dot.size, numbers.lang), numbers.written(dot.y, more=1),
        *(numbers.written(line, more=1) for line in lines), told(dot.place.value, numbers.lang),
    )  # fmt: skip
