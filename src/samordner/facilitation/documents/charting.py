"""Charts of a cohort: each team's own, and that of the network together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from json import loads

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from samordner.charts.axes import span, steps
from samordner.charts.control import control_chart
from samordner.charts.figures import Figure, FigureTable
from samordner.facilitation.queries.series import Watched
from samordner.facilitation.queries.together import Whole
from samordner.measurement.drawing import draw
from samordner.measurement.models import ValueKind
from samordner.measurement.telling import told_of
from samordner.spc import Result

NEWEST = 6
"""So many of the newest numbers stand under a chart on paper; all of them stand in the team's own."""


def team_figure(one: Watched, key: str, title: str, language: str) -> Figure:
    """A team's chart for paper, with its newest numbers. The verdict stands in the text above it."""
    figure = draw(key, told_of(one.series), one.result, lang=language, verdict=False)
    return replace(figure, title=title, table=newest(figure.table))


def newest(table: FigureTable) -> FigureTable:
    return replace(table, rows=table.rows[-NEWEST:])


@dataclass(frozen=True, slots=True)
class Small:
    """A team's chart as small as can be read, and its numbers as a table."""

    svg: str
    table: SafeString


def small(one: Watched, name: str, language: str, y_range: tuple[float, float] | None) -> Small:
    """The team's small chart. Drawn once in each process for the same numbers and notes, which are what it is found again by."""
    return _small(f"t{one.indicator.pk}", name, one.told, one.result, language, y_range)


@lru_cache(maxsize=1024)
def _small(
    key: str, name: str, told: str, result: Result, language: str, y_range: tuple[float, float] | None
) -> Small:
    figure = draw(key, loads(told), result, lang=language, small=True, y_range=y_range)
    return Small(figure.svg, table_html(figure.table, name))


def same_axis(found: Sequence[Watched]) -> tuple[float, float] | None:
    """The axis that all of them fit on; None: nothing is measured."""
    multiplier = max((one.indicator.multiplier for one in found), default=1)
    values = list(_values(one.result for one in found))
    if not values:
        return None
    share = all(one.indicator.value_kind == ValueKind.PROPORTION for one in found)
    low, high = span([value * multiplier for value in values], most=multiplier if share else None)
    marks = steps(low, high, most=4)
    return marks[0], min(marks[-1], multiplier) if share else marks[-1]


def _values(results: Iterable[Result]) -> Iterable[float]:
    for result in results:
        told = {phase.phase for phase in result.phases if phase.state != "none"}
        for point in result.points:
            limits = (point.lower, point.upper) if point.phase in told else ()
            yield from (value for value in (point.y, point.centre, *limits) if value is not None)


def network_figure(of: Whole, key: str, language: str, *, narrow: bool = False) -> Figure | None:
    """The network's chart, with how many teams each period rests on and where others reported than the time before."""
    if of.result is None or of.aggregate is None:
        return None
    indicator = of.alike.watched[0].indicator
    figure = control_chart(
        key, of.alike.name, of.result, lang=language, direction=of.result.direction, unit=of.alike.watched[0].unit,
        multiplier=float(indicator.multiplier), narrow=narrow, verdict=False,
    )  # fmt: skip
    columns = (*figure.table.columns, _("Teams that reported"), _("Other teams than the time before"))
    totals = of.aggregate.totals
    if len(figure.table.rows) != len(totals):
        return figure
    rows = tuple(
        (*row, one.teams, changes(one.joined, one.gone))
        for row, one in zip(figure.table.rows, totals, strict=True)
    )
    return replace(figure, table=FigureTable(columns, rows))


def changes(joined: Sequence[str], gone: Sequence[str]) -> str:
    """Who came and who was gone: "+ A, − B"."""
    return ", ".join([*(f"+ {name}" for name in joined), *(f"− {name}" for name in gone)])


def table_html(table: FigureTable, name: str) -> SafeString:
    """The numbers of a figure as a table that scrolls by itself. Put together here: a template takes ten times as long."""
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in table.columns)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in table.rows
    )
    return mark_safe(  # noqa: S308 every part is escaped here
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(name)}"><table class="ds-table">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
