"""How a table's columns share the width of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from heapq import nlargest
from typing import TypeAlias

from samordner.documents.blocks import Table
from samordner.documents.cells import cell_text
from samordner.documents.columns import Kind, Row

WEIGHTS = {
    Kind.TEXT: 3.0,
    Kind.SHORT: 1.6,
    Kind.NUMBER: 0.8,
    Kind.DAY: 1.0,
    Kind.PERIOD: 1.1,
    Kind.DUE: 1.1,
    Kind.AMOUNT: 1.1,
    Kind.CHOICE: 1.2,
    Kind.LINK: 1.6,
    Kind.PEOPLE: 1.5,
}
PAGE = 482.0
"""The width of a standing page's text, in points."""


Measure: TypeAlias = Callable[[str], float]
"""How wide a text is in points, in the letters of the table."""


def of_table(block: Table[Row], width: float, *, measure: Measure, margins: float) -> list[float]:
    """The widths of the columns shown, in points, as are `width` and `margins` (of a cell, both sides).

    By the layout's widths, else by what the columns hold; each at least as wide as its longest word, up to a third
    of a standing page.
    """
    layout = block.layout or block.definition.layout
    columns = block.definition.shown(layout)
    weights = layout.widths if layout and layout.widths else [WEIGHTS[column.kind] for column in columns]
    texts = [[str(column.title), *(cell_text(column, row) for row in block.rows)] for column in columns]
    return spread(weights, width, [least(each, measure, margins) for each in texts])


def of_texts(
    columns: Sequence[Sequence[str]], width: float, *, measure: Measure, margins: float
) -> list[float]:
    """The widths for columns of short texts: no wider in all than they need."""
    longest = [min(max(map(len, texts)), 60) for texts in columns]
    needs = [least(texts, measure, margins) for texts in columns]
    return spread(longest, min(width, max(sum(needs), 5.5 * sum(longest) + 40)), needs)


def least(texts: Iterable[str], measure: Measure, margins: float) -> float:
    """What the widest of the ten longest words needs, up to a third of a standing page."""
    words = {word for text in texts for word in text.split() if "://" not in word}
    widest = max(map(measure, nlargest(10, words, key=len)), default=0.0)
    return min(widest + margins, PAGE / 3)


def spread(weights: Sequence[float], width: float, needs: Sequence[float] = ()) -> list[float]:
    """Shares the width by weight, each column as wide as it needs.

    Where there is no room for that, the columns that need most are made narrower, all to the same width: words break
    in few columns, not in every one.
    """
    widths = [width * weight / sum(weights) for weight in weights]
    if not needs:
        return widths
    if sum(needs) > width:
        return _capped(needs, width)
    missing = sum(max(need - has, 0) for need, has in zip(needs, widths, strict=True))
    spare = sum(max(has - need, 0) for need, has in zip(needs, widths, strict=True))
    return [
        max(need, has - (has - need) * missing / (spare or 1))
        for need, has in zip(needs, widths, strict=True)
    ]


def _capped(needs: Sequence[float], width: float) -> list[float]:
    """The needs, none above that height at which they fill the width."""
    left, most = width, 0.0
    for place, need in enumerate(sorted(needs)):
        most = left / (len(needs) - place)
        if need >= most:
            break
        left -= need
    return [min(need, most) for need in needs]
