"""How much teams differ: each with its interval, in the order they come, and where another like them is expected."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape

from samordner.charts.axes import Numbers, plain, span, steps
from samordner.charts.drawing import ACCENT, INK, PAPER, QUIET, frame, text_width, words, wrapped
from samordner.charts.figures import Figure, FigureTable
from samordner.charts.funnels import GRID, LINE, NARROW, OUTER, SIZE, WIDE, amount, numbers_for, told
from samordner.charts.phrases import in_language, say
from samordner.charts.signals import COMMON_INK
from samordner.spc.between import Between, Team
from samordner.spc.funnel import Kind
from samordner.spc.words import Words

_WORDS = {
    "from": Words("Fra", "Frå", "From"),
    "to": Words("Til", "Til", "To"),
    "shrunken": Words("Trukket mot de andre", "Trekt mot dei andre", "Drawn towards the others"),
    "mean": Words("Gjennomsnitt med usikkerhet", "Gjennomsnitt med uvisse", "Mean with its uncertainty"),
    "predicted": Words(
        "Her ventes et nytt team å ligge",
        "Her er eit nytt team venta å liggje",
        "Where a new team would be expected",
    ),
    "own": Words(
        "Teamets verdi med usikkerhet",
        "Verdien til teamet med uvisse",
        "The team's value with its uncertainty",
    ),
    "told": Words(
        "{label} {value} ({lower} til {upper})",
        "{label} {value} ({lower} til {upper})",
        "{label} {value} ({lower} to {upper})",
    ),
}


def _say(key: str, lang: str, **values: object) -> str:
    text = in_language(_WORDS[key], lang)
    return text.format(**values) if values else text


def between_plot(
    key: str,
    title: str,
    found: Between,
    *,
    lang: str,
    multiplier: float | None = None,
    unit: str | None = None,
    decimals: int | None = None,
    address: Callable[[str], str] | None = None,
    narrow: bool = False,
) -> Figure:
    """Each team's value with its interval, in the order they came; behind them where a team like these is expected."""
    numbers = numbers_for(found.kind, [team.y for team in found.teams], lang, multiplier, unit, decimals)
    width = NARROW if narrow else WIDE
    names = (
        0.0
        if narrow
        else min(220.0, max((text_width(team.label, SIZE) for team in found.teams), default=0) + 12)
    )
    row, top = (42.0, 30.0) if narrow else (28.0, 30.0)
    values = [part for team in found.teams for part in (team.lower, team.upper, team.y)]
    if found.summary:
        values += [found.summary.predicted_lower, found.summary.predicted_upper]
    most = numbers.multiplier if found.kind is Kind.PROPORTION else None
    low, high = span([numbers.shown(value) for value in values], least=0.0, most=most)
    marks = steps(low, high)
    high = marks[-1] if most is None else min(marks[-1], most)
    left, right = 10 + names, width - 20
    bottom = top + row * max(len(found.teams), 1)

    def x(value: float) -> float:
        return left + (min(max(numbers.shown(value), marks[0]), high) - marks[0]) / (high - marks[0]) * (
            right - left
        )

    content = list(
        _between_ground(found, numbers, x, (left, right, top, bottom), [m for m in marks if m <= high], lang)
    )
    for n, team in enumerate(found.teams):
        content.append(
            _between_row(team, numbers, x, top + row * n, row, address, narrow=narrow, names=names)
        )
    legend, end = _between_legend(found, numbers, bottom + 34, width, lang)
    said_of = [
        _say("told", lang, label=team.label, value=numbers.said(team.y), lower=numbers.written(team.lower),
             upper=numbers.said(team.upper))
        for team in found.teams
    ]  # fmt: skip
    alt = f"{title}. {'; '.join(said_of) or told('nobody', lang)}. {told('no league', lang)}".replace(
        "..", "."
    )
    svg = frame(key, title, alt, end, [*content, *legend], width=width, role="group" if address else "img")
    return Figure(key, title, svg, alt, _between_table(found, numbers, lang), round(width), round(end))


def _between_ground(
    found: Between, numbers: Numbers, x: Callable[[float], float], box: tuple[float, float, float, float],
    marks: Sequence[float], lang: str,
) -> Iterator[str]:  # fmt: skip
    left, _, top, bottom = box
    if found.summary:
        one, other = x(found.summary.predicted_lower), x(found.summary.predicted_upper)
        yield f'<rect x="{one:.1f}" y="{top:.1f}" width="{other - one:.1f}" height="{bottom - top:.1f}" fill="{OUTER}"/>'
        one, other = x(found.summary.lower), x(found.summary.upper)
        yield f'<rect x="{one:.1f}" y="{top:.1f}" width="{max(other - one, 1):.1f}" height="{bottom - top:.1f}" fill="#cfdcea"/>'
    grid = "".join(f"M{x(mark / numbers.multiplier):.1f} {top:.1f}V{bottom:.1f}" for mark in marks)
    yield f'<path d="{grid}" stroke="{GRID}"/>'
    yield f'<path d="M{left:.1f} {bottom:.1f}H{box[1]:.1f}" stroke="{QUIET}"/>'
    for mark in marks:
        at = x(mark / numbers.multiplier)
        yield words(plain(mark, lang, 6), at, bottom + 18, size=SIZE, fill=QUIET, anchor="middle")
    unit = say("per cent", lang) if numbers.unit == "%" else numbers.unit
    yield words(unit, box[1], 16, size=SIZE, fill=QUIET, anchor="end")
    if found.summary:
        at = x(found.summary.centre)
        yield f'<path d="M{at:.1f} {top:.1f}V{bottom:.1f}" stroke="{INK}" stroke-width="1.5"/>'


def _between_row(
    team: Team, numbers: Numbers, x: Callable[[float], float], top: float, row: float,
    address: Callable[[str], str] | None, *, narrow: bool, names: float,
) -> str:  # fmt: skip
    y = top + (row - 13 if narrow else row / 2)
    label = (
        words(team.label, 4, top + 15, size=SIZE)
        if narrow
        else words(wrapped(team.label, names - 8, SIZE)[0], 2, y + 4.5, size=SIZE)
    )
    one, other = x(team.lower), x(team.upper)
    mark = (
        f'<path d="M{one:.1f} {y:.1f}H{other:.1f}M{one:.1f} {y - 4:.1f}v8M{other:.1f} {y - 4:.1f}v8" '
        f'stroke="{COMMON_INK}" stroke-width="1.6"/><circle cx="{x(team.y):.1f}" cy="{y:.1f}" r="4.6" fill="{ACCENT}"/>'
    )
    if team.shrunken is not None:
        at = x(team.shrunken)
        mark += f'<path d="M{at:.1f} {y - 5:.1f}l5 5l-5 5l-5 -5z" fill="{PAPER}" stroke="{ACCENT}" stroke-width="1.4"/>'
    said = _say("told", numbers.lang, label=f"{team.label}:", value=numbers.said(team.y), lower=numbers.written(team.lower),
        upper=numbers.said(team.upper),
    )  # fmt: skip
    inside = f"<title>{escape(said)}</title>{label}{mark}"
    where = address(team.label) if address else ""
    return (
        f'<a href="{escape(where)}" aria-label="{escape(said)}">{inside}</a>' if where else f"<g>{inside}</g>"
    )


def _between_legend(
    found: Between, numbers: Numbers, top: float, width: float, lang: str
) -> tuple[list[str], float]:
    dot = f'<path d="M2 9h22M2 5v8M24 5v8" stroke="{COMMON_INK}" stroke-width="1.6"/>'
    dot += f'<circle cx="13" cy="9" r="4.6" fill="{ACCENT}"/>'
    entries = [(dot, _say("own", lang))]
    if any(team.shrunken is not None for team in found.teams):
        shape = f'<path d="M13 4l5 5l-5 5l-5 -5z" fill="{PAPER}" stroke="{ACCENT}" stroke-width="1.4"/>'
        entries.append((shape, _say("shrunken", lang)))
    if found.summary:
        band = f'<rect x="4" y="1" width="18" height="16" fill="#cfdcea"/><path d="M13 1v16" stroke="{INK}" stroke-width="1.5"/>'
        entries.append((band, f"{_say('mean', lang)}: {numbers.said(found.summary.centre)}"))
        box = f'<rect x="1" y="1" width="24" height="16" fill="{OUTER}" stroke="{LINE}" stroke-width=".6"/>'
        entries.append((box, _say("predicted", lang)))
    out = []
    for mark, text in entries:
        out.append(f'<g transform="translate(2 {top:.1f})">{mark}</g>')
        for line in wrapped(text, width - 40, SIZE):
            out.append(words(line, 34, top + 13.5, size=SIZE, fill=QUIET))
            top += 20
    notes = [in_language(warning, lang) for warning in found.warnings]
    for line in wrapped(" ".join([*notes, told("no league", lang)]), width - 6, SIZE):
        out.append(words(line, 2, top + 15, size=SIZE, fill=QUIET))
        top += 18
    return out, top + 6


def _between_table(found: Between, numbers: Numbers, lang: str) -> FigureTable:
    unit = f" ({numbers.unit})" if numbers.unit else ""
    shrunken = any(team.shrunken is not None for team in found.teams)
    heads = (
        say("team", lang), say("numerator", lang), say("denominator", lang), f"{say('value', lang)}{unit}",
        _say("from", lang), _say("to", lang), *([_say("shrunken", lang)] * shrunken),
    )  # fmt: skip
    rows = (
        (
            team.label, amount(team.count, lang), amount(team.size, lang), numbers.written(team.y, more=1),
            numbers.written(team.lower, more=1), numbers.written(team.upper, more=1),
            *([numbers.written(team.shrunken, more=1)] * shrunken),
        )
        for team in found.teams
    )  # fmt: skip
    return FigureTable(heads, tuple(rows))
