"""Invented series for drawing, and what is found in a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lxml import etree

from samordner.charts.figures import Figure
from samordner.spc import Chart, Observation, Options, Result, chart
from samordner.spc.options import Direction

SVG = "{http://www.w3.org/2000/svg}"
STABLE = (20, 23, 17, 21, 24, 19, 26, 18, 22, 25, 16, 21, 23, 18, 20, 24, 17, 22, 19, 25, 21, 18, 23, 20)


def months(count: int, *, year: int = 2019) -> tuple[str, ...]:
    return tuple(date(year + n // 12, n % 12 + 1, 1).isoformat() for n in range(count))


def worked(
    kind: Chart, values: Sequence[float | None], options: Options | None = None, *, sizes: Sequence[float] | None = None,
    direction: Direction = "neutral",
) -> Result:  # fmt: skip
    """A monthly series worked out, from January 2019."""
    observed = [
        Observation(x, value, sizes[n] if sizes else None)
        for n, (x, value) in enumerate(zip(months(len(values)), values, strict=True))
    ]
    return chart(kind, observed, options, direction=direction)


def root(figure: Figure) -> etree._Element:
    return etree.fromstring(figure.svg.encode())


def texts(figure: Figure) -> list[str]:
    return [element.text or "" for element in root(figure).iter(f"{SVG}text")]


def titles(figure: Figure) -> list[str]:
    """The tooltips, without the title of the drawing."""
    return [element.text or "" for element in root(figure).iter(f"{SVG}title")][1:]


def column(figure: Figure, head: str) -> list[str | int]:
    at = figure.table.columns.index(head)
    return [row[at] for row in figure.table.rows]
